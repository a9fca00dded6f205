"""Reports on schedule: which, when, for whom; and what has gone out."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import nama_periode
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import ReportRun
from baubau_pembinaan.libraries.models import Unit
from baubau_pembinaan.notifications.reminders.planning import Calendar
from baubau_pembinaan.reports.periods import Span, span_on

from .edition import Edition

TRIES = 3  # of one report for one period, before a person has to look


class Definition(AuditedModel):
    """A report that is made by itself some days after each of its periods has ended, and who is told."""

    report = models.SlugField(_("report"), max_length=40)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit"),
        help_text=_("For reports about a unit only."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", "Bahasa Indonesia"), ("en", "English")], default="id"
    )
    days_after = models.PositiveSmallIntegerField(
        _("days after the end of the period"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )
    at_time = models.TimeField(_("at"), default=time(7, 30))
    since = models.DateTimeField(
        _("runs since"), default=timezone.now, editable=False, help_text=_("What was due before is not made up for.")
    )
    recipients: "models.ManyToManyField" = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("who is told"),
        help_text=_("Each gets one message a period. Only those who may read the report are told."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    history = audited(m2m_fields=["recipients"])

    class Meta:
        verbose_name = _("report on schedule")
        verbose_name_plural = _("reports on schedule")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "unit", "language"],
                nulls_distinct=False,
                name="report_is_scheduled_once",
                violation_error_message=_("This report is on schedule already."),
            ),
            models.CheckConstraint(
                condition=Q(days_after__gte=1), name="scheduled_report_waits_for_the_end_of_its_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.unit}" if self.unit else self.title

    @property
    def title(self) -> str:
        from baubau_pembinaan.reports.registry import titles

        return str(titles().get(self.report, self.report))

    @property
    def kind(self) -> str:
        from baubau_pembinaan.reports.registry import find

        return find(self.report).kind

    def clean(self) -> None:
        from baubau_pembinaan.reports.registry import find

        builder = find(self.report)
        if builder.subject == "person":
            raise ValidationError({"report": _("Portfolios are made when somebody asks for one.")})
        if (builder.subject == "unit") != (self.unit is not None):
            raise ValidationError({"unit": _("A unit belongs to the unit report, and to no other.")})

    def due_at(self, span: Span, calendar: Calendar) -> datetime:
        """The local moment from which the report of this period is due: on a closed day it waits for the next open."""
        day = calendar.moved(span.last + timedelta(days=self.days_after), 1)
        return datetime.combine(day, self.at_time, timezone.get_current_timezone())

    def next_due(self, now: datetime, calendar: Calendar) -> tuple[Span, datetime]:
        """The first period whose report is due after this moment, and when."""
        span = span_on(self.kind, timezone.localtime(now).date() - timedelta(days=self.days_after)).before
        while self.due_at(span, calendar) <= now:
            span = span.after
        return span, self.due_at(span, calendar)

    def due_spans(self, now: datetime, at_most: int, calendar: Calendar) -> list[Span]:
        """Periods whose report was due since the definition runs, the newest first."""
        span, _moment = self.next_due(now, calendar)
        found: list[Span] = []
        while len(found) < at_most:
            span = span.before
            if self.due_at(span, calendar) < self.since:
                break
            found.append(span)
        return found


class Issue(models.Model):
    """One report of one definition for one period: made once, told once."""

    definition = models.ForeignKey(
        Definition, on_delete=models.CASCADE, related_name="issues", verbose_name=_("report on schedule")
    )
    period = models.CharField(_("period"), max_length=10)
    run = models.ForeignKey(
        ReportRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("run")
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("report")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    begun_at = models.DateTimeField(_("begun at"))
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    told = models.PositiveIntegerField(_("people told"), default=0)

    class Meta:
        verbose_name = _("report sent on schedule")
        verbose_name_plural = _("reports sent on schedule")
        ordering = ["-begun_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["definition", "period"], name="report_goes_out_once_a_period")]

    def __str__(self) -> str:
        return f"{self.definition_id} {self.period}"

    @property
    def period_name(self) -> str:
        return nama_periode(self.period)
