"""Who came: each arrival once, counted by age; and the report that closes a date."""

import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import DocumentNumber, StoredFile
from outreach.choices import AgeBand

from .registration import Participant, Registration
from .session import Session


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def of_those_expected(self) -> Self:
        """Arrivals of those a seat was kept for: who comes along does not stand for the child who did not come."""
        return self.filter(is_company=False)


class CheckIn(Displayed):
    """One arrival: a participant, a class with its heads, the grown-ups who come along (`is_company`), or people who
    just came.

    `key` was made by the phone that noted it; what is sent again after a lost answer counts once.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="check_ins", verbose_name=_("date"))
    registration = models.ForeignKey(
        Registration,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="check_ins",
        verbose_name=_("registration"),
    )
    participant = models.OneToOneField(
        Participant,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="check_in",
        verbose_name=_("participant"),
    )
    is_company = models.BooleanField(_("grown-ups who come along"), default=False)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand)
    heads = models.PositiveSmallIntegerField(_("heads"), default=1, validators=[MaxValueValidator(500)])
    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("noted by"),
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(heads__gte=1), name="arrival_is_of_somebody"),
            models.UniqueConstraint(
                fields=["registration", "is_company"],
                condition=Q(participant__isnull=True, registration__isnull=False),
                name="group_and_its_company_arrive_once",
            ),
            models.CheckConstraint(
                condition=Q(is_company=False) | Q(participant__isnull=True, registration__isnull=False),
                name="company_came_with_a_registration",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heads} × {self.get_age_band_display()}"


class HeadCount(Displayed):
    """How many of an age were there, as the report says: the figure every statistic uses."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="head_counts", verbose_name=_("date"))
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand)
    heads = models.PositiveIntegerField(_("heads"), validators=[MaxValueValidator(20_000)])

    class Meta:
        verbose_name = _("head count")
        verbose_name_plural = _("head counts")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "age_band"], name="age_is_counted_once_a_date"),
        ]

    def __str__(self) -> str:
        return f"{self.heads} × {self.get_age_band_display()}"


class SessionReport(AuditedModel):
    """What came of a date, in five minutes: the story, what to do better, what it cost."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="report", verbose_name=_("date"))
    story = models.TextField(_("what happened"), max_length=3000)
    lessons = models.TextField(_("what we do differently next time"), max_length=1500, blank=True)
    cost_idr = models.PositiveBigIntegerField(_("cost (Rp)"), default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_at = models.DateTimeField(_("written at"))

    history = audited()

    class Meta:
        verbose_name = _("report of a date")
        verbose_name_plural = _("reports of dates")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return str(self.session)


class SessionPhoto(models.Model):
    """A photo of a date, drawn anew without place and camera; inside the house only."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="photos", verbose_name=_("date"))
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="event_photo", verbose_name=_("file")
    )
    caption = models.CharField(_("what it shows"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.caption or self.file.name


class PaperKind(models.TextChoices):
    INVITATION = "undangan", _("invitation")
    ASSIGNMENT = "surat-tugas", _("letter of assignment")


class OfficePaper(Displayed):
    """The number an official paper of a date was given; printing it again keeps the number."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="papers", verbose_name=_("date"))
    kind = models.CharField(_("kind of paper"), max_length=12, choices=PaperKind)
    number = models.OneToOneField(
        DocumentNumber, on_delete=models.PROTECT, related_name="event_paper", verbose_name=_("number")
    )
    day = models.DateField(_("dated"))

    class Meta:
        verbose_name = _("office paper")
        verbose_name_plural = _("office papers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "kind"], name="date_has_one_paper_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
