"""Throwing away answers held aside: after a look, with a question, by whoever may remove a comment."""

import re

import pytest
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations.choices import HeldReason
from evaluations.models import HeldAnswer, HeldBatch, HeldComment
from evaluations.selectors.held import contents
from evaluations.services.held import MoreCameIn, discard_held_batch
from tests.factories.evaluations import draft, make_period
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def batch_of(n, *words, value=4, period=None):
    period = period or make_period()
    batch = HeldBatch.objects.create(period=period, day=timezone.localdate(), reason=HeldReason.FLOOD, origin="0" * 16)
    HeldAnswer.objects.bulk_create([HeldAnswer(**draft(value).row(period), batch=batch) for _ in range(n)])
    for text in words:
        HeldComment.objects.create(batch=batch, text=text)
    return batch


def page_of(batch):
    return f"/staf/survei/disisihkan/{batch.pk}/"


def seen_in(html):
    return re.search(r'name="seen" value="([^"]+)"', html)[1]


def test_nothing_is_thrown_away_without_a_look_and_a_yes(client_as):
    batch = batch_of(75, "Nyata: tolong tambah kursi")
    head = client_as(Role.DIVISION_HEAD)
    period_page = head.get(f"/staf/survei/periode/{batch.period_id}/").content.decode()
    assert 'value="discard"' not in period_page
    assert page_of(batch) in period_page
    assert head.post(page_of(batch), {"decision": "discard"}).status_code == 422
    html = head.get(page_of(batch)).content.decode()
    assert "Nyata: tolong tambah kursi" in html
    assert "jawaban: 75, komentar: 1" in html
    seen = seen_in(html)
    assert head.post(page_of(batch), {"decision": "discard", "seen": seen}).status_code == 422
    HeldComment.objects.create(batch=batch, text="Datang belakangan")
    late = head.post(page_of(batch), {"decision": "discard", "seen": seen, "sure": "1"})
    assert late.status_code == 422
    assert "Datang belakangan" in late.content.decode()
    assert HeldAnswer.objects.count() == 75
    yes = {"decision": "discard", "seen": seen_in(late.content.decode()), "sure": "1"}
    assert head.post(page_of(batch), yes).status_code == 302
    assert (HeldAnswer.objects.count(), HeldComment.objects.count()) == (0, 0)
    assert head.get(page_of(batch)).status_code == 302  # decided: back to the period


def test_comments_are_read_and_thrown_away_only_by_moderators(client_as):
    batch, silent = batch_of(6, "Rahasia"), batch_of(6)
    librarian = client_as(Role.LIBRARIAN)
    html = librarian.get(page_of(batch)).content.decode()
    assert "Rahasia" not in html
    assert 'value="discard"' not in html
    yes = {"decision": "discard", "sure": "1", "seen": contents(batch).seen}
    assert librarian.post(page_of(batch), yes).status_code == 403
    assert HeldComment.objects.count() == 1
    yes = {"decision": "discard", "sure": "1", "seen": seen_in(librarian.get(page_of(silent)).content.decode())}
    assert librarian.post(page_of(silent), yes).status_code == 302  # no words in it
    assert HeldAnswer.objects.filter(batch=silent).count() == 0
    assert librarian.post(page_of(batch), {"decision": "accept"}).status_code == 302
    assert not HeldComment.objects.exists()


@pytest.mark.parametrize(("n", "words", "told"), [(4, [], False), (5, [], True), (5, ["Kursi"], False)])
def test_the_mean_stands_beside_no_words_and_is_of_no_fewer_than_five(client_as, n, words, told):
    """Beside words, the means before and after one more answer would give its ratings away with them."""
    html = client_as(Role.DIVISION_HEAD).get(page_of(batch_of(n, *words, value=2))).content.decode()
    assert ("2,00" in html) is told


def test_who_throws_away_has_paged_through_all_comments(client_as, monkeypatch):
    monkeypatch.setattr("evaluations.selectors.held.COMMENTS_A_PAGE", 2)
    batch, head = batch_of(5, "kursi-a", "kursi-b", "kursi-c"), client_as(Role.DIVISION_HEAD)
    first = head.get(page_of(batch)).content.decode()
    assert ("kursi-a" in first, "kursi-c" in first, 'value="discard"' in first) == (True, False, False)
    last = head.get(page_of(batch) + "?page=2").content.decode()
    assert ("kursi-a" in last, "kursi-c" in last, 'value="discard"' in last) == (False, True, True)


def test_what_was_not_seen_is_not_thrown_away():
    batch = batch_of(5)
    seen = contents(batch)
    HeldComment.objects.create(batch=batch, text="x")
    with pytest.raises(MoreCameIn):
        discard_held_batch(batch=batch, by=None, at=timezone.now(), seen=seen)
    assert discard_held_batch(batch=batch, by=None, at=timezone.now(), seen=contents(batch)) == 5


def test_the_page_costs_the_same_for_one_answer_and_three(client_as):
    batch = batch_of(5, "satu")
    more = HeldAnswer.objects.bulk_create

    def one():
        more([HeldAnswer(**draft().row(batch.period), batch=batch)])
        HeldComment.objects.create(batch=batch, text="lagi")

    assert_same_queries(client_as(Role.DIVISION_HEAD), page_of(batch), one)
