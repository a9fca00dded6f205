"""Gifts, exchange and deposit: offered, decided on, answered, taken in without touching a fund."""

import io
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import duties
from baubau_pembinaan.notifications.models import Message
from collections_app.choices import DemandStatus, GiftStatus, Source
from collections_app.models import Demand, FundMove, Gift, GiftLine, Item, RefusalReason, Title
from collections_app.services import gifts
from collections_app.services.gifts import (
    CameBeforeAnswer,
    GiftIsEmpty,
    GiftMovedOn,
    GiverReadsWhy,
    TitlesUndecided,
    add_titles,
    answer_gift,
    decide_titles,
    remove_title,
    take_in_gift,
)
from collections_app.services.selection import Verdict
from tests.factories.collections_app import make_title
from tests.factories.gifts import accept, add_given, make_gift, take_in
from tests.factories.orders import make_receipt
from tests.factories.suggestions import make_wish
from tests.pages import assert_same_queries
from tests.races import Meeting

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def now():
    at = timezone.now()
    return {"by": None, "at": at, "on": timezone.localdate(at)}


def scope():
    return RefusalReason.objects.get(code="scope")


def test_accepted_copies_get_numbers_source_giver_and_value_and_no_fund_moves():
    gift = make_gift("Sejarah Buton", source=Source.EXCHANGE, giver="Perpustakaan Kendari")
    line = gift.lines.get()
    line.copies, line.value_idr = 2, Decimal(75_000)
    gifts.change_line(line=line, by=None)
    taken = take_in(gift)
    items = list(Item.objects.filter(gift_line=line).order_by("code"))
    assert [item.inventory_code for item in items] == [f"0000{n}/{taken.taken_on.year}" for n in (1, 2)]
    assert {(i.source, i.supplier, int(i.price_idr)) for i in items} == {("exchange", "Perpustakaan Kendari", 75_000)}
    assert taken.thanks.text != taken.number.text and "UTK" in taken.thanks.text and "BAST" in taken.number.text
    assert not FundMove.objects.exists()
    assert Title.objects.filter(title="Sejarah Buton").count() == 1


def test_gifts_and_orders_share_one_row_of_accession_numbers():
    make_receipt()
    take_in(make_gift())
    make_receipt()
    numbers = list(Item.objects.order_by("pk").values_list("inventory_code", flat=True))
    assert [number[:5] for number in numbers] == ["00001", "00002", "00003"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(inventory_code=numbers[0]).update(inventory_code=numbers[1])


def test_a_title_the_catalogue_has_gets_another_copy_and_is_shown_before(client_as):
    known = make_title("Laskar Pelangi", contributors=["Andrea Hirata"], isbn="9786020332949")
    gift = make_gift("Judul di sampul lain")
    line = gift.lines.get()
    line.isbn = known.isbn
    gifts.change_line(line=line, by=None)
    assert "Laskar Pelangi" in client_as(Role.LIBRARIAN).get(url("gift-detail", gift.pk)).content.decode()
    take_in(gift)
    assert known.items.count() == 1 and Title.objects.count() == 1


def test_nothing_is_answered_before_every_title_is_decided_and_nothing_changes_after():
    gift = make_gift("Satu", "Dua")
    one, two = gift.lines.order_by("pk")
    empty = gifts.save_gift(gift=Gift(giver="Kosong", offered_on=timezone.localdate()), by=None)
    with pytest.raises(GiftIsEmpty):
        answer_gift(gift=empty, **now())
    with pytest.raises(GiverReadsWhy):
        decide_titles(gift=gift, verdicts={one.pk: Verdict("refuse")}, by=None)
    decide_titles(gift=gift, verdicts={one.pk: Verdict("refuse", scope())}, by=None)
    with pytest.raises(TitlesUndecided):
        answer_gift(gift=gift, **now())
    with pytest.raises(GiftMovedOn):
        take_in_gift(gift=gift, **now())
    decide_titles(gift=gift, verdicts={two.pk: Verdict("accept")}, by=None)
    assert answer_gift(gift=gift, **now()).status == GiftStatus.ACCEPTED
    for deed in (
        lambda: answer_gift(gift=gift, **now()),
        lambda: decide_titles(gift=gift, verdicts={one.pk: Verdict("accept")}, by=None),
        lambda: add_titles(gift=gift, lines=[GiftLine(title="Tiga")], by=None),
    ):
        with pytest.raises(GiftMovedOn):
            deed()
    with pytest.raises(GiftIsEmpty):
        remove_title(gift=gift, line_id=two.pk, by=None)
    with pytest.raises(CameBeforeAnswer):
        take_in_gift(gift=gift, **now() | {"on": timezone.localdate() - timedelta(days=1)})
    take_in_gift(gift=gift, **now())
    assert list(Item.objects.values_list("gift_line", flat=True)) == [two.pk]
    with pytest.raises(GiftMovedOn):
        gifts.save_gift(gift=Gift.objects.get(pk=gift.pk), by=None)


def test_a_gift_of_which_nothing_is_taken_ends_with_a_letter_only(client_as):
    gift = make_gift("Satu")
    decide_titles(gift=gift, verdicts={gift.lines.get().pk: Verdict("refuse", scope())}, by=None)
    assert answer_gift(gift=gift, **now()).status == GiftStatus.REFUSED
    with pytest.raises(GiftMovedOn):
        take_in_gift(gift=gift, **now())
    client = client_as(Role.LIBRARIAN)
    assert client.get(url("gift-letter", gift.pk)).content.startswith(b"%PDF")
    assert client.get(url("gift-minutes", gift.pk)).status_code == 404
    assert not Item.objects.exists()


def test_whoever_asked_for_a_title_hears_that_it_was_given(staff_user):
    asker = staff_user(Role.SERVICE_OFFICER)
    wanted = make_wish(title="Bumi", author="Tere Liye", by=asker).demand
    by_isbn = make_wish(title="Bulan", isbn="9786020332949").demand
    declined = make_wish(title="Matahari").demand
    declined.status, declined.reason = DemandStatus.DECLINED, scope()
    declined.save()
    gift = make_gift("Matahari")
    add_given(gift, title="BUMI", author="Liye, Tere")
    add_given(gift, title="Bulan (cetakan baru)", isbn="9786020332949")
    take_in(gift)
    status = dict(Demand.objects.values_list("pk", "status"))
    assert (status[wanted.pk], status[by_isbn.pk], status[declined.pk]) == ("available", "available", "declined")
    assert Demand.objects.get(pk=wanted.pk).owned.title == "BUMI"
    assert Message.objects.filter(recipient=asker, key__contains=f"{wanted.pk}.arrived").count() == 1


def test_from_the_offer_to_the_list_of_assets_by_form(client_as):
    client, day = client_as(Role.LIBRARIAN), timezone.localdate()
    said = {"source": "grant", "giver": "Bank Contoh", "offered_on": day, "letter_no": "12/BC", "letter_on": day}
    late = client.post(url("gift-add"), said | {"offered_on": day + timedelta(days=1)})
    assert "offered_on" in late.context["form"].errors
    client.post(url("gift-add"), said)
    gift = Gift.objects.get()
    pasted = "Atlas Buton;A. Zahari;979-8001-48-6;Balai Pustaka;2;Rp 125.000\nKamus Wolio\t\t\t\t\t40.000\n\n"
    wrong = client.post(url("gift-titles-add", gift.pk), {"titles": "Atlas;;123;;2\n;Tanpa judul"})
    assert len(wrong.context["form"].errors["titles"]) == 2
    client.post(url("gift-titles-add", gift.pk), {"titles": pasted})
    client.post(url("gift-line-add", gift.pk), {"title": "Majalah lama", "copies": 1, "value_idr": "0"})
    atlas, kamus, old = gift.lines.order_by("pk")
    assert (atlas.copies, atlas.value_idr, kamus.value_idr, old.isbn) == (2, 125_000, 40_000, "")
    client.post(url("gift-line-edit", gift.pk, old.pk), {"title": "Majalah 1998", "copies": 1, "value_idr": "0"})
    assert [1 for duty, _row in duties.open_for(client.user, day) if "gift" in duty.code]

    client.post(url("gift-detail", gift.pk), {f"line-{old.pk}": f"no-{scope().pk}", "rest": "1"})
    client.post(url("gift-answer", gift.pk))
    scan = SimpleUploadedFile("surat.pdf", b"%PDF-1.4\n%%EOF")
    client.post(url("gift-scan", gift.pk), {"scan": scan})
    client.post(url("gift-take-in", gift.pk), {"day": day})
    page = client.get(url("gift-detail", gift.pk)).content.decode()
    assert "UTK" in page and "BAST" in page and "surat.pdf" in page and scope().text in page
    assert not [1 for duty, _row in duties.open_for(client.user, day) if "gift" in duty.code]
    for paper in ("gift-letter", "gift-minutes"):
        assert client.get(url(paper, gift.pk)).content.startswith(b"%PDF")

    make_receipt()
    rows = list(load_workbook(io.BytesIO(client.get(url("accession-xlsx")).content)).active.iter_rows(values_only=True))
    given = [row for row in rows if "Bank Contoh" in row]
    assert len(given) == 3 and sum(row[12] for row in given) == 290_000
    assert "Bank Contoh" in client.get(url("accession-list")).content.decode()
    assert client.get(url("gift-xlsx")).content.startswith(b"PK")


def test_who_only_reads_sees_no_deed_and_a_colleague_of_the_desk_gets_in_nowhere(client_as):
    gift = make_gift()
    page = client_as(Role.INSPECTOR).get(url("gift-detail", gift.pk)).content.decode()
    assert "<select" not in page and url("gift-line-add", gift.pk) not in page
    assert client_as(Role.SERVICE_OFFICER).get(url("gift-detail", gift.pk)).status_code == 403
    other = make_gift().lines.get()
    assert client_as(Role.LIBRARIAN).get(url("gift-line-edit", gift.pk, other.pk)).status_code == 404


def test_pages_of_gifts_cost_the_same_for_one_row_and_three(client_as):
    client = client_as(Role.LIBRARIAN)
    assert "Yayasan Contoh" in assert_same_queries(client, url("gift-list"), make_gift).content.decode()
    gift = make_gift()
    assert_same_queries(client, url("gift-detail", gift.pk), lambda: add_given(gift))
    assert_same_queries(client, url("accession-list"), lambda: take_in(make_gift()))


def test_a_gift_of_three_hundred_titles_is_decided_page_by_page_on_light_pages(client_as):
    gift = make_gift()
    add_titles(gift=gift, lines=[GiftLine(title=f"Judul ke-{n}", author="Penulis") for n in range(300)], by=None)
    client = client_as(Role.LIBRARIAN)
    page = client.get(url("gift-detail", gift.pk), {"page": 2})
    assert len(page.content) < 60_000
    shown = page.context["form"].lines
    back = client.post(url("gift-detail", gift.pk) + "?page=2", {f"line-{line.pk}": "accept" for line in shown})
    assert back.url.endswith("?page=2")
    assert gift.lines.filter(decision="accept").count() == len(shown) == 25


def _take_in_at_once(gift):
    """The same gift taken in by four people at the same moment: how many copies there are."""
    gate = Barrier(4)

    def one():
        try:
            gate.wait()
            take_in_gift(gift=gift, **now())
        except (GiftMovedOn, IntegrityError):
            pass
        finally:
            connection.close()

    threads = [Thread(target=one) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Item.objects.filter(gift_line__gift=gift).count()


@pytest.mark.django_db(transaction=True)
def test_a_gift_is_taken_in_once():
    assert _take_in_at_once(accept(make_gift())) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_gift_is_taken_in_twice(monkeypatch, unguarded):
    """Negative control: the gift is read without locking it."""
    gift, read = accept(make_gift()), Meeting(4).after(lambda gift, *steps: Gift.objects.get(pk=gift.pk))
    monkeypatch.setattr(gifts, "_locked", read)
    assert _take_in_at_once(gift) == 4
