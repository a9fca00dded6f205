"""A survey's life and the care for its answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from evaluations.choices import HeldReason, PeriodStatus
from evaluations.models import (
    Answer,
    Comment,
    FrozenResult,
    HeldAnswer,
    HeldBatch,
    InstrumentVersion,
    SkmFormula,
    SubmissionKey,
)
from evaluations.selectors.results import period_result
from evaluations.services.answering import submit_answer
from evaluations.services.held import AlreadyDecided, PeriodNotOpen, accept_held_batch, discard_held_batch
from evaluations.services.keeping import forget_old_keys, shuffle_closed_days
from evaluations.services.surveys import (
    AnotherPeriodOpen,
    AnswersWaiting,
    VersionNotPublished,
    WrongStatus,
    close_period,
    open_period,
    quarter_of,
    reopen_period,
)
from tests.factories.evaluations import draft, make_answers, make_period, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(staff_user):
    return staff_user("Kepala Dinas")


def hold(period, n, comment=""):
    for i in range(n):
        submit_answer(
            period=period,
            draft=draft(1, comment=comment),
            nonce=f"n{i}",
            at_day=timezone.localdate(),
            hold=HeldReason.FLOOD,
            origin="a" * 16,
        )
    return HeldBatch.objects.get()


def test_open_close_reopen_close_keeps_both_results_and_says_who_and_why(chief):
    period = make_period(status=PeriodStatus.DRAFT)
    open_period(period=period, by=chief)
    make_answers(period, 4, 4)
    first = close_period(period=period, by=chief, at=timezone.now())
    reopen_period(period=period, by=chief, reason="Berkas kertas tertinggal")
    make_answers(period, 4, 2)
    second = close_period(period=period, by=chief, at=timezone.now())
    assert (first.number, first.data["ikm"], second.number, second.data["ikm"]) == (1, "100.00", 2, "75.00")
    assert first.formula_version == "skm-14-2017/1"
    lines = period.history.order_by("history_id").values_list("status", "history_user_id", "history_change_reason")
    assert list(lines)[1:] == [
        ("open", chief.pk, None),
        ("closed", chief.pk, None),
        ("open", chief.pk, "Berkas kertas tertinggal"),
        ("closed", chief.pk, None),
    ]


@pytest.mark.parametrize(
    ("status", "deed"),
    [
        (PeriodStatus.OPEN, lambda p, u: open_period(period=p, by=u)),
        (PeriodStatus.CLOSED, lambda p, u: open_period(period=p, by=u)),
        (PeriodStatus.DRAFT, lambda p, u: close_period(period=p, by=u, at=timezone.now())),
        (PeriodStatus.CLOSED, lambda p, u: close_period(period=p, by=u, at=timezone.now())),
        (PeriodStatus.DRAFT, lambda p, u: reopen_period(period=p, by=u, reason="x")),
        (PeriodStatus.OPEN, lambda p, u: reopen_period(period=p, by=u, reason="x")),
    ],
)
def test_an_illegal_jump_is_refused_by_name(chief, status, deed):
    period = make_period(status=status)
    with pytest.raises(WrongStatus):
        deed(period, chief)
    period.refresh_from_db()
    assert period.status == status


def test_reopening_needs_a_reason(chief):
    with pytest.raises(ValidationError, match=r"dibuka kembali|reopened"):
        reopen_period(period=make_period(status=PeriodStatus.CLOSED), by=chief, reason="  ")


def test_a_second_open_period_is_refused(chief):
    survey = make_survey()
    make_period(survey, key="satu")
    with pytest.raises(AnotherPeriodOpen):
        open_period(period=make_period(survey, status=PeriodStatus.DRAFT), by=chief)


def test_an_unpublished_version_cannot_be_answered(chief):
    survey = make_survey()
    version = InstrumentVersion.objects.create(instrument=survey.instrument, number=99)
    period = make_period(survey, status=PeriodStatus.DRAFT)
    period.version = version
    period.save()
    with pytest.raises(VersionNotPublished):
        open_period(period=period, by=chief)


def test_accepted_answers_count_with_their_words(chief):
    period = make_period()
    make_answers(period, 2, 4)
    batch = hold(period, 2, "Panas sekali")
    assert str(period_result(period).ikm) == "100.00"
    assert accept_held_batch(batch=batch, by=chief, at=timezone.now()) == 2
    assert str(period_result(period).ikm) == "62.50"
    assert (HeldAnswer.objects.count(), Comment.objects.count()) == (0, 2)


def test_discarded_answers_leave_only_their_number(chief):
    batch = hold(make_period(), 3, "spam")
    assert discard_held_batch(batch=batch, by=chief, at=timezone.now()) == 3
    batch.refresh_from_db()
    assert (batch.answers_decided, batch.decided_by) == (3, chief)
    assert not (HeldAnswer.objects.exists() or Comment.objects.exists() or Answer.objects.exists())


def test_a_batch_is_decided_once(chief):
    batch = hold(make_period(), 1)
    accept_held_batch(batch=batch, by=chief, at=timezone.now())
    with pytest.raises(AlreadyDecided):
        discard_held_batch(batch=batch, by=chief, at=timezone.now())
    assert Answer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_people_deciding_at_once_count_the_answers_once(chief):
    period = make_period()
    batch = hold(period, 5)

    def decide(_):
        try:
            return accept_held_batch(batch=batch, by=chief, at=timezone.now())
        except AlreadyDecided:
            return 0
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(decide, range(20))) == 5
    assert Answer.objects.filter(period=period).count() == 5


def test_closing_twice_at_once_freezes_one_result(chief):
    period = make_period()
    close_period(period=period, by=chief, at=timezone.now())
    with pytest.raises(WrongStatus):
        close_period(period=period, by=chief, at=timezone.now())
    assert FrozenResult.objects.count() == 1


def test_keys_are_forgotten_after_seven_days():
    today = timezone.localdate()
    for days in (0, 7, 8, 30):
        SubmissionKey.objects.create(digest=bytes([days]) * 32, day=today - timedelta(days=days))
    assert forget_old_keys(today=today) == 2
    assert SubmissionKey.objects.count() == 2
    assert forget_old_keys(today=today) == 0


@pytest.mark.django_db(transaction=True)
def test_after_the_night_neither_place_nor_transaction_tells_the_order():
    yesterday = timezone.localdate() - timedelta(days=1)
    period = make_period()
    for value in (1, 2, 3, 4, 1, 2, 3, 4):
        make_answers(period, 1, value, day=yesterday)
    before = set(Answer.objects.values_list("pk", "r1"))
    assert shuffle_closed_days(today=timezone.localdate()) == 8
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text, xmin::text FROM evaluations_answer ORDER BY ctid")
        rows = cursor.fetchall()
    assert [pk for pk, _ in rows] == sorted(pk for pk, _ in rows)
    assert len({xmin for _, xmin in rows}) == 1
    assert set(Answer.objects.values_list("pk", "r1")) == before
    assert period_result(period).respondents == 8


@pytest.mark.django_db(transaction=True)
def test_before_the_night_the_order_shows():
    """The negative control of the test above, and the reason for the nightly task."""
    period = make_period()
    arrived = [str(make_answers(period, 1)[0].pk) for _ in range(12)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text FROM evaluations_answer ORDER BY ctid")
        assert [row[0] for row in cursor.fetchall()] == arrived


@pytest.mark.parametrize(
    ("month", "key", "first", "last"),
    [(1, "2026-Q1", "2026-01-01", "2026-03-31"), (11, "2026-Q4", "2026-10-01", "2026-12-31")],
)
def test_quarters(month, key, first, last):
    found = quarter_of(timezone.localdate().replace(year=2026, month=month, day=15))
    assert (found[0], str(found[1]), str(found[2])) == (key, first, last)


@pytest.mark.django_db(transaction=True)
def test_answers_that_race_with_closing_are_in_the_result_or_refused(chief):
    """Six patrons and one chief at the same moment, several times: the frozen result is what is stored."""
    for round_number in range(5):
        period = make_period()

        def answer(number, period=period, round_number=round_number):
            try:
                return submit_answer(
                    period=period, draft=draft(4), nonce=f"{round_number}-{number}", at_day=timezone.localdate()
                )
            except IntegrityError:
                return False
            finally:
                connection.close()

        def close(period=period):
            try:
                return close_period(period=period, by=chief, at=timezone.now())
            finally:
                connection.close()

        with ThreadPoolExecutor(7) as pool:
            answers = [pool.submit(answer, number) for number in range(6)]
            frozen = pool.submit(close)
            stored = sum(one.result() for one in answers)
            result = frozen.result()
        assert result.data["respondents"] == stored == Answer.objects.filter(period=period).count()


def test_a_closed_period_takes_no_answer_by_any_door(chief):
    period = make_period()
    batch = hold(period, 1)
    with pytest.raises(AnswersWaiting):
        close_period(period=period, by=chief, at=timezone.now())
    discard_held_batch(batch=batch, by=chief, at=timezone.now())
    close_period(period=period, by=chief, at=timezone.now())
    with pytest.raises(IntegrityError, match="takes no answers"), transaction.atomic():
        Answer.objects.create(**draft(4).row(period))
    late = HeldBatch.objects.create(period=period, day=timezone.localdate(), reason=HeldReason.FLOOD, origin="b" * 16)
    with pytest.raises(PeriodNotOpen):
        accept_held_batch(batch=late, by=chief, at=timezone.now())


def test_a_formula_of_the_future_regrades_nothing(chief):
    open_one, closed = make_period(), make_period()
    for period in (open_one, closed):
        make_answers(period, 4, 3)
    close_period(period=closed, by=chief, at=timezone.now())
    strict = [["A", "99.00"], ["B", "98.00"], ["C", "97.00"], ["D", "25.00"]]
    SkmFormula.objects.create(version="baru/2", source="uji", valid_from=date(2099, 1, 1), bands=strict)
    assert [period_result(p).grade for p in (open_one, closed)] == ["C", "C"]
    SkmFormula.objects.create(version="baru/1", source="uji", valid_from=date(2020, 1, 1), bands=strict)
    closed.refresh_from_db()
    assert [period_result(p).formula_version for p in (open_one, closed)] == ["baru/1", "skm-14-2017/1"]


@pytest.mark.parametrize("bands", ["oops", [], [["A", "x"]], [["D", "25.00"], ["A", "88.31"]], [["Z", "25.00"]]])
def test_bands_that_make_no_sense_are_refused(bands):
    with pytest.raises(ValidationError):
        SkmFormula(version="x", source="x", valid_from=date(2026, 1, 1), bands=bands).full_clean()


@pytest.mark.django_db(transaction=True)
def test_the_night_also_finds_days_long_past():
    period = make_period()
    day = timezone.localdate() - timedelta(days=6)
    for number in range(3):
        submit_answer(period=period, draft=draft(4, day=day, comment="kata"), nonce=str(number), at_day=day)
    assert shuffle_closed_days(today=timezone.localdate()) > 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM evaluations_answer a JOIN evaluations_comment c ON a.xmin::text = c.xmin::text"
        )
        assert cursor.fetchone()[0] == 0
    assert shuffle_closed_days(today=timezone.localdate()) == 0
