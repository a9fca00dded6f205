"""The summary of own questions equals a recount, whatever happens to their answers and whoever writes at the time."""

import random
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from evaluations.models import ExtraAnswer, ExtraSummary
from evaluations.selectors.own_questions import fold_extras, own_answers
from evaluations.selectors.recount import differences
from evaluations.services.keeping import shuffle_closed_days
from tests.factories.evaluations import make_answers, make_period, make_survey, skm_with_own_questions
from tests.statements import texts


def own_periods():
    """Two periods on one questionnaire, and its choice, scale and text."""
    version = skm_with_own_questions()
    periods = [make_period(make_survey(instrument=version.instrument)) for _ in range(2)]
    return periods, list(version.questions.filter(slot=None).order_by("order"))


def random_extra(period, questions, dice: random.Random) -> ExtraAnswer:
    question = dice.choice([*questions, None])
    if question is None:
        return ExtraAnswer(period=period, text=dice.choice(["Guru", "GURU", "tukang ojek"]))
    if question.kind == "text":
        return ExtraAnswer(period=period, question=question, text=dice.choice(["Laskar Pelangi", "x"]))
    return ExtraAnswer(period=period, question=question, value=dice.choice([1, 2, 3]))


def live_a_little(periods, questions, dice: random.Random, steps: int):
    for _ in range(steps):
        period = dice.choice(periods)
        known = list(ExtraAnswer.objects.filter(period=period).values_list("pk", flat=True)[:20])
        match dice.choice(["insert", "many", "edit", "move", "delete", "fold", "shuffle"]):
            case "insert":
                random_extra(period, questions, dice).save(force_insert=True)
            case "many":
                ExtraAnswer.objects.bulk_create([random_extra(period, questions, dice) for _ in range(5)])
            case "edit" if known:
                ExtraAnswer.objects.filter(pk=dice.choice(known), value__isnull=False).update(value=2)
            case "move" if known:
                ExtraAnswer.objects.filter(pk=dice.choice(known)).update(period=dice.choice(periods))
            case "delete" if known:
                ExtraAnswer.objects.filter(pk=dice.choice(known)).delete()
            case "fold":
                fold_extras([p.pk for p in periods])
            case "shuffle":
                shuffle_closed_days(today=period.ends_on)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_the_summary_of_own_questions_equals_a_recount_after_a_random_history(seed):
    live_a_little(*own_periods(), random.Random(4200 + seed), 30)
    assert differences() == []


@pytest.mark.django_db
def test_without_the_trigger_the_summary_goes_wrong_and_the_check_says_so(capsys):
    """The negative control: it is the trigger that keeps them equal, and the check sees it when it does not."""
    (period, _other), (choice, *_rest) = own_periods()
    ExtraAnswer.objects.create(period=period, question=choice, value=1)
    fold_extras([period.pk])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    ExtraAnswer.objects.create(period=period, question=choice, value=1)
    ExtraAnswer.objects.create(period=period, text="Guru")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    found = {(row["dimension"], row["value"], row["summary"], row["recount"]) for row in differences()}
    assert found == {(f"own question {choice.pk}", 1, 1, 2), ("occupation in words", "guru", None, 1)}
    with pytest.raises(SystemExit):
        call_command("check_summaries")
    assert "own question" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_page_reads_the_summary_and_of_the_answers_only_the_first_texts():
    (period, _other), (choice, scale, text) = own_periods()
    for question in (choice, scale):
        ExtraAnswer.objects.bulk_create([ExtraAnswer(period=period, question=question, value=2) for _ in range(6)])
    ExtraAnswer.objects.bulk_create([ExtraAnswer(period=period, question=text, text="buku") for _ in range(6)])
    own_answers(period, [])
    with CaptureQueriesContext(connection) as asked:
        found = own_answers(period, []).questions
    assert [(q.n, len(q.texts)) for q in found] == [(6, 0), (6, 0), (6, 6)]
    reading = [text for text in texts(asked) if "evaluations_extraanswer" in text]
    assert len(reading) == 1
    assert "LIMIT" in reading[0]
    assert "GROUP BY" not in reading[0].split("evaluations_extraanswer")[1]
    ExtraSummary.objects.filter(question=choice).update(n=60)  # the page says what the summary says
    assert own_answers(period, []).questions[0].n == 60


@pytest.mark.django_db(transaction=True)
def test_the_summary_is_exact_under_concurrent_writers_and_readers():
    periods, questions = own_periods()

    def work(seed):
        dice = random.Random(seed)
        try:
            for _ in range(10):
                period = dice.choice(periods)
                random_extra(period, questions, dice).save(force_insert=True)
                if dice.random() < 0.4:
                    fold_extras([period.pk])
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(work, range(10)))
    assert differences() == []
    assert sum(ExtraSummary.objects.values_list("n", flat=True)) == ExtraAnswer.objects.count() == 100


def a_fold_between_an_answer_and_its_commit(patience=2) -> list:
    """A fold starts while an answer of a stale period is written but not committed; what is wrong afterwards."""
    (period, _other), (choice, *_rest) = own_periods()
    make_answers(period, 1)
    ExtraAnswer.objects.create(
        period=period, question=choice, value=1
    )  # stale: the next writer leaves its mark as it is
    written, folded = threading.Event(), threading.Event()

    def write():
        try:
            with transaction.atomic():
                ExtraAnswer.objects.create(period=period, question=choice, value=2)
                written.set()
                folded.wait(patience)  # with the lock the fold waits for us instead
        finally:
            connection.close()

    def count():
        try:
            assert written.wait(60)
            fold_extras([period.pk])
            folded.set()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(write), pool.submit(count)]:
            job.result()
    return differences()


@pytest.mark.django_db(transaction=True)
def test_a_fold_waits_for_own_answers_that_are_being_written():
    assert a_fold_between_an_answer_and_its_commit() == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_fold_loses_an_own_answer_that_is_being_written():
    """The negative control: it is the advisory lock that holds the fold back."""
    names = ("evaluations_mark_extras_of(bigint)", "evaluations_fold_extras(bigint[])")
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
