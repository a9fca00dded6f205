"""The staff directory and a person's page."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView, View

from baubau_pembinaan.accounts import selectors, services
from baubau_pembinaan.accounts.choices import role_labels
from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.xlsx import xlsx_response
from baubau_pembinaan.libraries.models import Library, Unit


class PersonList(PermissionRequiredMixin, ListView):
    """Everybody who works here today."""

    permission_required = "accounts.see_directory"
    template_name = "accounts/person/list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[StaffProfile]:
        today = timezone.localdate()
        people = selectors.people_on(today)
        query, unit = self.query, self.request.GET.get("unit", "")
        if query:
            posts = Appointment.objects.on(today).filter(
                Q(position__name__icontains=query) | Q(position__name_en__icontains=query)
            )
            matches = Q(name__icontains=query) | Q(pk__in=posts.values("profile"))
            digits = "".join(filter(str.isdigit, query))
            if len(digits) >= 4 and self.may_see_all_contacts:
                matches |= Q(nip__startswith=digits)
            people = people.filter(matches)
        if unit.isdigit() and len(unit) < 10:
            people = people.filter(pk__in=Appointment.objects.on(today).filter(unit=int(unit)).values("profile"))
        return people

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    @property
    def may_see_all_contacts(self) -> bool:
        return self.request.user.has_perm("accounts.export_directory")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        units = Unit.objects.filter(is_active=True).values_list("pk", "name")
        return super().get_context_data(
            query=self.query,
            is_searched=bool(self.query or self.request.GET.get("unit")),
            filters=[
                {"name": "unit", "label": _("Unit"), "value": self.request.GET.get("unit", ""), "options": list(units)}
            ],
            shows_contacts=self.may_see_all_contacts,
            may_manage=self.request.user.has_perm("accounts.manage_people"),
            **kwargs,
        )


class PersonExport(PermissionRequiredMixin, View):
    """The staff list as Excel; the very form `import_staff` reads."""

    permission_required = "accounts.export_directory"

    def get(self, request: HttpRequest) -> HttpResponse:
        return xlsx_response(
            title=_("Staff list"),
            columns=services.columns_of_the_list(),
            rows=services.export_rows(timezone.localdate()),
            office=Library.current().name,
        )


class PersonDetail(PermissionRequiredMixin, DetailView):
    """One person: post and path for colleagues; NIP and contact for themselves, their leaders and administrators."""

    permission_required = "accounts.see_person"
    template_name = "accounts/person/detail.html"
    context_object_name = "person"

    def get_queryset(self) -> QuerySet[StaffProfile]:
        people = StaffProfile.objects.select_related("user")
        return people.prefetch_related("user__groups") if self.may_manage else people

    @cached_property
    def may_manage(self) -> bool:
        return self.request.user.has_perm("accounts.manage_people")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, today = self.object, timezone.localdate()
        appointments = list(
            Appointment.objects.filter(profile=person).select_related("position", "unit", "service_point", "supervisor")
        )
        return super().get_context_data(
            appointments=appointments,
            current=[row for row in appointments if row.is_running_on(today)],
            staff=list(selectors.staff_of(person, today)),
            shows_contact=self.request.user.has_perm("accounts.see_contact", person),
            may_manage=self.may_manage,
            is_self=person.user_id == self.request.user.pk,
            roles=role_labels(person.user.role_names) if self.may_manage and person.user else [],
            **kwargs,
        )
