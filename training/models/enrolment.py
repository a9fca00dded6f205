"""A person's way through a session, and wishes before there is a date."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, AuditedQuerySet, audited
from training.choices import AHEAD, HOLDING_A_SEAT, LIVE, OVER, TAKING_A_SEAT, TO_DECIDE, EnrolmentStatus, Origin

from .programme import Programme
from .session import Session


class EnrolmentQuerySet(AuditedQuerySet):
    def live(self) -> "EnrolmentQuerySet":
        return self.filter(status__in=LIVE)

    def seated(self) -> "EnrolmentQuerySet":
        """Those who hold a seat now, or held it to the end."""
        return self.filter(status__in=HOLDING_A_SEAT)

    def taking_seats(self) -> "EnrolmentQuerySet":
        """The seated, and those to whom a seat is offered."""
        return self.filter(status__in=TAKING_A_SEAT)

    def to_decide(self) -> "EnrolmentQuerySet":
        return self.filter(status__in=TO_DECIDE)

    def in_line(self) -> "EnrolmentQuerySet":
        """The waiting list, first come first."""
        return self.filter(status=EnrolmentStatus.WAITING).order_by("queued_at", "pk")


class Enrolment(AuditedModel):
    """Written by services.enrolments only. Two people can never hold one seat: seats are numbered."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("session"))
    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("staff member")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=EnrolmentStatus, default=EnrolmentStatus.REQUESTED, db_index=True
    )
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True)
    origin = models.CharField(_("how it came"), max_length=10, choices=Origin, default=Origin.SELF)
    note = models.CharField(_("why this training"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("asked at"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    queued_at = models.DateTimeField(_("on the waiting list since"), null=True, blank=True)
    offered_until = models.DateTimeField(_("seat offered until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EnrolmentQuerySet.as_manager()
    history = audited()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "profile"],
                condition=Q(status__in=LIVE),
                name="person_is_enrolled_once_in_a_session",
            ),
            models.UniqueConstraint(fields=["session", "seat"], name="seat_is_held_by_one_person"),
            models.CheckConstraint(
                condition=Q(status__in=TAKING_A_SEAT, seat__gte=1)
                | (~Q(status__in=TAKING_A_SEAT) & Q(seat__isnull=True)),
                name="seat_is_taken_exactly_by_the_seated",
            ),
            models.CheckConstraint(
                condition=Q(status="offered", offered_until__isnull=False)
                | (~Q(status="offered") & Q(offered_until__isnull=True)),
                name="offered_seat_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") | Q(queued_at__isnull=False), name="waiting_person_has_a_place_in_line"
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(reason=""), name="refused_enrolment_says_why"),
        ]

    def __str__(self) -> str:
        """With the session's title where it is at hand; a hundred of them on one page ask for none."""
        session = self._state.fields_cache.get("session")
        if session is not None and "programme" in session._state.fields_cache:
            return f"{self.profile} · {session.title}"
        return f"{self.profile} · {timezone.localtime(self.requested_at):%d-%m-%Y}"

    @property
    def is_to_decide(self) -> bool:
        return self.status in TO_DECIDE

    @property
    def is_waiting(self) -> bool:
        return self.status == EnrolmentStatus.WAITING

    @property
    def has_seat(self) -> bool:
        return self.status in HOLDING_A_SEAT

    @property
    def is_offered(self) -> bool:
        return self.status == EnrolmentStatus.OFFERED

    @property
    def may_be_withdrawn(self) -> bool:
        return self.status in AHEAD

    @property
    def may_be_ended(self) -> bool:
        """Was at a meeting of a session that goes on: those who lead it may end that, with a reason."""
        return self.status == EnrolmentStatus.ATTENDED and self.session.is_open

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def is_completed(self) -> bool:
        return self.status == EnrolmentStatus.COMPLETED


class Interest(models.Model):
    """Somebody would like this programme once it has a date."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="interests", verbose_name=_("programme")
    )
    profile = models.ForeignKey(
        StaffProfile, on_delete=models.CASCADE, related_name="training_interests", verbose_name=_("staff member")
    )
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "profile"], name="interest_is_noted_once"),
        ]

    def __str__(self) -> str:
        if "programme" in self._state.fields_cache:
            return f"{self.profile} · {self.programme.reader_title}"
        return str(self.profile)
