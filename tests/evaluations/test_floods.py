"""Floods: what one connection sent too much of is taken back whole, as the product ships; nobody is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from time_machine import travel

from baubau_pembinaan.core.cache import LIMIT_PREFIX
from evaluations.choices import HeldReason, HeldStatus, MarkedRow
from evaluations.flood import KIOSK, kiosk_mark, limits_of, origin_mark
from evaluations.form_token import make_token
from evaluations.models import (
    Answer,
    Comment,
    CommentHandling,
    ExtraAnswer,
    HeldAnswer,
    HeldBatch,
    HeldComment,
    HeldExtra,
    LateAnswers,
    OriginMark,
)
from evaluations.selectors.recount import differences
from evaluations.selectors.results import period_result
from evaluations.services import answering, floods
from evaluations.services.answering import submit_answer
from evaluations.services.floods import PeriodEnded, take_back, take_back_floods
from evaluations.services.held import accept_held_batch, discard_held_batch
from evaluations.services.keeping import forget_origins, shuffle_closed_days
from evaluations.services.surveys import AnswersWaiting, close_period
from tests.evaluations.conftest import filled
from tests.factories.evaluations import draft, make_answers, make_period, make_survey, skm_with_own_questions

pytestmark = pytest.mark.django_db
FLOODER, NEIGHBOUR = "10.9.9.9", "10.1.2.3"


@pytest.fixture
def period(library):
    cache.clear()
    return make_period()


def send(period, value, times=1, address=FLOODER, **more):
    """So many forms from one address, each read long enough; every one of them is thanked."""
    with travel(timezone.now() - timedelta(minutes=1), tick=True):
        tokens = [make_token(period.pk) for _ in range(times)]
    for token in tokens:
        response = Client(REMOTE_ADDR=address).post(f"/s/{period.survey.code}/", filled(token, value, **more))
        assert response.status_code == 303


def next_window(period, address=FLOODER):
    cache.delete(f"{LIMIT_PREFIX}survey-count:{period.pk}:{origin_mark(address)}")


def ikm(period):
    return str(period_result(period).ikm)


def test_a_flood_spread_over_many_windows_does_not_move_the_ikm(period):
    make_answers(period, 60, 3)
    for _window in range(5):
        send(period, 1, settings.SURVEY_FLOOD_ANSWERS - 1)  # each window stays below what it may hold
        next_window(period)
    assert ikm(period) == "75.00"
    assert (Answer.objects.count(), HeldAnswer.objects.count()) == (60, 5 * (settings.SURVEY_FLOOD_ANSWERS - 1))
    batch = HeldBatch.objects.get()
    assert (batch.reason, batch.status) == (HeldReason.FLOOD, HeldStatus.WAITING)
    send(period, 3, address=NEIGHBOUR)
    assert Answer.objects.count() == 61
    assert differences() == []


def test_a_flood_within_one_window_takes_its_first_answers_along_until_midnight(period):
    make_answers(period, 60, 3)
    send(period, 1, settings.SURVEY_FLOOD_ANSWERS)
    assert ikm(period) != "75.00"  # a class of forty: nothing tells it from a flood yet
    send(period, 1)
    assert ikm(period) == "75.00"
    next_window(period)
    send(period, 1, 3)
    assert (Answer.objects.count(), HeldAnswer.objects.count()) == (60, settings.SURVEY_FLOOD_ANSWERS + 4)


def test_a_class_counts_at_once_and_three_classes_count_when_staff_say_so(period, staff_user):
    send(period, 4, 35)
    assert Answer.objects.count() == 35
    for _class in range(2):
        next_window(period)
        send(period, 4, 35)
    assert (Answer.objects.count(), HeldAnswer.objects.count()) == (0, 105)
    accept_held_batch(batch=HeldBatch.objects.get(), by=staff_user("Kepala Dinas"), at=timezone.now())
    assert Answer.objects.count() == 105
    send(period, 4)  # the day is not over: this one waits, and what was accepted stays
    assert (Answer.objects.count(), HeldAnswer.objects.count()) == (105, 1)


def test_words_go_back_with_their_answers_unless_somebody_decided_on_them(staff_user, settings):
    settings.SURVEY_FLOOD_ANSWERS = 3
    version = skm_with_own_questions(key="skm-banjir")
    period = make_period(make_survey(instrument=version.instrument))
    words = version.questions.get(key="buku")
    send(period, 1, 2, comment="Kata banjir", **{f"x{words.pk}": "Laskar"})
    decided = Comment.objects.first()
    CommentHandling.objects.create(comment=decided, state="unit")
    send(period, 1, 2, comment="Kata banjir", **{f"x{words.pk}": "Laskar"})
    assert (Answer.objects.count(), ExtraAnswer.objects.count()) == (0, 0)
    assert list(Comment.objects.all()) == [decided]
    assert (HeldAnswer.objects.count(), HeldComment.objects.count(), HeldExtra.objects.count()) == (4, 3, 4)
    accept_held_batch(batch=HeldBatch.objects.get(), by=staff_user("Kepala Dinas"), at=timezone.now())
    assert (Answer.objects.count(), Comment.objects.count(), ExtraAnswer.objects.count()) == (4, 4, 4)
    assert not (HeldComment.objects.exists() or HeldExtra.objects.exists())


def test_answers_of_several_claimed_days_are_taken_back_by_day(period):
    today = timezone.localdate()
    for number in range(4):
        day = today - timedelta(days=number % 2)
        submit_answer(period=period, draft=draft(1, day=day), nonce=str(number), at_day=today, origin="a" * 16)
    assert take_back(period_id=period.pk, origin="a" * 16) == 4
    assert sorted(batch.answers.count() for batch in HeldBatch.objects.all()) == [2, 2]


def test_marks_stand_in_no_answer_and_are_gone_with_their_day(period):
    send(period, 4, 2, comment="kata")
    assert set(OriginMark.objects.values_list("kind", flat=True)) == {MarkedRow.ANSWER, MarkedRow.COMMENT}
    assert forget_origins(today=timezone.localdate()) == 0
    assert forget_origins(today=timezone.localdate() + timedelta(days=1)) == 4
    assert (Answer.objects.count(), OriginMark.objects.count()) == (2, 0)


def test_the_night_and_the_closing_find_what_the_counters_missed(period, staff_user, monkeypatch):
    """With the cache away each process counts for itself; the marks count for all of them."""
    monkeypatch.setattr("evaluations.views.public.is_flood", lambda *_args: False)
    send(period, 1, settings.SURVEY_FLOOD_ANSWERS_A_DAY)
    assert take_back_floods() == 0
    send(period, 1)
    chief = staff_user("Kepala Dinas")
    for _again in range(2):
        with pytest.raises(AnswersWaiting):
            close_period(period=period, by=chief, at=timezone.now())
    assert HeldAnswer.objects.count() == settings.SURVEY_FLOOD_ANSWERS_A_DAY + 1
    discard_held_batch(batch=HeldBatch.objects.get(), by=chief, at=timezone.now())
    assert close_period(period=period, by=chief, at=timezone.now()).data["respondents"] == 0


def test_a_kiosk_that_was_flooded_yesterday_counts_again_today():
    today = kiosk_mark("ab12")
    with travel(timezone.now() + timedelta(days=1)):
        assert kiosk_mark("ab12") != today
    assert today == kiosk_mark("ab12") != kiosk_mark("ab13")
    assert limits_of(today) == KIOSK


def test_a_busy_kiosk_is_no_flood(period):
    today = timezone.localdate()
    for number in range(KIOSK.a_day):
        submit_answer(period=period, draft=draft(), nonce=str(number), at_day=today, origin=kiosk_mark("1" * 15))
    assert take_back_floods() == 0


@pytest.mark.django_db(transaction=True)
def test_held_rows_tell_neither_order_nor_company_after_the_night():
    period, yesterday = make_period(), timezone.localdate() - timedelta(days=1)
    arrived = []
    for number in range(12):
        submit_answer(
            period=period,
            draft=draft(1, day=yesterday, comment=f"kata {number:02}"),
            nonce=str(number),
            at_day=yesterday,
            hold=HeldReason.FLOOD,
            origin="a" * 16,
        )
        arrived.append(f"kata {number:02}")
    assert [row[0] for row in lying("text", "evaluations_heldcomment")] == arrived, "the negative control"
    assert together() == 12
    shuffle_closed_days(today=timezone.localdate())
    for table in ("evaluations_heldanswer", "evaluations_heldcomment"):
        rows = lying("id::text, xmin::text", table)
        assert [pk for pk, _xmin in rows] == sorted(pk for pk, _xmin in rows)
        assert len({xmin for _pk, xmin in rows}) == 1
    assert together() == 0
    assert HeldBatch.objects.get().answers.count() == 12


def lying(columns, table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY ctid")
        return cursor.fetchall()


def together():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM evaluations_heldanswer a"
            " JOIN evaluations_heldcomment c ON a.xmin::text = c.xmin::text"
        )
        return cursor.fetchone()[0]


def race(chief, rounds=6):
    """Held answers against a closing, several times; how many ended up behind a closed door."""
    behind = 0
    for number in range(rounds):
        period, start = make_period(), Barrier(4)

        def answer(one, period=period, number=number, start=start):
            try:
                start.wait(60)
                return submit_answer(
                    period=period,
                    draft=draft(1),
                    nonce=f"{number}-{one}",
                    at_day=timezone.localdate(),
                    hold=HeldReason.FAST,
                    origin=f"{one}" * 16,
                )
            except PeriodEnded:
                return False
            finally:
                connection.close()

        def close(period=period, start=start):
            try:
                start.wait(60)
                close_period(period=period, by=chief, at=timezone.now())
            except AnswersWaiting:
                pass
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            jobs = [pool.submit(answer, one) for one in range(3)] + [pool.submit(close)]
            for job in jobs:
                job.result()
        period.refresh_from_db()
        behind += period.is_closed and HeldAnswer.objects.filter(period=period).count()
    return behind


@pytest.mark.django_db(transaction=True)
def test_no_held_answer_lands_in_a_closed_period(staff_user):
    assert race(staff_user("Kepala Dinas")) == 0


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_held_answers_land_in_a_closed_period(staff_user, monkeypatch):
    """The negative control: it is hold_open() that keeps them out."""
    monkeypatch.setattr(answering, "hold_open", lambda _period: True)
    period, chief = make_period(), staff_user("Kepala Dinas")
    close_period(period=period, by=chief, at=timezone.now())
    submit_answer(
        period=period, draft=draft(1), nonce="n", at_day=timezone.localdate(), hold=HeldReason.FAST, origin="a" * 16
    )
    assert HeldAnswer.objects.count() == 1


def test_a_machine_that_sends_into_a_closing_period_gets_the_friendly_end(period, monkeypatch):
    monkeypatch.setattr(floods, "hold_open", lambda _period: False)
    monkeypatch.setattr(answering, "hold_open", lambda _period: False)
    with travel(timezone.now() - timedelta(minutes=1), tick=True):
        token = make_token(period.pk)
    response = Client().post(f"/s/{period.survey.code}/", filled(token, website="x"))
    assert response.status_code == 200
    assert not HeldAnswer.objects.exists()
    assert LateAnswers.objects.get(period=period).number == 1


@pytest.mark.django_db(transaction=True)
def test_answers_that_race_with_their_flood_being_taken_back_are_all_held(library):
    cache.clear()
    period = make_period()
    with travel(timezone.now() - timedelta(minutes=1), tick=True):
        tokens = [make_token(period.pk) for _ in range(settings.SURVEY_FLOOD_ANSWERS + 20)]

    def post(token):
        try:
            client = Client(REMOTE_ADDR=FLOODER)
            return client.post(f"/s/{period.survey.code}/", filled(token, 1)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(post, tokens)) == {303}
    take_back_floods(period=period)
    assert (Answer.objects.count(), HeldAnswer.objects.count()) == (0, len(tokens))
    assert differences() == []
