"""The administrators' cupboards of the survey room; opening and closing happen in the portal, through services."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import BaseAdmin, BaseStackedInline, BaseTabularInline, HistoryAdmin, ReadOnlyAdmin
from evaluations.models import (
    AnswerImport,
    DemographicOption,
    ExpectedShare,
    FrozenResult,
    HeldBatch,
    Instrument,
    InstrumentVersion,
    Invitation,
    Period,
    Question,
    SkmFormula,
    Survey,
)
from evaluations.models.survey import new_code
from evaluations.period_forms import check_period_key
from evaluations.services.instruments import copy_version, publish_version
from evaluations.services.surveys import open_period, quarter_of

from .survey_form import SurveyForm


class NewestVersion:
    """The version of a period may be left empty: it takes the newest published one (Period.clean)."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if field and db_field.name == "version":
            field.required = False
            field.help_text = _("Empty: the newest published version.")
        return field


class PeriodRows(BaseInlineFormSet):
    """The periods of a survey; a closed one keeps its name and its days, and is shown greyed."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if not form.instance.pk:
            form.fields["key"].validators.append(check_period_key)
        if form.instance.pk and form.instance.is_closed:
            for name in ("key", "starts_on", "ends_on"):
                form.fields[name].disabled = True


class PeriodInline(NewestVersion, BaseTabularInline):
    model = Period
    formset = PeriodRows

    def get_extra(self, request: HttpRequest, obj: Survey | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1

    fields = ["key", "starts_on", "ends_on", "population", "status"]
    readonly_fields = ["status"]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("survey")  # each row's name says its survey

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ExpectedShareInline(BaseTabularInline):
    model = ExpectedShare
    extra = 0


@admin.register(Survey)
class SurveyAdmin(HistoryAdmin):
    form = SurveyForm
    list_display = ["title", "code", "audience", "service_point", "unit", "instrument", "asks_by_itself"]
    search_fields = ["title", "code"]
    list_filter = ["instrument", "service_point"]
    ordering = ["code", "pk"]
    inlines = [PeriodInline, ExpectedShareInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Survey | None = None) -> Any:
        """The code stays once a period was opened (Survey.clean)."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "code"] if obj and obj.code_is_out else fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new survey is the SKM unless said otherwise, as it is in most cases, under a code that reads well."""
        skm = Instrument.objects.filter(key="skm").values_list("pk", flat=True).first()
        return {"instrument": skm, "code": new_code(), **super().get_changeform_initial_data(request)}

    def get_formset_kwargs(self, request: HttpRequest, obj: Survey, inline: Any, prefix: str) -> dict[str, Any]:
        """A new survey comes with a first period prepared, the present quarter; its box may be emptied."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, PeriodInline) and not obj.pk and request.method == "GET":
            key, first, last = quarter_of(timezone.localdate())
            kwargs["initial"] = [{"key": key, "starts_on": first, "ends_on": last}]
        return kwargs


@admin.register(Period)
class PeriodAdmin(NewestVersion, HistoryAdmin):
    list_display = ["survey", "key", "status", "starts_on", "ends_on"]
    search_fields = ["key", "survey__title", "survey__code"]
    list_filter = ["status"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    readonly_fields = ["status"]
    actions = ["open_selected"]

    def get_readonly_fields(self, request: HttpRequest, obj: Period | None = None) -> Any:
        """A period that was opened keeps its questionnaire: answers stand in its columns; a closed one its days."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj and not obj.is_draft:
            fields += ["survey", "version"]
        return [*fields, "key", "starts_on", "ends_on"] if obj and obj.is_closed else fields

    def has_delete_permission(self, request: HttpRequest, obj: Period | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.is_draft)

    @admin.action(description=_("Open the selected periods"), permissions=["change"])
    def open_selected(self, request: HttpRequest, queryset: Any) -> None:
        for period in queryset.select_related("survey"):
            try:
                open_period(period=period, by=request.user)
            except ValidationError as refusal:
                self.message_user(request, f"{period}: {' '.join(refusal.messages)}", messages.ERROR)
            else:
                self.message_user(request, _("%(period)s is open.") % {"period": period}, messages.SUCCESS)


class VersionInline(BaseTabularInline):
    model = InstrumentVersion
    fields = ["number", "published_at"]
    readonly_fields = ["published_at"]
    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Instrument)
class InstrumentAdmin(BaseAdmin):
    list_display = ["title", "key", "kind"]
    search_fields = ["title", "key"]
    list_filter = ["kind"]
    ordering = ["key", "pk"]
    inlines = [VersionInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Instrument | None = None) -> Any:
        """What an instrument is for never changes once a version went out."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "kind"] if obj and obj.newest_published() else fields


class QuestionInline(BaseStackedInline):
    model = Question

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not (obj and obj.is_published)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_published)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_published)


@admin.register(InstrumentVersion)
class InstrumentVersionAdmin(BaseAdmin):
    """A published version shows its questions and lets nobody change them."""

    list_display = ["instrument", "number", "published_at"]
    search_fields = ["instrument__title", "instrument__key"]
    list_filter = ["instrument"]
    ordering = ["instrument", "-number", "pk"]
    readonly_fields = ["published_at"]
    inlines = [QuestionInline]
    actions = ["publish", "copy_to_draft"]

    def get_readonly_fields(self, request: HttpRequest, obj: InstrumentVersion | None = None) -> Any:
        """Its periods name a published version by instrument and number."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "instrument", "number"] if obj and obj.is_published else fields

    def has_delete_permission(self, request: HttpRequest, obj: InstrumentVersion | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.is_published)

    @admin.action(description=_("Publish the selected versions"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: Any) -> None:
        for version in queryset.select_related("instrument"):
            try:
                publish_version(version=version, at=timezone.now())
            except ValidationError as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            else:
                self.message_user(request, _("%(version)s is published.") % {"version": version}, messages.SUCCESS)

    @admin.action(description=_("Copy the selected versions into a new draft"), permissions=["change"])
    def copy_to_draft(self, request: HttpRequest, queryset: Any) -> None:
        for version in queryset.select_related("instrument"):
            try:
                draft = copy_version(version=version)
            except ValidationError as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            else:
                self.message_user(request, _("%(version)s is a draft now.") % {"version": draft}, messages.SUCCESS)


@admin.register(DemographicOption)
class DemographicOptionAdmin(BaseAdmin):
    list_display = ["label", "kind", "code", "order", "is_active"]
    search_fields = ["label", "label_en"]
    list_filter = ["kind", "is_active"]
    ordering = ["kind", "order", "code", "pk"]

    def get_readonly_fields(self, request: HttpRequest, obj: DemographicOption | None = None) -> Any:
        """Stored answers hold the number: it never comes to mean another option."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "kind", "code"] if obj else fields

    def has_delete_permission(self, request: HttpRequest, obj: DemographicOption | None = None) -> bool:
        """An option is switched off; deleted, its number could be given to another one."""
        return False


@admin.register(SkmFormula)
class SkmFormulaAdmin(HistoryAdmin):
    list_display = ["version", "valid_from", "source"]
    search_fields = ["version", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: SkmFormula | None = None) -> Any:
        """A formula on record stays as it is: a change is a new version with its own first day."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "version", "valid_from", "bands"] if obj else fields

    def has_delete_permission(self, request: HttpRequest, obj: SkmFormula | None = None) -> bool:
        return False


@admin.register(FrozenResult)
class FrozenResultAdmin(ReadOnlyAdmin):
    list_display = ["period", "number", "frozen_at", "formula_version"]
    list_select_related = ["period__survey"]
    search_fields = ["period__survey__code", "period__key"]


@admin.register(HeldBatch)
class HeldBatchAdmin(ReadOnlyAdmin):
    list_display = ["period", "day", "reason", "status", "answers_decided", "decided_by"]
    list_select_related = ["period__survey", "decided_by"]
    list_filter = ["status", "reason"]
    search_fields = ["period__survey__code", "period__key"]
    exclude = ["origin"]


@admin.register(AnswerImport)
class AnswerImportAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "period", "rows", "imported_at", "imported_by"]
    list_select_related = ["period__survey", "imported_by"]
    search_fields = ["file_name", "period__survey__code"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """To whom links went; the key behind a link stands nowhere to be read, and who answered is kept nowhere."""

    list_display = ["__str__", "period", "sent_on", "revoked_at", "revoked_by"]
    list_select_related = [
        "period__survey",
        "enrolment__profile",
        "enrolment__session__programme",
        "registration",
        "revoked_by",
    ]
    search_fields = ["enrolment__profile__name", "registration__name", "period__survey__title"]
    date_hierarchy = "sent_on"
    ordering = ["-sent_on", "-pk"]
