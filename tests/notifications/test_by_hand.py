"""WhatsApp by hand: one message after the other, never one in two hands."""

import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import current, switches
from baubau_pembinaan.notifications import by_hand, consents, dispatch, health, services
from baubau_pembinaan.notifications.choices import Channel, State, Trouble
from baubau_pembinaan.notifications.models import Delivery
from tests.factories.accounts import make_person
from tests.factories.notifications import make_message
from tests.pages import assert_same_queries
from tests.races import Meeting

pytestmark = pytest.mark.django_db
PAGE = "notifications:by-hand"


def turn_on():
    switches.turn(consents.BY_HAND, True, by=None)
    current.end_request()


@pytest.fixture
def queue(library):
    turn_on()

    def wait(count: int = 1, **fields) -> list[Delivery]:
        rows = []
        for _ in range(count):
            person = make_person(Role.LIBRARIAN, phone="6281234567801")
            consents.agree_to_whatsapp(user=person.user, at=timezone.now())
            message = make_message(person.user, **fields)
            rows.append(message.deliveries.get(channel=Channel.WHATSAPP))
        return rows

    return wait


def test_the_queue_goes_from_one_message_to_the_next(queue, client_as, settings):
    settings.SITE_URL = "https://perpustakaan.example"
    first, second = queue(2, subject="Rapat & arisan", body="Isi pribadi", url="/staf/")
    client, page = client_as(Role.ADMINISTRATOR), reverse(PAGE)
    html = client.get(page).content.decode()
    assert "Kirim berikutnya" in html
    assert "wa.me" not in html  # nobody holds one yet
    client.post(page)
    answer = client.get(page)
    assert answer.context["held"] == first
    link = urlsplit(answer.context["link"])
    assert (link.netloc, link.path) == ("wa.me", "/6281234567801")
    text = parse_qs(link.query)["text"][0]
    assert text.splitlines()[1:3] == ["Rapat & arisan", "https://perpustakaan.example/staf/"]
    assert "Isi pribadi" not in text
    client.post(page, {"delivery": first.pk})
    first.refresh_from_db()
    assert (first.state, first.sent_by, first.lease) == (State.SENT, client.user, None)
    assert client.get(page).context["held"] == second
    client.post(page, {"delivery": second.pk, "pause": "1"})
    assert "Tidak ada pesan yang menunggu" in client.get(page).content.decode()


def test_a_skipped_message_comes_back_tomorrow(queue):
    [row], me, now = queue(), make_person(Role.ADMINISTRATOR).user, timezone.now()
    by_hand.skip(delivery=by_hand.take_next(by=me, at=now), by=me, at=now)
    assert by_hand.take_next(by=me, at=now) is None
    assert by_hand.take_next(by=me, at=now + by_hand.SKIPPED_FOR) == row


def test_a_message_that_was_lent_to_another_is_not_mine(queue):
    [row], now = queue(), timezone.now()
    me, other = make_person(Role.ADMINISTRATOR).user, make_person(Role.ADMINISTRATOR).user
    mine = by_hand.take_next(by=me, at=now)
    assert by_hand.take_next(by=me, at=now) == mine == row  # the one I hold already
    assert by_hand.take_next(by=other, at=now) is None
    for deed in (by_hand.mark_sent, by_hand.skip):
        with pytest.raises(by_hand.NotYours):
            deed(delivery=mine, by=other, at=now)
    late = now + by_hand.LENT_FOR + timedelta(seconds=1)
    assert by_hand.take_next(by=other, at=late) == row
    with pytest.raises(by_hand.NotYours):
        by_hand.mark_sent(delivery=mine, by=me, at=late)
    by_hand.mark_sent(delivery=by_hand.held_by(other, late), by=other, at=late)


@pytest.mark.parametrize(("case", "trouble"), [("old", "too-old"), ("left", "inactive"), ("no number", "no-address")])
def test_what_cannot_be_sent_is_set_aside_and_the_next_one_comes(queue, case, trouble):
    row, good = queue(2)
    me, now = make_person(Role.ADMINISTRATOR).user, timezone.now()
    user = row.message.recipient
    if case == "old":
        Delivery.objects.filter(pk=row.pk).update(queued_at=now - timedelta(days=6))
    if case == "left":
        user.is_active = False
        user.save()
    if case == "no number":
        user.profile.phone = ""
        user.profile.save()
    assert by_hand.take_next(by=me, at=now) == good
    row.refresh_from_db()
    assert (row.state, row.last_error) == (State.FAILED, Trouble(trouble))


def test_whoever_takes_the_consent_back_is_out_of_the_queue(queue):
    [row], me, now = queue(), make_person(Role.ADMINISTRATOR).user, timezone.now()
    consents.withdraw(user=row.message.recipient, channel=Channel.WHATSAPP, at=now)
    assert by_hand.take_next(by=me, at=now) is None
    assert row.message.recipient.messages.count() == 1  # the inbox keeps it


def test_what_waits_for_hands_is_neither_sent_nor_counted_by_the_machine(queue):
    [row] = queue()
    Delivery.objects.filter(pk=row.pk).update(queued_at=timezone.now() - timedelta(hours=3))
    assert dispatch.dispatch() == 0
    waiting = next(one for one in health.findings(at=timezone.now()) if one.name == "outbox_waiting")
    assert (waiting.mark, waiting.value) == ("good", 0)


def test_the_page_is_there_only_where_messages_are_sent_by_hand(library, client_as, settings):
    client, page = client_as(Role.ADMINISTRATOR), reverse(PAGE)
    assert client.get(page).status_code == 404
    turn_on()
    assert client.get(page).status_code == 200
    assert client_as(Role.LIBRARIAN).get(page).status_code == 403
    settings.WHATSAPP_TOKEN = settings.WHATSAPP_PHONE_NUMBER_ID = "1"
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("chosen", ["x", "-1", "9" * 30, ""])
def test_nonsense_marks_nothing(queue, client_as, chosen):
    [row] = queue()
    client = client_as(Role.ADMINISTRATOR)
    client.post(reverse(PAGE), {"delivery": chosen, "pause": "1"})
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_the_page_costs_the_same_for_three_as_for_one(queue, client_as):
    client = client_as(Role.ADMINISTRATOR)

    def one_more():
        queue()
        by_hand.take_next(by=client.user, at=timezone.now())

    assert_same_queries(client, reverse(PAGE), one_more, cap=11)  # ten on a running site: the library is cached there


def test_a_failed_one_is_put_back_into_the_queue(queue):
    [row], me, now = queue(), make_person(Role.ADMINISTRATOR).user, timezone.now()
    Delivery.objects.filter(pk=row.pk).update(queued_at=now - timedelta(days=6))
    assert by_hand.take_next(by=me, at=now) is None
    services.retry_deliveries(deliveries=None, at=now)
    assert by_hand.take_next(by=me, at=now) == row


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.django_db(transaction=True)
def test_four_at_once_hold_four_messages(guarded, monkeypatch, unguarded):
    """All look before one holds. The negative control looks without locking: then they hold the same one."""
    turn_on()
    for _ in range(8):
        person = make_person(Role.LIBRARIAN, phone="6281234567801")
        consents.agree_to_whatsapp(user=person.user, at=timezone.now())
        make_message(person.user)
    people = [make_person(Role.ADMINISTRATOR).user for _ in range(4)]
    if not guarded:
        monkeypatch.setattr(
            type(Delivery.objects.all()), "select_for_update", lambda rows, **_options: rows.all(), raising=True
        )
    monkeypatch.setattr(by_hand, "is_wanted", Meeting(4).after(by_hand.is_wanted))
    gate, held = threading.Barrier(4), []

    def work(user):
        try:
            gate.wait()
            held.append(by_hand.take_next(by=user, at=timezone.now()).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(held), len(set(held))) == (4, 4 if guarded else 1)
