"""When people are reminded of what: rules (edited by administrators), the house's hours, and what was said."""

import re
from collections.abc import Collection
from datetime import date, time
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.notifications import duties

from .message import Message

HOLES = ("nama", "tugas", "rincian", "tenggat")
OFFSETS_AT_MOST = 8
FURTHEST = 400


def monday_to_friday() -> list[int]:
    return [1, 2, 3, 4, 5]


def validate_holes(text: str) -> None:
    """Known holes only: {nama}, {tugas}, {rincian}, {tenggat}."""
    rest = re.sub(r"\{(" + "|".join(HOLES) + r")\}", "", text)
    if "{" in rest or "}" in rest:
        raise ValidationError(_("Use only {nama}, {tugas}, {rincian} and {tenggat} in curly brackets."))


def validate_offsets(offsets: list[int]) -> None:
    if len(offsets) > OFFSETS_AT_MOST or any(abs(days) > FURTHEST for days in offsets):
        raise ValidationError(_("At most eight days, none further than 400 from the due date."))


class ReminderRule(AuditedModel):
    """How the duty of the same code is reminded. Made with the duty's own values where absent; edits win."""

    code = models.CharField(_("code"), max_length=60, unique=True, editable=False)
    is_on = models.BooleanField(_("reminders are sent"), default=True)
    offsets = ArrayField(
        models.SmallIntegerField(),
        verbose_name=_("days around the due date"),
        default=list,
        blank=True,
        validators=[validate_offsets],
    )
    roles = ArrayField(
        models.CharField(max_length=40, choices=Role.choices),
        verbose_name=_("to these roles only"),
        default=list,
        blank=True,
    )
    by_email = models.BooleanField(_("also by e-mail"), default=True)
    useful_days = models.PositiveSmallIntegerField(
        _("still useful for (days)"), default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    subject_id = models.CharField(
        _("subject (Indonesian)"), max_length=200, blank=True, default="", validators=[validate_holes]
    )
    body_id = models.TextField(
        _("text (Indonesian)"), max_length=2000, blank=True, default="", validators=[validate_holes]
    )
    subject_en = models.CharField(
        _("subject (English)"), max_length=200, blank=True, default="", validators=[validate_holes]
    )
    body_en = models.TextField(
        _("text (English)"), max_length=2000, blank=True, default="", validators=[validate_holes]
    )

    history = audited()

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return str(self.label)

    def clean(self) -> None:
        """A day on which the duty shows nothing would never say anything: it is refused rather than kept silently."""
        if self.duty is None or not self.offsets:
            return
        earliest, latest = self.duty.bounds
        if earliest is not None and min(self.offsets) < earliest:
            words, days = _("It looks ahead only so far: the earliest day here is %(days)s."), earliest
        elif latest is not None and max(self.offsets) > latest:
            words, days = _("After that it is over: the latest day here is %(days)s."), latest
        else:
            return
        raise ValidationError({"offsets": ValidationError(words, params={"days": f"{days:+d}" if days else "0"})})

    @property
    def duty(self) -> duties.Duty | None:
        """None where no app declares the duty any more."""
        return duties.find(self.code)

    def subject_in(self, language: str) -> str:
        """The house's own subject; empty where the task's words are used."""
        return self.subject_en if language == "en" else self.subject_id

    def concerns(self, groups: Collection[str]) -> bool:
        """Whether people in these groups are reminded of a common duty: all who may do it, or the roles named here."""
        return not self.roles or not set(self.roles).isdisjoint(groups)

    @property
    def label(self) -> "str | Promise":
        return self.duty.label if self.duty else self.code


class ReminderHours(AuditedModel):
    """When the house speaks: one row. Inside the quiet hours mail waits; on closed days nothing is said."""

    quiet_from = models.TimeField(_("quiet from"), default=time(20, 0))
    quiet_until = models.TimeField(_("quiet until"), default=time(7, 30))
    working_days = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)]),
        verbose_name=_("working days"),
        default=monday_to_friday,
    )
    singly_at_most = models.PositiveSmallIntegerField(
        _("single messages a day"),
        default=3,
        help_text=_("What goes beyond comes to each person as one summary."),
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    weekly_digest = models.BooleanField(_("summary at the beginning of the week"), default=True)

    history = audited()

    class Meta:
        verbose_name = _("hours of the reminders")
        verbose_name_plural = _("hours of the reminders")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="reminder_hours_are_one_row")]

    def __str__(self) -> str:
        return str(_("hours of the reminders"))

    @classmethod
    def current(cls) -> "ReminderHours":
        """The one row; unsaved with the defaults where nobody has changed them."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def said_on(self, day: date) -> "ReminderQuerySet":
        return self.filter(said_on=day)


class Reminder(models.Model):
    """One thing said to one person for one due date at one offset: the row is what makes it said once.

    `due_on` and `planned_on` are what held when it was said; another due date is another reminder.
    """

    code = models.CharField(_("code"), max_length=60)
    ref = models.CharField(_("row"), max_length=60)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders", verbose_name=_("recipient")
    )
    due_on = models.DateField(_("due on"))
    offset = models.SmallIntegerField(_("days around the due date"))
    planned_on = models.DateField(_("planned for"))
    said_on = models.DateField(_("said on"))
    message = models.ForeignKey(
        Message,
        on_delete=models.CASCADE,
        related_name="reminders",
        verbose_name=_("message"),
        null=True,
        blank=True,
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-said_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "code", "ref", "due_on", "offset"], name="reminder_is_said_once"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="reminder_due")]

    def __str__(self) -> str:
        return f"{self.code} {self.ref} {self.due_on} {self.offset:+d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError("Reminders are written by notifications.reminders.sending alone.")
