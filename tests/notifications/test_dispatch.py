"""The dispatcher: every mail once, whatever the mail server, the network or a neighbour does."""

import threading
import time
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.notifications import dispatch, mail
from baubau_pembinaan.notifications.choices import Channel, State, Trouble
from baubau_pembinaan.notifications.models import Delivery, Message
from tests.factories.notifications import make_message, make_reader
from tests.races import Meeting

pytestmark = pytest.mark.django_db


def outbox_row(message: Message) -> Delivery:
    return message.deliveries.get(channel=Channel.EMAIL)


def make_due() -> None:
    """Let the waiting time of every row pass, and the mail server's rest with it."""
    Delivery.objects.filter(state=State.WAITING).update(next_attempt_at=timezone.now())
    dispatch.cache.delete(dispatch.MAIL_RESTS)


def test_a_message_is_sent_once(sink):
    message = make_message(url="/staf/")
    assert (dispatch.dispatch(), dispatch.dispatch()) == (1, 0)
    row = outbox_row(message)
    assert (row.state, row.attempts, row.last_error, row.lease) == (State.SENT, 1, "", None)
    assert sink.recipients == [message.recipient.email]


def test_the_mail_says_what_the_message_says_in_both_forms(sink, settings):
    settings.SITE_URL = "https://perpustakaan.example"
    make_message(subject="Isi <formulir>", body="Baris satu\n& dua", url="/staf/")
    dispatch.dispatch()
    [(_, letter)] = sink.received
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = letter.get_body(("html",)).get_content()
    assert letter["Subject"] == "Isi <formulir>"
    assert "Baris satu\n& dua" in text
    assert "https://perpustakaan.example/staf/" in text
    assert "Isi &lt;formulir&gt;" in html
    assert 'href="https://perpustakaan.example/staf/"' in html
    assert letter["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(("kind", "offered"), [("task", True), ("account", False)])
def test_only_optional_kinds_offer_to_stop(sink, settings, kind, offered):
    settings.SITE_URL = "https://perpustakaan.example"
    make_message(kind=kind)
    dispatch.dispatch()
    [(_, letter)] = sink.received
    assert ("List-Unsubscribe" in letter) is offered
    assert ("List-Unsubscribe-Post" in letter) is offered
    assert ("/berhenti-surel/" in letter.get_body(("plain",)).get_content()) is offered


@pytest.mark.parametrize(("language", "greeting"), [("id", "Yth. "), ("en", "Dear ")])
def test_the_mail_speaks_the_recipients_language(sink, language, greeting):
    make_message(make_reader(language=language))
    dispatch.dispatch()
    [(_, letter)] = sink.received
    assert letter.get_body(("plain",)).get_content().startswith(greeting)


def test_a_line_break_in_the_subject_starts_no_header(sink):
    message = make_message()
    Message.objects.filter(pk=message.pk).update(subject="Halo\r\nBcc: maling@example.org")
    dispatch.dispatch()
    [(_, letter)] = sink.received
    assert (letter["Subject"], letter["Bcc"]) == ("Halo Bcc: maling@example.org", None)
    assert sink.recipients == [message.recipient.email]


@pytest.mark.parametrize("address", ["a@example.org\nBcc: b@example.org", "bukan-alamat", ""])
def test_an_unusable_address_is_a_final_failure_that_stops_nobody(sink, address):
    bad, good = make_message(), make_message()
    User.objects.filter(pk=bad.recipient_id).update(email=address)
    assert dispatch.dispatch() == 1
    assert (outbox_row(bad).state, outbox_row(bad).last_error) == (State.FAILED, Trouble.NO_ADDRESS)
    assert sink.recipients == [good.recipient.email]


def test_somebody_who_left_gets_no_mail_any_more(sink):
    message = make_message()
    User.objects.filter(pk=message.recipient_id).update(is_active=False)
    dispatch.dispatch()
    assert (outbox_row(message).last_error, sink.received) == (Trouble.INACTIVE, [])


def test_a_message_that_cannot_be_composed_stops_nobody(sink, monkeypatch, caplog):
    poison, good = make_message(subject="racun"), make_message()
    compose = mail.compose

    def break_one(delivery):
        if delivery.message.subject == "racun":
            raise RuntimeError("isi rahasia")
        return compose(delivery)

    monkeypatch.setattr(mail, "compose", break_one)
    dispatch.dispatch()
    assert (outbox_row(poison).state, outbox_row(poison).last_error) == (State.FAILED, Trouble.BROKEN)
    assert sink.recipients == [good.recipient.email]
    assert "RuntimeError" in caplog.text
    assert "isi rahasia" not in caplog.text


def test_a_refusal_for_good_is_kept_with_its_code_and_stops_nobody(sink):
    refused, good = make_message(), make_message()
    sink.answer = lambda recipient, nth: "550 no such user" if recipient == refused.recipient.email else "250 OK"
    dispatch.dispatch()
    make_due()
    dispatch.dispatch()
    row = outbox_row(refused)
    assert (row.state, row.last_error, row.smtp_status, row.attempts) == (State.FAILED, Trouble.REFUSED, 550, 1)
    assert sink.recipients == [good.recipient.email]


def test_a_busy_server_is_asked_again_later_with_the_same_message_id(sink):
    message = make_message()
    sink.answer = lambda recipient, nth: "450 later" if nth < 3 else "250 OK"
    header = outbox_row(message).message_id_header
    for attempt in (1, 2):
        before = timezone.now()
        assert dispatch.dispatch() == 0
        row = outbox_row(message)
        assert (row.state, row.last_error, row.smtp_status, row.attempts) == (
            State.WAITING,
            Trouble.BUSY,
            450,
            attempt,
        )
        assert row.next_attempt_at - before >= timedelta(seconds=60 * attempt)
        assert dispatch.dispatch() == 0  # not before its time
        make_due()
    assert dispatch.dispatch() == 1
    assert sink.message_ids() == [header]


def test_a_server_that_is_away_costs_one_attempt_and_nobody_is_lost(sink, settings):
    messages = [make_message() for _ in range(3)]
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nobody listens on port 1
    assert dispatch.dispatch() == 0
    assert sorted(Delivery.objects.filter(channel="email").values_list("state", "attempts")) == [
        (State.WAITING, 0),
        (State.WAITING, 0),
        (State.WAITING, 1),
    ]
    settings.EMAIL_PORT = port
    make_due()
    assert dispatch.dispatch() == 3
    assert sink.recipients == sorted(message.recipient.email for message in messages)


def test_a_silent_server_holds_up_one_time_out_not_one_for_each_mail(sink):
    for _ in range(5):
        make_message()
    sink.silent = True
    begun = time.monotonic()
    assert dispatch.dispatch() == 0
    assert dispatch.dispatch() == 0  # resting
    assert time.monotonic() - begun < 2
    assert sink.connections == 1


def test_a_day_of_silence_fails_nobody_and_five_days_do(sink, settings):
    settings.EMAIL_PORT = 1
    young, old = make_message(), make_message()
    now = timezone.now()
    Delivery.objects.filter(pk=outbox_row(young).pk).update(queued_at=now - timedelta(days=1))
    Delivery.objects.filter(pk=outbox_row(old).pk).update(queued_at=now - timedelta(days=5, minutes=1))
    for _ in range(2):
        dispatch.dispatch()
        dispatch.cache.delete(dispatch.MAIL_RESTS)
    assert outbox_row(young).state == State.WAITING
    assert (outbox_row(old).state, outbox_row(old).last_error) == (State.FAILED, Trouble.TOO_OLD)


def lend(message: Message, *, until: timedelta, **values) -> None:
    Delivery.objects.filter(message=message, channel=Channel.EMAIL).update(
        state=State.SENDING, lease=uuid.uuid4(), leased_until=timezone.now() + until, attempts=1, **values
    )


def test_a_row_whose_dispatcher_died_is_taken_when_its_loan_ends(sink):
    dead, alive = make_message(), make_message()
    lend(dead, until=timedelta(seconds=-1))
    lend(alive, until=timedelta(seconds=60))
    assert dispatch.dispatch() == 1
    assert sink.recipients == [dead.recipient.email]
    assert (outbox_row(dead).interruptions, outbox_row(alive).state) == (1, State.SENDING)


def test_a_message_that_keeps_killing_its_dispatcher_is_set_aside(sink):
    killer, good = make_message(), make_message()
    lend(killer, until=timedelta(seconds=-1), interruptions=dispatch.MAX_INTERRUPTIONS)
    assert dispatch.dispatch() == 1
    assert (outbox_row(killer).state, outbox_row(killer).last_error) == (State.FAILED, Trouble.INTERRUPTED)
    assert sink.recipients == [good.recipient.email]


def test_a_dispatcher_whose_loan_ran_out_settles_nothing():
    message = make_message()
    late = dispatch.take(at=timezone.now())
    lend(message, until=timedelta(seconds=60))
    dispatch.settle(late, trouble=Trouble.REFUSED, smtp_status=550, at=timezone.now())
    assert outbox_row(message).state == State.SENDING


@pytest.mark.parametrize(
    ("attempts", "low", "high"), [(1, 60, 72), (2, 120, 144), (9, 15360, 18432), (40, 21600, 25920)]
)
def test_waiting_doubles_up_to_six_hours(attempts, low, high):
    for _ in range(20):
        assert low <= dispatch.backoff(attempts).total_seconds() <= high


def race(work, runners: int = 4) -> None:
    """Run `work` in so many threads that begin together."""
    gate = threading.Barrier(runners)
    errors: list[Exception] = []

    def run():
        try:
            gate.wait()
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_four_dispatchers_at_once_send_each_mail_once(sink):
    sink.pause = 0.005
    expected = sorted(make_message().recipient.email for _ in range(40))
    race(dispatch.dispatch)
    assert sink.recipients == expected
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_four_dispatchers_that_look_without_locking_send_doubles(sink, monkeypatch, unguarded):
    """The negative control: the same race, with a plain look instead of SKIP LOCKED and a committed loan."""
    sink.pause = 0.005
    for _ in range(8):
        make_message()

    def look(*, at, ways):
        due = Delivery.objects.due(at).filter(channel=Channel.EMAIL).select_related("message__recipient")
        return due.order_by("pk").first()

    def settle(delivery, *, trouble, smtp_status, at, wait_seconds):
        Delivery.objects.filter(pk=delivery.pk).update(state=State.SENT, sent_at=at)

    monkeypatch.setattr(dispatch, "take", Meeting(4).after(look))
    monkeypatch.setattr(dispatch, "settle", settle)
    race(dispatch.dispatch)
    assert max(Counter(sink.recipients).values()) == 4


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_locked_by_a_neighbour_is_passed_over(sink):
    first, second = make_message(), make_message()
    taken: list[int] = []
    with transaction.atomic():
        Delivery.objects.select_for_update().get(pk=outbox_row(first).pk)
        race(lambda: taken.append(take_without_waiting()), runners=1)
    assert taken == [second.pk]


def take_without_waiting() -> int:
    """A take that would wait for the neighbour's lock fails instead of hanging the tests."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")
    return dispatch.take(at=timezone.now()).message_id
