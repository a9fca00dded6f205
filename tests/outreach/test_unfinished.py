"""What an author has not finished stands on their pages: drafts, what came back, what is approved and not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outreach.choices import EventStatus
from outreach.services.events import return_event, submit_event
from tests.factories.outreach import make_event, make_session
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def test_a_returned_event_stands_on_its_authors_pages_with_the_note_until_it_is_asked_for_anew(client_as):
    author, head, other = client_as("Pustakawan"), client_as("Kepala Bidang"), client_as("Petugas layanan")
    event = make_event(status=EventStatus.SUBMITTED, author=author.user, title="Kemah Baca")
    make_session(event)
    return_event(event=event, by=head.user, at=timezone.now(), note="Tambah pendamping.")
    home = author.get("/staf/kegiatan/").content.decode()
    assert "Draf saya" in home
    assert "Tambah pendamping." in home
    tasks = author.get("/staf/").content.decode()
    assert "Perbaiki “Kemah Baca”: dikembalikan" in tasks
    assert "Tambah pendamping." in tasks
    for client in (head, other):
        assert "Draf saya" not in client.get("/staf/kegiatan/").content.decode()
        assert "Kemah Baca" not in client.get("/staf/").content.decode()
    submit_event(event=event, by=author.user, at=timezone.now())
    assert "Draf saya" not in author.get("/staf/kegiatan/").content.decode()
    assert "Kemah Baca" not in author.get("/staf/").content.decode()


def test_a_draft_and_an_approved_event_are_the_authors_tasks(client_as):
    author = client_as("Pustakawan")
    make_event(status=EventStatus.DRAFT, author=author.user, title="Klub Sains")
    ready = make_event(status=EventStatus.APPROVED, author=author.user, title="Bursa Buku")
    gone = make_event(status=EventStatus.APPROVED, author=author.user, title="Lomba", withdrawn_at=timezone.now())
    past = make_event(status=EventStatus.APPROVED, author=author.user, title="Pentas")
    for event in (ready, gone):
        make_session(event)
    make_session(past, days=-3)
    tasks = author.get("/staf/").content.decode()
    assert "Selesaikan draf “Klub Sains”" in tasks
    assert "Terbitkan kegiatan “Bursa Buku”" in tasks
    for title in ("Lomba", "Pentas"):
        assert title not in tasks
    home = author.get("/staf/kegiatan/").content.decode()
    assert "Belum ada tanggalnya." in home
    assert home.index("Bursa Buku") < home.index("Klub Sains")
    assert "Lomba" not in home


def test_the_home_costs_the_same_for_one_and_three_drafts(client_as):
    author = client_as("Pustakawan")

    def more():
        event = make_event(status=EventStatus.DRAFT, author=author.user)
        make_session(event, starts_at=timezone.now() + timedelta(days=9))

    assert_same_queries(author, "/staf/kegiatan/", more)
