"""The profession beyond these walls: memberships, conferences and what is passed on, notes from practice."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.fields import HttpsURLField
from baubau_pembinaan.core.history import AuditedModel, audited
from training.choices import PeerKind

from .enrolment import Enrolment
from .programme import SubjectArea

PHONE = RegexValidator(r"^[0-9+()\- ]{5,30}$", _("Write a phone number with digits, spaces, + ( ) or -."))


class Association(AuditedModel):
    """A professional association, such as IPI."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("association")
        verbose_name_plural = _("associations")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(AuditedModel):
    """A person in an association, until the last day of the membership."""

    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("staff member")
    )
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("association")
    )
    number = models.CharField(_("member number"), max_length=60, blank=True)
    starts_on = models.DateField(_("member from"))
    ends_on = models.DateField(_("member until"), null=True, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = [F("ends_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.profile} · {self.association}"


class ConferenceReport(AuditedModel):
    """What somebody brought home from a conference, and the sharing session owed to colleagues until it is held."""

    profile = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="conference_reports", verbose_name=_("staff member")
    )
    enrolment = models.OneToOneField(
        Enrolment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conference_report",
        verbose_name=_("enrolment"),
    )
    title = models.CharField(_("conference"), max_length=200)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    ended_on = models.DateField(_("last day"))
    learnt = models.TextField(_("what I bring home"), max_length=4000, blank=True)
    share_by = models.DateField(_("sharing session by"))
    shared_on = models.DateField(_("shared on"), null=True, blank=True)
    listeners = models.PositiveSmallIntegerField(_("colleagues who came"), null=True, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("conference report")
        verbose_name_plural = _("conference reports")
        ordering = ["-ended_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_on__isnull=True, listeners__isnull=True)
                | Q(shared_on__isnull=False, listeners__gte=1),
                name="shared_conference_says_who_came",
                violation_error_message=_("Say when it was shared and how many colleagues came."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_written(self) -> bool:
        return bool(self.learnt)

    @property
    def is_owed(self) -> bool:
        return self.shared_on is None


class PracticeNote(AuditedModel):
    """Something that works here, written down for colleagues."""

    author = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="practice_notes", verbose_name=_("written by")
    )
    subject = models.ForeignKey(
        SubjectArea, on_delete=models.PROTECT, related_name="practice_notes", verbose_name=_("subject area")
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)
    written_at = models.DateTimeField(_("written at"))

    history = audited()

    class Meta:
        verbose_name = _("practice note")
        verbose_name_plural = _("practice notes")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class PracticeComment(AuditedModel):
    """A colleague's word on a note."""

    note = models.ForeignKey(
        PracticeNote, on_delete=models.CASCADE, related_name="comments", verbose_name=_("practice note")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    text = models.CharField(_("comment"), max_length=1000)
    written_at = models.DateTimeField(_("written at"))

    history = audited()

    class Meta:
        verbose_name = _("comment on a practice note")
        verbose_name_plural = _("comments on practice notes")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class MentoringPair(AuditedModel):
    """Two colleagues, one guiding the other for a while."""

    mentor = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="mentoring_given", verbose_name=_("mentor")
    )
    mentee = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="mentoring_received", verbose_name=_("guided colleague")
    )
    goal = models.CharField(_("goal"), max_length=300)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("mentoring pair")
        verbose_name_plural = _("mentoring pairs")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")),
                name="nobody_mentors_themselves",
                violation_error_message=_("A pair needs two people."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="mentoring_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} → {self.mentee}"


class PeerLibrary(AuditedModel):
    """A library we learn from and with, and whom to ask there."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind of library"), max_length=10, choices=PeerKind, default=PeerKind.PUBLIC)
    place = models.CharField(_("town or district"), max_length=120, blank=True)
    contact_name = models.CharField(_("whom to ask"), max_length=150, blank=True)
    contact_role = models.CharField(_("position there"), max_length=150, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE])
    email = models.EmailField(_("e-mail"), blank=True)
    website = HttpsURLField(_("website"), max_length=300, blank=True)
    strengths = models.TextField(_("what we can learn there"), max_length=1000, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("peer library")
        verbose_name_plural = _("peer libraries")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def dial(self) -> str:
        """The phone number as a telephone wants it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


class ExchangeVisit(AuditedModel):
    """A visit to another library, or of another library here."""

    peer = models.ForeignKey(
        PeerLibrary,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("peer library"),
    )
    institution = models.CharField(_("library or institution"), max_length=200)
    is_outgoing = models.BooleanField(_("we went there"), default=True)
    visited_on = models.DateField(_("date"))
    purpose = models.CharField(_("purpose"), max_length=300)
    people = models.PositiveSmallIntegerField(_("our people"), default=1)
    result = models.TextField(_("what we learnt"), max_length=2000, blank=True)
    written_by = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )

    history = audited()

    class Meta:
        verbose_name = _("exchange visit")
        verbose_name_plural = _("exchange visits")
        ordering = ["-visited_on", "-pk"]

    def __str__(self) -> str:
        return self.institution
