"""The internal assessment: weights that make 100, parts left out, and never a word in the predikat."""

from decimal import Decimal
from threading import Event, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from evaluations import internal
from evaluations.models import InternalCriterion, InternalScore
from evaluations.review_choices import CycleStatus, Stage
from evaluations.services.reviews import cycles, writing
from evaluations.services.reviews.refusals import EditedMeanwhile, WeightsNotHundred
from tests.factories.accounts import make_appointment, make_person, make_unit
from tests.factories.reviews import make_chain, make_cycle, make_review
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def cycle_with(*weights, **fields):
    """A running cycle with these criteria, or one still in preparation."""
    status = fields.pop("status", CycleStatus.RUNNING)
    cycle = make_cycle(status=CycleStatus.DRAFT, **fields)
    for number, weight in enumerate(weights):
        InternalCriterion.objects.create(cycle=cycle, title=f"Kriteria {number}", weight=weight, order=number)
    if status != CycleStatus.DRAFT:
        cycle.status, cycle.internal_formula = status, internal.CURRENT
        cycle.save()
    return cycle


def test_a_part_without_a_score_is_left_out_and_never_counts_as_zero():
    weights = [Decimal(50), Decimal(30), Decimal(20)]
    assert internal.weighted_mean(zip(weights, [80, 70, 60], strict=True)) == Decimal("73.00")
    assert internal.weighted_mean(zip(weights, [80, None, 60], strict=True)) == Decimal("74.29")
    assert internal.weighted_mean(zip(weights, [80, 0, 60], strict=True)) == Decimal("52.00")
    assert internal.weighted_mean(zip(weights, [None] * 3, strict=True)) is None
    assert internal.result("", [(Decimal(100), 80)]) is None


@pytest.mark.parametrize(("weights", "starts"), [(["60", "39.99"], False), (["60", "40"], True), ([], True)])
def test_a_cycle_starts_only_with_weights_that_make_hundred(weights, starts):
    head, unit, today = make_person(Role.AGENCY_HEAD), make_unit(), timezone.localdate()
    make_appointment(make_person(), supervisor=head, unit=unit)
    cycle = cycle_with(*weights, status=CycleStatus.DRAFT)
    if not starts:
        with pytest.raises(WeightsNotHundred):
            cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[unit])
        assert not cycle.reviews.exists()
        return
    (review,) = cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[unit])
    cycle.refresh_from_db()
    assert cycle.internal_formula == (internal.CURRENT if weights else "")
    assert review.scores.count() == len(weights)


def test_the_supervisor_scores_and_the_predikat_stays(client_as):
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.RATING, cycle=cycle_with(100), result_rating=2, conduct_rating=2)
    row = review.scores.get()
    url, client = reverse("evaluations:review-score", args=[row.pk]), client_as(supervisor.user)
    seen = client.get(url).context["form"].initial["seen"]
    assert client.post(url, {"seen": seen, "score": "101", "note": ""}).status_code == 200
    assert client.post(url, {"seen": seen, "score": "90", "note": "Baik"}).status_code == 302
    assert client.post(url, {"seen": seen, "score": "10", "note": ""}).status_code == 409
    page = client.get(reverse("evaluations:review-internal", args=[review.pk]))
    assert page.context["figure"] == 90
    review.refresh_from_db()
    assert (InternalScore.objects.get().score, review.predicate) == (90, "baik")
    assert not hasattr(row.history.first(), "note")


def test_scores_wait_for_the_release_and_nobody_else_writes_them(client_as):
    person, supervisor, superior = make_chain()
    today, cycle = timezone.localdate(), cycle_with(100)
    review = make_review(person, stage=Stage.RATING, cycle=cycle)
    row = review.scores.get()
    for by in (person, superior):
        with pytest.raises(PermissionDenied):
            writing.change_score(row=row, by=by.user, on=today, seen="", score=1, note="")
    with pytest.raises(EditedMeanwhile):
        writing.change_score(row=row, by=supervisor.user, on=today, seen="", score=1, note="")
    address = reverse("evaluations:review-internal", args=[review.pk])
    assert client_as(person.user).get(address).status_code == 403
    assert client_as(Role.LIBRARIAN).get(address).status_code == 404
    released = make_review(make_person(), stage=Stage.RELEASED, cycle=cycle)
    address = reverse("evaluations:review-internal", args=[released.pk])
    assert client_as(released.person.user).get(address).status_code == 200


def test_the_page_takes_as_many_statements_for_three_criteria(client_as):
    person, supervisor, _superior = make_chain()
    review = make_review(person, stage=Stage.RATING, cycle=cycle_with(40, 30, 30))
    review.scores.all().delete()
    criteria = iter(review.cycle.criteria.all())

    def make_one():
        InternalScore.objects.create(review=review, criterion=next(criteria), score=80)

    assert_same_queries(client_as(supervisor.user), reverse("evaluations:review-internal", args=[review.pk]), make_one)


# --- A started cycle keeps what it was weighed by, whoever writes ------------------------------------------------


def test_the_database_keeps_the_criteria_of_a_started_cycle():
    cycle = cycle_with(60, 40)
    criterion, draft = cycle.criteria.first(), make_cycle(status=CycleStatus.DRAFT)
    free = InternalCriterion.objects.create(cycle=draft, title="Bebas", weight=100)

    def add():
        InternalCriterion.objects.create(cycle=cycle, title="Susulan", weight=10)

    def reweigh():
        criterion.weight = 10
        criterion.save()

    def move_in():
        free.cycle = cycle
        free.save()

    def another_formula():
        cycle.internal_formula = "internal/9"
        cycle.save()

    for deed in (add, reweigh, move_in, another_formula, criterion.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
        cycle.refresh_from_db()
        criterion = InternalCriterion.objects.get(pk=criterion.pk)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evaluations_internalcriterion SET weight = 1 WHERE id = %s", [criterion.pk])
    assert sum(cycle.criteria.values_list("weight", flat=True)) == 100
    free.refresh_from_db()
    free.weight = 90
    free.save()
    draft.status = CycleStatus.RUNNING
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()  # 90 is not 100
    free.delete()


def a_criterion_while_the_cycle_starts(monkeypatch, *, after_the_look):
    """The head starts a cycle; between its look at the weights and its end somebody adds a criterion.

    Answers (the weights of the cycle that runs, errors).
    """
    head, unit, today = make_person(Role.AGENCY_HEAD), make_unit(), timezone.localdate()
    make_appointment(make_person(), supervisor=head, unit=unit)
    cycle, errors, added = cycle_with(100, status=CycleStatus.DRAFT), [], Event()

    def add():
        try:
            InternalCriterion.objects.create(cycle=cycle, title="Susulan", weight=50)
        except Exception as error:
            errors.append(type(error))
        finally:
            added.set()
            connections.close_all()

    adder, looked = Thread(target=add), cycles.add_person

    def slow(**fields):
        adder.start()
        added.wait(timeout=after_the_look)
        return looked(**fields)

    monkeypatch.setattr(cycles, "add_person", slow)
    cycles.start_cycle(cycle=cycle, by=head.user, on=today, units=[unit])
    adder.join()
    return sorted(cycle.criteria.values_list("weight", flat=True)), errors


@pytest.mark.django_db(transaction=True)
def test_a_criterion_added_while_the_cycle_starts_waits_and_is_refused(monkeypatch):
    assert a_criterion_while_the_cycle_starts(monkeypatch, after_the_look=2) == ([100], [IntegrityError])


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_it_would_slip_in(monkeypatch):
    """Negative control: the form's own look is not enough."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE evaluations_internalcriterion DISABLE TRIGGER criterion_stands")
    try:
        weights, errors = a_criterion_while_the_cycle_starts(monkeypatch, after_the_look=2)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE evaluations_internalcriterion ENABLE TRIGGER criterion_stands")
    assert (weights, errors) == ([50, 100], [])
