"""WhatsApp and Telegram against servers that speak their protocol: asked for, sent once, refused in every way."""

import logging
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import channels, consents, dispatch, kinds, listening, services
from baubau_pembinaan.notifications.channels import http
from baubau_pembinaan.notifications.channels.telegram import TelegramAdapter
from baubau_pembinaan.notifications.choices import Channel, State, Trouble
from baubau_pembinaan.notifications.models import ChannelConsent, Delivery
from tests.factories.accounts import make_person
from tests.factories.notifications import make_message
from tests.races import Meeting
from tests.statements import texts

from . import messenger_fake
from .messenger_fake import BOT, BOT_KEY, META_KEY, NUMBER_ID, bot_error, meta_error

pytestmark = pytest.mark.django_db
MESSENGERS = [Channel.WHATSAPP, Channel.TELEGRAM]


@pytest.fixture
def fake(settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with messenger_fake.running(messenger_fake.Fake()) as running:
        settings.WHATSAPP_TOKEN, settings.WHATSAPP_PHONE_NUMBER_ID = META_KEY, NUMBER_ID
        settings.TELEGRAM_TOKEN, settings.TELEGRAM_BOT = BOT_KEY, BOT
        settings.WHATSAPP_API_URL = f"http://127.0.0.1:{running.port}/v23.0"
        settings.TELEGRAM_API_URL = f"http://127.0.0.1:{running.port}"
        yield running
        wake_all()


def wake_all():
    for way in MESSENGERS:
        cache.delete(dispatch.rest_key(way))


def reader(way, number=1, **fields):
    """Somebody who asked to hear from us by this way and has no e-mail."""
    person = make_person(Role.LIBRARIAN, phone=f"62812345678{number:02}", **fields)
    if way == Channel.WHATSAPP:
        consents.agree_to_whatsapp(user=person.user, at=timezone.now())
    else:
        row = consents.begin_telegram(user=person.user, at=timezone.now())
        consents.link_telegram(code=row.code, chat=9000 + number, at=timezone.now())
    return person.user


def row_of(message, way) -> Delivery:
    return message.deliveries.get(channel=way)


def due():
    Delivery.objects.filter(state=State.WAITING).update(next_attempt_at=timezone.now())
    wake_all()


def test_nothing_is_on_without_keys_in_the_environment(settings):
    assert channels.by_machine() == [Channel.EMAIL]
    assert consents.offered() == []
    settings.TELEGRAM_TOKEN = "1:x"
    assert channels.by_machine() == [Channel.EMAIL]  # both the key and the bot's name


@pytest.mark.parametrize("way", MESSENGERS)
def test_only_who_asked_for_it_is_written_to(fake, way):
    stranger = make_person(Role.LIBRARIAN, phone="6281299990000").user
    me = reader(way)
    for user in (stranger, me):
        make_message(user, subject="Rapat besok", url="/staf/")
    assert dispatch.dispatch() == 1
    assert dispatch.dispatch() == 0
    assert fake.people() == [{"whatsapp": "6281234567801", "telegram": "9001"}[way]]


def test_a_whatsapp_message_is_the_approved_template(fake, settings):
    settings.SITE_URL = "https://perpustakaan.example"
    make_message(reader(Channel.WHATSAPP), subject="Rapat besok", body="Isi pribadi", url="/staf/")
    dispatch.dispatch()
    [body] = fake.received
    assert body["template"]["language"] == {"code": "id"}
    texts = [one["text"] for one in body["template"]["components"][0]["parameters"]]
    assert texts == ["Rapat besok", "https://perpustakaan.example/staf/"]
    assert "Isi pribadi" not in str(body)


def test_a_telegram_message_is_plain_text_with_the_way_back(fake, settings):
    settings.SITE_URL = "https://perpustakaan.example"
    make_message(reader(Channel.TELEGRAM), subject="<b>Rapat</b>", body="Isi pribadi", url="/staf/")
    dispatch.dispatch()
    [body] = fake.received
    assert body["text"] == "<b>Rapat</b>\nhttps://perpustakaan.example/staf/"
    assert "parse_mode" not in body


@pytest.mark.parametrize("way", MESSENGERS)
def test_what_the_account_depends_on_goes_by_no_messenger(fake, way):
    me = reader(way)
    assert services.channels_for(me, kinds.ACCOUNT) == [Channel.INBOX]
    assert services.channels_for(me, kinds.REMINDER) == [Channel.INBOX, way]
    services.set_wishes(user=me, channel=way, wishes={"reminder": False})
    assert services.channels_for(me, kinds.REMINDER) == [Channel.INBOX]
    assert services.channels_for(me, kinds.TASK) == [Channel.INBOX, way]


# --- What the servers may answer -----------------------------------------------------------------------------------

AGAIN, FOR_GOOD = State.WAITING, State.FAILED
ANSWERS = [
    (Channel.WHATSAPP, meta_error(429, 130429, Retry_After="120"), AGAIN, Trouble.LIMITED, True),
    (Channel.WHATSAPP, meta_error(400, 80007), AGAIN, Trouble.LIMITED, True),
    (Channel.WHATSAPP, meta_error(400, 131056), AGAIN, Trouble.LIMITED, False),
    (Channel.WHATSAPP, (429, {}, {"Retry_After": "120"}), AGAIN, Trouble.LIMITED, True),
    (Channel.WHATSAPP, meta_error(401, 190), AGAIN, Trouble.SIGN_IN, True),
    (Channel.WHATSAPP, meta_error(500, 131000), AGAIN, Trouble.BUSY, False),
    (Channel.WHATSAPP, (503, {}, {}), AGAIN, Trouble.BUSY, False),
    (Channel.WHATSAPP, (200, {"aneh": 1}, {}), AGAIN, Trouble.BUSY, False),
    (Channel.WHATSAPP, meta_error(400, 131026), FOR_GOOD, Trouble.REFUSED, False),
    (Channel.WHATSAPP, meta_error(404, 132001), FOR_GOOD, Trouble.REFUSED, False),
    (Channel.WHATSAPP, (0, {}, {}), AGAIN, Trouble.UNREACHABLE, True),
    (Channel.TELEGRAM, bot_error(429, "Too Many Requests: retry after 120", retry_after=120), AGAIN, "limited", True),
    (Channel.TELEGRAM, bot_error(401, "Unauthorized"), AGAIN, Trouble.SIGN_IN, True),
    (Channel.TELEGRAM, bot_error(500, "Internal Server Error"), AGAIN, Trouble.BUSY, False),
    (Channel.TELEGRAM, (502, {}, {}), AGAIN, Trouble.BUSY, False),
    (Channel.TELEGRAM, bot_error(400, "Bad Request: chat not found"), FOR_GOOD, Trouble.REFUSED, False),
    (Channel.TELEGRAM, bot_error(403, "Forbidden: bot was blocked by the user"), FOR_GOOD, Trouble.REFUSED, False),
    (Channel.TELEGRAM, (0, {}, {}), AGAIN, Trouble.UNREACHABLE, True),
]


@pytest.mark.parametrize(("way", "said", "state", "trouble", "rests"), ANSWERS)
def test_each_refusal_is_told_apart_and_stops_only_whom_it_concerns(fake, way, said, state, trouble, rests):
    first, second = make_message(reader(way, 1)), make_message(reader(way, 2))
    unlucky = {"whatsapp": "6281234567801", "telegram": "9001"}[way]
    fake.answer = lambda to, nth: said if to == unlucky and nth == 1 else None
    assert dispatch.dispatch() == (0 if rests else 1)
    row = row_of(first, way)
    assert (row.state, row.last_error, row.attempts) == (state, trouble, 1)
    assert row.smtp_status == (said[0] or None)
    assert row_of(second, way).state == (State.WAITING if rests else State.SENT)
    due()
    assert dispatch.dispatch() == (state == AGAIN) + rests
    assert fake.asked[unlucky] == (2 if state == AGAIN else 1)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (Channel.WHATSAPP, meta_error(429, 130429, Retry_After="900")),
        (Channel.TELEGRAM, bot_error(429, "Too Many Requests: retry after 900", retry_after=900)),
    ],
)
def test_a_service_that_says_how_long_is_not_asked_before(fake, way, said):
    message = make_message(reader(way))
    fake.answer = lambda to, nth: said
    before = timezone.now()
    dispatch.dispatch()
    assert row_of(message, way).next_attempt_at - before >= timedelta(seconds=900)
    Delivery.objects.update(next_attempt_at=before)
    assert dispatch.dispatch() == 0  # the whole way rests
    assert sum(fake.asked.values()) == 1


def test_a_resting_messenger_holds_up_neither_the_other_nor_the_mail(fake, sink):
    fake.answer = lambda to, nth: meta_error(429, 130429) if to.startswith("62") else None
    stuck, other, mail = make_message(reader(Channel.WHATSAPP)), make_message(reader(Channel.TELEGRAM)), make_message()
    assert dispatch.dispatch() == 2
    assert row_of(stuck, Channel.WHATSAPP).state == State.WAITING
    assert row_of(other, Channel.TELEGRAM).state == State.SENT
    assert sink.recipients == [mail.recipient.email]


def test_whoever_blocks_the_bot_is_not_written_to_again(fake):
    me = reader(Channel.TELEGRAM)
    make_message(me)
    fake.answer = lambda to, nth: bot_error(403, "Forbidden: bot was blocked by the user")
    dispatch.dispatch()
    assert consents.open_for(me) == set()
    assert services.channels_for(me, kinds.TASK) == [Channel.INBOX]


def test_trying_waits_longer_each_time_and_ends_after_five_days(fake):
    message = make_message(reader(Channel.WHATSAPP))
    fake.answer = lambda to, nth: meta_error(500, 131000)
    for seconds in (60, 120, 240):
        before = timezone.now()
        dispatch.dispatch()
        assert row_of(message, Channel.WHATSAPP).next_attempt_at - before >= timedelta(seconds=seconds)
        due()
    Delivery.objects.update(queued_at=timezone.now() - timedelta(days=6))
    dispatch.dispatch()
    assert row_of(message, Channel.WHATSAPP).last_error == Trouble.TOO_OLD


@pytest.mark.parametrize("way", MESSENGERS)
def test_no_log_holds_a_key_a_number_or_a_word(fake, caplog, way):
    """Every answer, with everything logged."""
    caplog.set_level(logging.DEBUG)
    me = reader(way)
    for _way, said, *_rest in [one for one in ANSWERS if one[0] == way]:
        make_message(me, subject="Sangat rahasia")
        fake.answer = lambda to, nth, said=said: said
        dispatch.dispatch()
        due()
    written = caplog.text + str([record.args for record in caplog.records])
    assert "refused delivery" in written
    for secret in ("kunci-rahasia", "6281234567801", "9001", "Sangat rahasia", me.name, me.username):
        assert secret not in written


def test_an_answer_that_sends_elsewhere_is_not_followed(fake):
    fake.answer = lambda to, nth: (307, {}, {"Location": f"http://127.0.0.1:{fake.port}/maling"})
    for way in MESSENGERS:
        make_message(reader(way))
    dispatch.dispatch()
    assert fake.elsewhere == 0
    assert not Delivery.objects.filter(channel__in=MESSENGERS, state=State.SENT).exists()


def test_other_protocols_are_refused():
    with pytest.raises(ValueError, match="HTTPS"):
        http.post_json("file:///etc/passwd", {})


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0), ("", 0), ("120", 120), ("-5", 0), ("besok", 0), ("1e9", 0), ("999999999", 21600),
        ("Mon, 23 Nov 2026 00:02:00 GMT", 120), ("Sun, 22 Nov 2026 00:00:00 GMT", 0),
    ],
)  # fmt: skip
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert http.seconds_of(header, datetime(2026, 11, 23, tzinfo=UTC)) == seconds


# --- Opting in and out ---------------------------------------------------------------------------------------------


def test_pressing_start_links_the_chat_and_stop_ends_it(fake):
    me = make_person(Role.LIBRARIAN).user
    now = timezone.now()
    row = consents.begin_telegram(user=me, at=now)
    assert consents.telegram_link(row, now) == f"https://t.me/{BOT}?start={row.code}"
    fake.says(4711, "/start bukan-kode")
    fake.says(4711, f"/start {row.code}", kind="group")
    fake.says(4711, "apa kabar")
    assert listening.listen(at=now) == 0
    fake.says(4711, f"/start {row.code}")
    assert listening.listen(at=now) == 1
    assert consents.address(me, Channel.TELEGRAM) == "4711"
    assert fake.updates == []  # told the server that all is read
    assert consents.link_telegram(code=row.code, chat=666, at=now) is None  # a code is good once
    waiting = make_message(me)
    fake.says(4711, "/stop")
    assert listening.listen(at=now) == 1
    assert consents.open_for(me) == set()
    assert not waiting.deliveries.filter(channel=Channel.TELEGRAM).exists()
    assert [one["text"][:9] for one in fake.received] == ["Tautan in", "Terhubung", "Tidak ada"]


def test_a_code_dies_after_half_an_hour_and_when_a_new_one_is_made(fake):
    me, now = make_person(Role.LIBRARIAN).user, timezone.now()
    first = consents.begin_telegram(user=me, at=now).code
    row = consents.begin_telegram(user=me, at=now)
    assert consents.link_telegram(code=first, chat=1, at=now) is None
    late = now + consents.CODE_IS_GOOD_FOR
    assert consents.telegram_link(row, late) == ""
    assert consents.link_telegram(code=row.code, chat=1, at=late) is None
    assert consents.link_telegram(code="", chat=1, at=now) is None
    assert consents.link_telegram(code=row.code, chat=1, at=now).user == me


def test_a_silent_or_refusing_telegram_is_no_error(fake, settings):
    settings.TELEGRAM_TOKEN = "salah"
    assert listening.listen(at=timezone.now()) == 0
    settings.TELEGRAM_API_URL = "http://127.0.0.1:1"
    assert listening.listen(at=timezone.now()) == 0
    settings.TELEGRAM_TOKEN = ""
    assert listening.listen(at=timezone.now()) == 0


def test_whatsapp_needs_a_number_and_an_installation_that_writes(fake, settings):
    me = make_person(Role.LIBRARIAN, phone="").user
    with pytest.raises(consents.NoPhone):
        consents.agree_to_whatsapp(user=me, at=timezone.now())
    settings.WHATSAPP_TOKEN = settings.TELEGRAM_TOKEN = ""
    for deed in (consents.agree_to_whatsapp, consents.begin_telegram):
        with pytest.raises(consents.NotOffered):
            deed(user=me, at=timezone.now())


def test_a_consent_is_for_messengers_only():
    with pytest.raises(IntegrityError):
        ChannelConsent.objects.create(user=make_person(Role.LIBRARIAN).user, channel=Channel.EMAIL)


def test_the_settings_page_opens_and_closes_a_messenger(fake, client_as):
    me = make_person(Role.LIBRARIAN, phone="6281234567801").user
    client, page = client_as(me), reverse("notifications:preferences")
    html = client.get(page).content.decode()
    assert "Kabari saya di 0812-3456-7801" in html
    assert "https://t.me/" not in html
    for way in MESSENGERS:
        client.post(reverse("notifications:messenger", args=[way]))
    html = client.get(page).content.decode()
    assert f"https://t.me/{BOT}?start=" in html
    assert 'name="whatsapp.reminder"' in html
    assert 'name="telegram.reminder"' not in html
    client.post(page, {"whatsapp.task": "on", "task": "on"})
    wishes = services.wishes(me)
    assert (wishes["whatsapp"]["task"], wishes["whatsapp"]["reminder"]) == (True, False)
    assert (wishes["email"]["task"], wishes["email"]["reminder"]) == (True, False)
    client.post(reverse("notifications:messenger", args=["whatsapp"]), {"stop": "1"})
    assert consents.open_for(me) == set()
    assert client.post(reverse("notifications:messenger", args=["email"])).status_code == 404


def test_without_messengers_the_page_speaks_of_none(client_as):
    html = client_as(Role.LIBRARIAN).get(reverse("notifications:preferences")).content.decode()
    assert "Telegram" not in html
    assert "WhatsApp" not in html


def test_who_is_told_how_costs_the_choices_and_where_messengers_are_on_the_consents(fake, settings):
    me = reader(Channel.WHATSAPP)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            services.channels_for(me, kinds.TASK)
        return len([text for text in texts(captured) if "notifications_" in text])

    assert cost() == 2
    settings.WHATSAPP_TOKEN = settings.TELEGRAM_TOKEN = ""
    assert cost() == 1


def arrivals_of_four_dispatchers(fake, messages=12) -> list[float]:
    """How long after the one before it each message came, with four dispatchers at work."""
    came: list[float] = []
    fake.answer = lambda to, nth: came.append(time.monotonic())
    for number in range(messages):
        make_message(reader(Channel.TELEGRAM, number))

    def work():
        try:
            dispatch.dispatch()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    came.sort()
    assert len(came) == messages
    return [later - sooner for sooner, later in pairwise(came)]


@pytest.mark.django_db(transaction=True)
def test_four_dispatchers_keep_the_pace_of_one(fake):
    assert min(arrivals_of_four_dispatchers(fake)) >= TelegramAdapter.gap_seconds


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_four_dispatchers_send_faster_than_the_pace(fake, monkeypatch, unguarded):
    """The negative control: every dispatcher keeps a pace of its own."""

    @contextmanager
    def open_to_all(name):
        yield True

    monkeypatch.setattr(dispatch, "advisory_lock", open_to_all)
    monkeypatch.setattr(dispatch, "_deliver", Meeting(4).before(dispatch._deliver))
    monkeypatch.setattr(TelegramAdapter, "gap_seconds", 2.0)  # longer than a busy machine takes to send
    assert min(arrivals_of_four_dispatchers(fake, messages=4)) < TelegramAdapter.gap_seconds
