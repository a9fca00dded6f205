"""The reference desk: a tick a question, once, by its own hand."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.reports.registry import content_of
from collections_app.models import Demand
from evaluations.models import ReferenceTally, ReferenceTopic
from evaluations.selectors.activities import activities_of
from evaluations.selectors.tally import figures
from evaluations.services import tally
from tests.factories.accounts import make_appointment, make_person
from tests.factories.complaints import make_tick
from tests.factories.libraries import make_service_point
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DESK = "/staf/rujukan/"


@pytest.fixture
def topic():
    return ReferenceTopic.objects.get(code="buton")


def test_one_tap_writes_it_down_and_the_choice_stays_for_the_next(client_as, topic):
    client = client_as(Role.SERVICE_OFFICER)
    said = {"key": str(uuid4()), "tap": f"{topic.pk}:answered", "channel": "whatsapp", "minutes": "15"}
    answer = client.post(DESK, said)
    client.post(DESK, said)  # the button was pressed twice
    row = ReferenceTally.objects.get()
    assert (row.staff, row.topic, row.channel, row.result, row.minutes) == (
        client.user.profile,
        topic,
        "whatsapp",
        "answered",
        15,
    )
    page = client.get(answer["Location"]).content.decode()
    assert '<option value="whatsapp" selected>' in page
    assert '<option value="15" selected>' in page
    assert "Tercatat: " in page  # on top, where the page begins again
    assert "Tercatat: " not in client.get(DESK).content.decode()


def test_two_different_taps_on_one_loaded_page_are_two_questions(client_as, topic):
    client, key = client_as(Role.SERVICE_OFFICER), str(uuid4())
    for result in ("answered", "unanswered", "answered"):
        client.post(DESK, {"key": key, "tap": f"{topic.pk}:{result}", "channel": "desk", "minutes": "5"})
    assert sorted(ReferenceTally.objects.values_list("result", flat=True)) == ["answered", "unanswered"]


def test_what_a_colleague_kept_on_a_shared_phone_waits_for_the_colleague(client_as, topic):
    ani, budi = client_as(Role.LIBRARIAN), client_as(Role.SERVICE_OFFICER)
    kept = {
        "key": str(uuid4()), "topic": str(topic.pk), "result": "answered", "channel": "desk", "minutes": "5",
        "service_point": "", "day": str(TODAY()), "staff": str(ani.user.profile.pk),
    }  # fmt: skip
    said = budi.post(f"{DESK}kirim/", [kept], content_type="application/json").json()
    assert said == {"done": [], "refused": []}
    assert not ReferenceTally.objects.exists()
    assert ani.post(f"{DESK}kirim/", [kept], content_type="application/json").json()["done"] == [kept["key"]]
    assert ReferenceTally.objects.get().staff == ani.user.profile


@pytest.mark.parametrize("tap", ["", "0:answered", "x:answered", "1:maybe", "²:answered"])
def test_what_no_page_sends_is_refused_kindly(client_as, tap):
    said = {"key": str(uuid4()), "tap": tap, "channel": "desk", "minutes": "5"}
    assert client_as(Role.SERVICE_OFFICER).post(DESK, said).status_code == 302
    assert not ReferenceTally.objects.exists()


def test_ticks_kept_on_a_phone_are_sent_once_and_old_ones_refused(client_as, topic):
    client = client_as(Role.LIBRARIAN)

    def entry(days_ago, **more):
        day = str(TODAY() - timedelta(days=days_ago))
        said = {"key": str(uuid4()), "topic": str(topic.pk), "result": "referred", "channel": "desk", "minutes": "5"}
        return said | {"service_point": "", "day": day, "staff": str(client.user.profile.pk)} | more

    fresh, older, stale, broken = entry(0), entry(3), entry(9), entry(0, minutes="7")
    sent = [fresh, older, stale, broken, "x"]
    said = client.post(f"{DESK}kirim/", sent, content_type="application/json").json()
    assert said["done"] == [fresh["key"], older["key"]]
    assert [one["key"] for one in said["refused"]] == [stale["key"], broken["key"], None]
    client.post(f"{DESK}kirim/", [fresh, older], content_type="application/json")
    assert ReferenceTally.objects.count() == 2
    assert client.post(f"{DESK}kirim/", "{", content_type="application/json").status_code == 400


def test_ones_own_of_today_is_taken_back_and_nothing_else(client_as):
    client = client_as(Role.LIBRARIAN)
    mine, other = make_tick(staff=client.user.profile), make_tick()
    assert client.post(f"{DESK}{other.pk}/batal/").status_code == 404
    assert client.post(f"{DESK}{mine.pk}/batal/").status_code == 302
    assert list(ReferenceTally.objects.all()) == [other]
    with pytest.raises(tally.NotYoursToTakeBack):
        tally.take_back(tally=other, staff=client.user.profile, today=TODAY())
    with pytest.raises(tally.NotYoursToTakeBack):
        tally.take_back(tally=other, staff=other.staff, today=TODAY() + timedelta(days=1))


def test_what_could_not_be_found_becomes_one_wish_on_the_board(client_as):
    client = client_as(Role.LIBRARIAN)
    row = make_tick(staff=client.user.profile, result="unanswered")
    assert client.post(f"{DESK}{row.pk}/usul/", {"title": "Undang-undang Buton"}).status_code == 302
    row.refresh_from_db()
    assert row.demand == Demand.objects.get(title="Undang-undang Buton")
    assert client.post(f"{DESK}{row.pk}/usul/", {"title": "Lagi"}).status_code == 404
    found = make_tick(staff=client.user.profile)
    with pytest.raises(tally.NothingToWishFor):
        tally.wish_for(tally=found, title="Ada", by=client.user, on=TODAY())
    with pytest.raises(IntegrityError, match="only_an_unanswered"), transaction.atomic():
        ReferenceTally.objects.filter(pk=found.pk).update(demand=row.demand)


def test_all_that_was_not_found_stands_by_topic_with_the_step_to_the_board(client_as):
    client, day = client_as(Role.LIBRARIAN), TODAY() - timedelta(days=5)
    rows = [make_tick(result="unanswered", day=day) for _n in range(7)]  # a colleague's, and older than today
    make_tick()
    page = client.get(f"{DESK}belum-terjawab/")
    assert {row.pk for row in page.context["object_list"]} == {row.pk for row in rows}
    assert f"{DESK}{rows[0].pk}/usul/" in page.content.decode()
    assert client.post(f"{DESK}{rows[0].pk}/usul/", {"title": "Sejarah Wolio"}).status_code == 302
    assert len(client.get(f"{DESK}belum-terjawab/").context["object_list"]) == 6
    assert "/usul/" not in client_as(Role.INSPECTOR).get(f"{DESK}belum-terjawab/").content.decode()


def test_figures_are_of_everybody_or_of_one_person():
    ani = make_person(Role.LIBRARIAN)
    make_tick(staff=ani, minutes=15)
    make_tick(staff=ani, result="unanswered")
    make_tick()
    span = (TODAY().replace(month=1, day=1), TODAY().replace(month=12, day=31))
    every, own = figures(*span), figures(*span, staff=ani)
    assert (every.total, every.unanswered, own.total, own.minutes) == (3, 1, 2, 13)
    assert (own.unanswered_share, sum(own.months), own.topics[0].n) == (0.5, 2, 2)
    assert own.channels[0][1] == 2


def test_pages_take_the_same_statements_for_one_tick_and_three(client_as):
    client = client_as(Role.LIBRARIAN)

    def one_more():
        make_tick(staff=client.user.profile)

    assert_same_queries(client, DESK, one_more)
    assert_same_queries(client, f"{DESK}belum-terjawab/", lambda: make_tick(result="unanswered"))
    assert_same_queries(client, f"{DESK}angka/", one_more)


def test_excel_names_nobody(client_as):
    row = make_tick()
    page = client_as(Role.INSPECTOR).get(f"{DESK}angka/excel/")
    cells = {str(cell.value) for line in load_workbook(BytesIO(page.content)).active.iter_rows() for cell in line}
    assert row.topic.name in cells
    assert not any(row.staff.name in cell for cell in cells)


def test_ticks_are_evidence_month_by_month_of_ones_own_work_alone():
    ani, today = make_person(Role.LIBRARIAN), TODAY()
    first = today.replace(month=1, day=1)
    last_month = first - timedelta(days=1)
    for day, result in ((today, "answered"), (today, "unanswered"), (last_month, "answered")):
        make_tick(staff=ani, day=day, today=day, result=result, minutes=15)
    make_tick()
    lines = activities_of(ani, last_month.replace(day=1), today)
    assert [line.day for line in lines] == [last_month, today]
    assert lines[1].title == "2 pertanyaan dilayani"
    assert lines[1].detail == "1 terjawab, sekitar 0,3 jam"
    assert [line.title for line in activities_of(ani, first, today)] == ["2 pertanyaan dilayani"]
    assert activities_of(make_person(Role.LIBRARIAN), first, today) == []


def test_the_portfolio_says_by_topic_what_was_dealt_with():
    ani, today = make_person(Role.LIBRARIAN), TODAY()
    make_tick(staff=ani)
    make_tick(staff=ani, result="referred")
    make_tick(topic=ReferenceTopic.objects.get(code="buton"))
    made = content_of("portofolio", str(today.year), on=today, subject=ani)
    [grid] = [part for part in made.parts if getattr(part, "name", "") == "Pertanyaan rujukan"]
    assert [row[1:] for row in grid.rows] == [[1, 1, 0]]


def test_the_desk_opens_on_ones_own_service_point(client_as):
    client = client_as(Role.SERVICE_OFFICER)
    me, one, other = client.user.profile, make_service_point(), make_service_point()

    def chosen(query=""):
        return client.get(DESK + query).context["point"]

    assert chosen() is None
    post = make_appointment(me, unit=one.unit)
    assert chosen() == one.pk
    make_service_point(unit=one.unit)
    assert chosen() is None  # the unit has two
    make_tick(staff=me, service_point=other)
    assert chosen() == other.pk
    post.service_point = one
    post.save()
    assert chosen() == one.pk
    assert chosen("?titik=0") == 0
    assert f'<option value="{one.pk}" selected>' in client.get(DESK).content.decode()
