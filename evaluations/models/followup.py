"""What is done about a weak unsur (rencana tindak lanjut), and which results are public."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.libraries.models import Unit
from collections_app.models import Demand
from evaluations.choices import FollowUpKind, FollowUpStatus, Unsur
from outreach.models import Event
from training.models import Competence, Session

from .closing import FrozenResult
from .survey import Period

OPEN_STATUSES = (FollowUpStatus.PROPOSED, FollowUpStatus.PLANNED, FollowUpStatus.UNDERWAY)


class UnsurCompetence(models.Model):
    """Which unit of competence staff build where an unsur is weak: the library's own choice, kept as data."""

    unsur = models.CharField(_("unsur"), max_length=20, choices=Unsur, unique=True)
    competence = models.ForeignKey(
        Competence, on_delete=models.CASCADE, related_name="+", verbose_name=_("unit of competence")
    )

    class Meta:
        verbose_name = _("competence behind an unsur")
        verbose_name_plural = _("competences behind the unsur")
        ordering = ["unsur", "pk"]

    def __str__(self) -> str:
        return f"{self.get_unsur_display()}: {self.competence}"


class FollowUp(AuditedModel):
    """One deed about one unsur, found weak in `period`: who does what until when, and what came of it.

    `said` and `outcome` are read by the public once the deed is done ("you said, we did"); everything else is the
    office's own. A proposal is a row the closing of a period made; it becomes a plan when somebody fills it in.
    """

    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("survey period")
    )
    unsur = models.CharField(_("unsur"), max_length=20, choices=Unsur)
    status = models.CharField(
        _("status"), max_length=10, choices=FollowUpStatus, default=FollowUpStatus.PLANNED, db_index=True
    )
    action = models.TextField(_("what is done"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=FollowUpKind, blank=True)
    target = models.CharField(
        _("which one"), max_length=200, blank=True, help_text=_("The training, book, event or procedure, in words.")
    )
    competence = models.CharField(
        _("competence to build"), max_length=200, blank=True, help_text=_("Where staff need to learn something.")
    )
    # What the words above name, where the house holds it. A row that goes (demo data) leaves the words.
    competence_unit = models.ForeignKey(
        Competence,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("unit of competence"),
    )
    session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("training"),
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("event")
    )
    demand = models.ForeignKey(
        Demand,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("book wished for"),
    )
    responsible = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("person in charge"),
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("unit")
    )
    due_on = models.DateField(_("due date"), null=True, blank=True)
    said = models.CharField(
        _("you said"), max_length=300, blank=True, help_text=_("What patrons told us, in one sentence. Public.")
    )
    outcome = models.TextField(
        _("we did"), max_length=1000, blank=True, help_text=_("What was done, in plain words. Public once done.")
    )
    reason = models.TextField(_("why it was not done"), max_length=1000, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = [models.F("due_on").asc(nulls_last=True), "-period__starts_on", "unsur", "pk"]
        permissions = [("manage_followup", "Can plan and settle follow-ups")]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unsur"],
                condition=Q(status="proposed"),
                name="unsur_is_proposed_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed") | (~Q(action="") & ~Q(kind="")),
                name="planned_follow_up_says_what_is_done",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=True) | Q(event__isnull=True),
                name="follow_up_is_a_training_or_an_event",
                violation_error_message=_("Choose either a training or an event."),
            ),
            models.CheckConstraint(
                condition=Q(demand__isnull=True) | Q(session__isnull=True, event__isnull=True),
                name="follow_up_is_a_book_or_another_deed",
                violation_error_message=_("Choose one deed: a training, an event or a book."),
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(outcome=""), name="follow_up_done_says_what_came_of_it"
            ),
            models.CheckConstraint(condition=~Q(status="not_done") | ~Q(reason=""), name="follow_up_not_done_says_why"),
            models.CheckConstraint(
                condition=Q(status__in=["done", "not_done"], ended_on__isnull=False)
                | Q(status__in=["proposed", "planned", "underway"], ended_on__isnull=True),
                name="follow_up_ends_exactly_when_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_unsur_display()}: {self.action or _('not yet planned')}"[:120]

    @property
    def is_settled(self) -> bool:
        return self.status not in OPEN_STATUSES

    @property
    def has_deed(self) -> bool:
        """Whether it points at a training, an event or a book already."""
        return bool(self.session_id or self.event_id or self.demand_id)

    def is_overdue_on(self, day: date) -> bool:
        return not self.is_settled and self.due_on is not None and self.due_on < day


class Publication(AuditedModel):
    """A frozen result put before the public. Taken back by deleting the row: the history keeps both deeds."""

    period = models.OneToOneField(
        Period, on_delete=models.PROTECT, related_name="publication", verbose_name=_("survey period")
    )
    result = models.ForeignKey(
        FrozenResult, on_delete=models.PROTECT, related_name="+", verbose_name=_("frozen result")
    )
    published_on = models.DateField(_("published on"))

    history = audited()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-period__ends_on", "pk"]
        permissions = [("publish_result", "Can publish results and take them back")]

    def __str__(self) -> str:
        return str(self.period)
