"""Reading challenges that end, posts that are due."""

from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, DutyRow, as_rows, reader_text, register
from outreach.models import (
    Post,
    ReadingChallenge,
)


def _ending(today: date) -> QuerySet[Any, Any]:
    running = ReadingChallenge.objects.filter(is_published=True, ends_on__range=(today, today + timedelta(days=30)))
    return as_rows(running, subject=reader_text("title"), due_on="ends_on")


register(
    Duty(
        code="outreach.challenge-ends",
        label=gettext_lazy("Reading challenges that end"),
        rows=_ending,
        permission="outreach.log_reading",
        title=lambda row: (
            _("“%(challenge)s” ends: note the last reading, print the certificates") % {"challenge": row.subject}
        ),
        url=lambda row: row_address("outreach:challenge-detail", row.ref),
        offsets=(-7, -1),
        earliest=-30,
        is_task=False,
        switch="reading_challenge",
    )
)


def _posts(today: date) -> QuerySet[Any, Any]:
    waiting = Post.objects.filter(posted_on=None, day__lte=today + timedelta(days=14))
    return as_rows(
        waiting,
        subject="channel__campaign__title",
        detail=Concat("channel__campaign", Value("/"), "channel__label", output_field=CharField()),
        due_on="day",
    )


def _campaign_and_channel(row: DutyRow) -> tuple[str, str]:
    campaign, _slash, channel = row.detail.partition("/")
    return campaign, channel


register(
    Duty(
        code="outreach.publish-post",
        label=gettext_lazy("Posts of campaigns"),
        rows=_posts,
        permission="outreach.change_campaign",
        title=lambda row: (
            _("Post for “%(campaign)s”: %(where)s") % {"campaign": row.subject, "where": _campaign_and_channel(row)[1]}
        ),
        detail=lambda row: "",
        url=lambda row: reverse("outreach:campaign-detail", args=_campaign_and_channel(row)[:1]),
        offsets=(-1, 1),
        earliest=-14,
        switch="campaign_channels",
    )
)
