"""A GET whose connection has gone runs once more; everything else is left as it is."""

import pytest
from django.core.handlers.exception import convert_exception_to_response
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from baubau_pembinaan.core.lost_connection import RetryLostConnection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _leave_a_living_connection():
    yield
    connection.close()


class Site:
    """A view that meets trouble the first time."""

    def __init__(self, trouble) -> None:
        self.trouble, self.calls = trouble, 0

    def __call__(self, request):
        self.calls += 1
        if self.calls == 1:
            self.trouble()
        return HttpResponse("baik")


def gone() -> None:
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def slow() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', '20ms', false)")
        try:
            cursor.execute("SELECT pg_sleep(5)")
        finally:
            cursor.execute("RESET statement_timeout")


def ask(trouble, method: str = "GET") -> tuple[int, int]:
    """(status, how often the view ran)"""
    site = Site(trouble)
    layer = RetryLostConnection(convert_exception_to_response(site))
    return layer(RequestFactory().generic(method, "/tentang/")).status_code, site.calls


def test_a_reader_never_sees_the_lost_connection():
    assert ask(gone) == (200, 2)
    assert ask(gone, "HEAD") == (200, 2)


def test_what_writes_is_never_repeated():
    assert ask(gone, "POST") == (500, 1)


def test_a_slow_statement_or_another_error_is_no_lost_connection():
    def wrong() -> None:
        raise ValueError

    assert ask(slow) == (500, 1)
    assert ask(wrong) == (500, 1)


def test_no_trouble_no_second_run():
    assert ask(lambda: None) == (200, 1)


def test_the_trouble_is_real():
    with pytest.raises(OperationalError):
        gone()
    connection.close()
