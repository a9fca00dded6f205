"""The demo inbox: dated from the given day, written once, mailed never."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client

from baubau_pembinaan.notifications import demo, dispatch, selectors
from baubau_pembinaan.notifications.models import Delivery, Message
from tests.factories.notifications import make_reader

pytestmark = pytest.mark.django_db


def test_every_invented_person_finds_three_messages_and_a_second_run_adds_none():
    readers = [make_reader(is_demo=True), make_reader(language="en", is_demo=True)]
    make_reader(is_active=False, is_demo=True)
    make_reader()
    context = SimpleNamespace(as_of=date(2026, 11, 22))
    for _ in range(2):
        demo.load(context)
    assert (Message.objects.count(), Delivery.objects.count()) == (6, 6)
    assert [selectors.unread_count(reader) for reader in readers] == [2, 2]
    newest = selectors.inbox_of(readers[0]).first()
    assert newest.created_at.isoformat() == "2026-11-21T23:30:00+00:00"
    assert (dispatch.dispatch(), mail.outbox) == (0, [])


def test_every_message_leads_to_a_page_that_is_there():
    reader = make_reader(is_demo=True)
    demo.load(SimpleNamespace(as_of=date(2026, 11, 22)))
    client = Client()
    client.force_login(reader)
    for message in selectors.inbox_of(reader):
        assert client.get(message.url).status_code == 200, message.url
