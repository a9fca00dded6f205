"""The summary equals a recount, whatever happens to the answers and whoever writes at the same time."""

import random
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.database import check, read_pages
from evaluations.choices import Dimension
from evaluations.guard import guarded
from evaluations.models import Answer, ImportanceSum, Summary
from evaluations.selectors import recount as recounting
from evaluations.selectors.analysis import importance
from evaluations.selectors.recount import differences, recount, recounted_report
from evaluations.selectors.report import whole_report
from evaluations.selectors.results import fold, period_result
from tests.factories.evaluations import draft, make_answers, make_period, make_survey, make_version
from tests.statements import texts


def random_draft(dice: random.Random):
    return draft(
        ratings={slot: dice.choice([None, 1, 2, 3, 4]) for slot in range(1, 10)},
        day=timezone.localdate() - timedelta(days=dice.randrange(0, 25)),
        slot=dice.choice([1, 2]),
        sex=dice.choice([None, 1, 2]),
        age=dice.choice([None, 1, 5]),
        education=dice.choice([None, 4, 7]),
        occupation=dice.choice([None, 1, 99]),
        channel=dice.choice([1, 3, 4]),
    )


def live_a_little(periods, dice: random.Random, steps: int):
    """Insert, edit, delete, erase and fold in any order."""
    for _ in range(steps):
        period = dice.choice(periods)
        known = list(Answer.objects.filter(period=period).values_list("pk", flat=True)[:20])
        match dice.choice(["insert", "insert", "many", "edit", "move", "delete", "fold", "erase"]):
            case "insert":
                Answer.objects.create(**random_draft(dice).row(period))
            case "many":
                Answer.objects.bulk_create([Answer(**random_draft(dice).row(period)) for _ in range(5)])
            case "edit" if known:
                Answer.objects.filter(pk=dice.choice(known)).update(r1=dice.choice([None, 1, 4]), sex=1)
            case "move" if known:
                month = timezone.localdate().year * 12 + dice.randrange(0, 12)
                Answer.objects.filter(pk=dice.choice(known)).update(period=dice.choice(periods), month=month)
            case "delete" if known:
                Answer.objects.filter(pk=dice.choice(known)).delete()
            case "fold":
                fold([p.pk for p in periods])
            case "erase" if dice.random() < 0.3:
                Answer.objects.filter(period=period).delete()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(20))
def test_summary_equals_a_recount_after_a_random_history(seed):
    dice = random.Random(seed)
    live_a_little([make_period(), make_period()], dice, 30)
    assert differences() == []


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(1000))
def test_summary_equals_a_recount_after_a_thousand_random_histories(seed):
    live_a_little([make_period(), make_period()], random.Random(seed + 10_000), 30)
    assert differences() == []


@pytest.mark.django_db
def test_without_the_trigger_the_summary_goes_wrong():
    """The negative control: it is the trigger that keeps them equal, and differences() sees it when it does not."""
    period = make_period()
    make_answers(period, 3)
    fold([period.pk])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    make_answers(period, 1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    found = differences()
    assert found
    assert {row["period"] for row in found} == {period.pk}


@pytest.mark.django_db(transaction=True)
def test_summary_is_exact_under_twenty_concurrent_writers_and_readers():
    periods = [make_period(), make_period()]

    def work(seed):
        dice = random.Random(seed)
        try:
            for _ in range(15):
                period = dice.choice(periods)
                Answer.objects.create(**random_draft(dice).row(period))
                if dice.random() < 0.3:
                    fold([period.pk])
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(work, range(20)))
    assert differences() == []
    assert Answer.objects.count() == 300
    assert sum(row.n for row in Summary.objects.filter(month=0, dimension=0)) == 300


def a_fold_between_an_answer_and_its_commit(patience=2) -> list:
    """A fold starts while an answer of a stale month is written but not committed; what is wrong afterwards."""
    period = make_period()
    make_answers(period, 1)  # the month is stale: the next writer leaves its mark as it is
    written, folded = threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                Answer.objects.create(**draft(1).row(period))
                written.set()
                folded.wait(patience)  # with the lock the fold waits for us instead
        finally:
            connection.close()

    def count():
        try:
            assert written.wait(60)
            fold([period.pk])
            folded.set()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(write), pool.submit(count)]:
            job.result()
    return differences()


@pytest.mark.django_db(transaction=True)
def test_a_fold_waits_for_answers_that_are_being_written():
    assert a_fold_between_an_answer_and_its_commit() == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_fold_loses_an_answer_that_is_being_written():
    """The negative control: it is the advisory lock that holds the fold back."""
    names = ("evaluations_mark_month(bigint, smallint)", "evaluations_fold_summary(bigint[])")
    with connection.cursor() as cursor:
        kept = []
        for name in names:
            cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name])
            kept.append(cursor.fetchone()[0])
        try:
            for source in kept:
                bare = re.sub(r"PERFORM pg_advisory_xact_lock\w*\([^;]*;", "", source)
                assert bare != source
                cursor.execute(bare)
            assert a_fold_between_an_answer_and_its_commit(patience=60)
        finally:
            for source in kept:
                cursor.execute(source)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_importance_sums_equal_a_recount_also_where_several_questions_feed_an_unsur(seed):
    dice = random.Random(900 + seed)
    unsur = ["waktu", "waktu", "waktu", "sarana", "sarana", "biaya"]
    version = make_version([{"unsur": key, "slot": slot} for slot, key in enumerate(unsur, start=1)])
    periods = [make_period(make_survey(instrument=version.instrument)), make_period()]
    for _ in range(60):
        ratings = {slot: dice.choice([None, 1, 2, 3, 4, 4]) for slot in range(1, 7)}
        day = timezone.localdate() - timedelta(days=dice.randrange(0, 60))
        make_answers(dice.choice(periods), 1, ratings=ratings, day=day)
    Answer.objects.filter(pk__in=Answer.objects.order_by("pk").values("pk")[:10]).delete()
    make_answers(periods[0], 3, ratings=dict.fromkeys(range(1, 7), 3))
    assert differences() == []
    assert ImportanceSum.objects.filter(period=periods[0], month=0).count() == 3
    ImportanceSum.objects.filter(unsur="waktu").update(uu=1)
    assert {row["value"] for row in differences()} == {"waktu"}  # the negative control


@pytest.mark.django_db
def test_the_analysis_reads_no_answers():
    period = make_period()
    for value in (1, 2, 3, 4):
        make_answers(period, 10, value)
    fold([period.pk])
    with CaptureQueriesContext(connection) as asked:
        n, found = importance(period)
    assert (n, len(found)) == (40, 9)
    assert not any("evaluations_answer" in text for text in texts(asked))


@pytest.mark.django_db
def test_a_page_reads_fresh_numbers_in_four_statements(django_assert_num_queries):
    period = make_period()
    make_answers(period, 3, 4)
    with django_assert_num_queries(4):
        assert str(period_result(period).ikm) == "100.00"
    make_answers(period, 3, 2)
    with django_assert_num_queries(3):  # the questions of a published version are remembered
        assert str(period_result(period).ikm) == "75.00"


@pytest.mark.django_db
def test_an_answer_counts_in_the_month_of_its_local_day():
    period = make_period()
    make_answers(period, 1)
    day = timezone.localdate()
    assert {cell[1] for cell in recount()} == {0, day.year * 12 + day.month - 1}


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([("L", 20), ("P", 30)], [("L", 20), ("P", 30)]),
        ([("L", 2), ("P", 30)], [("Lainnya", 32)]),  # a rest of two would tell the two
        ([("SD", 2), ("SMP", 3), ("SMA", 30)], [("SMA", 30), ("Lainnya", 5)]),
        ([("SD", 1), ("SMP", 6), ("SMA", 30)], [("SMA", 30), ("Lainnya", 7)]),
        ([("L", 2), ("P", 2)], []),
        ([], []),
    ],
)
def test_small_groups_are_merged_so_that_none_can_be_worked_out(cells, shown):
    assert guarded(cells, "Lainnya") == shown


REPORTED = (Dimension.ALL, Dimension.SEX, Dimension.EDUCATION, Dimension.SERVICE_POINT)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_the_whole_report_equals_its_recount(seed):
    live_a_little([make_period(), make_period()], random.Random(500 + seed), 40)
    read, counted = whole_report(dimensions=REPORTED), recounted_report()
    asked = len(counted.groups[0, 0][1]) // 2  # nine questions in eighteen columns
    assert read.groups == {key: (n, counts[:asked]) for key, (n, counts) in counted.groups.items()}
    assert read.months == {month: (n, counts[:asked]) for month, (n, counts) in counted.months.items()}
    assert not any(sum(counts[asked:]) for _n, counts in counted.groups.values())


@pytest.mark.django_db
def test_the_whole_report_of_some_periods_leaves_the_others_out():
    mine, other = make_period(), make_period()
    make_answers(mine, 3, 4)
    make_answers(other, 2, 1)
    assert whole_report([mine.pk]).groups[0, 0] == (3, (0, 0, 0, 3) * 9)
    assert whole_report().groups[0, 0][0] == 5
    assert whole_report([]).groups == {}


@pytest.mark.django_db
def test_a_cell_too_full_for_packed_counts_is_counted_all_the_same(monkeypatch):
    """With two bits a count, four answers in one cell would run over; the plain way must take its place."""
    period = make_period()
    make_answers(period, 5, 1)
    make_answers(period, 4, 2)
    expected = recount()
    monkeypatch.setattr(recounting, "BITS", 2)
    assert recount() != expected  # the negative control: nobody noticed
    monkeypatch.setattr(recounting, "FULL", 4)
    assert recount() == expected


@pytest.mark.django_db
def test_a_rating_in_a_column_nobody_asked_about_is_found():
    period = make_period()
    make_answers(period, 1, ratings={1: 4, 12: 2})
    assert differences()


@pytest.mark.django_db
def test_the_bench_measures_what_the_pages_read():
    period = make_period()
    for value in (1, 2, 3, 4):
        make_answers(period, 10, value)
    fold([period.pk])
    with CaptureQueriesContext(connection) as asked:
        read_pages(period)
    assert not any("evaluations_answer" in text for text in texts(asked))
    check()
