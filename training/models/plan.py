"""Plans: one person's for a year, and the office's (AKPK -> HCDP)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.core.marks import mark_of
from training.choices import AnnualStatus, ItemOrigin, ItemStatus, PlanStatus

from .competence import Competence
from .programme import Programme


class DevelopmentPlan(AuditedModel):
    """What a person wants to learn in a year, agreed with the supervisor."""

    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="development_plans", verbose_name=_("staff member")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    status = models.CharField(_("status"), max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT, db_index=True)
    wishes = models.TextField(_("my own wishes"), max_length=2000, blank=True)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    note = models.CharField(_("supervisor's note"), max_length=500, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("development plan")
        verbose_name_plural = _("development plans")
        ordering = ["-year", "profile__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "year"], name="person_has_one_plan_a_year"),
            models.CheckConstraint(
                condition=Q(status="agreed", agreed_at__isnull=False)
                | (~Q(status="agreed") & Q(agreed_at__isnull=True)),
                name="agreed_plan_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} · {self.year}"

    @property
    def is_draft(self) -> bool:
        return self.status == PlanStatus.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.status == PlanStatus.SUBMITTED

    @property
    def is_agreed(self) -> bool:
        return self.status == PlanStatus.AGREED


class PlanItem(AuditedModel):
    """One thing to learn, how, and by when; and what came of it."""

    plan = models.ForeignKey(
        DevelopmentPlan, on_delete=models.CASCADE, related_name="items", verbose_name=_("development plan")
    )
    origin = models.CharField(_("comes from"), max_length=10, choices=ItemOrigin, default=ItemOrigin.WISH)
    goal = models.CharField(_("goal"), max_length=300)
    competence = models.ForeignKey(
        Competence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_items",
        verbose_name=_("unit of competence"),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_items",
        verbose_name=_("programme"),
    )
    due_on = models.DateField(_("to be done by"))
    status = models.CharField(_("status"), max_length=10, choices=ItemStatus, default=ItemStatus.OPEN)
    outcome = models.CharField(_("what came of it"), max_length=500, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("plan item")
        verbose_name_plural = _("plan items")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(outcome=""),
                name="settled_plan_item_says_what_came_of_it",
                violation_error_message=_("Say what came of it."),
            )
        ]

    def __str__(self) -> str:
        return self.goal

    @property
    def mark(self) -> str:
        """What its form showed, in a short form that a page can carry and hand back."""
        return mark_of(self.pk, self.goal, self.due_on, self.competence_id, self.programme_id)

    @property
    def is_open(self) -> bool:
        return self.status == ItemStatus.OPEN

    @property
    def is_done(self) -> bool:
        return self.status == ItemStatus.DONE


class AnnualPlan(AuditedModel):
    """The office's plan of a year (HCDP), drawn up from the gaps of its people (AKPK), approved by the head."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    status = models.CharField(_("status"), max_length=10, choices=AnnualStatus, default=AnnualStatus.DRAFT)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    history = audited()

    class Meta:
        verbose_name = _("yearly plan")
        verbose_name_plural = _("yearly plans")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(decided_at__isnull=False), name="approved_year_says_when"
            )
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def is_draft(self) -> bool:
        return self.status == AnnualStatus.DRAFT

    @property
    def is_submitted(self) -> bool:
        return self.status == AnnualStatus.SUBMITTED

    @property
    def is_approved(self) -> bool:
        return self.status == AnnualStatus.APPROVED


class AnnualLine(AuditedModel):
    """A programme in the yearly plan: for whom, when, for how much."""

    plan = models.ForeignKey(AnnualPlan, on_delete=models.CASCADE, related_name="lines", verbose_name=_("yearly plan"))
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="annual_lines",
        verbose_name=_("programme"),
    )
    competence = models.ForeignKey(
        Competence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="annual_lines",
        verbose_name=_("unit of competence"),
    )
    activity = models.CharField(_("activity"), max_length=200)
    participants = models.PositiveSmallIntegerField(_("participants"), default=1)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    budget_idr = models.PositiveBigIntegerField(_("budget (rupiah)"), default=0)
    budget_source = models.CharField(_("source of funds"), max_length=120, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("line of the yearly plan")
        verbose_name_plural = _("lines of the yearly plan")
        ordering = [models.F("month").asc(nulls_last=True), "activity", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__range=(1, 12)), name="annual_line_month_is_a_month"
            )
        ]

    def __str__(self) -> str:
        return self.activity

    @property
    def units(self) -> list[Competence]:
        """The unit it was drawn up for, then the others its programme aims at; prefetch `programme__competences`."""
        first = [self.competence] if self.competence else []
        others = self.programme.competences.all() if self.programme else []
        return [*first, *(unit for unit in others if unit.pk != self.competence_id)]
