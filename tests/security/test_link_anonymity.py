"""Twelve people answer by links of their own: a script with the raw tables tries to find out who said what.

It knows every link and to whom it went, reads the hidden columns of every table, and has the site's secret key only in
its negative control.
"""

import random
import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from evaluations.links import invitation_path
from evaluations.models import Answer, SpentLink
from evaluations.services.keeping import shuffle_closed_days
from tests.factories.invited import links_of, make_asked_session
from tests.security.test_anonymity import dump

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12
# xmin, xmax and the row's own text: what a lock or an update of the link's row would leave behind.
HIDDEN = "SELECT xmin::text, xmax::text, t::text FROM {table} t"


def hidden(table):
    with connection.cursor() as cursor:
        cursor.execute(HIDDEN.format(table=table))
        return cursor.fetchall()


@pytest.fixture
def said(library):
    """What each link's owner said: half the people answered, in an order of their own."""
    session = make_asked_session(people=PEOPLE)
    before = dump()["evaluations_invitation"]
    links = links_of(session)
    random.Random(7).shuffle(links)
    answered = links[: PEOPLE // 2]
    for number, link in enumerate(answered):
        filled = {f"r{slot}": str(1 + number % 4) for slot in range(1, 5)}
        assert Client().post(invitation_path(link), filled).status_code == 303
    return before, links, answered


def writers(table):
    return [xmin for xmin, _xmax, _row in hidden(table)]


def test_answering_changes_nothing_in_the_rows_that_name_people(said):
    before, _links, answered = said
    assert dump()["evaluations_invitation"] == before
    numbers = set(writers("evaluations_answer"))
    assert len(numbers) == len(answered)
    for table in dump():
        if table in ("evaluations_answer", "evaluations_extraanswer", "evaluations_spentlink"):
            continue
        marks = {mark for xmin, xmax, _row in hidden(f'"{table}"') for mark in (xmin, xmax)}
        if table.startswith("evaluations_summary"):
            continue  # sums of the period: they name nobody
        assert not marks & numbers, table


def test_a_used_link_is_known_to_nobody_without_the_secret_key(said, settings):
    _before, links, answered = said
    used = {bytes(digest) for digest in SpentLink.objects.values_list("digest", flat=True)}
    assert {link.spent_digest for link in answered} == used, "the negative control: with the key it can be worked out"
    settings.SECRET_KEY = "x" * 60
    assert not {link.spent_digest for link in links} & used
    stored = "\n".join(row for rows in dump().values() for row in rows)
    assert not any(re.search(digest.hex(), stored) for digest in (link.spent_digest for link in links))


def test_after_the_night_nothing_joins_a_used_link_to_an_answer(said):
    _before, _links, answered = said
    assert sorted(writers("evaluations_answer")) == sorted(writers("evaluations_spentlink")), "on the day itself"
    shuffle_closed_days(today=timezone.localdate())
    assert Answer.objects.count() == SpentLink.objects.count() == len(answered)
    assert not set(writers("evaluations_answer")) & set(writers("evaluations_spentlink"))
    assert len(set(writers("evaluations_spentlink"))) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM evaluations_spentlink ORDER BY ctid")
        order = [bytes(row[0]) for row in cursor.fetchall()]
    assert order == sorted(order)


def test_all_answers_of_a_period_carry_the_same_day(said):
    assert len(set(Answer.objects.values_list("day", "slot", "month", "channel"))) == 1
