"""The steps to the next level: what is asked, what is met, what is missing."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.selectors import appointment_on
from training.models import Assessment, CompetenceExam, LevelStep, PositionRequirement

from .gaps import GapRow

SAID = ("year", "self_level", "self_evidence", "leader_level", "leader_evidence")


@dataclass(frozen=True)
class Career:
    """`step` None: the post has no next level (or is no functional post). `exam` is the newest for that level."""

    appointment: Appointment | None
    step: LevelStep | None
    exams: list[CompetenceExam] = field(default_factory=list)
    units: list[GapRow] = field(default_factory=list)

    @property
    def passed(self) -> CompetenceExam | None:
        """The examination that opens the next level."""
        if self.step is None:
            return None
        return next((exam for exam in self.exams if exam.passed and exam.level == self.step.to_level), None)

    @property
    def missing_units(self) -> list[GapRow]:
        """Units the next level asks for that are below its level or unrated."""
        return [row for row in self.units if row.gap is None or row.is_gap]


def career_of(profile: StaffProfile, on: date) -> Career:
    """Three statements at most."""
    appointment, step = _step_of(profile, on)
    exams = list(CompetenceExam.objects.filter(profile=profile).order_by("-held_on", "-pk"))
    if step is None:
        return Career(appointment, None, exams)
    return Career(appointment, step, exams, _units(profile, step, Assessment.objects.all()))


def units_ahead(profile: StaffProfile, year: int, on: date) -> list[GapRow]:
    """What the next level asks, as rated in that year; empty where there is no next level. Two statements."""
    _appointment, step = _step_of(profile, on)
    return _units(profile, step, Assessment.objects.filter(year=year)) if step else []


def _step_of(profile: StaffProfile, on: date) -> tuple[Appointment | None, LevelStep | None]:
    steps = LevelStep.objects.filter(from_level=OuterRef("position__level"), valid_from__lte=on)
    parts = {"from_level": "from_level", "to_level": "to_level", "credit": Cast("credit", CharField())}
    asked = steps.order_by("-valid_from", "-pk").values(found=JSONObject(**parts))[:1]
    appointment = appointment_on(profile, on, asked=Subquery(asked))
    found: dict[str, str] | None = getattr(appointment, "asked", None)
    if not found:
        return appointment, None
    step = LevelStep(from_level=found["from_level"], to_level=found["to_level"], credit=Decimal(found["credit"]))
    return appointment, step


def _units(profile: StaffProfile, step: LevelStep, ratings: QuerySet[Assessment]) -> list[GapRow]:
    """The units of the level the step leads to, each with its newest of these ratings, by their codes."""
    wanted: dict[int, PositionRequirement] = {}
    newest = ratings.filter(profile=profile, competence=OuterRef("competence")).order_by("-year", "-pk")
    rating = JSONObject(**{"id": "pk"} | {name: name for name in SAID})
    rows = PositionRequirement.objects.filter(position__level=step.to_level, competence__is_active=True)
    rows = rows.annotate(rating=Subquery(newest.values(found=rating)[:1])).select_related("competence")
    for row in rows.order_by("competence__code", "pk"):
        before = wanted.get(row.competence_id)
        if before is None or before.required_level < row.required_level:
            wanted[row.competence_id] = row
    units = [GapRow(row.competence, row.required_level, _rated(profile, row)) for row in wanted.values()]
    return sorted(units, key=lambda row: row.competence.code)


def _rated(profile: StaffProfile, row: Any) -> Assessment | None:
    """The newest rating of what the row asks for: its year, levels and what shows them, not to be saved."""
    return Assessment(profile=profile, competence=row.competence, **row.rating) if row.rating else None
