"""The office's own cupboard: library, units, points, signatories, holidays, switches, kecamatan."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import (
    BaseAdmin,
    BaseResource,
    BaseTabularInline,
    HistoryAdmin,
    ImportExportAdmin,
    ReadOnlyAdmin,
    alphabetical,
)

from . import switches
from .emblem import clean_emblem
from .models import (
    Announcement,
    ChannelVisit,
    Counted,
    DailyCount,
    District,
    Holiday,
    Library,
    MobileStop,
    Service,
    ServiceHours,
    ServicePoint,
    Signatory,
    Switch,
    Unit,
    Village,
)


class LibraryForm(forms.ModelForm):
    class Meta:
        model = Library
        fields = ["emblem"]  # the admin's fieldsets say the rest

    def clean_emblem(self) -> Any:
        """An uploaded picture is drawn anew; "no change" and "clear" pass."""
        picture = self.cleaned_data.get("emblem")
        return clean_emblem(picture) if isinstance(picture, UploadedFile) else picture


@admin.register(Library)
class LibraryAdmin(HistoryAdmin):
    """One row, so no list: the menu leads to the form."""

    form = LibraryForm
    list_display = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "city", "npp", "accreditation", "accredited_until", "time_zone"]}),
        (_("Letterhead"), {"fields": ["office_line_1", "office_line_2", "address", "postal_code", "emblem"]}),
        (_("Contact"), {"fields": ["phone", "email", "website", "instagram", "facebook", "complaint_url"]}),
        (_("Population"), {"fields": ["population", "population_year"]}),
        (
            _("Paper"),
            {
                "fields": ["paper", "margin_top_mm", "margin_right_mm", "margin_bottom_mm", "margin_left_mm"],
                "description": _("The defaults follow one office's practice. Ask your own secretariat."),
            },
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and self.has_view_permission(request):
            return HttpResponseRedirect(reverse("admin:libraries_library_change", args=[Library.current().pk]))
        return super().changelist_view(request, extra_context)


class UnitResource(BaseResource):
    class Meta(BaseResource.Meta):
        model = Unit
        fields = ("code", "name", "is_active")
        import_id_fields = ("code",)


@admin.register(Unit)
class UnitAdmin(ImportExportAdmin, HistoryAdmin):
    resource_classes = [UnitResource]
    export_permission = "view"
    list_display = ["name", "code", "parent", "is_active"]
    search_fields = ["name", "code"]
    list_filter = ["is_active"]
    ordering = alphabetical("name")


class ServicePointForm(forms.ModelForm):
    counted = forms.MultipleChoiceField(
        label=_("counted every day"),
        choices=Counted.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What the daily grid asks for here; nothing where nothing is counted."),
    )

    class Meta:
        model = ServicePoint
        fields = ["code", "name", "name_en", "unit", "place", "is_children", "counted", "is_active"]


@admin.register(ServicePoint)
class ServicePointAdmin(HistoryAdmin):
    form = ServicePointForm
    list_display = ["name", "code", "unit", "place", "is_children", "is_active"]
    search_fields = ["name", "name_en", "code", "place"]
    list_filter = ["is_active", "is_children", ("unit", admin.RelatedOnlyFieldListFilter)]
    ordering = alphabetical("name")


@admin.register(Signatory)
class SignatoryAdmin(HistoryAdmin):
    list_display = ["name", "title", "valid_from", "valid_until"]
    search_fields = ["name", "title", "nip"]
    date_hierarchy = "valid_from"
    ordering = ["-valid_from", "pk"]


class HolidayResource(BaseResource):
    class Meta(BaseResource.Meta):
        model = Holiday
        fields = ("date", "name", "kind")
        import_id_fields = ("date", "kind")


@admin.register(Holiday)
class HolidayAdmin(ImportExportAdmin, HistoryAdmin):
    resource_classes = [HolidayResource]
    export_permission = "view"
    list_display = ["date", "name", "kind"]
    search_fields = ["name"]
    list_filter = ["kind"]
    date_hierarchy = "date"
    ordering = ["-date", "pk"]


class SwitchForm(forms.ModelForm):
    """The part is chosen from those the code knows."""

    class Meta:
        model = Switch
        fields = ["key", "is_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            parts = [(key, part.label) for key, part in switches.SWITCHES.items()]
            self.fields["key"] = forms.ChoiceField(label=self.fields["key"].label, choices=parts)


@admin.register(Switch)
class SwitchAdmin(HistoryAdmin):
    form = SwitchForm
    list_display = ["__str__", "explanation", "is_on"]
    ordering = ["key", "pk"]

    @admin.display(description=_("what it does"))
    def explanation(self, switch: Switch) -> str:
        part = switches.SWITCHES.get(switch.key)
        return str(part.help) if part else "–"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(["key"] if obj else [])]


class VillageInline(BaseTabularInline):
    model = Village


@admin.register(District)
class DistrictAdmin(BaseAdmin):
    list_display = ["name", "area_km2", "population", "population_year"]
    search_fields = ["name"]
    inlines = [VillageInline]
    ordering = alphabetical("name")


@admin.register(Village)
class VillageAdmin(BaseAdmin):
    list_display = ["name", "district"]
    search_fields = ["name", "district__name"]
    list_filter = ["district"]
    ordering = alphabetical("name")


class ServiceHoursInline(BaseTabularInline):
    model = ServiceHours


class MobileStopInline(BaseTabularInline):
    model = MobileStop


@admin.register(Service)
class ServiceAdmin(HistoryAdmin):
    list_display = ["name", "kind", "unit", "service_point", "position", "is_published"]
    search_fields = ["name", "name_en", "code", "summary"]
    list_filter = ["is_published", "kind", ("unit", admin.RelatedOnlyFieldListFilter)]
    ordering = ["position", "name", "pk"]
    inlines = [ServiceHoursInline, MobileStopInline]


@admin.register(Announcement)
class AnnouncementAdmin(HistoryAdmin):
    list_display = ["title", "shown_from", "shown_until", "is_pinned"]
    search_fields = ["title", "title_en", "text"]
    list_filter = ["is_pinned"]
    date_hierarchy = "shown_from"
    ordering = ["-is_pinned", "-shown_from", "-pk"]


@admin.register(DailyCount)
class DailyCountAdmin(BaseAdmin):
    list_display = ["day", "service_point", "visits", "loans", "reads_in", "computer", "internet"]
    list_select_related = ["service_point"]
    search_fields = ["service_point__name"]
    list_filter = [("service_point", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "day"
    ordering = ["-day", "service_point", "pk"]
    readonly_fields = ["written_by", "written_at"]

    def save_model(self, request: HttpRequest, obj: DailyCount, form: Any, change: bool) -> None:
        obj.written_by, obj.written_at, obj.is_demo = str(request.user)[:200], timezone.now(), False
        super().save_model(request, obj, form, change)


@admin.register(ChannelVisit)
class ChannelVisitAdmin(ReadOnlyAdmin):
    list_display = ["day", "service", "channel", "visits"]
    list_select_related = ["service"]
    list_filter = ["channel"]
    date_hierarchy = "day"
    ordering = ["-day", "service", "channel", "pk"]
