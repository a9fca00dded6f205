"""An answer refused as late counts when it comes again after a reopening: once, and it is late no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from time_machine import travel

from evaluations.choices import HeldReason
from evaluations.form_token import make_token
from evaluations.models import Answer, Comment, HeldAnswer, LateAnswers, Period, SubmissionKey
from evaluations.services import answering
from evaluations.services.answering import count_late_answer, is_known, submit_answer
from evaluations.services.surveys import close_period, reopen_period
from tests.evaluations.conftest import filled
from tests.factories.evaluations import draft, make_period


def drawn(period):
    with travel(timezone.now() - timedelta(minutes=1)):
        return make_token(period.pk)


def close(period):
    close_period(period=period, by=None, at=timezone.now())


def reopen(period):
    reopen_period(period=period, by=None, reason="uji")


def late(period):
    return LateAnswers.objects.filter(period=period).values_list("number", flat=True).first()


@pytest.mark.django_db
@pytest.mark.parametrize("more", [{}, {"comment": "Kursi kurang"}, {"website": "x"}])
def test_an_answer_refused_as_late_counts_once_the_period_is_open_again(more):
    period = make_period()
    address, form = f"/s/{period.survey.code}/", filled(drawn(period), 3, **more)
    close(period)
    for _twice in range(2):
        assert Client().post(address, form).status_code == 200
        assert (late(period), Answer.objects.count()) == (1, 0)
    reopen(period)
    for _twice in range(2):
        assert Client().post(address, form)["Location"].endswith("/terima-kasih/")
        assert (late(period), Answer.objects.count() + HeldAnswer.objects.count()) == (0, 1)
    assert HeldAnswer.objects.count() == ("website" in more)
    assert Comment.objects.count() == ("comment" in more)
    close(period) if not more.get("website") else Period.objects.get(pk=period.pk)
    Client().post(address, form)
    assert late(period) == 0  # it was counted: nothing is late about it now


@pytest.mark.django_db
def test_a_phone_that_answered_is_asked_about_a_form_that_was_only_refused():
    period = make_period()
    token = drawn(period)
    client, address = Client(), f"/s/{period.survey.code}/"
    assert client.post(address, filled(drawn(period))).status_code == 303
    close(period)
    client.post(address, filled(token, 2))
    reopen(period)
    assert client.post(address, filled(token, 2)).status_code == 422  # another person's answer?
    assert client.post(address, filled(token, 2, another="1")).status_code == 303
    assert (Answer.objects.count(), late(period)) == (2, 0)


@pytest.mark.django_db
def test_two_late_forms_are_told_apart():
    period = make_period()
    today = timezone.localdate()
    for nonce in ("satu", "dua"):
        count_late_answer(period=period, nonce=nonce, at_day=today)
    assert not is_known("satu")
    assert submit_answer(period=period, draft=draft(), nonce="satu", at_day=today)
    assert late(period) == 1
    held = submit_answer(period=period, draft=draft(), nonce="dua", at_day=today, hold=HeldReason.FAST)
    assert (held, late(period)) == (True, 0)


def at_once(deeds):
    def run(deed):
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.django_db(transaction=True)
def test_sent_again_by_eight_at_once_it_counts_once():
    period = make_period()
    form, address = filled(drawn(period)), f"/s/{period.survey.code}/"
    close(period)
    Client().post(address, form)
    reopen(period)
    answers = at_once([lambda: Client().post(address, form).status_code] * 8)
    assert answers == [303] * 8
    assert (Answer.objects.count(), late(period), SubmissionKey.objects.count()) == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_refused_and_counted_at_the_same_moment_it_is_one_of_both():
    """Half of the senders still met the closed door, half the open one: no form is counted and late as well."""
    period, today = make_period(), timezone.localdate()
    for number in range(15):
        nonce = f"bersama-{number}"
        refuse = lambda nonce=nonce: count_late_answer(period=period, nonce=nonce, at_day=today)  # noqa: E731
        count = lambda nonce=nonce: submit_answer(period=period, draft=draft(), nonce=nonce, at_day=today)  # noqa: E731
        made = at_once([refuse, count, refuse, count, count, refuse])
        assert sum(bool(one) for one in made) == 1
    assert (Answer.objects.count(), late(period) or 0) == (15, 0)


@pytest.mark.django_db
def test_without_its_mark_a_late_form_would_be_lost(monkeypatch):
    """The negative control: a key that says nothing of late is taken for a repeat."""
    monkeypatch.setattr(answering, "_counts_after_all", lambda *_what: False)
    period, today = make_period(), timezone.localdate()
    count_late_answer(period=period, nonce="satu", at_day=today)
    assert not submit_answer(period=period, draft=draft(), nonce="satu", at_day=today)
