"""Campaigns: one code a channel, what each brought, texts no longer than the channel holds."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from outreach import selectors
from outreach.choices import RegistrationStatus
from outreach.models import Channel, CheckIn, Post, Registration
from outreach.services import promotion as deeds
from outreach.services.registering import cancel
from tests.factories.outreach import make_campaign, make_channel, make_event, make_registration, make_session
from tests.outreach.test_registration_pages import fill
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def page(campaign) -> str:
    return f"/staf/kegiatan/promosi/{campaign.pk}/"


def test_two_posters_with_two_codes_split_the_registrations(client, client_as):
    session = make_session(make_event(seats=20))
    campaign = make_campaign(session.event)
    market, lobby = make_channel(campaign), make_channel(campaign)
    html = client.get(f"/kegiatan/{session.event_id}/?k={market.code}").content.decode()
    assert f"/daftar/?k={market.code}" in html
    form = client.get(f"/kegiatan/tanggal/{session.pk}/daftar/?k={market.code}").content.decode()
    assert f'name="k" value="{market.code}"' in form
    for number, code in enumerate([market.code, market.code.lower(), lobby.code, "", "XXXXXX"]):
        assert fill(client, session, phone=f"0812 3456 780{number}", k=code).status_code == 302
    rows = {row.channel: row for row in selectors.promotion.brought(campaign)}
    assert [rows[key].registrations for key in (market, lobby, None)] == [2, 1, 2]
    gone = Registration.objects.filter(channel=market).order_by("pk").first()
    cancel(registration=gone, at=timezone.now())
    assert selectors.promotion.brought(campaign)[0].registrations == 1
    came = Registration.objects.get(channel=lobby)
    CheckIn.objects.create(session=session, registration=came, heads=1, at=timezone.now(), age_band="dewasa")
    assert [row.came for row in selectors.promotion.brought(campaign)] == [0, 1, 0]
    assert lobby.code in client_as("Pemeriksa").get(page(campaign)).content.decode()


def test_the_list_and_the_page_count_the_same_and_only_the_campaigns_days(client_as):
    campaign = make_campaign()
    channel, session = make_channel(campaign), make_session(campaign.event)
    for fields in ({}, {"status": RegistrationStatus.HELD_ASIDE}, {"status": RegistrationStatus.CANCELLED}):
        make_registration(session, channel=channel, **fields)
    first = timezone.make_aware(datetime.combine(campaign.starts_on, time()))
    after = timezone.make_aware(datetime.combine(campaign.ends_on + timedelta(days=1), time()))
    for moment in (first - timedelta(seconds=1), first, after - timedelta(seconds=1), after):
        make_registration(session, queued_at=moment)
        make_registration(session, queued_at=moment, channel=channel)
    by_code, without = selectors.promotion.brought(campaign)
    assert (by_code.registrations, by_code.people, by_code.beside) == (3, 3, 2)
    assert (without.registrations, without.beside) == (2, 0)
    assert selectors.promotion.campaigns().get(pk=campaign.pk).brought == 3
    html = client_as("Pustakawan").get(page(campaign)).content.decode()
    assert "2 pendaftaran dengan kode" in html


def test_a_code_of_another_event_counts_for_nobody():
    mine, other = make_campaign(), make_channel()
    assert deeds.channel_of(mine.event, other.code) is None
    assert deeds.channel_of(other.campaign.event, f" {other.code.lower()} ") == other


def test_a_text_is_no_longer_than_its_channel_holds(client_as):
    planner, poster = client_as("Pustakawan"), make_channel(kind="poster")
    social = make_channel(poster.campaign, kind="medsos")
    address = f"{page(poster.campaign)}unggahan/"
    form = {"channel": poster.pk, "day": timezone.localdate(), "text": "x" * 161}
    assert "161" in planner.post(address, form).content.decode()
    assert planner.post(address, form | {"text": "Ayo", "text_en": "x" * 161}).status_code == 200
    late = form | {"channel": social.pk, "day": timezone.localdate() + timedelta(days=60)}
    assert planner.post(address, late).status_code == 200
    assert not Post.objects.exists()
    assert planner.post(address, form | {"channel": social.pk}).status_code == 302
    assert planner.post(address, form | {"channel": make_channel().pk}).status_code == 200  # another campaign's
    post = Post.objects.get()
    planner.post(f"/staf/kegiatan/unggahan/{post.pk}/terbit/")
    post.refresh_from_db()
    assert post.posted_on == timezone.localdate()


def test_a_channel_stands_once_in_its_campaign(client_as):
    planner, campaign = client_as("Pustakawan"), make_campaign()
    form = {"kind": "poster", "label": "Pasar"}
    assert planner.post(f"{page(campaign)}kanal/", form).status_code == 302
    assert planner.post(f"{page(campaign)}kanal/", form | {"label": "pasar"}).status_code == 200
    assert planner.post(f"{page(campaign)}kanal/", form | {"kind": "radio"}).status_code == 302
    assert Channel.objects.count() == 2


def test_a_campaign_keeps_its_event(client_as):
    planner, event = client_as("Pustakawan"), make_event(seats=5)
    today = timezone.localdate()
    form = {"title": "Ajak", "event": event.pk, "starts_on": today, "ends_on": today + timedelta(days=9)}
    assert (
        planner.post("/staf/kegiatan/promosi/baru/", form | {"ends_on": today - timedelta(days=1)}).status_code == 200
    )
    assert planner.post("/staf/kegiatan/promosi/baru/", form).status_code == 302
    campaign = make_campaign(event)
    planner.post(f"{page(campaign)}ubah/", form | {"event": make_event().pk, "title": "Baru"})
    campaign.refresh_from_db()
    assert (campaign.title, campaign.event) == ("Baru", event)


def test_the_square_poster_is_a_picture_as_wide_as_high_with_the_channels_address(client_as):
    channel = make_channel()
    event = channel.campaign.event
    address = f"/staf/kegiatan/acara/{event.pk}/poster/?kertas=square&format=png"
    plain = client_as("Pustakawan").get(address).content
    coded = client_as("Pustakawan").get(f"{address}&kanal={channel.code}").content
    width, height = plain[16:20], plain[20:24]
    assert plain.startswith(b"\x89PNG")
    assert width == height
    assert int.from_bytes(width) >= 1080
    assert plain != coded


def test_the_pages_cost_the_same_for_one_and_three(client_as):
    staff, campaign = client_as("Pustakawan"), make_campaign()

    def more():
        channel = make_channel(campaign)
        session = make_session(campaign.event)
        make_registration(session, channel=channel)
        deeds.plan_post(channel=channel, day=campaign.starts_on, text="Ayo", colleague=staff.user.profile)
        make_campaign()

    assert_same_queries(staff, "/staf/kegiatan/promosi/", more)
    assert_same_queries(staff, page(campaign), more)
    assert staff.get(f"{page(campaign)}excel/").status_code == 200
