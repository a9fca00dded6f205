"""A connection keeps frequent statements ready, and no reader ever notices."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import DateField, ExpressionWrapper, Value

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core import prepared
from baubau_pembinaan.core.statements import PARTS, Kept, KeptModels, blank
from tests.factories.accounts import make_person


def _by_name() -> Kept:
    return Kept(lambda: StaffProfile.objects.filter(name=blank("name")).values_list("pk"))


def _known() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'kept_%%' ORDER BY prepare_time")
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def fresh(db):
    """A connection that keeps nothing yet."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    connections[connection.alias].kept_statements = None


def test_a_statement_is_prepared_once_and_asked_by_its_name(fresh, django_assert_num_queries):
    me = make_person(name="Sari % Contoh")
    kept = _by_name()
    with django_assert_num_queries(2) as asked:  # preparing is the connection's own affair
        assert kept.only(name="Sari % Contoh") == me.pk
        assert kept.only(name="nobody") is None
    assert all(query["sql"].startswith("EXECUTE kept_") for query in asked)
    assert len(_known()) == 1


def test_the_same_words_made_twice_are_one_statement(fresh):
    assert _by_name().only(name="x") is None
    assert _by_name().only(name="y") is None
    assert len(_known()) == 1


def test_off_for_poolers_the_values_stand_in_the_statement(fresh, settings, django_assert_num_queries):
    settings.PREPARE_STATEMENTS = False
    me = make_person(name="Sari % Contoh")
    kept = _by_name()
    with django_assert_num_queries(1) as asked:
        assert kept.only(name="Sari % Contoh") == me.pk
    assert "Sari % Contoh" in asked[0]["sql"]
    assert _known() == []


def test_the_statement_asked_longest_ago_makes_room(fresh, monkeypatch):
    monkeypatch.setattr(prepared, "AT_MOST", 2)
    first, second, third = (
        Kept(lambda field=field: StaffProfile.objects.filter(pk=blank("pk")).values_list(field))
        for field in ("name", "nip", "pk")
    )
    for kept in (first, second, first, third):
        assert kept.only(pk=0) is None
    assert len(_known()) == 2
    known = _known()
    assert first.only(pk=0) is None  # asked again in between: still there
    assert _known() == known
    assert second.only(pk=0) is None  # made room, and is prepared anew
    assert len(_known()) == 2 and _known() != known


def test_what_is_prepared_outlives_a_transaction_that_is_taken_back(fresh):
    kept = _by_name()
    with pytest.raises(RuntimeError), transaction.atomic():
        kept.only(name="x")
        raise RuntimeError
    assert kept.only(name="x") is None
    assert len(_known()) == 1


def test_a_broken_transaction_refuses_a_kept_statement_as_any_other(fresh):
    kept = _by_name()
    with pytest.raises(DatabaseError), transaction.atomic():
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")
        kept.only(name="x")
    assert kept.only(name="x") is None


def test_a_blank_in_arithmetic_has_a_kind(fresh):
    kept = Kept(
        lambda: StaffProfile.objects.annotate(
            day=ExpressionWrapper(blank("day", DateField()) + Value(timedelta(days=2)), DateField())
        ).values_list("day")
    )
    make_person()
    assert kept.only(day=date(2026, 11, 22)).day == 24


def test_pages_of_a_list_are_cut_by_the_statement(fresh):
    people = sorted(make_person().pk for _ in range(5))
    kept = KeptModels(lambda: StaffProfile.objects.filter(pk__gte=blank("least")).order_by("pk"))
    rows = kept.part(least=people[0])
    assert [row.pk for row in rows[0:2]] == people[:2]
    assert [row.pk for row in rows[2:4]] == people[2:4]
    assert [[row.pk for row in rows[first : first + 1]] for first in range(5)] == [[pk] for pk in people]
    assert len(_known()) == PARTS  # further pages are rare: they are asked as they are
    assert [row.pk for row in rows[4:5]] == people[4:]


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_prepares_anew():
    kept, models = _by_name(), KeptModels(lambda: StaffProfile.objects.filter(name=blank("name")))
    me = make_person(name="Sari Contoh")
    for _time in range(2):
        assert kept.only(name="Sari Contoh") == me.pk
        assert models.first(name="Sari Contoh") == me
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_found_dead_at_the_start_of_a_request_prepares_anew():
    models = KeptModels(lambda: StaffProfile.objects.filter(name=blank("name")))
    me = make_person(name="Sari Contoh")
    assert models.first(name="Sari Contoh") == me
    connection.connection.close()  # the server's side went away
    connection.health_check_enabled, connection.health_check_done = True, False
    assert models.first(name="Sari Contoh") == me


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_words_and_each_has_its_own_connection():
    me = make_person(name="Sari Contoh")
    kept = _by_name()
    found: list[object] = []

    def ask() -> None:
        try:
            found.extend(kept.only(name="Sari Contoh") for _time in range(20))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [me.pk] * 160
