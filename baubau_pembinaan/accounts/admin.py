"""The cupboards: accounts, people, posts. What changes the world goes through the services."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.admin import BaseTabularInline, HistoryAdmin, alphabetical
from baubau_pembinaan.core.html import format_html

from . import services
from .choices import Role, role_labels
from .models import Appointment, Delegation, Position, StaffProfile, User
from .numbers import clean_nip, clean_phone, nip_warnings

admin.site.unregister(Group)


@admin.register(Group)
class RoleGroupAdmin(GroupAdmin):
    """Groups made by hand; the six roles come from migrations and stay as they are, or their rights would drift."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Group]:
        rights = models.Prefetch("permissions", Permission.objects.select_related("content_type"))
        return super().get_queryset(request).prefetch_related(rights)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.name not in Role.values)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.name not in Role.values)


@admin.register(User)
class UserAdmin(HistoryAdmin):
    """Accounts come from a person's page, and are deactivated there; nobody is deleted."""

    list_display = ["name", "username", "email", "role_list", "is_active", "last_login"]
    list_filter = ["is_active", "groups", "language"]
    search_fields = ["name", "username", "email", "profile__nip"]
    ordering = alphabetical("name")
    fields = [
        "name",
        "username",
        "email",
        "language",
        "role_list",
        "inspector_until",
        "is_active",
        "last_login",
        "person",
    ]
    readonly_fields = ["role_list", "inspector_until", "is_active", "last_login", "person"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).select_related("profile").prefetch_related("groups")

    @admin.display(description=_("roles"))
    def role_list(self, user: User) -> str:
        return ", ".join(role_labels(group.name for group in user.groups.all()))

    @admin.display(description=_("roles, sign-in links, leaving"))
    def person(self, user: User) -> str:
        profile = getattr(user, "profile", None)
        if profile is None:
            page = reverse("accounts:account-detail", args=[user.pk])
            return format_html('<a href="{}">{}</a>', page, _("Open the account's page"))
        return format_html(
            '<a href="{}">{}</a>', reverse("accounts:person-detail", args=[profile.pk]), _("Open the person's page")
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and services.may_manage(obj, request.user)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if "email" in form.changed_data:
            # allauth's own list must not keep an old address alive: reset links would still go there.
            EmailAddress.objects.filter(user=obj).delete()
        super().save_model(request, obj, form, change)


class StaffProfileForm(forms.ModelForm):
    # Typed with spaces a NIP is longer than the column.
    nip = forms.CharField(
        label=_("NIP / NI PPPK"), required=False, max_length=30, help_text=_("Digits; spaces are removed.")
    )

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("For somebody without an account: makes one, so that the one-time link can go by e-mail."),
    )

    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        if email and User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("Another account already uses this e-mail."))
        return email

    def clean_nip(self) -> str:
        return clean_nip(self.cleaned_data["nip"])

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])


class AppointmentInline(BaseTabularInline):
    """The person's path, to be read; a new post is an appointment of its own."""

    model = Appointment
    fk_name = "profile"
    fields = ["kind", "position", "golongan", "unit", "supervisor", "starts_on", "ends_on"]
    ordering = ["-starts_on", "-pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Appointment]:
        return super().get_queryset(request).select_related("position", "unit", "supervisor")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StaffProfile)
class StaffProfileAdmin(HistoryAdmin):
    form = StaffProfileForm
    list_display = ["full_name", "nip_text", "employment_status", "phone", "user", "joined_on", "left_on"]
    list_filter = ["employment_status", ("left_on", admin.EmptyFieldListFilter)]
    search_fields = ["name", "nip"]
    ordering = alphabetical("name")
    fields = [
        "name", "title_prefix", "title_suffix", "nip", "employment_status", "phone", "joined_on", "left_on", "user",
    ]  # fmt: skip
    readonly_fields = ["user", "left_on"]
    inlines = [AppointmentInline]

    def get_fields(self, request: HttpRequest, obj: StaffProfile | None = None) -> list[str]:
        """An account's own e-mail is changed in the account; without one it can be written here."""
        page = str(request.resolver_match and request.resolver_match.url_name)
        if not page.endswith(("_add", "_change")) or (
            obj is not None and (obj.user_id or not self.has_change_permission(request, obj))
        ):
            return [*self.fields]
        return [name if name != "user" else "email" for name in self.fields]

    @admin.display(description=_("name"), ordering="name")
    def full_name(self, person: StaffProfile) -> str:
        return person.full_name

    @admin.display(description=_("NIP / NI PPPK"), ordering="nip")
    def nip_text(self, person: StaffProfile) -> str:
        return person.nip_text

    def has_change_permission(self, request: HttpRequest, obj: StaffProfile | None = None) -> bool:
        return super().has_change_permission(request, obj) and services.may_manage(obj and obj.user, request.user)

    def save_model(self, request: HttpRequest, obj: StaffProfile, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if email := form.cleaned_data.get("email"):
            services.ensure_account(profile=obj, by=request.user, at=timezone.now(), email=email)
        for warning in nip_warnings(obj.nip, today=timezone.localdate(), is_pns=obj.employment_status == "pns"):
            messages.warning(request, str(warning))


@admin.register(Position)
class PositionAdmin(HistoryAdmin):
    list_display = ["name", "code", "kind", "level", "is_active"]
    list_filter = ["kind", "level", "is_active"]
    search_fields = ["name", "name_en", "code"]
    ordering = ["order", "name", "pk"]


class AppointmentForm(forms.ModelForm):
    """The service is the validation: it runs while the form is checked, inside the page's transaction, so what it
    refuses stands beside the fields and nothing is half done."""

    by: User | None = None

    def _post_clean(self) -> None:
        # The constraints hold only after the service has ended the person's earlier post; it checks them then.
        self.instance.validate_constraints = lambda exclude=None: None  # type: ignore[method-assign]
        super()._post_clean()  # type: ignore[misc]
        del self.instance.validate_constraints
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance.pk = self._write().pk
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)

    def _write(self) -> Appointment:
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}
        moment = timezone.now()
        if self.instance.pk is None:
            return services.appoint(by=self.by, at=moment, **facts)
        services.correct_appointment(
            appointment=Appointment(pk=self.instance.pk), by=self.by, at=moment, reason=str(_("Corrected")), **facts
        )
        return self.instance

    class Meta:
        model = Appointment
        fields = [
            "profile", "kind", "position", "employment_status", "golongan", "unit", "service_point", "supervisor",
            "stands_in_for", "starts_on", "ends_on", "decree_number",
        ]  # fmt: skip


@admin.register(Appointment)
class AppointmentAdmin(HistoryAdmin):
    form = AppointmentForm
    list_display = ["profile", "kind", "position", "unit", "supervisor", "starts_on", "ends_on"]
    list_filter = ["kind", "position__kind", "unit"]
    search_fields = ["profile__name", "profile__nip", "decree_number"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    fields = AppointmentForm.Meta.fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Appointment, form: Any, change: bool) -> None:
        """Written by the service already."""


@admin.register(Delegation)
class DelegationAdmin(HistoryAdmin):
    list_display = ["giver", "receiver", "scope", "starts_on", "ends_on"]
    list_filter = ["scope"]
    search_fields = ["giver__name", "receiver__name", "decree_number"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
