"""The library and its switches are read once a request, never stale in one's own process."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import transaction

from baubau_pembinaan.libraries import current, switches
from baubau_pembinaan.libraries.models import Library, Switch
from tests.factories.accounts import make_user


@pytest.fixture
def one_request():
    """Inside a request, without one."""
    current.begin_request()
    yield
    current.end_request()


@pytest.mark.django_db
def test_one_statement_a_request(library, one_request, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Library.current().name == Library.current().name == "Perpustakaan"
        assert switches.is_simple_mode()


@pytest.mark.django_db
def test_change_in_the_same_request_is_seen(library, one_request):
    assert not switches.is_on("review_360")
    switches.turn("review_360", True, by=None)
    assert switches.is_on("review_360")
    row = Library.objects.get()
    row.name = "Perpustakaan Contoh"
    row.save()
    assert Library.current().name == "Perpustakaan Contoh"


def test_signals_of_every_request_begin_and_end_the_copy():
    for signal in (request_started, request_finished):
        names = [key[0] for key, *_rest in signal.receivers]
        assert any(str(name).startswith("libraries.current") for name in names)


@pytest.mark.django_db(transaction=True)
def test_between_requests_nothing_is_asked_of_the_database(django_assert_num_queries):
    first = Library.current()
    with django_assert_num_queries(0):
        again = Library.current()
        assert (again, again.name, again.margin_left_mm) == (first, first.name, 30)
        assert again.emblem.name in ("", None)
    again.refresh_from_db()


@pytest.mark.django_db(transaction=True)
def test_save_is_seen_at_once():
    Library.current()
    row = Library.objects.get()
    row.name = "Perpustakaan Contoh"
    row.save()
    assert Library.current().name == "Perpustakaan Contoh"
    switches.turn("question_bank", True, by=make_user())
    assert switches.is_on("question_bank")
    Switch.objects.get(key="question_bank").delete()
    assert not switches.is_on("question_bank")


@pytest.mark.django_db(transaction=True)
def test_change_that_was_rolled_back_is_never_remembered():
    Library.current()
    with pytest.raises(RuntimeError), transaction.atomic():
        row = Library.objects.get()
        row.name = "Tidak jadi"
        row.save()
        assert Library.current().name == "Tidak jadi"
        raise RuntimeError
    assert Library.current().name == "Perpustakaan"


@pytest.mark.django_db(transaction=True)
def test_without_redis_the_database_answers(no_redis):
    switches.turn("review_360", True, by=None)
    assert switches.is_on("review_360")


@pytest.mark.django_db
class TestSwitches:
    def test_new_installation_is_simple(self):
        assert switches.is_simple_mode()
        assert not any(part.default for part in switches.SWITCHES.values())

    def test_unknown_part_is_an_error_not_a_silent_no(self):
        with pytest.raises(KeyError):
            switches.is_on("reveiw_360")
        with pytest.raises(KeyError):
            switches.turn("reveiw_360", True, by=None)

    def test_turning_names_who_and_why_and_says_nothing_twice(self):
        user = make_user()
        for _time in range(2):
            switches.turn("review_360", True, by=user, reason="Rapat 3 Maret")
        line = Switch.history.get()
        assert (line.is_on, line.history_user_id, line.history_change_reason) == (True, user.pk, "Rapat 3 Maret")

    def test_every_part_reads_indonesian(self):
        for part in switches.SWITCHES.values():
            assert str(part.label) and str(part.help).endswith(".")
