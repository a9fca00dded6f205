"""An invented campaign for the coming writing workshop: five channels, a calendar of posts, registrations by code."""

from datetime import timedelta
from typing import Any

from baubau_pembinaan.core.demo import DemoContext
from outreach.choices import ChannelKind
from outreach.models import Campaign, Channel, Event, Post, Registration
from outreach.services.promotion import add_channel, note_posted, plan_post, save_campaign

CHANNELS = [
    (ChannelKind.POSTER, "Papan pengumuman pasar"),
    (ChannelKind.POSTER, "Lobi perpustakaan"),
    (ChannelKind.SOCIAL, "Instagram perpustakaan"),
    (ChannelKind.RADIO, "Radio Contoh, Jumat pagi"),
    (ChannelKind.WHATSAPP, "Grup guru Bahasa Indonesia"),
]
TEXT = "Punya ide cerita? Ikut Lokakarya Menulis Cerita di perpustakaan. Gratis, tempat terbatas."
TEXT_EN = "Got a story idea? Join the story-writing workshop at the library. Free, few seats."


def load(context: DemoContext, by: Any) -> None:
    event = Event.objects.filter(is_demo=True, title="Lokakarya Menulis Cerita").first()
    if event is None:
        return
    first = context.days_ago(20)
    campaign = save_campaign(
        campaign=Campaign(
            title="Ajak remaja menulis", event=event, aim="Pelajar SMP dan SMA di lima kecamatan pesisir",
            starts_on=first, ends_on=first + timedelta(days=40), is_demo=True,
        ),
        by=by,
    )  # fmt: skip
    channels = [add_channel(campaign=campaign, kind=kind, label=label) for kind, label in CHANNELS]
    for number, channel in enumerate([*channels, *channels[2:]]):
        day = first + timedelta(days=number * 4)
        post = plan_post(channel=channel, day=day, text=TEXT, text_en=TEXT_EN)
        if day < context.as_of - timedelta(days=2):
            note_posted(post=post, on=day)
    for number, channel in enumerate(channels):
        Channel.objects.filter(pk=channel.pk).update(answers=3 + number * 4 % 11)
    meanwhile = Registration.objects.filter(queued_at__date__range=(campaign.starts_on, campaign.ends_on))
    known = meanwhile.filter(session__event=event, channel=None).order_by("pk").values_list("pk", flat=True)
    for number, pk in enumerate(list(known)):
        if number % 3:
            channel = channels[(number * number + number // 4) % len(channels)]
            Registration.objects.filter(pk=pk).update(channel=channel)


def clear() -> None:
    """After the registrations that came by a code are gone."""
    Post.objects.filter(channel__campaign__is_demo=True).delete()
    Channel.objects.filter(campaign__is_demo=True).delete()
    Campaign.objects.filter(is_demo=True).delete()
