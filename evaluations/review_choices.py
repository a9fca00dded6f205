"""Closed lists of the performance reviews (PermenPAN-RB 6/2022)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where one person's review stands; services.reviews.stages names every jump."""

    PLANNING = "planning", _("Planning")
    PROPOSED = "proposed", _("Plan waits for agreement")
    RUNNING = "running", _("Agreed and running")
    SELF = "self", _("Self-assessment")
    RATING = "rating", _("Supervisor's evaluation")
    CALIBRATION = "calibration", _("Calibration")
    RELEASED = "released", _("Released")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    OBJECTED = "objected", _("Objection under review")
    LOCKED = "locked", _("Locked")
    WITHDRAWN = "withdrawn", _("Taken out of the cycle")


ORDER = {stage: number for number, stage in enumerate(Stage.values)}
# From here on the person sees the ratings.
OPEN_TO_PERSON = (Stage.RELEASED, Stage.ACKNOWLEDGED, Stage.OBJECTED, Stage.LOCKED)
# From here on the supervisor reads the self-assessment.
SELF_HANDED_IN = (Stage.RATING, Stage.CALIBRATION, *OPEN_TO_PERSON)
# Here a review has come to its end.
ENDED = (Stage.LOCKED, Stage.WITHDRAWN)
# From here on both ratings are there.
EVALUATED = (Stage.CALIBRATION, *OPEN_TO_PERSON)
# The plan may be written here.
PLAN_OPEN = (Stage.PLANNING,)
# Realisation and evidence may be written here.
WORK_OPEN = (Stage.RUNNING, Stage.SELF)


class CycleStatus(models.TextChoices):
    DRAFT = "draft", _("In preparation")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


class Rhythm(models.TextChoices):
    MONTHLY = "monthly", _("Monthly")
    QUARTERLY = "quarterly", _("Quarterly")

    @property
    def periods(self) -> int:
        return 12 if self == Rhythm.MONTHLY else 4


class NotesShown(models.TextChoices):
    AT_ONCE = "at_once", _("The person sees a note at once")
    AT_RELEASE = "at_release", _("The person sees the notes when the review is released")


class Rating(models.IntegerChoices):
    """The three ratings of hasil kerja and of perilaku kerja."""

    BELOW = 1, _("Below expectation")
    MEETS = 2, _("Meets expectation")
    ABOVE = 3, _("Above expectation")


class Predicate(models.TextChoices):
    """The predikat kinerja: derived from two ratings, never typed."""

    VERY_GOOD = "sangat_baik", _("Very Good")
    GOOD = "baik", _("Good")
    NEEDS_IMPROVEMENT = "butuh_perbaikan", _("Needs Improvement")
    POOR = "kurang", _("Poor (misconduct)")
    VERY_POOR = "sangat_kurang", _("Very Poor")


class OrganisationPredicate(models.TextChoices):
    """How the organisation as a whole did, as the state system says."""

    OUTSTANDING = "istimewa", _("Outstanding")
    GOOD = "baik", _("Good")
    NEEDS_IMPROVEMENT = "butuh_perbaikan", _("Needs Improvement")
    POOR = "kurang", _("Poor")
    VERY_POOR = "sangat_kurang", _("Very Poor")


class ResultKind(models.TextChoices):
    MAIN = "utama", _("Main")
    ADDITIONAL = "tambahan", _("Additional")


class Aspect(models.TextChoices):
    QUANTITY = "kuantitas", _("Quantity")
    QUALITY = "kualitas", _("Quality")
    TIME = "waktu", _("Time")
    COST = "biaya", _("Cost")


class Value(models.TextChoices):
    """BerAKHLAK, the core values of the civil service; official names, not translated."""

    SERVICE = "berorientasi_pelayanan", "Berorientasi Pelayanan"
    ACCOUNTABLE = "akuntabel", "Akuntabel"
    COMPETENT = "kompeten", "Kompeten"
    HARMONIOUS = "harmonis", "Harmonis"
    LOYAL = "loyal", "Loyal"
    ADAPTIVE = "adaptif", "Adaptif"
    COLLABORATIVE = "kolaboratif", "Kolaboratif"


class NoteKind(models.TextChoices):
    PRAISE = "praise", _("Praise")
    SUGGESTION = "suggestion", _("Suggestion")


class Relation(models.TextChoices):
    """What a reviewer of the 360-degree feedback is to the person."""

    SUPERIOR = "superior", _("Superiors")
    PEER = "peer", _("Peers")
    SUBORDINATE = "subordinate", _("Subordinates")
    PARTNER = "partner", _("Partners in the work")
    SELF = "self", _("Self")


class RoundStatus(models.TextChoices):
    PROPOSING = "proposing", _("Reviewers are proposed")
    OPEN = "open", _("Answers are given")
    CLOSED = "closed", _("Answers are closed")
