"""The folders of accreditation: what lies in them, what this system shows by itself, and what is missing."""

import calendar
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from baubau_pembinaan.libraries.models import Service
from baubau_pembinaan.notifications.duties import reader_text
from evaluations.accreditation_sources import Source
from evaluations.choices import FollowUpStatus
from evaluations.models import (
    AccreditationComponent,
    AccreditationEvidence,
    AccreditationRequirement,
    FollowUp,
    Procedure,
    Publication,
    ServiceStandard,
)
from outreach.models import Agreement
from training.choices import SessionStatus
from training.models import Session

SHOWN_OF_A_SOURCE = 5


@dataclass(frozen=True)
class Shown:
    """A row this system shows as evidence. `stands`: good as long as it is there, whatever its day."""

    title: str
    day: date
    url: str
    stands: bool


@dataclass
class RequirementLine:
    """state: "good", "old" (there was evidence once) or "missing"."""

    requirement: AccreditationRequirement
    evidence: list[AccreditationEvidence]
    shown: list[Shown]
    state: str

    @property
    def n(self) -> int:
        return len(self.evidence) + len(self.shown)


@dataclass
class ComponentLine:
    component: AccreditationComponent
    lines: list[RequirementLine] = field(default_factory=list)

    @property
    def asked(self) -> int:
        return len(self.lines)

    @property
    def good(self) -> int:
        return sum(line.state == "good" for line in self.lines)

    @property
    def missing(self) -> list[RequirementLine]:
        return [line for line in self.lines if line.state != "good"]

    @property
    def covered(self) -> float:
        """Points of the weight whose evidence is there; no forecast of the assessors' score."""
        return float(self.component.weight) * self.good / self.asked if self.asked else 0.0


def years_before(day: date, years: int) -> date:
    last = calendar.monthrange(day.year - years, day.month)[1]
    return day.replace(year=day.year - years, day=min(day.day, last))


def folders(today: date, *, only: int | None = None) -> list[ComponentLine]:
    """Every component in use (or the one with that number) with its requirements. Four statements."""
    parts: Any = AccreditationComponent.objects.filter(is_active=True)
    found = {row.pk: ComponentLine(row) for row in (parts.filter(pk=only) if only is not None else parts)}
    asked = AccreditationRequirement.objects.filter(is_active=True, component__in=found).order_by("order", "pk")
    rows = list(asked)
    held: dict[int, list[AccreditationEvidence]] = defaultdict(list)
    evidence = AccreditationEvidence.objects.filter(requirement__in=rows).select_related("file", "put_in_by")
    for row in evidence.order_by("-dated_on", "-pk"):
        held[row.requirement_id].append(row)
    shown = _shown(today, {row.source for row in rows if row.source})
    for one in rows:
        since = years_before(today, one.good_for_years)
        papers, known = held[one.pk], shown.get(one.source, [])
        good = any(row.dated_on >= since for row in papers) or any(row.stands or row.day >= since for row in known)
        state = "good" if good else "old" if papers or known else "missing"
        found[one.component_id].lines.append(RequirementLine(one, papers, known[:SHOWN_OF_A_SOURCE], state))
    return list(found.values())


def _row(rows: Any, source: Any, title: Any, day: Any, ref: Any, *, stands: bool = False) -> QuerySet[Any, Any]:
    """One source's rows in the columns that all of them share."""
    return (
        rows.order_by()
        .annotate(
            of_source=Cast(Value(source) if isinstance(source, str) else source, CharField()),
            of_title=Cast(F(title) if isinstance(title, str) else title, CharField()),
            of_day=Cast(day, DateField()),
            of_ref=Cast(ref, CharField()),
            of_stands=Cast(Value(stands), BooleanField()),
        )
        .values_list("of_source", "of_title", "of_day", "of_ref", "of_stands")
    )


def _shown(today: date, sources: set[str]) -> dict[str, list[Shown]]:
    """Source -> its rows, newest first; a paper of which no file is kept cannot be looked at, so it is no evidence.
    One statement, none where no requirement names a source."""
    papers = Procedure.objects.filter(
        retired_on=None, file__isnull=False, kind__in=[Source.SOP, Source.POLICY, Source.DECREE]
    )
    named = Concat(F("period__survey__title"), Value(" "), F("period__key"))
    done = FollowUp.objects.filter(status=FollowUpStatus.DONE)
    held = Session.objects.filter(status=SessionStatus.FINISHED, ends_on__lte=today)
    all_rows = {
        Source.SKM: _row(Publication.objects.all(), Source.SKM.value, named, F("published_on"), F("period_id")),
        Source.FOLLOW_UP: _row(done, Source.FOLLOW_UP.value, "action", F("ended_on"), F("pk")),
        Source.STANDARDS: _row(
            ServiceStandard.objects.filter(is_active=True),
            Source.STANDARDS.value, reader_text("promise"), Value(today), F("pk"), stands=True,
        ),
        Source.SERVICES: _row(
            Service.objects.published(),
            Source.SERVICES.value, reader_text("name"), Value(today), F("code"), stands=True,
        ),
        Source.TRAINING: _row(held, Source.TRAINING.value, "programme__title", F("ends_on"), F("pk")),
        Source.PARTNERS: _row(
            Agreement.objects.filter(ends_on__gte=today, file__isnull=False),
            Source.PARTNERS.value, "about", F("starts_on"), F("partner_id"), stands=True,
        ),
    }  # fmt: skip
    wanted = [rows for source, rows in all_rows.items() if source.value in sources]
    if sources & {Source.SOP, Source.POLICY, Source.DECREE}:
        wanted.append(_row(papers, F("kind"), "title", Coalesce("reviewed_on", "valid_from"), F("pk")))
    found: dict[str, list[Shown]] = defaultdict(list)
    if not wanted:
        return found
    for source, title, day, ref, stands in wanted[0].union(*wanted[1:], all=True).order_by("-of_day", "of_title"):
        found[source].append(Shown(title, day, _ADDRESS[source](ref), stands))
    return found


def _address(name: str) -> Callable[[str], str]:
    return lambda ref: reverse(name, args=[ref])


_ADDRESS: dict[str, Callable[[str], str]] = {
    Source.SKM: _address("evaluations:period-detail"),
    Source.FOLLOW_UP: _address("evaluations:followup-edit"),
    Source.SOP: _address("evaluations:procedure-detail"),
    Source.POLICY: _address("evaluations:procedure-detail"),
    Source.DECREE: _address("evaluations:procedure-detail"),
    Source.STANDARDS: _address("evaluations:standard-detail"),
    Source.SERVICES: _address("evaluations:service-standard"),
    Source.TRAINING: _address("training:session-detail"),
    Source.PARTNERS: _address("outreach:partner-detail"),
}
