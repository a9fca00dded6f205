"""Information-literacy classes: lesson plans with outcomes and a mini-test, what a class gained, what a peer saw."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.history import AuditedModel, audited
from outreach.choices import AgeBand, TestPhase

from .session import Session


class LessonPlan(AuditedModel):
    """How to teach one class. Its outcomes and the questions of the mini-test are rows of their own."""

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand)
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=90, validators=[MinValueValidator(10), MaxValueValidator(480)]
    )
    steps = models.TextField(_("steps of the lesson"), max_length=5000)
    materials = models.TextField(_("materials"), max_length=2000, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("lesson plan")
        verbose_name_plural = _("lesson plans")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.reader_title

    @property
    def reader_title(self) -> str:
        return self.title_en if self.title_en and (get_language() or "id").startswith("en") else self.title


class LearningOutcome(models.Model):
    plan = models.ForeignKey(
        LessonPlan, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("lesson plan")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("learning outcome"), max_length=250)

    class Meta:
        verbose_name = _("learning outcome")
        verbose_name_plural = _("learning outcomes")
        ordering = ["plan", "order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_has_one_outcome_at_a_place"),
        ]

    def __str__(self) -> str:
        return self.text


class TestQuestion(models.Model):
    """A question with one right answer; `others` are the wrong ones, one a line."""

    __test__ = False  # no test of ours, whatever its name begins with

    plan = models.ForeignKey(
        LessonPlan, on_delete=models.CASCADE, related_name="questions", verbose_name=_("lesson plan")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    outcome = models.ForeignKey(
        LearningOutcome, on_delete=models.CASCADE, related_name="questions", verbose_name=_("learning outcome")
    )
    text = models.CharField(_("question"), max_length=250)
    right = models.CharField(_("right answer"), max_length=150)
    others = models.TextField(_("wrong answers, one per line"), max_length=700)

    class Meta:
        verbose_name = _("question of a mini-test")
        verbose_name_plural = _("questions of mini-tests")
        ordering = ["plan", "order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_has_one_question_at_a_place"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def options(self) -> list[str]:
        """Every answer, in an order that does not tell which is right."""
        return sorted([self.right, *(line.strip() for line in self.others.splitlines() if line.strip())])


class ClassLesson(models.Model):
    """The plan a date was taught by."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="lesson", verbose_name=_("date"))
    plan = models.ForeignKey(
        LessonPlan, on_delete=models.PROTECT, related_name="classes", verbose_name=_("lesson plan")
    )

    class Meta:
        verbose_name = _("taught class")
        verbose_name_plural = _("taught classes")
        ordering = ["-session__starts_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.plan} ({self.session_id})"


class TestTally(Displayed):
    """How many pupils answered a question before or after the lesson, and how many rightly. Nobody's own answer."""

    __test__ = False

    lesson = models.ForeignKey(
        ClassLesson, on_delete=models.CASCADE, related_name="tallies", verbose_name=_("taught class")
    )
    phase = models.CharField(_("when"), max_length=5, choices=TestPhase)
    question = models.ForeignKey(
        TestQuestion, on_delete=models.PROTECT, related_name="tallies", verbose_name=_("question")
    )
    asked = models.PositiveIntegerField(_("answered"), default=0)
    right = models.PositiveIntegerField(_("answered rightly"), default=0)

    class Meta:
        verbose_name = _("count of a mini-test")
        verbose_name_plural = _("counts of mini-tests")
        ordering = ["lesson", "phase", "question__order"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["lesson", "phase", "question"], name="class_counts_question_once_a_phase"),
            models.CheckConstraint(condition=Q(right__lte=F("asked")), name="no_more_right_than_answered"),
        ]

    def __str__(self) -> str:
        return f"{self.right}/{self.asked}"


class TestSheet(Displayed):
    """That one sheet was handed in, so that the same is not counted twice. What stood on it is not kept."""

    __test__ = False

    lesson = models.ForeignKey(
        ClassLesson, on_delete=models.CASCADE, related_name="sheets", verbose_name=_("taught class")
    )
    phase = models.CharField(_("when"), max_length=5, choices=TestPhase)
    nonce = models.CharField(max_length=22, unique=True, editable=False)

    class Meta:
        verbose_name = _("sheet of a mini-test")
        verbose_name_plural = _("sheets of mini-tests")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_phase_display()


SCORE = [MinValueValidator(1), MaxValueValidator(4)]


class Observation(AuditedModel):
    """What a colleague saw of the teaching on a date; scores from 1 (not yet) to 4 (very well)."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="observations", verbose_name=_("date"))
    teacher = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="taught_observations", verbose_name=_("teacher")
    )
    observer = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="teaching_observations", verbose_name=_("observer")
    )
    day = models.DateField(_("day"))
    goals = models.PositiveSmallIntegerField(_("The goal of the lesson is clear to the pupils"), validators=SCORE)
    explaining = models.PositiveSmallIntegerField(_("Explains clearly and shows examples"), validators=SCORE)
    activity = models.PositiveSmallIntegerField(_("Pupils search and try for themselves"), validators=SCORE)
    questions = models.PositiveSmallIntegerField(_("Takes up questions and mistakes well"), validators=SCORE)
    time = models.PositiveSmallIntegerField(_("Keeps to time and closes with a summary"), validators=SCORE)
    strengths = models.TextField(_("what went well"), max_length=1000)
    next_step = models.TextField(_("one thing to try next time"), max_length=1000, blank=True)

    history = audited()
    CRITERIA = ("goals", "explaining", "activity", "questions", "time")

    class Meta:
        verbose_name = _("observation of teaching")
        verbose_name_plural = _("observations of teaching")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "teacher", "observer"], name="peer_observes_a_teacher_once_on_a_date"
            ),
            models.CheckConstraint(condition=~Q(teacher=F("observer")), name="nobody_observes_their_own_teaching"),
        ]

    def __str__(self) -> str:
        return f"{self.teacher} ({self.day})"

    @property
    def mean(self) -> float:
        return sum(getattr(self, name) for name in self.CRITERIA) / len(self.CRITERIA)

    @property
    def scores(self) -> list[tuple[str, int]]:
        """(criterion in words, score), in order."""
        return [(str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in self.CRITERIA]
