"""What the pages of campaigns read."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, blank
from outreach.choices import LIVE, RegistrationStatus
from outreach.models import Campaign, Channel, CheckIn, Post, Registration

COUNTED = tuple(status for status in LIVE if status != RegistrationStatus.HELD_ASIDE)


def campaigns() -> QuerySet[Campaign]:
    """Newest first, with `event`, `ways` and `brought`: the registrations by its codes, counted as on its page."""
    counted = Q(
        channels__registrations__status__in=COUNTED,
        channels__registrations__queued_at__date__gte=F("starts_on"),
        channels__registrations__queued_at__date__lte=F("ends_on"),
    )
    found = Campaign.objects.select_related("event").annotate(
        ways=Count("channels", distinct=True), brought=Count("channels__registrations", filter=counted, distinct=True)
    )
    return found.order_by("-starts_on", "-pk")


_PAGE = KeptModels(
    lambda: Campaign.objects.filter(pk=blank("pk")).select_related("event").annotate(planned=Count("channels__posts"))
)


def campaign_for_page(pk: int) -> Campaign | None:
    """With `event` and `planned`, the number of its posts."""
    return _PAGE.first(pk=pk)


_POSTS = KeptModels(
    lambda: (
        Post.objects.filter(channel__campaign=blank("campaign"))
        .select_related("channel", "colleague")
        .order_by("day", "pk")
    )
)


def posts(campaign: Campaign) -> KeptPart[Post]:
    return _POSTS.part(campaign=campaign.pk)


@dataclass
class Brought:
    """What a channel brought: registrations, people in them, who came, survey answers; `channel` None: no code.

    `beside`: registrations by its code on other days than the campaign's, which are not among them.
    """

    channel: Any
    registrations: int = 0
    people: int = 0
    came: int = 0
    answers: int = 0
    beside: int = 0


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


_CHANNELS = KeptModels(lambda: Channel.objects.filter(campaign=blank("campaign")).order_by("pk"))


def _counted() -> QuerySet[Any, Any]:
    rows_of_event = Registration.objects.filter(session__event=blank("event"), status__in=COUNTED)
    meanwhile = Q(queued_at__gte=blank("begin"), queued_at__lt=blank("end"))
    arrived = CheckIn.objects.of_those_expected().filter(registration=OuterRef("pk"))
    return (
        rows_of_event.filter(Q(channel__campaign=blank("campaign")) | Q(meanwhile, channel=None))
        .order_by()
        .annotate(arrived=Exists(arrived), meanwhile=Case(When(meanwhile, then=True), default=False))
        .values_list("channel_id")
        .annotate(
            n=Count("pk", filter=Q(meanwhile=True)),
            people=Coalesce(Sum("seats", filter=Q(meanwhile=True)), 0),
            came=Coalesce(Sum("seats", filter=Q(meanwhile=True, arrived=True)), 0),
            beside=Count("pk", filter=Q(meanwhile=False)),
        )
    )


_COUNTED = Kept(_counted)


def brought(campaign: Campaign) -> list[Brought]:
    """One row a channel, then who registered for the event without a code. Two statements.

    Counted are registrations of the campaign's days that were not cancelled and not held aside: what was asked for
    before it began, it cannot have brought.
    """
    channels = _CHANNELS.rows(campaign=campaign.pk)
    rows = {channel.pk: Brought(channel, answers=channel.answers) for channel in channels}
    begin, end = _begin(campaign.starts_on), _begin(campaign.ends_on + timedelta(days=1))
    without = Brought(None)
    for channel_id, n, people, came, beside in _COUNTED.rows(
        event=campaign.event_id, campaign=campaign.pk, begin=begin, end=end
    ):
        row = rows.get(channel_id, without)
        row.registrations, row.people, row.came, row.beside = n, people, came, beside
    return [*rows.values(), without]
