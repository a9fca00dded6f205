"""Promotion of an event: channels with a code each, and the calendar of what is posted there."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.displays import Displayed
from baubau_pembinaan.core.followup_code import ALPHABET
from baubau_pembinaan.core.history import AuditedModel, audited
from outreach.choices import ChannelKind

from .event import Event

CODE_LENGTH = 6


def new_channel_code() -> str:
    """Six characters without I, L, O, U: it counts where people came from and opens nothing."""
    return "".join(secrets.choice(ALPHABET) for _number in range(CODE_LENGTH))


class Campaign(AuditedModel):
    """The promotion of one event between two days."""

    title = models.CharField(_("title"), max_length=120)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("event"))
    aim = models.CharField(_("whom to reach"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    is_demo = models.BooleanField(_("sample data"), default=False, editable=False)

    history = audited()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_runs_forward"),
        ]

    def __str__(self) -> str:
        return self.title


class Channel(Displayed):
    """One way people hear of the event, with its own code: two posters at two places are two channels."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="channels", verbose_name=_("campaign")
    )
    kind = models.CharField(_("channel"), max_length=10, choices=ChannelKind)
    label = models.CharField(_("where"), max_length=80)
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_channel_code, editable=False)
    answers = models.PositiveIntegerField(
        _("survey answers"), default=0, editable=False, help_text=_("A bare count: no answer is joined to a channel.")
    )

    class Meta:
        verbose_name = _("channel of a campaign")
        verbose_name_plural = _("channels of campaigns")
        ordering = ["campaign", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind", "label"], name="channel_stands_once_in_its_campaign"),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())}: {self.label}"


class Post(models.Model):
    """What is to appear in a channel on a day, in both languages; `posted_on` once it has."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="posts", verbose_name=_("channel"))
    day = models.DateField(_("day"))
    text = models.TextField(_("text"), max_length=2200)
    text_en = models.TextField(_("text in English"), max_length=2200, blank=True)
    colleague = models.ForeignKey(
        StaffProfile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("colleague"),
    )
    posted_on = models.DateField(_("posted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("post of a campaign")
        verbose_name_plural = _("posts of campaigns")
        ordering = ["day", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"
