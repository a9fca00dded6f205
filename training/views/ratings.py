"""Competences of a person, rated by two, and the team's heat map."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import is_self
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from training.models import Competence
from training.selectors import gaps as reading
from training.selectors.career import units_ahead
from training.services import assessments

from .common import own_profile, slice_of
from .development import may_write, need_own_or_led, person_or_404
from .ledger import year_filter, year_of
from .team import team_of

PEOPLE_A_PAGE = 30


class MyCompetences(PermissionRequiredMixin, View):
    permission_required = "training.take_part"

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("training:competences", pk=own_profile(request).pk)


@dataclass
class Rating:
    """One unit's boxes: level (0 where it is no number), evidence, and why they were refused."""

    competence: Competence
    level: int | None
    evidence: str
    error: str = ""

    @classmethod
    def kept(cls, row: reading.GapRow, *, own: bool) -> "Rating":
        if (kept := row.assessment) is None:
            return cls(row.competence, None, "")
        level, evidence = (kept.self_level, kept.self_evidence) if own else (kept.leader_level, kept.leader_evidence)
        return cls(row.competence, level, evidence or "")


class CompetenceSheet(PermissionRequiredMixin, View):
    """What the post asks, the two ratings, and the gap. The person rates their half, the supervisor the other."""

    permission_required = "training.view_competence"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, person_or_404(request, pk), year_of(request))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, year = person_or_404(request, pk), year_of(request)
        own = is_self(request.user, person)
        need_own_or_led(request, person, "training.rate_person")
        rate = assessments.rate_oneself if own else assessments.rate_as_leader
        rows, ahead, _higher = sheet_of(person, year)
        asked = {row.competence.pk: row.competence for row in (*rows, *ahead)}
        lines, count = _typed(request, asked), 0
        with transaction.atomic():
            for line in lines:
                if line.level is None:
                    continue
                try:
                    rate(
                        profile=person,
                        competence=line.competence,
                        year=year,
                        level=line.level,
                        evidence=line.evidence,
                        by=request.user,
                        at=timezone.now(),
                    )
                except ValidationError as refusal:
                    line.error = " ".join(refusal.messages)
                count += 1
            is_refused = any(line.error for line in lines)
            transaction.set_rollback(is_refused)
        if is_refused:
            return self._page(request, person, year, lines)
        messages.success(request, _("Saved: %(n)s ratings.") % {"n": count})
        return redirect(f"{request.path}?tahun={year}")

    def _page(self, request: HttpRequest, person: StaffProfile, year: int, lines: Any = ()) -> HttpResponse:
        """Each unit with its gap and what stands in its boxes: what is kept, or what was typed and refused."""
        own, typed = is_self(request.user, person), {line.competence.pk: line for line in lines}
        rows, ahead, higher = sheet_of(person, year)

        def drawn(lines: list[reading.GapRow]) -> list[tuple[reading.GapRow, Rating, int | None]]:
            return [
                (row, typed.get(row.competence.pk) or Rating.kept(row, own=own), higher.get(row.competence.pk))
                for row in lines
            ]

        context = {
            "person": person,
            "year": year,
            "rows": drawn(rows),
            "ahead": drawn(ahead),
            "is_refused": bool(typed),
            "filters": year_filter(year),
            "is_own": own,
            "may_rate": may_write(request, person) or request.user.has_perm("training.rate_person", person),
            "levels": range(1, 6),
        }
        return render(request, "training/competence/sheet.html", context)


def sheet_of(person: StaffProfile, year: int) -> tuple[list[reading.GapRow], list[reading.GapRow], dict[int, int]]:
    """The units the posts ask for, those only the next level asks for, and of the former the higher level it asks."""
    today = timezone.localdate()
    rows, following = reading.gaps_of(person, year, today), units_ahead(person, year, today)
    asked = {row.competence.pk: row.required for row in rows}
    ahead = [row for row in following if row.competence.pk not in asked]
    higher = {row.competence.pk: row.required for row in following if row.required > asked.get(row.competence.pk, 99)}
    return rows, ahead, higher


def _typed(request: HttpRequest, asked: dict[int, Competence]) -> list[Rating]:
    """The lines `level-<unit>` and `evidence-<unit>` of units the post asks for; `level` None where it is empty."""
    found = []
    for pk, competence in asked.items():
        level, evidence = request.POST.get(f"level-{pk}", ""), request.POST.get(f"evidence-{pk}", "")[:500]
        is_number = level.isascii() and level.isdigit() and len(level) < 3
        found.append(Rating(competence, (int(level) if is_number else 0) if level else None, evidence))
    return found


class HeatMapPage(PermissionRequiredMixin, TemplateView):
    """The team, unit by unit."""

    permission_required = "training.view_competence"
    template_name = "training/competence/heat.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, team = year_of(self.request), team_of(self.request)
        part = slice_of(self.request, team.people, per=PEOPLE_A_PAGE)
        today = timezone.localdate()
        heat, everybody, totals = reading.heat_map(part, year, today), 0, None
        if part.earlier or part.later:
            keys = team.people.keys()
            everybody, counted = len(keys), reading.people_with_a_gap(keys, heat.competences, year, today)
            totals = [counted.get(unit.pk, 0) for unit in heat.competences]
        return super().get_context_data(
            heat=heat,
            totals=list(zip(heat.competences, totals or heat.totals, strict=True)),
            part=part,
            per=PEOPLE_A_PAGE,
            everybody=everybody,
            year=year,
            filters=[*year_filter(year), *team.filters],
            **kwargs,
        )


class HeatMapXlsx(PermissionRequiredMixin, View):
    permission_required = "training.view_competence"

    def get(self, request: HttpRequest) -> HttpResponse:
        year = year_of(request)
        heat = reading.heat_map(team_of(request).people, year, timezone.localdate())
        columns = [
            Column(_("Name")),
            Column(_("Code")),
            Column(_("Unit")),
            Column(_("Required level"), "int"),
            Column(_("Own rating"), "int"),
            Column(_("Supervisor's rating"), "int"),
            Column(_("Gap"), "int"),
        ]
        rows = [
            [
                person.full_name,
                unit.code,
                unit.reader_title,
                cell.required,
                cell.own,
                cell.leader,
                cell.gap,
            ]
            for person, cells in heat.rows
            for unit, cell in zip(heat.competences, cells, strict=True)
            if cell is not None
        ]
        return xlsx_response(
            title=_("Competence gaps"), columns=columns, rows=rows, period=str(year), office=Library.current().name
        )
