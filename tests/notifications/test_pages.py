"""Inbox, choices and the stop link."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from baubau_pembinaan.notifications import kinds, mail, selectors, services
from baubau_pembinaan.notifications.models import Preference
from tests.factories.accounts import make_user
from tests.factories.notifications import make_message, make_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = make_user(email="pembaca@example.org")
    client.force_login(user)
    return user


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_asks_as_little_for_three_messages_as_for_one(client, reader, rows, django_assert_num_queries):
    for _ in range(rows):
        make_message(reader)
    client.get(reverse("notifications:inbox"))
    with django_assert_num_queries(6):
        response = client.get(reverse("notifications:inbox"))
    assert len(response.context["inbox"]) == rows


def test_the_inbox_shows_ones_own_messages_newest_first(client, reader):
    make_message(subject="Punya orang lain")
    make_message(reader, subject="Lama")
    make_message(reader, subject="<b>Baru</b>")
    page = client.get(reverse("notifications:inbox")).content.decode()
    assert "Punya orang lain" not in page
    assert page.index("&lt;b&gt;Baru&lt;/b&gt;") < page.index("Lama")
    assert "2 pesan belum dibaca" in page


def test_an_empty_inbox_says_what_will_come(client, reader):
    assert "Belum ada pesan" in client.get(reverse("notifications:inbox")).content.decode()


def test_opening_marks_read_and_goes_where_the_message_points(client, reader):
    message = make_message(reader, url="/staf/")
    assert selectors.unread_count(reader) == 1
    response = client.post(reverse("notifications:open-message", args=[message.pk]))
    assert (response.status_code, response.url) == (302, "/staf/")
    assert selectors.unread_count(reader) == 0


def test_somebody_elses_message_is_not_there(client, reader):
    message = make_message()
    assert client.post(reverse("notifications:open-message", args=[message.pk])).status_code == 404
    assert selectors.unread_count(message.recipient) == 1


def test_looking_at_the_inbox_reads_nothing(client, reader):
    make_message(reader)
    client.get(reverse("notifications:inbox"))
    assert selectors.unread_count(reader) == 1


def test_all_of_ones_own_are_marked_read(client, reader):
    other = make_message()
    for _ in range(2):
        make_message(reader)
    client.post(reverse("notifications:read-all"))
    assert (selectors.unread_count(reader), selectors.unread_count(other.recipient)) == (0, 1)


def test_the_count_of_the_frame_is_one_statement(reader, django_assert_num_queries):
    make_message(reader)
    with django_assert_num_queries(1):
        assert selectors.unread_count(reader) == 1


def own_kinds(wishes: dict[str, bool]) -> dict[str, bool]:
    """The wishes about this room's kinds; other rooms add theirs."""
    return {code: wish for code, wish in wishes.items() if "." not in code}


def test_choices_are_kept_and_shown_again(client, reader):
    assert own_kinds(services.email_wishes(reader)) == {"task": True, "reminder": True, "announcement": False}
    client.post(reverse("notifications:preferences"), {"announcement": "on", "account": ""})
    expected = {kind.code: False for kind in kinds.all_kinds() if kind.optional} | {"announcement": True}
    assert services.email_wishes(reader) == expected
    form = client.get(reverse("notifications:preferences")).context["form"]
    assert {name: field.initial for name, field in form.fields.items()} == expected
    assert not Preference.objects.filter(kind="account").exists()


def stop_path(user, kind="task") -> str:
    link = mail.unsubscribe_link(user, kind)
    return link[link.index("/berhenti-surel/") :]


def test_the_stop_link_changes_nothing_until_the_button_is_pressed(client):
    user = make_reader()
    path = stop_path(user)
    assert "Hentikan surel" in client.get(path).content.decode()
    assert services.email_wishes(user)["task"] is True
    assert "tidak akan menerima" in client.post(path).content.decode()
    assert own_kinds(services.email_wishes(user)) == {"task": False, "reminder": True, "announcement": False}


def test_a_mail_program_stops_with_one_click_and_no_csrf_token():
    user = make_reader()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(stop_path(user), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert services.email_wishes(user)["task"] is False


@pytest.mark.parametrize("spoil", [lambda path: path[:-2] + "x/", lambda path: "/berhenti-surel/x/"])
def test_a_spoilt_stop_link_stops_nothing(client, spoil):
    user = make_reader()
    assert client.post(spoil(stop_path(user))).status_code == 404
    assert services.email_wishes(user)["task"] is True


def test_a_stop_link_lives_ninety_days(client, time_machine):
    written = datetime(2026, 11, 22, 9, tzinfo=UTC)
    time_machine.move_to(written, tick=False)
    path = stop_path(make_reader())
    time_machine.move_to(written + timedelta(days=90, seconds=-1), tick=False)
    assert client.get(path).status_code == 200
    time_machine.move_to(written + timedelta(days=90, seconds=2), tick=False)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("content", [[1], ["x", "task"], "task", {"a": 1}, [1, "account"], [1, "karangan"]])
def test_a_signed_text_of_another_shape_stops_nothing(client, content):
    make_reader()
    token = signing.dumps(content, salt=mail.UNSUBSCRIBE_SALT)
    assert client.post(f"/berhenti-surel/{token}/").status_code == 404
    assert Preference.objects.count() == 0
