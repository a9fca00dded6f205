"""Hours of learning: one's own and those of the team."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.models import JpEntry
from training.selectors import ledger as reading
from training.services import ledger

from .common import TONES, number_of, own_profile, slice_of
from .external import own_entry
from .team import team_of

FIRST_YEAR = 2015


def year_of(request: HttpRequest) -> int:
    """The year in the address, this year where it says none."""
    this_year = timezone.localdate().year
    year = number_of(request, "tahun") or this_year
    return year if FIRST_YEAR <= year <= this_year + 1 else this_year


def year_filter(year: int) -> list[dict[str, Any]]:
    this_year = timezone.localdate().year
    years = [(str(value), str(value)) for value in range(this_year + 1, this_year - 6, -1)]
    return [{"name": "tahun", "label": _("Year"), "value": str(year), "options": years, "one": True}]


class MyJp(PermissionRequiredMixin, TemplateView):
    permission_required = "training.take_part"
    template_name = "training/jp/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile, year = own_profile(self.request), year_of(self.request)
        return super().get_context_data(
            jp=reading.jp_of(profile, year),
            entries=slice_of(self.request, reading.entries_of(profile, year), per=40),
            year=year,
            filters=year_filter(year),
            tones=TONES,
            **kwargs,
        )


def entry_columns() -> list[Column]:
    return [
        Column(_("Training")),
        Column(_("Form")),
        Column(_("Organiser")),
        Column(_("First day"), "date"),
        Column(_("Last day"), "date"),
        Column(_("JP"), "number"),
        Column(_("JP on the certificate"), "number"),
        Column(_("Status")),
        Column(_("Certificate number"), "text"),
        Column(_("Decided at"), "datetime"),
        Column(_("Reason")),
        Column(_("Entered in the personnel system")),
    ]


def entry_cells(entry: JpEntry) -> list[Any]:
    return [
        entry.title,
        entry.get_form_display(),
        entry.organiser,
        entry.starts_on,
        entry.ends_on,
        entry.jp,
        entry.stated_jp,
        entry.get_status_display(),
        entry.certificate_number,
        entry.decided_at,
        entry.reason,
        entry.is_uploaded,
    ]


class MyJpXlsx(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        profile, year = own_profile(request), year_of(request)
        return xlsx_response(
            title=_("JP of %(person)s") % {"person": profile},
            columns=entry_columns(),
            rows=[entry_cells(entry) for entry in reading.entries_of(profile, year)],
            period=str(year),
            office=Library.current().name,
        )


class EntryUploaded(PermissionRequiredMixin, View):
    """Tick off: entered in the personnel system."""

    permission_required = "training.take_part"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = own_entry(request, pk)
        ledger.mark_uploaded(entry=entry, done=request.POST.get("done") == "yes", by=request.user)
        return redirect("training:my-jp")


class TeamJp(PermissionRequiredMixin, TemplateView):
    """Who has how many JP, and who is behind."""

    permission_required = "training.view_programme"
    template_name = "training/jp/team.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, team = year_of(self.request), team_of(self.request)
        part = slice_of(self.request, team.people)
        totals = reading.totals_of([person.pk for person in part], year)
        return super().get_context_data(
            part=part,
            rows=[(person, totals[person.pk]) for person in part],
            year=year,
            is_over=year < timezone.localdate().year,
            is_closed=any(total.is_closed for total in totals.values()),
            filters=[*year_filter(year), *team.filters],
            **kwargs,
        )


class TeamJpXlsx(PermissionRequiredMixin, View):
    permission_required = "training.view_programme"

    def get(self, request: HttpRequest) -> HttpResponse:
        year, people = year_of(request), list(team_of(request).people)
        totals = reading.totals_of([person.pk for person in people], year)
        columns = [
            Column(_("Name")),
            Column(_("NIP"), "text"),
            Column(_("Employment status")),
            Column(_("Target"), "int"),
            Column(_("Verified"), "number"),
            Column(_("Earned, waiting for verification"), "number"),
            Column(_("Planned"), "number"),
            Column(_("Still missing"), "number"),
        ]
        rows = [
            [
                person.full_name,
                person.nip_text,
                person.get_employment_status_display(),
                totals[person.pk].target,
                totals[person.pk].verified,
                totals[person.pk].earned,
                totals[person.pk].planned,
                totals[person.pk].missing,
            ]
            for person in people
        ]
        return xlsx_response(
            title=_("JP of the staff"), columns=columns, rows=rows, period=str(year), office=Library.current().name
        )
