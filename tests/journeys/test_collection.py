"""A book from the wish of a patron to the shelf: asked for, joined, ordered, received, and the asker told."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app.choices import OrderStatus
from collections_app.models import Demand, Item, Order, Suggestion
from collections_app.services.patron_mail import send_news
from tests.factories.orders import make_fund, make_vendor
from tests.factories.suggestions import make_partner, make_wish
from tests.journeys.browser import DESKTOP, PHONE

pytestmark = pytest.mark.usefixtures("site")
TITLE, OTHER = "Perahu Emas dari Buton", "Perahu Emas Buton"


def whole(visitor) -> None:
    narrow(visitor)
    assert visitor.axe_findings() == []


def narrow(visitor) -> None:
    """Without scripts axe cannot look."""
    assert visitor.sideways() == 0


def submit(page, action: str) -> None:
    """Press the first button of the form that posts to this address, and wait for the next page."""
    with page.expect_navigation():
        page.locator(f"form[action='{action}'] button").first.click()


def press(page) -> None:
    """Press the first button of the page's own form."""
    with page.expect_navigation():
        page.locator("main form .form-actions button").first.click()


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def text(page) -> str:
    return page.locator("main").inner_text()


def test_from_the_wish_of_a_patron_to_the_book_on_the_shelf(visit, site):
    today = timezone.localdate()
    fund = make_fund(5_000_000, year=today.year, name="Belanja buku perjalanan")
    vendor = make_vendor(name="Toko Buku Perjalanan")
    demand = make_wish(title=TITLE, author="A. Zahari", phone="6281234500001").demand

    patron = visit(window=PHONE, javascript=False)
    page = patron.go(url("public-suggest"))
    narrow(patron)
    page.fill("#id_title", OTHER)
    page.fill("#id_author", "Zahari")
    page.fill("#id_email", "pemustaka@contoh.example")
    press(page)
    narrow(patron)
    assert TITLE in text(page)  # others have asked for something like it
    press(page)
    narrow(patron)
    wish = Suggestion.objects.get(demand__title=OTHER)
    assert wish.code_shown in text(page)
    page = patron.go(url("public-ask"))
    narrow(patron)
    page.fill("main input[name=kode]", wish.code_shown)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    assert OTHER in text(page) and wish.code_shown in text(page)

    librarian = visit(site.person(Role.LIBRARIAN), window=DESKTOP)
    page = librarian.go(url("demand-detail", wish.demand_id))
    whole(librarian)
    join = page.locator(f"form[action='{url('demand-join', wish.demand_id)}']", has_text=TITLE)
    with page.expect_navigation():
        join.locator("button").click()
    assert Demand.objects.get(pk=wish.demand_id).joined_to == demand
    page = librarian.go(url("demand-detail", demand.pk))
    whole(librarian)
    assert OTHER in text(page)

    office = visit(site.person(Role.ADMINISTRATOR), window=DESKTOP)
    page = office.go(url("order-add"))
    whole(office)
    page.fill("#id_subject", "Buku yang diusulkan pemustaka")
    page.select_option("#id_vendor", str(vendor.pk))
    page.select_option("#id_fund", str(fund.pk))
    page.select_option("#id_method", label="Pengadaan langsung")
    press(page)
    order = Order.objects.get(vendor=vendor)
    page = office.go(url("line-add", order.pk))
    whole(office)
    page.select_option("#id_demand", str(demand.pk))
    page.fill("#id_copies", "2")
    page.fill("#id_price_idr", "75.000")
    press(page)
    page = office.go(url("order-detail", order.pk))
    submit(page, url("order-submit", order.pk))
    whole(office)
    head = visit(site.person(Role.DIVISION_HEAD), window=PHONE)  # a second person, where two stages are on
    submit(head.go(url("order-detail", order.pk)), url("order-approve", order.pk))
    whole(head)
    letter = page.request.get(office.site_url + url("order-letter", order.pk))
    assert (letter.status, letter.body()[:5]) == (200, b"%PDF-")
    page = office.go(url("receive", order.pk))
    whole(office)
    press(page)
    order.refresh_from_db()
    assert order.status == OrderStatus.RECEIVED
    assert Item.objects.filter(receipt_line__receipt__order=order).count() == 2
    page = office.go(url("accession-list"))
    whole(office)
    assert TITLE in text(page)

    page = patron.go(url("public-status", wish.code))
    narrow(patron)
    assert "Sudah tiba, sedang diolah" in text(page)  # until it has a call number
    assert send_news(today=today) >= 1
    letters = [letter for letter in mail.outbox if letter.to == ["pemustaka@contoh.example"]]
    assert len(letters) == 1 and wish.code in letters[0].body
    stop = next(line for line in letters[0].body.split() if "/berhenti/" in line)
    page = patron.go("/" + stop.split("/", 3)[3])
    narrow(patron)
    with page.expect_navigation():
        page.locator("main form button").click()
    narrow(patron)
    assert not Suggestion.objects.filter(email="pemustaka@contoh.example").exists()
    page = patron.go(url("public-home") + "?q=perahu+emas")
    narrow(patron)
    assert TITLE in text(page)

    looking = visit(window=PHONE)
    pages = ("public-status", "public-slip")
    for address in (
        url("public-suggest"),
        url("public-ask"),
        *(url(name, wish.code) for name in pages),
        url("public-home"),
    ):
        looking.go(address)
        whole(looking)


def test_a_gift_is_offered_decided_on_answered_and_taken_in(visit, site):
    librarian = visit(site.person(Role.LIBRARIAN), window=PHONE)
    page = librarian.go(url("gift-add"))
    whole(librarian)
    page.fill("#id_giver", "Keluarga Perjalanan")
    press(page)
    whole(librarian)
    gift = page.url.rstrip("/").split("/")[-1]
    page = librarian.go(url("gift-titles-add", gift))
    whole(librarian)
    page.fill("#id_titles", "Hikayat Wolio; Tanpa nama; ; ; 2; 40.000\nMajalah lama")
    press(page)
    whole(librarian)
    page.locator("main select").nth(1).select_option(index=2)
    with page.expect_navigation():
        page.locator("button[name=rest]").click()
    submit(page, url("gift-answer", gift))
    whole(librarian)
    page = librarian.go(url("gift-take-in", gift))
    whole(librarian)
    press(page)
    whole(librarian)
    for paper in ("gift-letter", "gift-minutes"):
        answer = page.request.get(librarian.site_url + url(paper, gift))
        assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    assert Item.objects.filter(gift_line__gift=gift).count() == 2
    page = librarian.go(url("sending-add"))
    whole(librarian)
    page.fill("#id_recipient", "Komputer katalog")
    press(page)
    whole(librarian)
    assert "Komputer katalog" in text(page)


def test_a_school_suggests_on_its_own_page(visit, site):
    partner = make_partner(name="SMP Perjalanan")
    librarian = visit(site.person(Role.LIBRARIAN), window=DESKTOP)
    page = librarian.go(url("partner-detail", partner.pk))
    whole(librarian)
    link = next(word for word in text(page).split() if "/usul-buku/mitra/" in word)

    school = visit(window=PHONE, javascript=False)
    page = school.go("/" + link.split("/", 3)[3])
    narrow(school)
    page.fill("#id_title", "Kamus Wolio untuk Sekolah")
    page.fill("#id_copies", "20")
    press(page)
    narrow(school)
    assert "Kamus Wolio untuk Sekolah" in text(page)
    looking = visit(window=PHONE)
    looking.go("/" + link.split("/", 3)[3])
    whole(looking)

    page = librarian.go(url("partner-detail", partner.pk))
    with page.expect_navigation():
        page.locator("button[value=revoke]").click()
    school.expected_status.add(404)
    school.go("/" + link.split("/", 3)[3], status=404)
    narrow(school)
