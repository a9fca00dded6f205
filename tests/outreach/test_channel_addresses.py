"""The short address of a channel is typed or read out; it leads to the event and counts for the channel."""

import pytest

from outreach import selectors
from outreach.choices import EventStatus
from outreach.links import channel_url
from outreach.services.promotion import read_channel_code
from outreach.views.channels import MISSES
from tests.factories.outreach import make_campaign, make_channel, make_event, make_session
from tests.outreach.test_registration_pages import fill

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{spelled}", "{dashed}"])
def test_the_short_address_leads_to_the_event_and_counts_for_the_channel(client, typed):
    session = make_session(make_event(seats=9))
    channel = make_channel(make_campaign(session.event))
    code = channel.code
    shapes = {"code": code, "lower": code.lower(), "spelled": " ".join(code), "dashed": f"{code[:3]}-{code[3:]}"}
    response = client.get(f"/k/{typed.format(**shapes)}/")
    assert response.url == f"/kegiatan/{session.event_id}/?k={code}"
    html = client.get(response.url).content.decode()
    assert f"/daftar/?k={code}" in html
    fill(client, session, k=code)
    assert [row.registrations for row in selectors.promotion.brought(channel.campaign)] == [1, 0]


def test_letters_that_are_heard_wrong_are_read_as_meant():
    assert read_channel_code(" oil-123 ") == "011123"
    for odd in ("", "ABCDE", "ABCDEFG", "ABCDEU", "\0BCDEF", "<b>ABC"):
        assert read_channel_code(odd) == "", odd


def test_an_unknown_code_is_answered_kindly_and_typed_anew(client):
    answer = client.get("/k/<b>x/")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Kode ini tidak kami kenal" in html
    assert "&lt;b&gt;x" in html
    assert 'href="/kegiatan/"' in html
    channel = make_channel()
    assert client.get("/k/", {"kode": f" {channel.code.lower()} "}).url == f"/k/{channel.code}/"
    for odd in ("zz", "\0", "9" * 200):
        assert client.get("/k/", {"kode": odd}).status_code == 200, odd
    assert client.post(f"/k/{channel.code}/").status_code == 405


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.APPROVED])
def test_an_event_that_is_not_public_stays_so(client, status):
    channel = make_channel(make_campaign(make_event(status=status, title="Rahasia")))
    answer = client.get(f"/k/{channel.code}/")
    assert answer.status_code == 404
    assert "Rahasia" not in answer.content.decode()


def test_guessing_ends_after_twenty_codes(client):
    channel = make_channel()
    for number in range(MISSES):
        assert client.get(f"/k/ZZZZ{number:02}/").status_code == 404
    assert client.get("/k/ZZZZ99/").status_code == 429
    assert client.get(f"/k/{channel.code}/").status_code == 302, "a right code always leads on"
    assert client.get(f"/k/{channel.code}/", REMOTE_ADDR="198.51.100.7").status_code == 302


def test_the_campaigns_page_and_its_excel_say_the_address(client_as):
    channel, planner = make_channel(), client_as("Pustakawan")
    address = channel_url(channel)
    assert address.endswith(f"/k/{channel.code}/")
    html = planner.get(f"/staf/kegiatan/promosi/{channel.campaign_id}/").content.decode()
    assert f'href="{address}"' in html
    assert address.partition("://")[2] in html.replace(f'href="{address}"', "")
