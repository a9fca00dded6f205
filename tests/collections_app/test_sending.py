"""Copies taken in go to the library's own system once, with the record of their title, and come back as they were."""

import io
import zipfile
from datetime import timedelta

import pymarc
import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app import marc
from collections_app.choices import ItemStatus, Origin
from collections_app.models import CatalogueSending, Item, SentCopy, Title
from collections_app.services import sending
from collections_app.services.importing import import_catalogue
from collections_app.services.sending import NothingToSend, send_copies
from tests.collections_app.at_once import six_at_once
from tests.factories.collections_app import make_item, make_title
from tests.factories.gifts import make_gift, take_in
from tests.factories.orders import approve, make_order, make_receipt
from tests.factories.sendings import make_sending
from tests.pages import assert_same_queries
from tests.races import Meeting

pytestmark = pytest.mark.django_db
TITLE = ["title", "contributors", "isbn", "publisher", "classification", "call_number"]
ITEM = ["code", "inventory_code", "source", "supplier", "order_no", "invoice", "price_idr", "received_on", "ordered_on"]
ITEM += ["title__title"]


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def send(system="slims", **fields):
    return send_copies(**{"system": system, "recipient": "Bu Ani", "by": None, "at": timezone.now(), **fields})


def codes(made):
    return sorted(made.rows.values_list("item__code", flat=True))


def test_a_copy_goes_once_to_each_system_and_again_only_when_asked():
    make_item()  # came out of the system itself
    make_receipt(approve(make_order((2, 60_000))))
    first = send()
    assert (first.copies, first.titles) == (2, 1)
    with pytest.raises(NothingToSend):
        send()
    take_in(make_gift())
    assert send().copies == 1
    assert send("inlis").copies == 3
    assert send(again=True).copies == 3
    with pytest.raises(NothingToSend):
        send(again=True, since=timezone.localdate() + timedelta(days=1))


def test_what_was_weeded_out_stays_behind():
    take_in(make_gift())
    Item.objects.update(status=ItemStatus.WITHDRAWN)
    with pytest.raises(NothingToSend):
        send()


def test_the_record_of_a_title_goes_once_and_not_where_it_came_from():
    make_title("Dari SLiMS", contributors=[], origin=Origin.SLIMS)
    take_in(make_gift("Dari SLiMS", "Baru di sini"))
    first = send()
    assert dict(first.rows.values_list("item__title__title", "with_title")) == {
        "Dari SLiMS": False,
        "Baru di sini": True,
    }
    take_in(make_gift("Baru di sini"))
    assert set(send().rows.values_list("with_title", flat=True)) == {False}
    assert set(send("inlis").rows.values_list("with_title", flat=True)) == {True}


def test_the_two_slims_layouts_come_back_as_they_were(client_as):
    make_receipt(approve(make_order((2, 60_000))))
    take_in(make_gift('Atlas, Buton; dan "sekitarnya"', "Kamus Wolio"))
    made = send()
    titles = list(Title.objects.order_by("title").values(*TITLE))
    items = list(Item.objects.order_by("code").values(*ITEM))
    body = client_as(Role.LIBRARIAN).get(url("sending-file", made.pk)).content
    pack = zipfile.ZipFile(io.BytesIO(body))
    bibliography, copies = (io.BytesIO(pack.read(name)) for name in sorted(pack.namelist()))

    again = import_catalogue(bibliography)
    assert (again.merged, again.created, again.updated, again.refused) == (3, 0, 0, 0)
    assert (again.recognised["layout"], import_catalogue(copies).merged) == ("bibliography", 4)
    SentCopy.objects.all().delete()
    Item.objects.all().delete()
    made_new = import_catalogue(bibliography)
    assert (made_new.items, made_new.refused) == (4, 0)
    report = import_catalogue(copies)
    assert (report.recognised["layout"], report.updated, report.refused) == ("items", 4, 0)
    assert list(Title.objects.order_by("title").values(*TITLE)) == titles
    assert list(Item.objects.order_by("code").values(*ITEM)) == items


def test_the_inlislite_file_is_marc_with_every_copy(client_as):
    take_in(make_gift("Atlas Buton", "Kamus Wolio"))
    made = send("inlis")
    client = client_as(Role.LIBRARIAN)
    one = client.get(url("sending-file", made.pk))
    assert one["Content-Type"] == "application/marc" and ".mrc" in one["Content-Disposition"]
    assert client.get(url("sending-file", made.pk)).content == one.content
    report = import_catalogue(io.BytesIO(one.content))
    assert (report.recognised["layout"], report.merged, report.refused) == ("marc21", 2, 0)
    SentCopy.objects.all().delete()
    Item.objects.all().delete()
    assert import_catalogue(io.BytesIO(one.content)).items == 2


def test_by_form_it_is_marked_to_whom_and_by_whom(client_as):
    client = client_as(Role.LIBRARIAN)
    take_in(make_gift())
    said = {"system": "slims", "recipient": "Pak Rusli, komputer layanan"}
    client.post(url("sending-add"), said)
    again = client.post(url("sending-add"), said)
    assert again.context["form"].errors
    client.post(url("sending-add"), said | {"again": "on"})
    made = CatalogueSending.objects.order_by("pk").first()
    assert (made.sent_by, made.recipient, CatalogueSending.objects.count()) == (client.user, said["recipient"], 2)
    html = assert_same_queries(client, url("sending-list"), make_sending).content.decode()
    assert "Pak Rusli" in html


def _send_at_once():
    """Six people make a file at the same moment: copies there are, rows of files, failures of the database."""
    failures = six_at_once(send, NothingToSend)
    return Item.objects.count(), SentCopy.objects.count(), failures


@pytest.fixture
def together(monkeypatch):
    """Nobody marks copies before all have looked for them."""
    monkeypatch.setattr(CatalogueSending.objects, "create", Meeting(6).before(CatalogueSending.objects.create))


@pytest.mark.django_db(transaction=True)
def test_six_files_at_once_hold_every_copy_once(together):
    take_in(make_gift("Satu", "Dua", "Tiga"))
    assert _send_at_once() == (3, 3, 0)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_only_the_database_keeps_a_copy_from_going_twice(together, unguarded, monkeypatch):
    """Negative control: files are made at the same time; the constraint still lets no copy through twice."""
    take_in(make_gift("Satu", "Dua", "Tiga"))
    monkeypatch.setattr(sending, "_one_at_a_time", lambda: None)
    assert _send_at_once() == (3, 3, 5)


def test_a_record_iso_2709_cannot_count_is_refused_by_name_and_goes_as_marcxml(client_as):
    """The limit is met to the byte; the rest of the file stays readable for pymarc."""
    take_in(make_gift("Kamus Wolio", "Buku Paket"))
    long = Title.objects.get(title="Buku Paket")
    Item.objects.filter(title=long).update(call_number="x" * 100)
    send("inlis")
    first = Item.objects.get(title=long)
    fields = {name: getattr(first, name) for name in ("received_on", "source", "call_number", "gift_line")}
    more = [Item(title=long, code=f"P{n:059d}", inventory_code=f"P{n}", **fields) for n in range(700)]
    Item.objects.bulk_create(more)
    made = send("inlis", again=True)
    client, address = client_as(Role.LIBRARIAN), url("sending-file", made.pk)

    refused = client.get(address, follow=True)
    html = refused.content.decode()
    assert refused.redirect_chain == [(f"{url('sending-list')}?marcxml={made.pk}", 302)]
    assert "Buku Paket" in html and f"{address}?bentuk=marcxml" in html
    answer = client.get(f"{address}?bentuk=marcxml")
    assert (answer["Content-Type"], answer["Content-Disposition"][-5:]) == ("application/marcxml+xml", '.xml"')
    records = pymarc.parse_xml_to_array(io.BytesIO(answer.content))
    assert {record.title: len(record.get_fields("852")) for record in records} == {"Kamus Wolio": 1, "Buku Paket": 701}
    assert import_catalogue(io.BytesIO(answer.content)).created == 0

    whole = marc.record_of(long, [(item.code, item.call_number) for item in long.items.all()])
    size, copies = len(whole.as_marc()), whole.get_fields("852")
    while size > 99_999:  # take copies out, then fill the last bytes up
        whole.remove_field(copies.pop())
        size = len(whole.as_marc())
    whole["245"]["a"] += "x" * (99_999 - size)
    other = marc.record_of(Title.objects.get(title="Kamus Wolio"), [])
    data = b"".join(marc.write([whole, other], marc.ISO))
    assert [len(record.as_marc()) for record in pymarc.MARCReader(data)] == [99_999, len(other.as_marc())]
    whole["245"]["a"] += "x"
    pieces = marc.write([other, whole], marc.ISO)
    assert next(pieces) == other.as_marc()
    with pytest.raises(marc.RecordTooLong):
        next(pieces)


def test_many_authors_too_are_named_before_an_export_begins(client_as):
    make_title("Prosiding", contributors=[f"{n:0200d}" for n in range(500)])
    client = client_as(Role.LIBRARIAN)
    assert "Prosiding" in client.get("/staf/koleksi/katalog/ekspor/marc/", follow=True).content.decode()
    assert client.get("/staf/koleksi/katalog/ekspor/marcxml/").status_code == 200


def test_an_odd_wish_for_marcxml_leaves_the_list_as_it_was(client_as):
    made, client = make_sending(system="inlis"), client_as(Role.LIBRARIAN)
    for asked in ("", "x", "-1", "99999999999999999999", f"{made.pk + 1}"):
        assert "bentuk=marcxml" not in client.get(f"{url('sending-list')}?marcxml={asked}").content.decode()
