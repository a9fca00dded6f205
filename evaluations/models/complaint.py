"""What patrons complain about, ask or praise; what the library does with it."""

import uuid
from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.followup_code import shown_code
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.libraries.models import ServicePoint, Unit
from evaluations.complaint_choices import (
    ENDED,
    OPEN,
    ComplaintChannel,
    ComplaintKind,
    ComplaintStatus,
    Satisfied,
)


class ComplaintCategory(AuditedModel):
    """What it is about, who usually looks into it, and within how many calendar days it is answered."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit that usually looks into it"),
    )
    days = models.PositiveSmallIntegerField(
        _("days to answer"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("Calendar days from the day it came in."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=50)
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("category of complaints")
        verbose_name_plural = _("categories of complaints")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1) & Q(days__lte=90), name="complaint_days_from_1_to_90")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.name_en if self.name_en and (get_language() or "id").startswith("en") else self.name


class Complaint(models.Model):
    """What a patron wrote, and how to reach them if they wish. Patrons' data: no history, no exact time, and contact
    and words go once they are no longer needed. What staff do with it stands in its `handling`.

    `form_key`: the key of the form it came by, so that sending the same form twice counts once. `tell_at`: when a
    letter to `email` is due. `language`: the one the sender read. `first_satisfaction`: what the sender of one that was
    opened again had said about the first answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("follow-up code"), max_length=11, unique=True, editable=False)
    form_key = models.CharField(max_length=22, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ComplaintKind, default=ComplaintKind.COMPLAINT)
    channel = models.CharField(
        _("how it reached us"), max_length=10, choices=ComplaintChannel, default=ComplaintChannel.WEB
    )
    service_point = models.ForeignKey(
        ServicePoint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
        verbose_name=_("service point"),
    )
    received_on = models.DateField(_("came in on"), db_index=True)
    text = models.TextField(_("words"), max_length=3000, blank=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="id")
    reopened_on = models.DateField(_("opened again on"), null=True, blank=True)
    reopened_text = models.TextField(_("why it was opened again"), max_length=2000, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction with the answer"), choices=Satisfied, null=True, blank=True
    )
    first_satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction with the first answer"), choices=Satisfied, null=True, blank=True
    )
    tell_at = models.DateTimeField(null=True, editable=False)
    tell_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    contact_forgotten_on = models.DateField(_("contact removed on"), null=True, editable=False)
    words_forgotten_on = models.DateField(_("words removed on"), null=True, editable=False)
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    class Meta:
        verbose_name = _("complaint, question or praise")
        verbose_name_plural = _("complaints, questions and praise")
        ordering = ["-received_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{11}$"), name="complaint_has_a_whole_code"),
            models.UniqueConstraint(fields=["form_key"], condition=~Q(form_key=""), name="complaint_form_counts_once"),
            models.CheckConstraint(
                condition=Q(contact_forgotten_on=None) | Q(name="", email="", form_key="", tell_at=None),
                name="forgotten_complainant_cannot_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(words_forgotten_on=None, text__gt="")
                | Q(words_forgotten_on__isnull=False, contact_forgotten_on__isnull=False, text="", reopened_text=""),
                name="complaint_has_words_until_they_are_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(reopened_on__isnull=False) | Q(reopened_text=""),
                name="words_of_reopening_need_a_reopening",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__in=[1, 2, 3, 4]),
                name="satisfaction_with_answer_from_1_to_4",
            ),
            models.CheckConstraint(
                condition=Q(first_satisfaction=None)
                | Q(first_satisfaction__in=[1, 2, 3, 4], reopened_on__isnull=False),
                name="first_satisfaction_is_of_a_reopened_one",
            ),
            models.CheckConstraint(condition=Q(tell_at=None) | Q(email__gt=""), name="letter_needs_an_address"),
        ]
        indexes = [models.Index(fields=["tell_at"], condition=Q(tell_at__isnull=False), name="complaint_letters")]

    def __str__(self) -> str:
        return str(self.pk)[:8]  # never words or code: this stands in logs and in the admin's messages

    @property
    def code_shown(self) -> str:
        return shown_code(self.code)

    @property
    def is_anonymous(self) -> bool:
        return not (self.name or self.email)


class ComplaintHandling(AuditedModel):
    """Who looks into a complaint by when, and what the library answers.

    The row is made with its complaint and without a line of history, whose exact moment would tell who wrote; every
    deed of staff has its line. `answer` and `answered_on` are the present answer; a complaint opened again keeps the
    first in `first_answer`. `promised_on` is the day the sender was first told and never moves: the first answer is
    judged by it, whatever `due_on` became. `reply` reaches the sender with the library's answer, where whoever gives
    that lets it (`reply_shown`).
    """

    complaint = models.OneToOneField(
        Complaint, on_delete=models.CASCADE, primary_key=True, related_name="handling", verbose_name=_("complaint")
    )
    category = models.ForeignKey(
        ComplaintCategory, on_delete=models.PROTECT, related_name="+", verbose_name=_("category")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ComplaintStatus, default=ComplaintStatus.NEW, db_index=True
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    owner = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seen to by")
    )
    due_on = models.DateField(_("answer due on"))
    promised_on = models.DateField(_("first promised for"), null=True, editable=False)
    person = models.ForeignKey(
        StaffProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person named")
    )
    answer = models.TextField(_("the library's answer"), max_length=3000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    first_answer = models.TextField(_("first answer"), max_length=3000, blank=True)
    first_answered_on = models.DateField(_("first answered on"), null=True, blank=True)
    reply = models.TextField(_("answer of the person named"), max_length=2000, blank=True)
    reply_shown = models.BooleanField(_("the sender reads what the person named wrote"), default=False)
    version = models.PositiveIntegerField(_("version"), default=0)

    history = audited()

    class Meta:
        verbose_name = _("handling of a complaint")
        verbose_name_plural = _("handling of complaints")
        permissions = [("manage_complaint", "Can see all complaints and decide who looks into them")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(ENDED), answered_on__isnull=False, answer__gt="")
                | Q(status__in=list(OPEN), answered_on=None, answer=""),
                name="complaint_is_answered_exactly_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(person=None) | ~Q(owner=F("person")),
                name="nobody_looks_into_a_complaint_about_themselves",
                violation_error_message=_("Somebody else must look into what is said about this person."),
            ),
            models.CheckConstraint(
                condition=Q(first_answered_on=None, first_answer="") | Q(first_answered_on__isnull=False),
                name="first_answer_of_a_complaint_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(reply="") | Q(person__isnull=False), name="reply_to_a_complaint_has_its_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.complaint_id)[:8]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today


class ComplaintNote(models.Model):
    """An internal word among colleagues; never shown to the sender, never changed, gone with the complaint's words."""

    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="notes", verbose_name=_("complaint")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    text = models.TextField(_("note"), max_length=2000)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return str(self.complaint_id)[:8]
