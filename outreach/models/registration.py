"""Who wants to come: a person, a family or a class, together or not at all."""

import secrets
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from outreach.choices import (
    GUARDED_BANDS,
    LIVE,
    SEATED,
    AgeBand,
    Registrant,
    RegistrationKind,
    RegistrationStatus,
    Source,
)

from .session import Session


def new_key() -> str:
    """128 random bits as 22 characters."""
    return secrets.token_urlsafe(16)


COMPANIONS_AT_MOST = 20


class RegistrationQuerySet(models.QuerySet):
    def seated(self) -> "RegistrationQuerySet":
        return self.filter(status__in=SEATED)

    def live(self) -> "RegistrationQuerySet":
        return self.filter(status__in=LIVE)

    def waiting(self) -> "RegistrationQuerySet":
        """In the order of the queue."""
        return self.filter(status=RegistrationStatus.WAITING).order_by("queued_at", "pk")


class Registration(Displayed):
    """One registration takes `seats` seats or none: a family is never split.

    The name and the ways to reach somebody are those of who registers, mostly a grown-up (`registrant`). `link_key`
    stands behind the signed self-service link: a new one makes every older link void. After the retention period
    names and ways go and `erased_at` says so; the counts stay. `guardian_key` stands behind the guardian's link once
    their contact was changed: who got the link before is a stranger. `companions` are grown-ups who come along and take
    no seat: parents of children, teachers of a class.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("date"))
    kind = models.CharField(_("who"), max_length=10, choices=RegistrationKind, default=RegistrationKind.PERSON)
    status = models.CharField(_("status"), max_length=14, choices=RegistrationStatus, db_index=True)
    seats = models.PositiveSmallIntegerField(
        _("people"), default=1, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    registrant = models.CharField(_("who registered"), max_length=8, choices=Registrant, default=Registrant.ADULT)
    guardian_name = models.CharField(_("guardian"), max_length=80, blank=True)
    guardian_phone = models.CharField(_("guardian's phone"), max_length=16, blank=True)
    guardian_email = models.EmailField(_("guardian's e-mail"), blank=True)
    guardian_key = models.CharField(max_length=22, blank=True, editable=False)
    guardian_language = models.CharField(max_length=2, blank=True, editable=False)
    language = models.CharField(max_length=2, default="id", editable=False)
    school = models.CharField(_("school or group"), max_length=120, blank=True)
    group_band = models.CharField(_("age of the group"), max_length=8, choices=AgeBand, blank=True)
    companions = models.PositiveSmallIntegerField(
        _("grown-ups who come along"), default=0, validators=[MaxValueValidator(COMPANIONS_AT_MOST)]
    )
    needs = models.CharField(_("needs we should know of"), max_length=200, blank=True)
    source = models.CharField(_("came"), max_length=8, choices=Source, default=Source.WEB)
    link_key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    nonce = models.CharField(max_length=22, unique=True, null=True, blank=True, editable=False)
    follow_code = models.CharField(max_length=11, unique=True, null=True, blank=True, editable=False)
    queued_at = models.DateTimeField(_("registered at"), db_index=True)
    invited_until = models.DateTimeField(_("seat offered until"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked to confirm at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    no_show = models.BooleanField(_("did not come"), default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    channel = models.ForeignKey(
        "Channel",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("heard of it by"),
    )
    membership = models.ForeignKey(
        "Membership",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("membership"),
    )
    erased_at = models.DateTimeField(_("names removed at"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["queued_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["session", "status", "queued_at"], name="registration_queue"),
            models.Index(fields=["phone"], name="registration_by_phone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="kelas") | ~Q(group_band=""), name="group_says_how_old_its_people_are"
            ),
            models.UniqueConstraint(
                fields=["guardian_key"],
                condition=~Q(guardian_key=""),
                name="guardian_link_leads_to_one_registration",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="registration_is_for_somebody"),
            models.UniqueConstraint(
                fields=["membership", "session"],
                condition=Q(membership__isnull=False),
                name="member_is_registered_once_for_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(status="diundang", invited_until__isnull=False)
                | (~Q(status="diundang") & Q(invited_until__isnull=True)),
                name="seat_is_offered_exactly_until_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name="", phone="", email="", needs="", guardian_name="", guardian_phone="", guardian_email=""),
                name="erased_registration_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("name removed"))

    @property
    def has_seat(self) -> bool:
        return self.status == RegistrationStatus.REGISTERED

    @property
    def is_waiting(self) -> bool:
        return self.status == RegistrationStatus.WAITING

    @property
    def is_invited(self) -> bool:
        return self.status == RegistrationStatus.INVITED

    @property
    def awaits_guardian(self) -> bool:
        return self.status == RegistrationStatus.UNCONFIRMED

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def guardian_reads(self) -> str:
        """The language in which the guardian answered, else that of the registration."""
        return self.guardian_language or self.language

    @property
    def must_confirm_by(self) -> datetime | None:
        """Until when they must say that they come, or lose the seat; None where they need not, or did."""
        asks_from = self.session.asks_from
        if asks_from is None or self.confirmed_at or self.queued_at >= asks_from:
            return None
        return self.session.confirm_until

    @property
    def must_answer(self) -> bool:
        """Was asked whether they come, and has not said so."""
        return self.has_seat and self.asked_at is not None and self.confirmed_at is None

    @property
    def needs_guardian(self) -> bool:
        """Whoever registered is too young to agree: every yes comes from the guardian."""
        return self.registrant == Registrant.YOUNGER


class Participant(Displayed):
    """One of those who come: a nickname and an age band, never a birth date. Classes have counts only."""

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="participants", verbose_name=_("registration")
    )
    nickname = models.CharField(_("nickname"), max_length=40, blank=True)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand)
    school = models.CharField(_("school"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.nickname or str(_("name removed"))

    @property
    def is_guarded(self) -> bool:
        """Too young to decide alone."""
        return self.age_band in GUARDED_BANDS
