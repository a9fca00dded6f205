"""notify(): once, in the deed's transaction, in the reader's language, never in the way."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from baubau_pembinaan.notifications import kinds, services, wakeup
from baubau_pembinaan.notifications.choices import Channel, State, Trouble
from baubau_pembinaan.notifications.models import Delivery, Message
from tests.factories.notifications import make_message, make_reader


@pytest.fixture
def wake_ups(monkeypatch):
    """How often the dispatcher would have been woken."""
    calls = []

    def wake_dispatcher():
        calls.append(1)

    monkeypatch.setattr(wakeup, "wake_dispatcher", wake_dispatcher)
    return calls


@pytest.mark.django_db
def test_notify_writes_the_message_and_one_outbox_row_per_way():
    reader = make_reader()
    message = services.notify(
        recipient=reader, key="tugas.1", kind="task", subject="Tugas", body="Isi formulir.", url="/staf/"
    )
    assert list(
        Message.objects.values_list("pk", "recipient_id", "key", "kind", "subject", "body", "url", "read_at")
    ) == [(message.pk, reader.pk, "tugas.1", "task", "Tugas", "Isi formulir.", "/staf/", None)]
    assert set(message.deliveries.values_list("channel", "state")) == {
        (Channel.INBOX, State.SENT),
        (Channel.EMAIL, State.WAITING),
    }


@pytest.mark.django_db
def test_notify_twice_is_said_once_and_returns_the_first(django_capture_on_commit_callbacks, wake_ups):
    reader = make_reader()
    with django_capture_on_commit_callbacks(execute=True):
        first = make_message(reader, key="sama", subject="Pertama")
    with django_capture_on_commit_callbacks(execute=True):
        second = make_message(reader, key="sama", subject="Kedua")
    assert (second.pk, second.subject) == (first.pk, "Pertama")
    assert Delivery.objects.filter(channel=Channel.EMAIL).count() == 1
    assert wake_ups == [1]


@pytest.mark.django_db
def test_the_same_key_to_another_person_is_another_message():
    assert make_message(key="sama").pk != make_message(key="sama").pk


@pytest.mark.django_db
def test_many_messages_of_one_transaction_wake_the_dispatcher_once(django_capture_on_commit_callbacks, wake_ups):
    reader = make_reader()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            with transaction.atomic():
                make_message(reader)
    assert wake_ups == [1]


@pytest.mark.django_db
def test_a_wake_up_survives_the_rollback_of_an_earlier_savepoint(django_capture_on_commit_callbacks, wake_ups):
    reader = make_reader()
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(RuntimeError), transaction.atomic():
            make_message(reader)
            raise RuntimeError
        make_message(reader)
    assert wake_ups == [1]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_deed_leaves_neither_message_nor_wake_up(wake_ups):
    reader = make_reader()
    with pytest.raises(RuntimeError), transaction.atomic():
        make_message(reader)
        raise RuntimeError
    assert (Message.objects.count(), Delivery.objects.count(), wake_ups) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_ten_people_at_once_say_it_once(wake_ups):
    reader = make_reader()
    gate = threading.Barrier(10)
    errors: list[Exception] = []

    def say():
        try:
            gate.wait()
            make_message(reader, key="bersamaan")
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=say) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (Message.objects.count(), Delivery.objects.count(), len(wake_ups)) == (1, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_ten_people_at_once_without_the_key_rule_say_it_often():
    """The negative control: look first, then insert, and only the constraint stands between us and doubles."""
    reader = make_reader()
    gate = threading.Barrier(10)
    collisions = []

    def say():
        try:
            gone = Message.objects.filter(recipient=reader, key="bersamaan").exists()
            gate.wait()
            if not gone:
                Message.objects.create(
                    recipient=reader, key="bersamaan", kind="task", subject="x", created_at=timezone.now()
                )
        except IntegrityError:
            collisions.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=say) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(collisions) == 9


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "expected"), [("id", "Hapus"), ("en", "Delete")])
def test_lazy_words_are_said_in_the_readers_language(language, expected):
    reader = make_reader(language=language)
    message = make_message(reader, subject=gettext_lazy("Delete"), body=lambda: str(gettext_lazy("Delete")))
    assert (message.subject, message.body) == (expected, expected)


@pytest.mark.django_db
def test_a_subject_is_one_short_line_whatever_is_put_in():
    message = make_message(subject="Halo\r\nBcc: maling@example.org\x00" + " panjang" * 60)
    assert message.subject.startswith("Halo Bcc: maling@example.org panjang")
    assert len(message.subject) == 200
    assert message.subject.isprintable()


@pytest.mark.django_db
def test_optional_mail_stays_away_when_switched_off_and_comes_when_on():
    reader = make_reader()
    kind = kinds.TASK
    services.set_email_wishes(user=reader, wishes={kind.code: False})
    assert services.channels_for(reader, kind) == [Channel.INBOX]
    services.set_email_wishes(user=reader, wishes={kind.code: True})
    assert services.channels_for(reader, kind) == [Channel.INBOX, Channel.EMAIL]


@pytest.mark.django_db
def test_a_required_kind_cannot_be_switched_off():
    reader = make_reader()
    services.set_email_wishes(user=reader, wishes={"account": False})
    assert services.channels_for(reader, kinds.ACCOUNT) == [Channel.INBOX, Channel.EMAIL]


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"email": ""}, {"is_active": False}])
def test_a_person_who_cannot_be_mailed_still_has_the_inbox(values):
    reader = make_reader(**values)
    assert list(make_message(reader).deliveries.values_list("channel", flat=True)) == [Channel.INBOX]


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["https://example.org/", "//example.org", "staf/", "javascript:alert(1)", "/" * 2])
def test_a_message_never_points_outside(url):
    with pytest.raises(ValueError, match="inside the site"):
        make_message(url=url)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(
            recipient=make_reader(), key="k", kind="task", subject="x", url=url, created_at=timezone.now()
        )


@pytest.mark.django_db
def test_an_unknown_kind_is_the_callers_mistake():
    with pytest.raises(kinds.UnknownKind):
        make_message(kind="karangan")


def test_the_same_kind_may_not_mean_two_things():
    with pytest.raises(ValueError, match="registered twice"):
        kinds.register("task", "Lain", optional=False)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k" * 201])
def test_a_key_has_a_size(key):
    with pytest.raises(ValueError, match="key"):
        make_message(key=key)


@pytest.mark.django_db
def test_reading_touches_only_ones_own_messages():
    mine, theirs = make_message(), make_message()
    at = timezone.now()
    assert services.mark_read(messages=[mine.pk, theirs.pk], by=mine.recipient, at=at) == 1
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.read_at, theirs.read_at) == (at, None)
    assert services.mark_read(messages=None, by=theirs.recipient, at=at) == 1


@pytest.mark.django_db(transaction=True)
def test_retry_puts_only_failed_rows_back(wake_ups):
    failed = make_message().deliveries.get(channel=Channel.EMAIL)
    waiting = make_message().deliveries.get(channel=Channel.EMAIL)
    Delivery.objects.filter(pk=failed.pk).update(state=State.FAILED, last_error=Trouble.REFUSED, attempts=3)
    Delivery.objects.filter(pk=waiting.pk).update(attempts=2)
    wake_ups.clear()
    assert services.retry_deliveries(deliveries=None, at=timezone.now()) == 1
    assert set(Delivery.objects.filter(channel=Channel.EMAIL).values_list("pk", "state", "attempts")) == {
        (failed.pk, State.WAITING, 0),
        (waiting.pk, State.WAITING, 2),
    }
    assert wake_ups == [1]
