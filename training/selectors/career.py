"""The steps to the next level: what is asked, what is met, what is missing."""

from dataclasses import dataclass, field
from datetime import date

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.accounts.selectors import appointment_on
from training.models import Assessment, CompetenceExam, LevelStep, PositionRequirement

from .gaps import GapRow


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
    """Five statements at most."""
    appointment = appointment_on(profile, on)
    exams = list(CompetenceExam.objects.filter(profile=profile).order_by("-held_on", "-pk"))
    level = appointment.position.level if appointment else ""
    steps = LevelStep.objects.filter(from_level=level, valid_from__lte=on).order_by("-valid_from", "-pk")
    step = steps.first() if level else None
    if step is None:
        return Career(appointment, None, exams)
    wanted: dict[int, PositionRequirement] = {}
    rows = PositionRequirement.objects.filter(position__level=step.to_level, competence__is_active=True)
    for row in rows.select_related("competence").order_by("competence__code", "pk"):
        before = wanted.get(row.competence_id)
        if before is None or before.required_level < row.required_level:
            wanted[row.competence_id] = row
    rated: dict[int, Assessment] = {}
    for assessment in Assessment.objects.filter(profile=profile, competence__in=list(wanted)).order_by("year", "pk"):
        rated[assessment.competence_id] = assessment
    units = [GapRow(row.competence, row.required_level, rated.get(pk)) for pk, row in wanted.items()]
    return Career(appointment, step, exams, sorted(units, key=lambda row: row.competence.code))
