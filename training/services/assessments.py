"""Rating competences: oneself, and the supervisor; each writes only their own half."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from training.models import Assessment, Competence


class LevelOutOfRange(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("A level is a number from 1 to 5."))


class EvidenceMissing(ValidationError):
    """A rating says what shows it."""

    def __init__(self, competence: Competence) -> None:
        super().__init__(_("Say what shows the level of “%(unit)s”."), params={"unit": competence.reader_title})


@transaction.atomic
def rate_oneself(
    *, profile: StaffProfile, competence: Competence, year: int, level: int, evidence: str, by: Any, at: datetime
) -> Assessment:
    """The person's own half of the year. Raises LevelOutOfRange, EvidenceMissing."""
    row = _row(profile, competence, year, level, evidence)
    if (row.self_level, row.self_evidence) != (level, evidence.strip()):
        row.self_level, row.self_evidence, row.self_at = level, evidence.strip(), at
        with acting(by):
            row.save()
    return row


@transaction.atomic
def rate_as_leader(
    *, profile: StaffProfile, competence: Competence, year: int, level: int, evidence: str, by: Any, at: datetime
) -> Assessment:
    """The supervisor's half; it is the one that counts. Raises LevelOutOfRange, EvidenceMissing."""
    row = _row(profile, competence, year, level, evidence)
    if (row.leader_level, row.leader_evidence) != (level, evidence.strip()):
        row.leader_level, row.leader_evidence, row.leader_at, row.leader_by = level, evidence.strip(), at, by
        with acting(by):
            row.save()
    return row


def _row(profile: StaffProfile, competence: Competence, year: int, level: int, evidence: str) -> Assessment:
    if not 1 <= level <= 5:
        raise LevelOutOfRange
    if not evidence.strip():
        raise EvidenceMissing(competence)
    StaffProfile.objects.select_for_update().get(pk=profile.pk)  # one writer a person: the row is made once
    found = Assessment.objects.select_for_update(of=("self",))
    row = found.filter(profile=profile, competence=competence, year=year).first()
    return row or Assessment(profile=profile, competence=competence, year=year)
