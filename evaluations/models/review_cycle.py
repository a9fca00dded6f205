"""A year of performance reviews: its days, its deadlines, its choices."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import AuditedModel, audited
from evaluations.review_choices import CycleStatus, NotesShown, OrganisationPredicate, Rhythm, Stage

# Stage -> the deadline by which a review has to leave it.
DUE_FIELDS: dict[str, str] = {
    Stage.PLANNING: "plan_due_on",
    Stage.PROPOSED: "plan_due_on",
    Stage.RUNNING: "self_due_on",
    Stage.SELF: "self_due_on",
    Stage.RATING: "rating_due_on",
    Stage.CALIBRATION: "release_due_on",
    Stage.RELEASED: "acknowledge_due_on",
    Stage.ACKNOWLEDGED: "objection_due_on",
    Stage.OBJECTED: "objection_due_on",
}


class ReviewCycle(AuditedModel):
    """One year. It starts by a service, which makes a review for each person picked."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("Last day of the year that is reviewed."))
    status = models.CharField(
        _("status"), max_length=10, choices=CycleStatus, default=CycleStatus.DRAFT, editable=False
    )
    rhythm = models.CharField(_("periodic evaluations"), max_length=10, choices=Rhythm, default=Rhythm.QUARTERLY)
    notes_shown = models.CharField(_("feedback notes"), max_length=10, choices=NotesShown, default=NotesShown.AT_ONCE)
    admin_reads_text = models.BooleanField(
        _("administrators read the texts"),
        default=False,
        help_text=_("Off: they see how far each review is, not what people wrote in it."),
    )
    plan_due_on = models.DateField(_("plans agreed by"))
    self_due_on = models.DateField(_("self-assessments by"))
    rating_due_on = models.DateField(_("supervisors' evaluations by"))
    release_due_on = models.DateField(_("release by"))
    acknowledge_due_on = models.DateField(_("acknowledge or object by"))
    objection_due_on = models.DateField(_("objections decided by"))
    internal_formula = models.CharField(
        _("formula of the internal assessment"), max_length=20, blank=True, editable=False
    )
    organisation_predicate = models.CharField(
        _("predikat of the organisation"),
        max_length=20,
        choices=OrganisationPredicate,
        blank=True,
        help_text=_("Once it is known: the board of the head then shows the expected distribution, as advice."),
    )
    is_demo = models.BooleanField(default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("review cycle")
        verbose_name_plural = _("review cycles")
        ordering = ["-year"]
        permissions = [("lead_reviews", "Can calibrate, release and lock reviews and reassign supervisors")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="review_cycle_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(plan_due_on__gte=F("starts_on"))
                & Q(self_due_on__gte=F("plan_due_on"))
                & Q(rating_due_on__gte=F("self_due_on"))
                & Q(release_due_on__gte=F("rating_due_on"))
                & Q(acknowledge_due_on__gte=F("release_due_on"))
                & Q(objection_due_on__gte=F("acknowledge_due_on")),
                name="review_deadlines_follow_the_stages",
                violation_error_message=_("Each deadline must not lie before the one of the stage before it."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Reviews %(year)s") % {"year": self.year})

    def clean(self) -> None:
        """A slip of the year would count months twice in the simulation of angka kredit."""
        super().clean()
        for name in ("starts_on", "ends_on"):
            day = getattr(self, name)
            if day and self.year and day.year != self.year:
                raise ValidationError({name: _("This day lies in another year than the one reviewed.")})

    def day_within(self, on: date) -> date:
        """That day, or the nearest one of the cycle: whose post counts on it."""
        return min(max(on, self.starts_on), self.ends_on)

    @property
    def is_running(self) -> bool:
        return self.status == CycleStatus.RUNNING

    @property
    def is_draft(self) -> bool:
        return self.status == CycleStatus.DRAFT

    def due_on(self, stage: str) -> date | None:
        """By when a review has to leave this stage; None where nobody waits."""
        name = DUE_FIELDS.get(stage)
        return getattr(self, name) if name else None
