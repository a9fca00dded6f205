"""Titles accepted for purchase go to the library's own system before their copies: once, marked, without items."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app.models import CatalogueSending, SentTitle, Title
from collections_app.services import sending
from collections_app.services.importing import import_catalogue
from collections_app.services.joining import join_demands
from collections_app.services.sending import NoTitleToSend, send_accepted, send_copies
from tests.collections_app.at_once import six_at_once
from tests.factories.collections_app import make_title
from tests.factories.orders import add_title, approve, make_order, make_receipt
from tests.factories.sendings import make_accepted, make_accepted_sending
from tests.factories.suggestions import make_wish
from tests.pages import assert_same_queries
from tests.races import Meeting

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def send(system="slims", **fields):
    return send_accepted(**{"system": system, "recipient": "Bu Ani", "by": None, "at": timezone.now(), **fields})


def names(made):
    return sorted(made.accepted_rows.values_list("demand__title", flat=True))


def test_an_accepted_title_goes_once_to_each_system_and_again_only_when_asked():
    make_wish(title="Belum diputus")
    make_title("Ada di katalog", contributors=["Penulis"])
    make_accepted(title="Ada di katalog", author="Penulis")
    with pytest.raises(NoTitleToSend):
        send()
    one = make_accepted(title="Satu")
    first = send()
    assert (names(first), first.titles, first.copies) == (["Satu"], 1, 0)
    with pytest.raises(NoTitleToSend):
        send()
    make_accepted(title="Dua")
    assert names(send()) == ["Dua"] and names(send("inlis")) == ["Dua", "Satu"]
    assert names(send(again=True)) == ["Dua", "Satu"]
    with pytest.raises(NoTitleToSend):
        send(again=True, since=timezone.localdate() + timedelta(days=1))
    join_demands(demand=make_accepted(title="Satu lagi"), into=one, by=None)
    with pytest.raises(NoTitleToSend):  # it is the same title
        send()


def test_an_ordered_title_goes_and_its_copies_follow_without_the_record():
    order = make_order()
    order.lines.get().delete()
    add_title(order, demand=make_accepted(title="Dipesan"))
    approve(order)
    assert names(send()) == ["Dipesan"]
    make_receipt(order)
    with pytest.raises(NoTitleToSend):  # its copies are here
        send("inlis")
    copies = {
        system: send_copies(system=system, recipient="x", by=None, at=timezone.now()) for system in ("slims", "inlis")
    }
    assert [made.rows.get().with_title for made in copies.values()] == [False, True]


def test_the_slims_file_holds_records_that_say_so_and_no_items(client_as):
    make_accepted(title='=Laskar; "Pelangi"', author="Andrea Hirata", isbn="9786020332949", publisher="Bentang")
    made, client = send(), client_as(Role.LIBRARIAN)
    body = client.get(url("sending-file", made.pk)).content
    pack = zipfile.ZipFile(io.BytesIO(body))
    assert pack.namelist() == ["1-bibliografi.csv"]
    content = pack.read("1-bibliografi.csv")
    assert b"belum ada eksemplar" in content and b"'=Laskar" in content
    report = import_catalogue(io.BytesIO(content))
    assert (report.created, report.items, report.refused) == (1, 0, 0)
    title = Title.objects.get()
    assert (title.title, title.contributors, title.isbn, title.publisher) == (
        '=Laskar; "Pelangi"', ["Andrea Hirata"], "9786020332949", "Bentang",
    )  # fmt: skip


def test_the_inlislite_file_is_marc_without_items(client_as):
    make_accepted(title="Atlas Buton")
    make_accepted(title="Kamus Wolio")
    made, client = send("inlis"), client_as(Role.LIBRARIAN)
    content = client.get(url("sending-file", made.pk)).content
    assert client.get(url("sending-file", made.pk), HTTP_ACCEPT_LANGUAGE="en").content == content
    report = import_catalogue(io.BytesIO(content))
    assert (report.recognised["layout"], report.created, report.items) == ("marc21", 2, 0)
    assert set(Title.objects.values_list("title", flat=True)) == {"Atlas Buton", "Kamus Wolio"}


def test_by_form_it_is_marked_and_the_list_tells_it_apart(client_as):
    client = client_as(Role.LIBRARIAN)
    make_accepted()
    said = {"system": "slims", "recipient": "Pak Rusli", "accepted": "1"}
    client.post(url("sending-add"), said)
    assert client.post(url("sending-add"), said).context["form"].errors
    made = CatalogueSending.objects.get()
    assert (made.accepted, made.sent_by, made.titles) == (True, client.user, 1)
    make_accepted()
    html = assert_same_queries(client, url("sending-list"), make_accepted_sending).content.decode()
    assert "judul yang disetujui dibeli" in html
    make_accepted()
    assert "1 judul disetujui" in client.get(url("sending-list")).content.decode()


def test_a_file_of_several_accepted_titles_reads_no_copies_for_each(client_as):
    for _n in range(3):
        make_accepted()
    sent = send()
    answer = client_as(Role.LIBRARIAN).get(url("sending-file", sent.pk))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")


def _send_at_once():
    """Six people make a file at the same moment: rows of files, failures of the database."""
    failures = six_at_once(send, NoTitleToSend)
    return SentTitle.objects.count(), failures


@pytest.fixture
def together(monkeypatch):
    """Nobody marks titles before all have looked for them."""
    monkeypatch.setattr(CatalogueSending.objects, "create", Meeting(6).before(CatalogueSending.objects.create))


@pytest.mark.django_db(transaction=True)
def test_six_files_at_once_hold_every_title_once(together):
    make_accepted()
    make_accepted()
    assert _send_at_once() == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_only_the_database_keeps_a_title_from_going_twice(together, unguarded, monkeypatch):
    """Negative control: files are made at the same time; the constraint still lets no title through twice."""
    for _n in range(3):
        make_accepted()
    monkeypatch.setattr(sending, "_one_at_a_time", lambda: None)
    assert _send_at_once() == (3, 5)
