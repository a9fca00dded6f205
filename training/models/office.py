"""The office's side of a session: its papers and what it cost; and the address of a person's calendar."""

import secrets
from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import AuditedModel, audited
from baubau_pembinaan.documents.models import StoredFile
from training.choices import PaperKind

from .session import Session


def new_feed_token() -> str:
    """192 random bits: whoever has the address reads the calendar."""
    return secrets.token_urlsafe(24)


class SessionPaper(AuditedModel):
    """A paper of a session; its number comes from the office's own register, its body from the session's data.

    With a number it is a letter that went out: `snapshot` holds what it says of the session, whatever happens to that
    later. Without one it follows the record. `signer` is text too: name, title, rank and NIP of the day.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="papers", verbose_name=_("session"))
    kind = models.CharField(_("office paper"), max_length=15, choices=PaperKind)
    number = models.CharField(
        _("number from the office's register"),
        max_length=80,
        blank=True,
        help_text=_("With a number the paper stays as it is made; without one it follows the session's record."),
    )
    day = models.DateField(_("date"))
    addressee = models.CharField(
        _("to whom"),
        max_length=200,
        blank=True,
        help_text=_("A memo names its reader. An invitation left empty goes to the participants."),
    )
    signer = models.JSONField(_("who signs"), encoder=DjangoJSONEncoder, default=dict, blank=True, editable=False)
    snapshot = models.JSONField(_("what it says"), encoder=DjangoJSONEncoder, default=dict, blank=True, editable=False)
    text = models.TextField(
        _("own text"), max_length=6000, blank=True, help_text=_("Stands in the paper: decisions, results, remarks.")
    )
    signed_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed version")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("paper of a session")
        verbose_name_plural = _("papers of sessions")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cancelled_on=None) | ~models.Q(cancel_reason=""), name="cancelled_paper_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_on is not None

    def never_went_out(self, today: date) -> bool:
        """An invitation without a number to a session that is over: nobody can be invited to it any more."""
        ends_on = self.session.ends_on
        return (
            self.kind == PaperKind.INVITATION
            and not self.number
            and self.signed_file_id is None
            and ends_on is not None
            and ends_on < today
        )


class SessionCost(AuditedModel):
    """Money spent on a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="costs", verbose_name=_("session"))
    item = models.CharField(_("what for"), max_length=200)
    amount_idr = models.PositiveBigIntegerField(_("amount (rupiah)"), validators=[MinValueValidator(1)])
    spent_on = models.DateField(_("spent on"))
    source = models.CharField(_("source of funds"), max_length=120, blank=True)

    history = audited()

    class Meta:
        verbose_name = _("cost of a session")
        verbose_name_plural = _("costs of sessions")
        ordering = ["-spent_on", "-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount_idr__gte=1), name="session_cost_is_some_money")]

    def __str__(self) -> str:
        return self.item


class CalendarFeed(models.Model):
    """The secret address of a person's calendar; a new token makes the old address worthless."""

    profile = models.OneToOneField(
        StaffProfile, on_delete=models.CASCADE, related_name="calendar_feed", verbose_name=_("staff member")
    )
    token = models.CharField(max_length=40, unique=True, default=new_feed_token, editable=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.profile)
