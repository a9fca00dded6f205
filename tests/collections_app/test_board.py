"""The demand board: weighed, explained, never beyond the money; the committee's sheet; the order made of it."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from collections_app.choices import DemandStatus, LineDecision
from collections_app.models import BoardWeights, Demand, Order, RefusalReason, SelectionSheet
from collections_app.selectors import board as selectors
from collections_app.selectors.holdings import holdings, wanted_titles
from collections_app.services import selection, signals
from collections_app.services.joining import join_demands
from collections_app.services.selection import (
    BasketIsEmpty,
    DecisionMissing,
    MoreThanLeft,
    NothingAccepted,
    OrderedAlready,
    ReasonMissing,
    SheetIsDecided,
    SheetIsOpen,
    Verdict,
)
from collections_app.services.suggestions import plan_demand
from tests.collections_app.test_funds import deed
from tests.factories.board import make_need, make_policy, make_sheet, make_target, make_weights
from tests.factories.collections_app import make_title
from tests.factories.orders import make_fund, make_order, make_vendor
from tests.factories.suggestions import make_partner, make_wish
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def wish(title, askers=1, **fields):
    planned = {name: fields.pop(name) for name in ("main_class", "price") if name in fields}
    for number in range(askers):
        demand = make_wish(title=title, phone=f"62812{abs(hash(title)) % 10**6:06}{number:03}", **fields).demand
    plan_demand(
        demand=demand, main_class=planned.get("main_class", ""), audience=demand.audience,
        price=planned.get("price"), by=None,
    )  # fmt: skip
    return demand


def board(budget=10**9, today=TODAY):
    return selectors.board(today=today, budget_idr=Decimal(budget))


def order_of(found):
    return [place.demand.title for place in found.places]


def test_more_askers_and_schools_stand_higher_and_every_point_is_explained():
    wish("Satu")
    many = wish("Banyak", 4)
    make_partner(name="SD Negeri 1 Baubau")
    wish("Sekolah", 3, school="SDN 1 Baubau")
    make_wish(title="Sekolah", school="sdn 1 baubau")
    join_demands(demand=make_wish(title="Banyak!", author="x").demand, into=many, by=None)

    found = board()
    assert order_of(found) == ["Sekolah", "Banyak", "Satu"]
    assert [place.points for place in found.places] == [60, 50, 10]
    for place in found.places:
        assert sum(reason.points for reason in place.reasons) == place.points


def test_only_known_schools_count_however_they_are_written(staff_user):
    make_partner(name="SMP Negeri 2 Baubau")
    for school in ("SMPN 2 Baubau", "smp negeri 2 baubau", "SMP N 2, Baubau", "Sekolah Bohong"):
        make_wish(title="Kamus", school=school)
    assert [reason.points for reason in board().places[0].reasons] == [40, 20]

    make_wish(title="Kamus", school="SMA Contoh 1", by=staff_user(Role.LIBRARIAN))

    assert [reason.points for reason in board().places[0].reasons] == [50, 40]


def test_changed_weights_change_the_order():
    wish("Ramai", 3)
    make_partner(name="SMPN 2")
    wish("Sekolah", 1, school="SMPN 2")
    assert order_of(board()) == ["Ramai", "Sekolah"]  # a tie of points goes to the older wish
    make_weights(school_points=50, valid_from=TODAY)
    assert order_of(board()) == ["Sekolah", "Ramai"]
    assert order_of(board(today=TODAY - timedelta(days=1))) == ["Ramai", "Sekolah"]


def test_needs_speak_for_their_age_group_and_class_until_their_last_day():
    wish("Anak", audience="children")
    wish("Sains", main_class="500")
    wish("Lain", 2)
    make_need(audience="children", steps=4, until=TODAY)
    make_need(main_class="500", steps=1, until=TODAY)
    make_need(audience="youth", steps=9, until=TODAY)

    assert [(p.demand.title, p.points) for p in board().places] == [("Anak", 30), ("Lain", 20), ("Sains", 15)]
    assert [p.points for p in board(today=TODAY + timedelta(days=1)).places] == [20, 10, 10]


def test_classes_and_ages_below_their_target_raise_their_wishes():
    policy = make_policy(adopted_on=date(2026, 1, 1), review_on=date(2029, 1, 1))
    make_target(policy=policy, main_class="500", share_percent=Decimal(50))
    make_target(policy=policy, main_class="", audience="children", share_percent=Decimal(25))
    for classification in ("813", "813", "899", "530"):
        make_title(classification=classification, audience="adult")
    wish("Fisika", main_class="500")
    wish("Dongeng", audience="children")
    wish("Novel", main_class="800")

    # 500 has 25 % of 50 %: half of the gap's points; children have nothing of their 25 %: all of them.
    assert [(p.demand.title, p.points) for p in board().places] == [("Dongeng", 40), ("Fisika", 25), ("Novel", 10)]
    gaps = {gap.key: (gap.titles, gap.share, gap.missing) for gap in holdings(policy, today=TODAY).classes}
    assert gaps["500"] == (1, Decimal(25), Decimal("0.5"))
    assert gaps["800"] == (3, Decimal(75), Decimal(0))


@pytest.mark.parametrize("seed", range(5))
def test_a_basket_never_costs_more_than_the_money_left(seed):
    dice = random.Random(seed)
    for number in range(12):
        wish(f"Judul {seed} {number}", dice.randint(1, 4), price=Decimal(dice.randint(10_000, 90_000)))
    budget = dice.randint(0, 400_000)

    found = board(budget)
    assert found.basket_idr == sum(place.price_idr * place.copies for place in found.basket)
    assert found.basket_idr <= budget
    passed_over = [place.amount_idr for place in found.places if not place.in_basket]
    assert all(amount > found.left_idr for amount in passed_over)


@pytest.mark.usefixtures("english")
def test_an_owned_title_stays_on_the_board_and_out_of_the_basket():
    make_title("Punya Kita", contributors=["Penulis"], isbn="9786020332949")
    make_wish(title="Punya Kita", author="Penulis", isbn="9786020332949")
    wish("Baru", 12, price=Decimal(10_000))

    found = board(100_000)
    assert [(place.demand.title, place.copies) for place in found.basket] == [("Baru", 3)]
    assert found.places[1].why_not == "owned already"


def test_rooms_above_say_a_need_once_and_take_it_back():
    signals.signal_need(key="evaluations.1.youth", label="Lama", steps=3, until=TODAY)
    signals.signal_need(key="evaluations.1.youth", label="Baru", steps=30, until=TODAY)
    signals.signal_need(key="evaluations.1.adult", label="Dewasa", steps=2, until=TODAY)
    assert sorted(selectors.signals(TODAY).values_list("label", "steps")) == [("Baru", 10), ("Dewasa", 2)]
    assert signals.drop_needs(prefix="evaluations.", but={"evaluations.1.adult"}) == 1


def test_snp_wants_a_fortieth_of_the_population_rounded_up():
    per_head = Decimal("0.025")
    assert [wanted_titles(people, per_head) for people in (161_280, 159_248, None, 0)] == [4_032, 3_982, None, None]


# --- the committee -----------------------------------------------------------------------------------------


def verdicts(sheet, *decisions, reason=None):
    lines = sheet.lines.order_by("position")
    return {
        line.pk: Verdict(decision, reason if decision == LineDecision.DECLINE else None)
        for line, decision in zip(lines, decisions, strict=True)
    }


def test_sheets_are_numbered_in_their_year_and_hold_what_the_board_showed():
    first, second = make_sheet(wishes=2), make_sheet()
    assert (first.number.sequence, second.number.sequence) == (1, 2)
    assert [line.position for line in first.lines.order_by("position")] == [1, 2]
    assert "10" in first.lines.first().why


def test_a_sheet_takes_no_more_than_the_fund_can_give_and_is_never_empty():
    fund = make_fund(50_000)
    with pytest.raises(BasketIsEmpty):
        selection.make_sheet(fund=fund, budget=Decimal(50_000), **deed())
    make_wish()
    with pytest.raises(MoreThanLeft):
        selection.make_sheet(fund=fund, budget=Decimal(50_001), **deed())
    with pytest.raises(BasketIsEmpty):  # the usual price does not fit
        selection.make_sheet(fund=fund, budget=Decimal(50_000), **deed())


def test_decisions_move_the_demands_and_accepted_titles_become_one_order():
    sheet = make_sheet(wishes=3)
    reason = RefusalReason.objects.get(code="scope")
    all_three = (LineDecision.ACCEPT, LineDecision.DECLINE, LineDecision.LATER)
    order = Order(subject="Hasil seleksi", vendor=make_vendor(), method=make_order().method)
    with pytest.raises(SheetIsOpen):
        selection.order_from_sheet(sheet=sheet, order=order, by=None, on=TODAY)
    with pytest.raises(DecisionMissing):
        selection.decide_sheet(sheet=sheet, verdicts={}, by=None, on=TODAY)
    with pytest.raises(ReasonMissing):
        selection.decide_sheet(sheet=sheet, verdicts=verdicts(sheet, *all_three), by=None, on=TODAY)
    decided = selection.decide_sheet(
        sheet=sheet, verdicts=verdicts(sheet, *all_three, reason=reason), by=None, on=TODAY
    )
    with pytest.raises(SheetIsDecided):
        selection.decide_sheet(sheet=sheet, verdicts={}, by=None, on=TODAY)
    statuses = [line.demand.status for line in decided.lines.select_related("demand").order_by("position")]
    assert statuses == [DemandStatus.ACCEPTED, DemandStatus.DECLINED, DemandStatus.REVIEW]

    made = selection.order_from_sheet(sheet=sheet, order=order, by=None, on=TODAY)
    line = made.lines.get()
    assert (made.fund, line.demand, line.price_idr) == (sheet.fund, sheet.lines.get(position=1).demand, 100_000)
    with pytest.raises(OrderedAlready):
        selection.order_from_sheet(sheet=sheet, order=order, by=None, on=TODAY)


def test_a_sheet_without_an_accepted_title_makes_no_order():
    sheet = make_sheet()
    selection.decide_sheet(sheet=sheet, verdicts=verdicts(sheet, LineDecision.LATER), by=None, on=TODAY)
    with pytest.raises(NothingAccepted):
        selection.order_from_sheet(sheet=sheet, order=Order(), by=None, on=TODAY)


# --- pages -------------------------------------------------------------------------------------------------


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def test_board_costs_the_same_for_one_wish_and_three(client_as):
    make_fund(150_000, year=timezone.localdate().year)
    html = assert_same_queries(client_as(Role.LIBRARIAN), url("board"), make_wish).content.decode()
    assert "dalam keranjang" in html and "dana habis" in html


@pytest.mark.parametrize(("name", "make_one"), [("need-list", make_need), ("sheet-list", make_sheet)])
def test_lists_of_the_board_cost_the_same_for_one_row_and_three(client_as, name, make_one):
    assert_same_queries(client_as(Role.LIBRARIAN), url(name), make_one)


def test_a_sheet_page_costs_the_same_for_one_line_and_three(client_as):
    client = client_as(Role.LIBRARIAN)
    pages = [url("sheet-detail", make_sheet(wishes=number).pk) for number in (1, 3)]
    assert_same_queries(client, lambda: pages.pop(0) if len(pages) > 1 else pages[0], lambda: None)


def test_a_demand_page_stays_within_ten_statements(client_as):
    demand = make_wish(title="Bumi Manusia").demand
    other = make_wish(title="Bumi Manusia Baru").demand
    join_demands(demand=other, into=demand, by=None)

    def more():
        make_wish(title="Bumi Manusia")
        make_wish(title=f"Bumi Manusia {timezone.now().timestamp()}")

    client = client_as(Role.LIBRARIAN)
    html = assert_same_queries(client, url("demand-detail", demand.pk), more).content.decode()
    assert "Bumi Manusia Baru" in html
    assert client.get(url("demand-history", demand.pk)).status_code == 200


def test_from_the_board_to_the_order_by_form(client_as):
    client = client_as(Role.LIBRARIAN)
    demands = [make_wish().demand, make_wish().demand]
    client.post(url("demand-plan", demands[0].pk), {"main_class": "800", "audience": "youth", "price": "45.000"})
    client.post(url("need-add"), {"label": "Bulan dongeng", "audience": "youth", "steps": 10, "until": "31-12-2030"})
    fund = make_fund(500_000)
    client.post(url("sheet-add"), {"fund": fund.pk, "budget": "500.000"})
    sheet = SelectionSheet.objects.get()
    first, second = sheet.lines.order_by("position")
    assert (first.demand, int(first.price_idr), first.points) == (demands[0], 45_000, 60)
    page = url("sheet-detail", sheet.pk)
    half = client.post(page, {f"decision-{first.pk}": "accept"})
    assert half.status_code == 200 and not SelectionSheet.objects.get().is_decided
    client.post(page, {f"decision-{first.pk}": "accept", f"decision-{second.pk}": "later"})
    assert client.get(url("sheet-paper", sheet.pk)).content.startswith(b"%PDF")
    scan = SimpleUploadedFile("lembar.pdf", client.get(url("sheet-paper", sheet.pk)).content)
    client.post(url("sheet-scan", sheet.pk), {"scan": scan})
    client.post(
        url("sheet-order", sheet.pk),
        {"subject": "Hasil", "vendor": make_vendor().pk, "method": make_order().method_id},
    )
    sheet.refresh_from_db()
    assert (sheet.order.subject, sheet.scan.name) == ("Hasil", "lembar.pdf")
    assert Demand.objects.get(pk=demands[1].pk).status == DemandStatus.REVIEW
    assert client.get(sheet.scan.get_absolute_url()).status_code == 200
    assert client_as(Role.SERVICE_OFFICER).get(sheet.scan.get_absolute_url()).status_code in (403, 404)
    for name in ("board-xlsx", "sheet-xlsx"):
        assert client.get(url(name)).content.startswith(b"PK")


def test_weights_are_changed_by_who_decides_and_own_needs_go(client_as):
    head = client_as(Role.DIVISION_HEAD)
    said = {
        "asker_points": 1, "school_points": 2, "signal_points": 3, "class_points": 4, "audience_points": 5,
        "usual_price_idr": "90.000", "askers_per_copy": 2, "most_copies": 4,
    }  # fmt: skip
    head.post(url("weights"), said)
    head.post(url("weights"), said | {"asker_points": 7})
    kept = BoardWeights.objects.get()
    assert (kept.asker_points, int(kept.usual_price_idr)) == (7, 90_000)
    assert BoardWeights.history.count() == 2
    theirs = make_need()
    own = signals.enter_need(need=make_need(), by=head.user)
    for need in (theirs, own):
        head.post(url("need-remove", need.pk))
    assert list(selectors.signals(TODAY)) == [theirs]


def test_the_board_shows_every_open_wish_page_by_page_and_stays_light(client_as):
    QuerySet(Demand).bulk_create(  # weight, not records
        [Demand(title=f"Usulan {n:04}", match_key=f"{n:032x}", status_on=TODAY) for n in range(700)]
    )
    wish("Paling ramai", 3)
    client = client_as(Role.DIVISION_HEAD)
    first = client.get(reverse("collections_app:board"))
    last = client.get(reverse("collections_app:board"), {"page": "15"}).content.decode()
    assert "1. <a" in first.content.decode() and "Paling ramai" in first.content.decode()
    assert len(first.content) < 60_000
    assert "701. <a" in last and "Usulan 0699" in last


def test_a_long_sheet_is_decided_page_by_page_on_light_pages(client_as):
    for number in range(25):
        wish(f"Judul panjang {number:02}", price=Decimal(1000))
    client, reason = client_as(Role.DIVISION_HEAD), RefusalReason.objects.get(code="scope")
    sheet = selection.make_sheet(fund=make_fund(year=timezone.localdate().year), budget=Decimal(500_000), **deed())
    page = reverse("collections_app:sheet-detail", args=[sheet.pk])
    first = client.get(page)
    lines = first.context["form"].lines
    assert len(first.content) < 60_000 and len(lines) == 20
    said = {f"decision-{line.pk}": "accept" for line in lines[1:]}
    half = client.post(page, said | {f"decision-{lines[0].pk}": "decline"})
    assert half.status_code == 200 and half.context["form"].errors
    moved = client.post(page, said | {f"decision-{lines[0].pk}": "decline", f"reason-{lines[0].pk}": reason.pk})
    assert moved.url == f"{page}?page=2"
    assert Demand.objects.get(pk=lines[0].demand_id).status == DemandStatus.NEW
    rest = client.get(moved.url).context["form"].lines
    client.post(moved.url, {f"decision-{line.pk}": "later" for line in rest})
    sheet.refresh_from_db()
    assert sheet.is_decided and Demand.objects.get(pk=lines[0].demand_id).status == DemandStatus.DECLINED
