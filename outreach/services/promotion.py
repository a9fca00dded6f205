"""Campaigns: kept, their posts planned within what the channel holds, noted as done."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from baubau_pembinaan.core.followup_code import ALPHABET
from baubau_pembinaan.core.history import acting
from outreach.choices import TEXT_LENGTHS
from outreach.models import Campaign, Channel, Event, Post
from outreach.models.promotion import CODE_LENGTH


class TextTooLong(ValidationError):
    def __init__(self, field: str, most: int, length: int) -> None:
        words = _("This channel holds %(most)s characters; the text has %(length)s.")
        super().__init__({field: words % {"most": most, "length": length}})


class DayOutsideCampaign(ValidationError):
    def __init__(self) -> None:
        super().__init__({"day": _("The day must lie within the campaign.")})


class KnownChannel(ValidationError):
    def __init__(self) -> None:
        super().__init__({"label": _("The campaign has this channel already.")})


def save_campaign(*, campaign: Campaign, by: Any) -> Campaign:
    """Keep a new or changed campaign with who did it."""
    with acting(by):
        campaign.save()
    return campaign


@transaction.atomic
def add_channel(*, campaign: Campaign, kind: str, label: str) -> Channel:
    """One more channel with a code of its own. Raises KnownChannel."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if Channel.objects.filter(campaign=campaign, kind=kind, label__iexact=label).exists():
        raise KnownChannel
    return Channel.objects.create(campaign=campaign, kind=kind, label=label)


class PostAppeared(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This post has appeared; it stays as it was."))


def plan_post(*, channel: Channel, day: date, text: str, text_en: str = "", colleague: Any = None) -> Post:
    """Put a post into the calendar. Raises TextTooLong, DayOutsideCampaign."""
    _check_post(channel, day, text, text_en)
    return Post.objects.create(channel=channel, day=day, text=text, text_en=text_en, colleague=colleague)


@transaction.atomic
def change_post(
    *, post: Post, channel: Channel, day: date, text: str, text_en: str = "", colleague: Any = None
) -> Post:
    """Put a planned post right. Raises PostAppeared, TextTooLong, DayOutsideCampaign."""
    row = _planned_post(post)
    _check_post(channel, day, text, text_en)
    row.channel, row.day, row.text, row.text_en, row.colleague = channel, day, text, text_en, colleague
    row.save()
    return row


@transaction.atomic
def drop_post(*, post: Post) -> None:
    """A planned post goes out of the calendar. Raises PostAppeared."""
    _planned_post(post).delete()


def _planned_post(post: Post) -> Post:
    row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if row.posted_on is not None:
        raise PostAppeared
    return row


def _check_post(channel: Channel, day: date, text: str, text_en: str) -> None:
    most = TEXT_LENGTHS[channel.kind]
    for field, words in (("text", text), ("text_en", text_en)):
        if len(words) > most:
            raise TextTooLong(field, most, len(words))
    if not channel.campaign.starts_on <= day <= channel.campaign.ends_on:
        raise DayOutsideCampaign


def note_posted(*, post: Post, on: date) -> None:
    """It has appeared; the first note counts."""
    Post.objects.filter(pk=post.pk, posted_on=None).update(posted_on=on)


def note_answer(code: str) -> None:
    """Somebody who came by this code answered a survey. Only the number grows: nothing joins it to the answer."""
    Channel.objects.filter(code=code.strip().upper()[:8]).update(answers=F("answers") + 1)


_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, "\u2013": None, ".": None})


def read_channel_code(text: str) -> str:
    """The code somebody typed or heard, as it is stored (small letters, O for 0, I or L for 1); "" where it is none."""
    typed = text.strip().upper().translate(_READ_AS)
    return typed if len(typed) == CODE_LENGTH and all(sign in ALPHABET for sign in typed) else ""


def channel_behind(code: str) -> Channel | None:
    """The channel of any campaign, with its event."""
    stored = read_channel_code(code)
    found = Channel.objects.select_related("campaign__event").filter(code=stored) if stored else None
    return found.first() if found is not None else None


def channel_of(event: Event, code: str) -> Channel | None:
    """The channel of this event's campaigns behind a code somebody came with; None for anything else."""
    stored = read_channel_code(code)
    return Channel.objects.filter(campaign__event=event, code=stored).first() if stored else None
