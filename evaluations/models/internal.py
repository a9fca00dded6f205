"""The optional internal assessment: a cycle's weighted criteria, and each person's scores."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from training.models.competence import Bilingual

from .review import Review
from .review_cycle import ReviewCycle

_SCORE = [MinValueValidator(0), MaxValueValidator(100)]


class InternalCriterion(Bilingual, AuditedModel):
    """What the internal assessment looks at, and its weight in percent. All weights of a cycle make 100."""

    cycle = models.ForeignKey(
        ReviewCycle, on_delete=models.CASCADE, related_name="criteria", verbose_name=_("review cycle")
    )
    weight = models.DecimalField(_("weight in percent"), max_digits=5, decimal_places=2)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    history = audited()

    class Meta:
        verbose_name = _("criterion of the internal assessment")
        verbose_name_plural = _("criteria of the internal assessment")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "title"],
                name="criterion_stands_once_in_a_cycle",
                violation_error_message=_("This cycle has a criterion of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=100),
                name="criterion_weighs_something",
                violation_error_message=_("A weight lies above 0 and is at most 100."),
            ),
        ]


class InternalScore(AuditedModel):
    """One criterion for one person; no score means that it is not used for this person."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores", verbose_name=_("review"))
    criterion = models.ForeignKey(
        InternalCriterion, on_delete=models.PROTECT, related_name="scores", verbose_name=_("criterion")
    )
    score = models.PositiveSmallIntegerField(
        _("score"),
        null=True,
        blank=True,
        validators=_SCORE,
        help_text=_("0 to 100. Empty: not used for this person; the other criteria share its weight."),
    )
    note = models.TextField(_("reason"), max_length=1000, blank=True)

    history = audited(excluded_fields=["note"])
    history_unsaid = frozenset({"score"})
    history_untold = frozenset({"note"})

    class Meta:
        verbose_name = _("internal score")
        verbose_name_plural = _("internal scores")
        ordering = ["criterion__order", "criterion_id", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="criterion_is_scored_once_in_a_review"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__lte=100), name="internal_score_is_at_most_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.score}"
