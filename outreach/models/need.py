"""What the community needs or hopes for, and what the library answered."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.followup_code import shown_code
from baubau_pembinaan.libraries.models import District
from outreach.choices import NeedOutcome, NeedSource, NeedStatus, NeedTheme

from .event import Event
from .session import Session

ENDED = (NeedStatus.DONE, NeedStatus.DECLINED)


class NeedQuerySet(models.QuerySet):
    def counted(self) -> "NeedQuerySet":
        """Without those held aside as odd."""
        return self.filter(is_held=False)

    def unanswered(self) -> "NeedQuerySet":
        return self.counted().filter(status=NeedStatus.NEW)


class Need(Displayed):
    """One wish, in the words of who said it. Patrons' data, so without history; the contact goes afterwards.

    `is_held`: it came oddly (the trap was filled in, too fast, one of a crowd) and counts after a colleague's look.
    `reference` names the training or the purchase it became. A room above that drafted it leaves the draft's address in
    `deed_path`: this room looks nowhere up.
    """

    text = models.TextField(_("the need or wish"), max_length=1000)
    theme = models.CharField(_("theme"), max_length=14, choices=NeedTheme)
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("district (kecamatan)"),
    )
    source = models.CharField(_("how we heard of it"), max_length=10, choices=NeedSource, default=NeedSource.WEB)
    session = models.ForeignKey(
        Session,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("date of an event"),
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    phone = models.CharField(_("WhatsApp number"), max_length=15, blank=True)
    code = models.CharField(_("follow-up code"), max_length=11, unique=True, editable=False)
    nonce = models.CharField(max_length=40, null=True, unique=True, editable=False)  # noqa: DJ001 - unique or none
    asked_on = models.DateField(_("asked on"))
    is_held = models.BooleanField(_("held aside"), default=False)
    status = models.CharField(_("status"), max_length=10, choices=NeedStatus, default=NeedStatus.NEW)
    status_on = models.DateField(_("status since"))
    outcome = models.CharField(_("what it became"), max_length=10, choices=NeedOutcome, blank=True)
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="needs", verbose_name=_("event")
    )
    reference = models.CharField(_("which training or purchase"), max_length=150, blank=True)
    deed_path = models.CharField(max_length=200, blank=True, editable=False)
    answer = models.CharField(_("answer the asker reads"), max_length=500, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("noted by"),
        editable=False,
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
        editable=False,
    )
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("community need")
        verbose_name_plural = _("community needs")
        ordering = ["-asked_on", "-pk"]
        permissions = [("manage_need", "Can decide on and answer community needs")]
        indexes = [models.Index(fields=["status", "asked_on"], name="need_by_status_and_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="need_says_something"),
            models.CheckConstraint(
                condition=~Q(status__in=["selesai", "belum-bisa"]) | ~Q(answer=""), name="ended_need_has_an_answer"
            ),
            models.CheckConstraint(condition=~Q(is_held=True) | Q(status="baru"), name="need_held_aside_is_still_new"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def code_shown(self) -> str:
        return shown_code(self.code)

    @property
    def is_new(self) -> bool:
        return self.status == NeedStatus.NEW

    @property
    def has_deed(self) -> bool:
        """Something was drafted of it already: an event here, or what a room above made."""
        return bool(self.event_id or self.deed_path)

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    @property
    def awaits_approval(self) -> bool:
        """It became an event nobody has approved yet: whoever asked hears of it once somebody has."""
        return self.event is not None and not self.event.is_agreed and not self.has_ended

    @property
    def told_status(self) -> NeedStatus:
        """Where it stands for whoever asked: no more than what was agreed on. Comes with its event."""
        if self.awaits_approval and self.status == NeedStatus.ACTED_ON:
            return NeedStatus.TAKEN_UP
        return NeedStatus(self.status)

    @property
    def told_since(self) -> date:
        agreed = self.event.approved_at if self.event and self.status == NeedStatus.ACTED_ON else None
        return max(self.status_on, timezone.localdate(agreed)) if agreed else self.status_on
