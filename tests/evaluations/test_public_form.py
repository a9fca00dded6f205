"""The survey as a patron meets it, and as somebody who wants to break it does."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from secrets import token_bytes
from uuid import UUID

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from time_machine import travel

from baubau_pembinaan.libraries.models import ServicePoint, Unit
from evaluations.choices import HeldReason, HeldStatus, PeriodStatus
from evaluations.flood import origin_mark
from evaluations.form_token import make_token
from evaluations.models import Answer, Comment, DemographicOption, HeldAnswer, HeldBatch, LateAnswers, SubmissionKey
from evaluations.services import answering
from tests.evaluations.conftest import filled, token_in
from tests.factories.evaluations import make_period, make_survey
from tests.factories.outreach import make_event, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return make_period()


def code_of(period):
    return period.survey.code


def test_answers_arrive_with_the_local_day_and_half_and_nothing_else(period, patron):
    response = patron(code_of(period), sex="2", age="3", education="4", occupation="1", comment=" Bagus \x00 ")
    assert response.status_code == 303
    assert response["Location"] == f"/s/{code_of(period)}/terima-kasih/"
    row = Answer.objects.get()
    assert [getattr(row, f"r{slot}") for slot in range(1, 11)] == [4] * 9 + [None]
    assert (row.sex, row.age, row.education, row.occupation) == (2, 3, 4, 1)
    assert row.day == timezone.localdate()
    assert row.month == row.day.year * 12 + row.day.month - 1
    assert row.slot in (1, 2)
    assert Comment.objects.get().text == "Bagus"


def test_the_answer_row_has_no_column_for_a_person_or_a_moment():
    from django.db import models

    for model in (Answer, HeldAnswer, Comment):
        for field in model._meta.get_fields():
            assert not isinstance(field, models.DateTimeField | models.TimeField | models.GenericIPAddressField), field
    assert {f.name for f in Comment._meta.concrete_fields} == {"id", "period", "day", "text"}
    assert UUID(str(Answer().pk)).version == 4  # random, not in order of arrival


def test_the_form_sets_no_cookie_but_csrf_and_answered(period, patron):
    client = Client()
    patron(code_of(period), client=client)
    assert set(client.cookies) == {"csrftoken", "answered"}
    assert client.cookies["answered"]["path"] == f"/s/{code_of(period)}/"


def test_a_phone_that_answered_is_asked_but_never_refused(period, patron):
    client = Client()
    patron(code_of(period), client=client)
    assert b"alert-info" in client.get(f"/s/{code_of(period)}/").content
    asked = patron(code_of(period), 3, client=client)
    assert (asked.status_code, asked.content.count(b"checked"), Answer.objects.count()) == (422, 9, 1)
    assert b'name="another"' in asked.content
    token = token_in(asked.content.decode())
    with travel(timezone.now() + timedelta(seconds=60), tick=True):
        for _twice in range(2):
            assert client.post(f"/s/{code_of(period)}/", filled(token, 3, another="1")).status_code == 303
            assert Answer.objects.count() == 2


def test_a_script_that_is_asked_shows_the_question_and_a_kept_answer_goes_through(period, patron):
    client = Client()
    patron(code_of(period), client=client)
    address, by_script = f"/s/{code_of(period)}/", {"X-Survey": "1"}
    token = token_in(client.get(address).content.decode())
    with travel(timezone.now() + timedelta(seconds=60), tick=True):
        assert client.post(address, filled(token), headers=by_script).json() == {"result": "asks"}
        assert client.post(address, filled(token, kept="1"), headers=by_script).json()["result"] == "stored"
        assert client.post(address, filled(token), headers=by_script).json()["result"] == "stored"  # the very same form
    assert Answer.objects.count() == 2


def test_a_missing_answer_is_named_and_the_others_stay(period, patron):
    response = patron(code_of(period), 3, r5="", comment="tetap di sini")
    assert response.status_code == 422
    html = response.content.decode()
    assert 'href="#r5"' in html
    assert html.count("checked") == 8
    assert "tetap di sini" in html
    assert not Answer.objects.exists()


def test_a_forgotten_tick_added_at_once_is_no_machine(period, patron):
    """Who read the page for half a minute and corrects it in a second: the first hand-out counts."""
    client = Client()
    page = patron(code_of(period), client=client, r5="").content.decode()
    with travel(timezone.now() + timedelta(seconds=31), tick=True):
        assert client.post(f"/s/{code_of(period)}/", filled(token_in(page))).status_code == 303
    assert Answer.objects.count() == 1
    assert not HeldBatch.objects.exists()


def test_a_form_already_counted_gets_another_token_with_its_mistakes(period, patron):
    """Two tabs: the second, sent incomplete and then whole, is an answer of its own and not lost as a repeat."""
    client = Client()
    token = token_in(client.get(f"/s/{code_of(period)}/").content.decode())
    with travel(timezone.now() + timedelta(seconds=30), tick=False) as clock:
        assert client.post(f"/s/{code_of(period)}/", filled(token)).status_code == 303
        page = client.post(f"/s/{code_of(period)}/", filled(token, r5="")).content.decode()
        assert token_in(page) != token
        clock.shift(timedelta(seconds=30))
        client.post(f"/s/{code_of(period)}/", filled(token_in(page), another="1"))
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("bad", ["0", "5", "4.0", "４", "-1", "1'; drop table", "x" * 1000])
def test_a_tampered_value_is_refused(period, patron, bad):
    assert patron(code_of(period), r1=bad).status_code == 422
    assert patron(code_of(period), sex=bad).status_code == 422
    assert not Answer.objects.exists()


def test_a_comment_over_2000_characters_is_refused_and_kept_in_the_form(period, patron):
    assert patron(code_of(period), comment="a" * 2001).status_code == 422
    assert patron(code_of(period), comment="ﷺ🙂" * 1000).status_code == 303
    assert Comment.objects.count() == 1


def test_html_in_a_comment_comes_back_as_text(period, patron):
    response = patron(code_of(period), r1="", comment="<script>alert(1)</script>")
    assert b"<script>alert" not in response.content
    assert b"&lt;script&gt;alert" in response.content


def test_unknown_closed_and_draft_codes_look_alike(period):
    closed = make_period(status=PeriodStatus.CLOSED)
    draft = make_period(status=PeriodStatus.DRAFT)
    over = make_period(ends_on=timezone.localdate() - timedelta(days=1))
    codes = ["tidakada", code_of(closed), code_of(draft), code_of(over)]
    secret = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    pages = {secret.sub("", Client().get(f"/s/{code}/").content.decode()).replace(code, "") for code in codes}
    assert len(pages) == 1
    assert Client().get("/s/tidakada/").status_code == 404
    assert Client().get(f"/s/{code_of(period)}/").status_code == 200


def test_an_address_without_a_survey_names_those_that_are_open_now(period):
    unit = Unit.objects.create(code="UX", name="Bidang X")
    point = ServicePoint.objects.create(unit=unit, code="x", name="Meja <anak>")
    desk = make_survey(service_point=point)
    make_period(desk)
    others = [
        make_period(status=PeriodStatus.DRAFT),
        make_period(ends_on=timezone.localdate() - timedelta(days=1)),
        make_period(make_survey(event=make_event(), key="hasil")),
    ]
    for address in ("/s/tidakada/", f"/s/{code_of(others[1])}/", "/s/bukan-kode-sama-sekali/"):
        response = Client().get(address)
        page = response.content.decode()
        assert response.status_code == 404
        assert f'href="/s/{desk.code}/"' in page
        assert "Meja &lt;anak&gt;" in page
        assert f'href="/s/{code_of(period)}/"' in page
        assert not any(f'href="/s/{code_of(other)}/"' in page for other in others)


def test_without_a_valid_token_every_code_that_is_not_answered_today_looks_unknown(period):
    today = timezone.localdate()
    over = make_period(ends_on=today - timedelta(days=1))
    ahead = make_period(starts_on=today + timedelta(days=1))
    closed = make_period(status=PeriodStatus.CLOSED)
    for code in ("tidakada", code_of(over), code_of(ahead), code_of(closed)):
        assert Client().post(f"/s/{code}/", filled("palsu")).status_code == 404, code
    assert Client().post(f"/s/{code_of(period)}/", filled("palsu")).status_code == 422
    assert Client().post(f"/s/{code_of(ahead)}/", filled(make_token(ahead.pk))).status_code == 404
    ended = Client().post(f"/s/{code_of(over)}/", filled(make_token(over.pk)))
    assert ended.status_code == 200  # who opened the form in time is told that it ended


def test_a_form_sent_after_closing_gets_a_friendly_page_and_staff_a_count(period):
    client = Client()
    token = token_in(client.get(f"/s/{code_of(period)}/").content.decode())
    period.status = PeriodStatus.CLOSED
    period.save()
    response = client.post(f"/s/{code_of(period)}/", filled(token))
    assert response.status_code == 200
    assert (LateAnswers.objects.get(period=period).number, Answer.objects.count()) == (1, 0)


def test_an_answer_given_off_line_keeps_its_day_for_seven_days(period):
    client = Client()
    token = token_in(client.get(f"/s/{code_of(period)}/").content.decode())
    day = timezone.localdate()
    with travel(timezone.now() + timedelta(days=6, hours=23)):
        assert client.post(f"/s/{code_of(period)}/", filled(token, day=day.isoformat(), half="2")).status_code == 303
    assert Answer.objects.values_list("day", "slot").get() == (day, 2)


def test_a_token_older_than_seven_days_asks_to_send_once_more(period):
    client = Client()
    token = token_in(client.get(f"/s/{code_of(period)}/").content.decode())
    with travel(timezone.now() + timedelta(days=7, minutes=1)):
        response = client.post(f"/s/{code_of(period)}/", filled(token))
    assert response.status_code == 422
    assert response.content.decode().count("checked") == 9
    assert not Answer.objects.exists()


@pytest.mark.parametrize("claimed", ["2020-01-01", "2999-01-01", "besok", ""])
def test_a_claimed_day_outside_the_token_becomes_today(period, patron, claimed):
    patron(code_of(period), day=claimed)
    assert Answer.objects.get().day == timezone.localdate()


def test_a_forged_token_is_not_taken(period):
    client = Client()
    client.get(f"/s/{code_of(period)}/")
    forged = make_token(period.pk)[:-3] + "abc"
    assert client.post(f"/s/{code_of(period)}/", filled(forged)).status_code == 422
    assert not Answer.objects.exists()


def test_an_answer_belongs_to_the_survey_of_its_form_whatever_stands_in_the_address(period):
    """A poster or a form kept off line may carry a code that was changed in an older release."""
    other = make_period()
    with travel(timezone.now() - timedelta(minutes=1)):
        token = make_token(other.pk)
    response = Client().post("/s/dahulu/", filled(token, 3))
    assert response["Location"] == f"/s/{code_of(other)}/terima-kasih/"
    assert Answer.objects.get().period_id == other.pk
    scripted = Client().post(f"/s/{code_of(period)}/", filled(token, 3), headers={"X-Survey": "1"})
    assert scripted.json()["result"] == "stored"  # the very same form once more
    assert Answer.objects.count() == 1


def test_a_post_without_csrf_token_is_refused(period):
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/s/{code_of(period)}/", filled(make_token(period.pk))).status_code == 403


def test_the_same_form_twice_counts_once_and_thanks_twice(period):
    client = Client()
    token = token_in(client.get(f"/s/{code_of(period)}/").content.decode())
    with travel(timezone.now() + timedelta(seconds=30)):
        first = client.post(f"/s/{code_of(period)}/", filled(token))
        second = client.post(f"/s/{code_of(period)}/", filled(token, 1))
    assert (first.status_code, second.status_code) == (303, 303)
    assert Answer.objects.values_list("r1", flat=True).get() == 4


def parallel_posts(period, n=50):
    with travel(timezone.now() - timedelta(minutes=1)):
        token = make_token(period.pk)

    def post(_):
        try:
            return Client().post(f"/s/{code_of(period)}/", filled(token)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(post, range(n)))


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_identical_posts_make_one_row():
    period = make_period()
    assert parallel_posts(period) == [303] * 50
    assert (Answer.objects.count(), SubmissionKey.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_key_fifty_parallel_posts_make_fifty_rows(monkeypatch):
    """The negative control: the guard is what holds them to one."""
    monkeypatch.setattr(answering, "key_digest", lambda nonce: token_bytes(32))
    period = make_period()
    with override_settings(SURVEY_FLOOD_ANSWERS=1000, SURVEY_FLOOD_ANSWERS_A_DAY=1000):
        parallel_posts(period)
    assert Answer.objects.count() == 50


@pytest.mark.parametrize(
    ("more", "wait", "reason"),
    [({"website": "http://x"}, 30, HeldReason.TRAP), ({}, 0, HeldReason.FAST)],
)
def test_a_machine_is_thanked_and_its_answer_waits_aside(period, patron, more, wait, reason):
    assert patron(code_of(period), wait=wait, **more).status_code == 303
    assert not Answer.objects.exists()
    batch = HeldBatch.objects.get()
    assert (batch.reason, batch.status, batch.answers.count()) == (reason, HeldStatus.WAITING, 1)


def test_the_form_reads_one_row_when_the_questions_are_cached(period, django_assert_num_queries):
    client = Client()
    client.get(f"/s/{code_of(period)}/")
    with django_assert_num_queries(1):
        assert client.get(f"/s/{code_of(period)}/").status_code == 200


def test_an_answer_costs_two_statements_when_the_questions_are_cached(period, patron, django_assert_num_queries):
    patron(code_of(period))
    client = Client()
    token = token_in(client.get(f"/s/{code_of(period)}/").content.decode())
    with travel(timezone.now() + timedelta(seconds=30)), django_assert_num_queries(2):
        assert client.post(f"/s/{code_of(period)}/", filled(token)).status_code == 303
    assert Answer.objects.count() == 2


def test_an_option_made_a_moment_ago_is_taken_and_one_never_made_is_not(period, patron):
    patron(code_of(period))
    DemographicOption.objects.create(kind=4, code=77, label="Nelayan", order=77)
    assert patron(code_of(period), occupation="77").status_code == 303
    assert patron(code_of(period), occupation="78").status_code == 422
    assert Answer.objects.filter(occupation=77).count() == 1


def test_a_cached_form_carries_nobody_elses_tokens(period):
    address = f"/s/{code_of(period)}/"
    first, second = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    pages = [client.get(address).content.decode() for client in (first, second)]
    assert token_in(pages[0]) != token_in(pages[1])
    secrets = [re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1] for page in pages]
    assert secrets[0] != secrets[1]
    assert not any("-of-this-" in page for page in pages)
    mine = filled(token_in(pages[1]), csrfmiddlewaretoken=secrets[1])
    assert second.post(address, mine).status_code == 303
    assert first.post(address, mine).status_code == 403


def test_other_spellings_of_the_code_keep_no_page_of_their_own(period):
    """A flood of /s/AbC/, /s/aBC/ ... would otherwise fill the cache, one page each."""
    code, before = code_of(period), len(kept_pages())
    for spelling in {code.lower(), code.upper(), code.title(), code.swapcase()}:
        assert Client().get(f"/s/{spelling}/", follow=True).status_code == 200
    assert len(kept_pages()) == before + 1


def kept_pages() -> list[bytes]:
    location, prefix = (settings.CACHES["default"][name] for name in ("LOCATION", "KEY_PREFIX"))
    with redis.Redis.from_url(location) as server:
        return list(server.scan_iter(f"{prefix}:*survey-page*", count=1000))


def test_a_cached_form_closes_at_once(period):
    assert Client().get(f"/s/{code_of(period)}/").status_code == 200
    period.status = PeriodStatus.CLOSED
    period.save()
    assert Client().get(f"/s/{code_of(period)}/").status_code == 404


def test_a_signed_in_reader_gets_a_page_of_their_own(period, client_as):
    address = f"/s/{code_of(period)}/"
    Client().get(address)
    door = b'href="/akun/login/"'
    assert door in Client().get(address).content
    assert door not in client_as().get(address).content
    assert door in Client().get(address).content


def test_english_readers_get_english_questions(period):
    client = Client()
    client.cookies["bahasa"] = "en"
    assert b"How quickly did the staff serve you?" in client.get(f"/s/{code_of(period)}/").content
    assert "Seberapa cepat petugas melayani Anda?" in Client().get(f"/s/{code_of(period)}/").content.decode()


def test_english_readers_get_english_answers_about_themselves(period):
    client = Client()
    client.cookies["bahasa"] = "en"
    page, ours = (c.get(f"/s/{code_of(period)}/").content.decode() for c in (client, Client()))
    for here, there in (("Female", "Perempuan"), ("Junior high school", "SMP"), ("Fisher", "Nelayan")):
        assert f"<span>{here}</span>" in page
        assert f"<span>{there}</span>" in ours
        assert f"<span>{there}</span>" not in page


def test_an_ipv6_connection_is_its_64_and_an_ipv4_one_its_address():
    first, same, other = (
        origin_mark(f"2001:db8:0:{net}::{host}") for net, host in (("1", "1"), ("1", "ff:2"), ("2", "1"))
    )
    assert first == same != other
    assert origin_mark("203.0.113.7") != origin_mark("203.0.113.8")
    assert origin_mark("::ffff:203.0.113.7") == origin_mark("203.0.113.7")
    assert origin_mark("fe80::1%eth0") == origin_mark("fe80::2")
    assert origin_mark("unknown") != origin_mark("")


@pytest.mark.parametrize("tail", ["", "terima-kasih/", "kios/", "kios/terima-kasih/"])
@pytest.mark.parametrize("code", ["%00", "a%00b", "%F0%9F%98%80", "panjang-sekali", "a%20b", "'", "a/b/c"])
def test_an_odd_code_meets_the_page_of_an_unknown_one(client, code, tail):
    unknown = client.get("/s/tidakada/")
    odd = client.get(f"/s/{code}/{tail}")
    assert (odd.status_code, unknown.status_code) == (404, 404)
    assert odd.templates[0].name == unknown.templates[0].name
    assert client.get("/s/tidakada")["Location"] == "/s/tidakada/"


def test_the_page_of_thanks_names_the_next_event(period, library, django_assert_max_num_queries):
    address = f"/s/{code_of(period)}/terima-kasih/"
    assert "Kegiatan berikutnya" not in Client().get(address).content.decode()
    event = make_session(make_event(title="Dongeng Sabtu")).event
    with django_assert_max_num_queries(2):
        html = Client().get(address).content.decode()
    assert "Dongeng Sabtu" in html
    assert f'href="/kegiatan/{event.pk}/' in html


def test_a_code_typed_in_capitals_leads_to_the_spelling_that_remembers(period, patron):
    client, code = Client(), code_of(period)
    there = client.get(f"/s/{code.upper()}/?lang=id")
    assert (there.status_code, there["Location"]) == (302, f"/s/{code}/?lang=id")
    assert client.get(f"/s/{code.upper()}/", follow=True).status_code == 200
    patron(code, client=client)
    assert b"alert-info" in client.get(f"/s/{code.upper()}/", follow=True).content
    token = token_in(client.get(f"/s/{code}/").content.decode())
    with travel(timezone.now() + timedelta(seconds=60), tick=True):  # a form opened before, under the other spelling
        assert Client().post(f"/s/{code.upper()}/", filled(token)).status_code == 303


def test_a_part_that_is_not_in_order_is_named(period, patron):
    html = patron(code_of(period), age="77").content.decode()
    assert re.search(r'href="#age">[^<]*Usia[^<]*: ', html) or re.search(r'href="#age">[^<]*[Uu]mur[^<]*: ', html), html


def test_two_values_for_one_question_are_asked_about(period):
    with travel(timezone.now() - timedelta(minutes=1)):
        form = filled(make_token(period.pk))
    assert Client().post(f"/s/{code_of(period)}/", form | {"r1": ["1", "4"]}).status_code == 422
    assert not Answer.objects.exists()
    assert Client().post(f"/s/{code_of(period)}/", form | {"r1": ["4", "4"]}).status_code == 303


def test_the_form_says_its_place_once():
    unit = Unit.objects.create(code="UY", name="Bidang Y")
    point = ServicePoint.objects.create(unit=unit, code="y", name="Layanan Sirkulasi")
    for title, lead in (
        ("Kepuasan Layanan Sirkulasi", "Kepuasan Layanan Sirkulasi</p>"),
        ("Kepuasan", "Kepuasan · Layanan Sirkulasi</p>"),
    ):
        period = make_period(make_survey(service_point=point, title=title))
        assert f'<p class="lead">{lead}' in Client().get(f"/s/{code_of(period)}/").content.decode()
