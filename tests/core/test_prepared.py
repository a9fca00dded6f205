"""A connection keeps frequent statements ready, and no reader ever notices."""

import threading
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, NotSupportedError, connection, connections, transaction
from django.db.models import DateField, ExpressionWrapper, Value
from django.http import HttpResponse
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core import prepared
from baubau_pembinaan.core.lost_connection import RetryLostConnection
from baubau_pembinaan.core.prepared import LAST_KEY
from baubau_pembinaan.core.statements import PARTS, Kept, KeptModels, blank
from baubau_pembinaan.libraries.models import Holiday
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


def _numbered() -> tuple[KeptModels, list[int]]:
    people = sorted(make_person().pk for _ in range(14))
    return KeptModels(lambda: StaffProfile.objects.filter(pk__gte=blank("least")).order_by("pk")), people


def test_pages_of_a_list_are_cut_by_the_statement(fresh):
    kept, people = _numbered()
    rows = kept.part(least=people[0])
    for first, last in ((0, 2), (2, 4), (0, 13), (1, 12), (13, 14), (12, 40), (3, 3)):
        assert [row.pk for row in rows[first:last]] == people[first:last]
    assert [row.pk for row in rows] == people


def test_a_list_that_grows_is_no_new_statement(fresh):
    kept, people = _numbered()
    rows = kept.part(least=people[0])
    assert [len(rows[0:number]) for number in range(2, 11)] == list(range(2, 11))
    assert len(_known()) == 1


def test_the_first_pages_are_kept_whoever_asked_for_deep_ones_before(fresh):
    kept, people = _numbered()
    rows, words = kept.part(least=people[0]), Kept(lambda: StaffProfile.objects.order_by("pk").values_list("pk")).part()
    for deep in range(PARTS, PARTS + 9):
        assert [row.pk for row in rows[deep : deep + 1]] == people[deep : deep + 1]
        assert len(words[deep : deep + 1]) == 1
    assert _known() == []  # asked as they are: pages that nobody turns to again fill no connection
    for page in range(PARTS):
        assert rows[page : page + 1][0].pk == people[page]
    assert len(_known()) == PARTS


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


@pytest.fixture
def widened():
    """`widened()`: another connection gives a column of the table another type; it is given back in the end."""

    def alter(kind: str) -> None:
        def run() -> None:
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"ALTER TABLE libraries_holiday ALTER COLUMN name TYPE {kind}")
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()

    usual = Holiday._meta.get_field("name").db_type(connection)
    yield lambda: alter("varchar(777)")
    connection.close()
    alter(usual)


@pytest.mark.django_db(transaction=True)
def test_a_column_of_another_type_is_no_fault(widened):
    models = KeptModels(lambda: Holiday.objects.filter(name=blank("name")))
    kept = Kept(lambda: Holiday.objects.filter(name=blank("name")).values_list("name"))
    Holiday.objects.create(name="Hari Contoh", date=date(2026, 8, 17), kind="nasional")
    assert models.first(name="Hari Contoh").name == kept.only(name="Hari Contoh") == "Hari Contoh"
    widened()
    assert models.first(name="Hari Contoh").name == "Hari Contoh"
    assert kept.only(name="Hari Contoh") == "Hari Contoh"


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_it_stands_and_the_next_asks_anew(widened):
    models = KeptModels(lambda: Holiday.objects.filter(name=blank("name")))
    assert models.first(name="x") is None
    widened()
    with pytest.raises(NotSupportedError, match="cached plan"), transaction.atomic():
        models.first(name="x")
    assert models.first(name="x") is None


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_transaction_met_older_plans_is_drawn_again(widened):
    models = KeptModels(lambda: Holiday.objects.filter(name=blank("name")))
    assert models.first(name="x") is None
    widened()

    def page(request):
        with transaction.atomic():
            return HttpResponse(str(models.first(name="x")))

    answer = RetryLostConnection(convert_exception_to_response(page))(
        WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), "SERVER_NAME": "x", "SERVER_PORT": "80"})
    )
    assert (answer.status_code, answer.content) == (200, b"None")


@pytest.mark.parametrize("number", [LAST_KEY + 1, -LAST_KEY - 5, 10**30])
def test_a_number_that_no_key_can_be_finds_nothing(fresh, number):
    kept = Kept(lambda: StaffProfile.objects.filter(pk=blank("pk")).values_list("pk"))
    assert kept.rows(pk=number) == [] and kept.count(pk=number) == 0
    assert KeptModels(lambda: StaffProfile.objects.filter(pk=blank("pk"))).rows(pk=number) == []


def test_an_address_longer_than_any_key_is_not_there(fresh, client_as):
    client = client_as(Role.ADMINISTRATOR)
    for name in ("training:session-detail", "collections_app:demand-detail", "outreach:session-detail"):
        address = reverse(name, args=[LAST_KEY + 1])
        assert client.get(address).status_code == 404, address
