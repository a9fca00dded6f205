"""A session of sixty meetings: its pages come in parts, and saving one part leaves the others alone."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from tests.factories.training import make_session, make_worker, slot
from tests.pages import PAGE_CAP, statements
from training.services import sessions
from training.services.sessions import MEETINGS_AT_MOST, NoMeetings, TooManyMeetings

pytestmark = pytest.mark.django_db
LARGEST = 60 * 1024


def days(first, count, **fields):
    trainer = make_worker()
    today = timezone.localdate()
    words = {
        "topic": "Pengolahan bahan pustaka. " * 6 + "Akhir",
        "trainer": trainer,
        "link": "https://example.org/" + "x" * 99,
    }
    return [slot(today + timedelta(days=first + number), **{**words, **fields}) for number in range(count)]


def url(session, name="session-detail"):
    return reverse(f"training:{name}", args=[session.pk])


@pytest.fixture
def client(client_as):
    return client_as(Role.DIVISION_HEAD)


@pytest.fixture
def long(db):
    """Thirty-five meetings are over, twenty-five are to come."""
    return make_session(slots=days(-35, MEETINGS_AT_MOST))


def fields(html):
    """The form as a browser would send it back."""
    sent = {}
    for tag in re.findall(r"<(?:input|textarea|select)\b[^>]*>", html):
        given = dict(re.findall(r'(\S+?)="([^"]*)"', tag))
        if "name" in given and given.get("type") != "checkbox":
            sent[given["name"]] = given.get("value", "")
    for name, body in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    return {name: value for name, value in sent.items() if name.startswith("m-") or name == "part"}


@pytest.mark.parametrize("name", ["session-detail", "session-meetings"])
@pytest.mark.parametrize("part", ["", "?pertemuan=1", "?pertemuan=2"])
def test_sixty_meetings_are_a_light_page(client, long, name, part):
    address = url(long, name) + part
    client.get(address)
    response, sql = statements(client, address)
    assert (len(response.content) <= LARGEST, len(sql) <= PAGE_CAP) == (True, True), (len(response.content), len(sql))


def test_the_page_opens_at_the_next_meeting_and_leads_to_the_others(client, long):
    html = client.get(url(long)).content.decode()
    rows = list(long.meetings.order_by("starts_at"))
    drawn = [row.pk for row in rows if reverse("training:attendance", args=[row.pk]) in html]
    assert drawn == [row.pk for row in rows[20:40]]
    assert "?pertemuan=1" in html and "?pertemuan=3" in html
    over = make_session(slots=days(-40, 30))
    html = client.get(url(over)).content.decode()
    assert reverse("training:attendance", args=[over.meetings.order_by("starts_at").last().pk]) in html


def test_saving_a_part_leaves_the_other_meetings_alone(client, long):
    before = list(long.meetings.order_by("starts_at").values())
    sent = fields(client.get(url(long, "session-meetings") + "?pertemuan=2").content.decode())
    shown = [int(value) for name, value in sent.items() if name.endswith("-pk") and value]
    assert shown == [row["id"] for row in before[10:20]]
    sent |= {"m-0-place": "Ruang baru", "m-1-DELETE": "on"}
    assert client.post(url(long, "session-meetings") + "?pertemuan=2", sent).status_code == 302
    after = {row["id"]: row for row in long.meetings.values()}
    assert set(after) == {row["id"] for row in before} - {shown[1]}
    assert after[shown[0]]["place"] == "Ruang baru"
    assert [after[row["id"]] for row in before if row["id"] not in shown[:2]] == [
        row for row in before if row["id"] not in shown[:2]
    ]


def test_a_part_stays_a_part_where_others_went_meanwhile(client):
    session = make_session(slots=days(1, 11))
    sent = fields(client.get(url(session, "session-meetings") + "?pertemuan=2").content.decode())
    rows = list(session.meetings.order_by("starts_at"))
    sessions.set_meetings(session=session, slots=[], by=None, among=[rows[0].pk])
    client.post(url(session, "session-meetings"), sent)
    assert session.meetings.count() == 10


def test_no_part_makes_it_more_than_may_be_or_none(long):
    with pytest.raises(TooManyMeetings):
        sessions.set_meetings(session=long, slots=days(90, 1), by=None, among=[])
    few = make_session(slots=days(1, 2))
    with pytest.raises(NoMeetings):
        sessions.set_meetings(session=few, slots=[], by=None, among=[row.pk for row in few.meetings.all()])
    first = few.meetings.order_by("starts_at").first()
    sessions.set_meetings(session=few, slots=[], by=None, among=[first.pk])
    assert few.meetings.count() == 1
    with pytest.raises(ValidationError):
        make_session(slots=days(1, MEETINGS_AT_MOST + 1))


def test_many_overlaps_are_counted_and_not_all_drawn(client, long):
    for meeting in long.meetings.filter(starts_at__gt=timezone.now())[:14]:
        day = timezone.localtime(meeting.starts_at).date()
        make_session(slots=[slot(day, trainer=meeting.trainer, place="Lain")])
    response = client.get(url(long))
    assert response.content.decode().count("alert-warning") == 10
    assert "dan 4 bentrokan lagi" in response.content.decode()
    assert len(response.content) <= LARGEST
