"""Dated facts about people at work: which post, where, under whom, and who decides in whose place."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import RANKS, AppointmentKind, DelegationScope, EmploymentStatus
from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited

from .position import Position
from .profile import StaffProfile


class DatedQuerySet(AuditedQuerySet):
    """Rows with a first and a last day, both counted; no last day means still running."""

    def on(self, day: date):
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def overlapping(self, starts_on: date, ends_on: date | None):
        rows = self.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        return rows if ends_on is None else rows.filter(starts_on__lte=ends_on)


def _days() -> Func:
    """Both ends counted, open end allowed."""
    return Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange", output_field=DateRangeField())


class Appointment(AuditedModel):
    """A person holds a post from a day to a day (both counted). Written by services only."""

    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("staff member")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=AppointmentKind, default=AppointmentKind.DEFINITIVE)
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("position")
    )
    employment_status = models.CharField(_("employment status"), max_length=10, choices=EmploymentStatus)
    golongan = models.CharField(_("rank (golongan)"), max_length=5, choices=RANKS, blank=True)
    unit = models.ForeignKey(
        "libraries.Unit", on_delete=models.PROTECT, related_name="appointments", verbose_name=_("unit")
    )
    service_point = models.ForeignKey(
        "libraries.ServicePoint",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("service point"),
    )
    supervisor = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervised_appointments",
        verbose_name=_("supervisor"),
    )
    stands_in_for = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_in_appointments",
        verbose_name=_("stands in for"),
        help_text=_("For Plt. and Plh.: whose staff this person leads meanwhile."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day, counted in."))
    decree_number = models.CharField(_("decree number"), max_length=80, blank=True)

    objects = DatedQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["supervisor", "starts_on"], name="appointment_supervisor_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="appointment_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(supervisor=None) | ~Q(supervisor=F("profile")),
                name="nobody_supervises_themselves",
                violation_error_message=_("Nobody supervises themselves."),
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for=None)
                | (~Q(kind=AppointmentKind.DEFINITIVE) & ~Q(stands_in_for=F("profile"))),
                name="only_acting_appointments_stand_in",
                violation_error_message=_("Only a Plt. or Plh. stands in for somebody else."),
            ),
            ExclusionConstraint(
                name="one_definitive_appointment_at_a_time",
                expressions=[("profile", RangeOperators.EQUAL), (_days(), RangeOperators.OVERLAPS)],
                condition=Q(kind=AppointmentKind.DEFINITIVE),
                violation_error_message=_("This person already holds a definitive post in these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.unit}"

    @property
    def title(self) -> str:
        """'Plt. Kepala Bidang Layanan'-like words: the kind stands before the post unless definitive."""
        return str(self.position) if self.is_definitive else f"{self.get_kind_display()} {self.position}"

    def is_running_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def is_definitive(self) -> bool:
        return self.kind == AppointmentKind.DEFINITIVE


class Delegation(AuditedModel):
    """One person lets another decide in their place for some days (both counted)."""

    giver = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="delegations_given", verbose_name=_("given by")
    )
    receiver = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="delegations_received", verbose_name=_("given to")
    )
    scope = models.CharField(_("scope"), max_length=20, choices=DelegationScope, default=DelegationScope.EVERYTHING)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("Last day, counted in."))
    decree_number = models.CharField(_("letter number"), max_length=80, blank=True)

    objects = DatedQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="delegation_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(giver=F("receiver")),
                name="nobody_delegates_to_themselves",
                violation_error_message=_("Nobody delegates to themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"
