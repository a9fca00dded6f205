"""Pages of funds and orders: few statements, deeds by form, papers and Excel files."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.notifications import duties
from collections_app.choices import OrderStatus
from collections_app.models import Fund, Item, Order, Title, Vendor
from collections_app.services.funds import FundOverspent
from tests.factories.care import make_resource
from tests.factories.collections_app import make_title
from tests.factories.orders import add_title, approve, make_fund, make_order, make_receipt, make_vendor, submit
from tests.factories.suggestions import make_wish
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def excel(response):
    return list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("name", "make_one", "seen"),
    [
        ("fund-list", make_fund, "Belanja buku"),
        ("order-list", lambda: approve(make_order()), "Buku bacaan"),
        ("vendor-list", make_vendor, "Toko Buku Contoh"),
        ("accession-list", make_receipt, "/2026"),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_three(client_as, clock, name, make_one, seen):
    html = assert_same_queries(client_as(Role.DIVISION_HEAD), url(name), make_one).content.decode()
    assert seen in html
    assert "2.026" not in html


@pytest.mark.parametrize(
    ("used", "word", "tone"),
    [
        (0, "Dipakai", "done"),
        (799_999, "Dipakai", "done"),
        (800_000, "Hampir habis", "wait"),
        (899_999, "Hampir habis", "wait"),
        (900_000, "Habis", "late"),
    ],
)
def test_a_fund_warns_from_one_share_and_stops_at_another(client_as, used, word, tone):
    fund = make_fund(1_000_000, warn_percent=80, stop_percent=90)
    if used:
        approve(make_order((1, used), fund=fund))
    client = client_as(Role.DIVISION_HEAD)
    (row,) = client.get(url("fund-list"), {"tahun": fund.year}).context["rows"]
    shown = client.get(url("fund-detail", fund.pk)).context
    assert row["state"] == (word, tone) == (shown["word"], shown["tone"])
    with pytest.raises(FundOverspent):
        approve(make_order((1, 900_001 - used), fund=fund))


def test_a_fund_costs_the_same_for_one_move_and_three(client_as):
    fund = make_fund()
    page = url("fund-detail", fund.pk)
    assert_same_queries(client_as(Role.DIVISION_HEAD), page, lambda: approve(make_order((1, 1_000), fund=fund)))


def test_an_order_costs_the_same_for_one_title_and_three(client_as):
    order = make_order()
    client = client_as(Role.DIVISION_HEAD)
    assert_same_queries(client, url("order-detail", order.pk), lambda: add_title(order))
    make_receipt(approve(order))
    html = client.get(url("order-detail", order.pk)).content.decode()
    assert "BAST" in html


def test_from_a_new_fund_to_copies_on_the_shelf_by_form(client_as):
    head, today = client_as(Role.DIVISION_HEAD), timezone.localdate()
    client = client_as(Role.LIBRARIAN)
    vendor, demand = make_vendor(), make_wish(title="Bumi").demand
    source = make_fund().source_id
    head.post(
        url("fund-add"),
        {
            "source": source,
            "year": today.year,
            "name": "Belanja uji",
            "warn_percent": 80,
            "stop_percent": 100,
            "amount": "1.000.000",
        },
    )
    fund = Fund.objects.get(name="Belanja uji")
    method = make_order().method_id
    client.post(url("order-add"), {"subject": "Pesanan uji", "vendor": vendor.pk, "fund": fund.pk, "method": method})
    order = Order.objects.get(subject="Pesanan uji")
    bad = client.post(url("line-add", order.pk), {"copies": 1, "price_idr": "1.000"})
    assert bad.status_code == 200 and not order.lines.exists()
    client.post(url("line-add", order.pk), {"demand": demand.pk, "copies": 2, "price_idr": "600.000"})
    client.post(url("order-submit", order.pk))
    refused = head.post(url("order-approve", order.pk), follow=True).content.decode()
    assert "Rp1.000.000" in refused
    head.post(url("order-return", order.pk), {"note": "Terlalu mahal"})
    client.post(url("line-remove", order.pk, order.lines.get().pk))
    client.post(url("line-add", order.pk), {"demand": demand.pk, "copies": 2, "price_idr": "100.000"})
    client.post(url("order-submit", order.pk))
    head.post(url("order-approve", order.pk))
    line = order.lines.get()
    late = client.post(url("receive", order.pk), {"day": today + timedelta(days=1), f"line-{line.pk}": 2})
    assert late.status_code == 200
    client.post(url("receive", order.pk), {"day": today, f"line-{line.pk}": 2})
    client.post(url("invoice-add", order.pk), {"number": "F-1", "day": today, "amount_idr": "200.000"})

    order.refresh_from_db()
    assert order.status == OrderStatus.RECEIVED
    assert (Item.objects.filter(title__title="Bumi").count(), int(Fund.objects.get(pk=fund.pk).balance.spent_idr)) == (
        2,
        200_000,
    )


def test_money_is_amended_and_moved_by_form_and_refusals_stand_beside_the_field(client_as):
    head = client_as(Role.DIVISION_HEAD)
    fund, other = make_fund(1_000_000), make_fund(0)
    same = head.post(url("fund-amend", fund.pk), {"amount": "1.000.000", "paper": "DPPA"}).context["form"]
    assert "amount" in same.errors
    head.post(url("fund-amend", fund.pk), {"amount": "900.000", "paper": "DPPA"})
    head.post(url("fund-transfer", fund.pk), {"into": other.pk, "amount": "100.000", "note": "Perlu"})
    assert [int(Fund.objects.get(pk=pk).balance.allocated_idr) for pk in (fund.pk, other.pk)] == [800_000, 100_000]
    with_warning = {"name": fund.name, "warn_percent": 90, "stop_percent": 80}
    assert "warn_percent" in head.post(url("fund-edit", fund.pk), with_warning).context["form"].errors
    running = head.post(url("year-close"), {"year": 2026}).context
    assert running is None or running["form"].errors


def test_excel_and_papers_hold_what_happened(client_as):
    client = client_as(Role.DIVISION_HEAD)
    fund = make_fund(asset_code="1.3.5.01.01", account_code="5.2.05")
    order = make_order((2, 75_000), fund=fund, subject="=1+1")
    add_title(order, title="Sejarah Buton", isbn="9786020332949", price=50_000)
    receipt = make_receipt(approve(order))
    rows = excel(client.get(url("accession-xlsx")))
    assert len([row for row in rows if row[0] == "1.3.5.01.01"]) == 3
    assert any(row[3] == "Sejarah Buton" and row[12] == 50_000 and row[13] == "5.2.05" for row in rows)
    for name, args in (("fund-xlsx", ()), ("order-xlsx", ()), ("vendor-xlsx", ()), ("fund-moves-xlsx", (fund.pk,))):
        assert len(excel(client.get(url(name, *args)))) > 3
    for name, pk in (("order-letter", order.pk), ("handover-minutes", receipt.pk)):
        assert client.get(url(name, pk)).content.startswith(b"%PDF")
    assert client.get(url("order-letter", order.pk), {"format": "docx"}).content.startswith(b"PK")
    assert client.get(url("order-letter", make_order().pk)).status_code == 404


def test_duties_name_orders_to_approve_orders_late_and_agreements_ending(staff_user):
    head, today = staff_user(Role.DIVISION_HEAD), timezone.localdate()
    submit(make_order(subject="Menunggu"))
    approve(make_order(subject="Terlambat", due_on=today - timedelta(days=1)))
    approve(make_order(subject="Nanti", due_on=today + timedelta(days=9)))
    make_vendor(name="Habis", agreement_ends_on=today + timedelta(days=20))
    make_vendor(name="Lama", agreement_ends_on=today + timedelta(days=200))
    found = {(duty.code, row.subject) for duty, row in duties.open_for(head, today) if "collections_app" in duty.code}
    assert found == {
        ("collections_app.approve-order", "Menunggu"),
        ("collections_app.claim-order", "Terlambat"),
        ("collections_app.renew-vendor", "Habis"),
    }
    officer = staff_user(Role.SERVICE_OFFICER)
    assert not [duty for duty, _row in duties.open_for(officer, today) if "collections_app" in duty.code]


def test_a_licence_that_ended_stays_a_task_until_it_is_renewed_or_no_longer_shown():
    today = timezone.localdate()
    resource = make_resource(starts_on=today - timedelta(days=400), ends_on=today - timedelta(days=1))

    def tasks():
        return [row[1] for row in duties.rows_of(duties.get("collections_app.renew-licence"), today)]

    assert tasks() == [str(resource.pk)]
    resource.ends_on = today + timedelta(days=365)
    resource.save()
    assert tasks() == []
    resource.ends_on, resource.is_public = today - timedelta(days=1), False
    resource.save()
    assert tasks() == []


def test_a_vendor_is_kept_with_its_history(client_as):
    client = client_as(Role.LIBRARIAN)
    client.post(url("vendor-add"), {"name": "Toko Baru", "phone": "0812 3456 7890", "is_active": "on"})
    vendor = Vendor.objects.get(name="Toko Baru")
    client.post(url("vendor-edit", vendor.pk), {"name": "Toko Lama", "is_active": "on"})
    assert list(
        Vendor.history.filter(id=vendor.pk).order_by("history_id").values_list("name", "history_user_name")
    ) == [
        ("Toko Baru", client.user.name),
        ("Toko Lama", client.user.name),
    ]


def test_a_title_that_stands_under_another_spelling_is_named_when_its_copies_come(client_as):
    client, today = client_as(Role.LIBRARIAN), timezone.localdate()
    make_title("Laskar Pelangi", contributors=["Hirata, Andrea"])
    order = make_order()
    slip = add_title(order, title="Laskar Plangi", author="Andrea Hirata")
    same = add_title(order, title="Laskar Pelangi", author="Hirata")
    approve(order)

    known = client.post(url("receive", order.pk), {"day": today, f"line-{same.pk}": 1}, follow=True)
    new = client.post(url("receive", order.pk), {"day": today, f"line-{slip.pk}": 1}, follow=True)

    assert len(known.context["messages"]) == 1
    said = [str(message) for message in new.context["messages"]]
    assert [text for text in said if "“Laskar Plangi” baru di katalog, padahal “Laskar Pelangi” sudah ada" in text]
    assert Title.objects.filter(title="Laskar Pelangi").count() == 1


def test_a_price_with_cents_is_refused_and_its_field_named(client_as):
    order = make_order()
    said = {"title": "Bumi", "copies": 2, "price_idr": "50.000,50"}
    refused = client_as(Role.LIBRARIAN).post(url("line-add", order.pk), said).content.decode()
    assert "Harga satuan (Rp)</a>: Rupiah ditulis bulat" in refused
    assert order.lines.count() == 1
    client_as(Role.LIBRARIAN).post(url("line-add", order.pk), {**said, "price_idr": "50.000,00"})
    assert order.lines.get(title="Bumi").price_idr == 50_000
