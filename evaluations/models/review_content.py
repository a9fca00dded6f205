"""What stands in a review: hasil kerja, perilaku kerja, periodic evaluations, feedback notes."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from evaluations.predikat import predicate_of
from evaluations.review_choices import Aspect, NoteKind, Predicate, Rating, ResultKind, Value
from training.models import Competence

from .review import Review


class WorkResult(AuditedModel):
    """One line of hasil kerja: the plan, what came of it, and the leader's word on it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="results", verbose_name=_("review"))
    kind = models.CharField(_("kind"), max_length=10, choices=ResultKind, default=ResultKind.MAIN)
    supports = models.CharField(_("superior's result it supports"), max_length=500, blank=True)
    plan = models.CharField(_("planned result"), max_length=500)
    aspect = models.CharField(_("aspect"), max_length=10, choices=Aspect, default=Aspect.QUANTITY)
    indicator = models.CharField(_("indicator"), max_length=300)
    target = models.CharField(_("target"), max_length=120)
    realisation = models.TextField(_("realisation"), max_length=2000, blank=True)
    evidence = models.TextField(
        _("evidence"), max_length=1000, blank=True, help_text=_("What proves it: paper, number, date, address.")
    )

    feedback = models.TextField(_("feedback"), max_length=2000, blank=True)

    form_key = models.CharField(max_length=22, blank=True, editable=False)  # the form it came by, sent once

    history = audited(excluded_fields=["realisation", "evidence", "feedback", "form_key"])
    history_untold = frozenset({"realisation", "evidence", "feedback"})

    class Meta:
        verbose_name = _("work result")
        verbose_name_plural = _("work results")
        ordering = ["-kind", "pk"]  # "utama" before "tambahan"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["review", "form_key"], condition=~Q(form_key=""), name="work_result_form_counts_once"
            )
        ]

    def __str__(self) -> str:
        return self.plan

    @property
    def anchor(self) -> str:
        """Of its row on the page of the review."""
        return f"hasil-{self.pk}"


class Conduct(AuditedModel):
    """One BerAKHLAK value: what the leader expects, and the feedback on it. Made with the review, seven rows each."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="conduct", verbose_name=_("review"))
    value = models.CharField(_("value"), max_length=25, choices=Value)
    expectation = models.TextField(_("expectation of the leader"), max_length=1000, blank=True)
    feedback = models.TextField(_("feedback"), max_length=2000, blank=True)

    history = audited(excluded_fields=["expectation", "feedback"])
    history_untold = frozenset({"expectation", "feedback"})

    class Meta:
        verbose_name = _("work conduct")
        verbose_name_plural = _("work conduct")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["review", "value"], name="value_stands_once_in_a_review")]

    def __str__(self) -> str:
        return self.get_value_display()


class PeriodicEvaluation(AuditedModel):
    """One month or quarter of a review, as the cycle's rhythm says: what was done, and the supervisor's word on it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="periods", verbose_name=_("review"))
    number = models.PositiveSmallIntegerField(_("period"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    progress = models.TextField(_("what was done"), max_length=2000, blank=True)
    feedback = models.TextField(_("supervisor's feedback"), max_length=2000, blank=True)
    result_rating = models.PositiveSmallIntegerField(
        _("rating of the work results"), choices=Rating, null=True, blank=True
    )
    conduct_rating = models.PositiveSmallIntegerField(_("rating of the conduct"), choices=Rating, null=True, blank=True)
    evaluated_on = models.DateField(_("evaluated on"), null=True)

    history = audited(excluded_fields=["progress", "feedback"])
    history_untold = frozenset({"progress", "feedback"})
    history_unsaid = frozenset({"result_rating", "conduct_rating"})

    class Meta:
        verbose_name = _("periodic evaluation")
        verbose_name_plural = _("periodic evaluations")
        ordering = ["number", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="period_stands_once_in_a_review"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="review_period_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(evaluated_on=None) | Q(result_rating__isnull=False, conduct_rating__isnull=False),
                name="evaluated_period_has_both_ratings",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def has_begun_on(self, day: date) -> bool:
        return self.starts_on <= day

    @property
    def predicate(self) -> Predicate | None:
        return predicate_of(self.result_rating, self.conduct_rating)


class FeedbackNote(models.Model):
    """A short word to a colleague, about a value or about a competence. Written once, never edited."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="notes", verbose_name=_("review"))
    author = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="feedback_given", verbose_name=_("written by")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NoteKind)
    value = models.CharField(_("value"), max_length=25, choices=Value, blank=True)
    competence = models.ForeignKey(
        Competence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_notes",
        verbose_name=_("unit of competence"),
    )
    text = models.TextField(_("note"), max_length=1000)
    written_on = models.DateField(_("written on"))
    form_key = models.CharField(max_length=22, blank=True, editable=False)  # the form it came by, sent once

    class Meta:
        verbose_name = _("feedback note")
        verbose_name_plural = _("feedback notes")
        ordering = ["-written_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_note_says_something"),
            models.UniqueConstraint(
                fields=["review", "author", "form_key"],
                condition=~Q(form_key=""),
                name="feedback_note_form_counts_once",
            ),
            models.CheckConstraint(
                condition=(~Q(value="") & Q(competence=None)) | (Q(value="") & ~Q(competence=None)),
                name="feedback_note_is_about_a_value_or_a_competence",
                violation_error_message=_("Choose either a value or a competence."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    @property
    def about(self) -> str:
        return str(Value(self.value).label if self.value else self.competence)
