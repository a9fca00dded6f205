"""Digital resources, the collection against its policy, and weeding."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.notifications import duties
from collections_app.choices import GONE, ItemStatus, WeedingDecision
from collections_app.models import CollectionPolicy, DigitalResource, Item, ResourceUse, WeedingList, WeedingRule
from collections_app.selectors import digital, holdings
from collections_app.selectors import weeding as weeded
from collections_app.services import weeding
from collections_app.services.digital import MonthNotBegun, count_uses
from collections_app.services.weeding import DecisionsMissing, ListIsDecided, NothingToWeed
from tests.collections_app.test_funds import deed
from tests.factories.board import make_policy
from tests.factories.care import make_resource, make_weeding
from tests.factories.collections_app import make_item, make_title
from tests.factories.orders import make_fund
from tests.pages import assert_same_queries

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def url(name, *args):
    return reverse(f"collections_app:{name}", args=args)


def test_patrons_find_what_is_licensed_today_and_how_to_get_in(client):
    today = timezone.localdate()
    make_resource(name="iBaubau", summary="Buku elektronik daerah", summary_en="Regional e-books")
    make_resource(name="Basis data ilmiah", summary="Jurnal", url="https://jurnal.example/")
    make_resource(name="Sudah habis", ends_on=today - timedelta(days=1))
    make_resource(name="Belum mulai", starts_on=today + timedelta(days=1))
    make_resource(name="Hanya petugas", is_public=False)
    everything = client.get(url("public-home")).content.decode()
    found = client.get(url("public-home"), {"q": "jurnal ilmiah"}).content.decode()
    assert "iBaubau" in everything and "https://jurnal.example/" in everything
    assert not any(name in everything for name in ("Sudah habis", "Belum mulai", "Hanya petugas"))
    assert "Basis data ilmiah" in found and "iBaubau" not in found


def test_uses_are_counted_once_a_month_and_give_the_cost_of_one(client_as):
    resource = make_resource(yearly_idr=Decimal(1_200_000))
    with pytest.raises(MonthNotBegun):
        count_uses(resource=resource, month=date(2026, 12, 5), uses=1, today=TODAY)
    for uses in (10, 30):
        count_uses(resource=resource, month=date(2026, 10, 17), uses=uses, today=TODAY)
    count_uses(resource=resource, month=date(2025, 3, 1), uses=99, today=TODAY)
    assert digital.resources(today=TODAY).get().year_uses == 30
    client = client_as(Role.LIBRARIAN)
    client.post(url("uses-add", resource.pk), {"month": timezone.localdate(), "uses": 90})
    assert ResourceUse.objects.filter(month__day=1, uses=90).exists()
    assert client.get(url("resource-detail", resource.pk)).status_code == 200


def test_a_resource_is_kept_by_form_and_its_licence_duty_comes_ninety_days_ahead(client_as):
    client, today = client_as(Role.LIBRARIAN), timezone.localdate()
    said = {
        "name": "E-pustaka", "kind": "ebooks", "summary": "Buku", "url": "https://e.example/", "how": "Nomor anggota",
        "yearly_idr": "12.000.000", "starts_on": today, "ends_on": today + timedelta(days=89), "is_public": "on",
    }  # fmt: skip
    wrong = client.post(url("resource-add"), said | {"ends_on": today - timedelta(days=1)})
    assert "ends_on" in wrong.context["form"].errors
    client.post(url("resource-add"), said)
    make_resource(name="Nanti", ends_on=today + timedelta(days=200))
    named = {row.subject for duty, row in duties.open_for(client.user, today) if "licence" in duty.code}
    assert named == {"E-pustaka"}
    resource = DigitalResource.objects.get(name="E-pustaka")
    client.post(url("resource-edit", resource.pk), said | {"ends_on": today + timedelta(days=400)})
    assert not [1 for duty, _row in duties.open_for(client.user, today) if "licence" in duty.code]
    assert client.get(url("resource-xlsx")).content.startswith(b"PK")


def test_titles_and_recent_ones_stand_against_the_policy(client_as):
    policy = make_policy(adopted_on=date(2026, 1, 1), review_on=date(2029, 1, 1))
    for year in (2022, 2026, 2021, None):
        make_title(year=year, classification="813")
    held = holdings.holdings(policy, today=TODAY)
    assert (held.total, held.recent, held.dated) == (4, 2, 3)
    assert (held.recent_share, held.recent_from) == (Decimal("66.67"), 2022)
    gap = next(gap for gap in held.classes if gap.key == "800")
    assert (gap.titles, gap.titles_missing()) == (4, None)


def test_a_policy_is_kept_with_its_targets_and_reviewed_within_three_years(client_as):
    head = client_as(Role.DIVISION_HEAD)
    said = {
        "name": "Kebijakan 2026", "adopted_on": "1-1-2026", "review_on": "1-1-2030", "titles_per_head": "0,025",
        "recent_percent": 10, "recent_years": 5, "source": "SNP", "class-800": "40", "audience-children": "30",
    }  # fmt: skip
    assert "review_on" in head.post(url("policy-add"), said).context["form"].errors
    over = head.post(url("policy-add"), said | {"review_on": "1-12-2028", "class-900": "61"})
    assert over.context["form"].errors
    head.post(url("policy-add"), said | {"review_on": "1-12-2028"})
    policy = CollectionPolicy.objects.get()
    assert sorted(str(target.share_percent) for target in policy.targets.all()) == ["30.00", "40.00"]
    head.post(url("policy-edit", policy.pk), said | {"review_on": "1-12-2028", "class-800": "", "class-2X0": "5"})
    kept = {(t.main_class or t.audience): int(t.share_percent) for t in policy.targets.all()}
    assert kept == {"2X0": 5, "children": 30}


def test_the_page_of_targets_costs_the_same_for_one_title_and_three(client_as):
    library = Library.current()
    library.population, library.population_year = 161_280, 2024
    library.save()
    make_policy(adopted_on=date(2020, 1, 1), review_on=date(2022, 1, 1))
    client = client_as(Role.DIVISION_HEAD)
    html = assert_same_queries(client, url("targets"), lambda: make_title(copies=1)).content.decode()
    assert "4.032" in html
    assert client.get(url("targets-xlsx")).content.startswith(b"PK")
    assert [1 for duty, _row in duties.open_for(client.user, timezone.localdate()) if "policy" in duty.code]


@pytest.mark.parametrize(("name", "make_one"), [("resource-list", make_resource), ("weeding-list", make_weeding)])
def test_lists_cost_the_same_for_one_row_and_three(client_as, name, make_one):
    assert_same_queries(client_as(Role.LIBRARIAN), url(name), make_one)


# --- weeding -----------------------------------------------------------------------------------------------


def test_rules_propose_by_age_class_and_condition_and_never_the_last_copy():
    old_computers = make_item(make_title(year=2015, classification="005"))
    make_item(make_title(year=2024, classification="005"))
    first, spare = (make_item(title) for title in [make_title(year=2001, classification="899")] * 2)
    broken = make_item(make_title(year=2024), status=ItemStatus.REPAIR)
    make_item(make_title(year=1990, classification="005"), status=ItemStatus.WITHDRAWN)

    def proposed(name):
        return list(weeded.candidates(WeedingRule.objects.get(name=name), today=TODAY))

    assert proposed("Komputer lebih dari 5 tahun") == [old_computers]
    assert proposed("Eksemplar ganda lebih dari 15 tahun") == [spare]
    assert proposed("Buku rusak") == [broken]
    assert first.pk < spare.pk


@pytest.mark.parametrize("status", GONE)
def test_the_last_copy_that_can_be_found_is_no_spare_one(status):
    title = make_title(year=2001, classification="899")
    make_item(title, status=status)  # came first, but is gone
    last = make_item(title)
    rule = WeedingRule.objects.get(name="Eksemplar ganda lebih dari 15 tahun")
    assert last not in weeded.candidates(rule, today=TODAY)
    spare = make_item(title)
    assert spare in weeded.candidates(rule, today=TODAY) and last not in weeded.candidates(rule, today=TODAY)


def test_the_committee_decides_every_copy_and_the_minutes_get_a_number():
    rule = WeedingRule.objects.get(name="Buku rusak")
    with pytest.raises(NothingToWeed):
        weeding.propose(rule=rule, by=None, on=TODAY)
    made = make_weeding(copies=3)
    with pytest.raises(NothingToWeed):  # they stand on a list already
        weeding.propose(rule=rule, by=None, on=TODAY)
    out, mend, keep = made.lines.order_by("pk")
    said = {out.pk: WeedingDecision.WITHDRAW, mend.pk: WeedingDecision.REPAIR}
    with pytest.raises(DecisionsMissing):
        weeding.decide(weeding=made, decisions=said, **deed())
    Item.objects.filter(pk=mend.item_id).update(status=ItemStatus.AVAILABLE)
    decided = weeding.decide(weeding=made, decisions=said | {keep.pk: WeedingDecision.KEEP}, **deed())
    assert decided.number.sequence == 1
    statuses = [Item.objects.get(pk=line.item_id).status for line in (out, mend, keep)]
    assert statuses == [ItemStatus.WITHDRAWN, ItemStatus.REPAIR, ItemStatus.REPAIR]
    with pytest.raises(ListIsDecided):
        weeding.decide(weeding=made, decisions=said, **deed())


def test_weeding_by_form_with_minutes_and_write_off_proposal(client_as):
    client = client_as(Role.LIBRARIAN)
    make_item(make_title("Buku Sobek"), status=ItemStatus.REPAIR)
    client.post(url("weeding-add"), {"rule": WeedingRule.objects.get(name="Buku rusak").pk})
    made = WeedingList.objects.get()
    page = url("weeding-detail", made.pk)
    assert client.get(url("weeding-minutes", made.pk)).status_code == 404
    assert client.post(page, {}).status_code == 200
    client.post(page, {f"decision-{made.lines.get().pk}": "withdraw", "note": "Sobek"})
    assert client.get(url("weeding-minutes", made.pk)).content.startswith(b"%PDF")
    assert client.get(url("write-off-xlsx", made.pk)).content.startswith(b"PK")
    assert "Buku Sobek" in client.get(page).content.decode()


def test_a_long_weeding_list_is_decided_page_by_page_on_light_pages(client_as):
    client, made = client_as(Role.LIBRARIAN), make_weeding(copies=120)
    page = url("weeding-detail", made.pk)
    for number in (1, 2, 3):
        shown = client.get(page, {"page": number})
        assert len(shown.content) < 60_000
        said = {f"decision-{line.pk}": "keep" for line in shown.context["form"].lines}
        made.refresh_from_db()
        assert not made.is_decided
        client.post(f"{page}?page={number}", said)
    made.refresh_from_db()
    assert made.is_decided and made.lines.filter(decision="keep").count() == 120


def test_raw_figures_count_stock_additions_money_and_what_is_digital():
    title = make_title()
    make_item(title, received_on=date(2026, 5, 1))
    make_item(title, received_on=date(2026, 6, 1), status=ItemStatus.MISSING)
    make_item(title, received_on=date(2024, 6, 1))
    make_item(title)
    make_fund(7_000_000, year=2026)
    make_fund(9_000_000, year=2025)
    make_resource(titles=120, starts_on=date(2026, 1, 1))
    make_resource(titles=99, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))

    stock, money = holdings.stock(2024, 2026), holdings.money_and_digital(TODAY)
    assert stock == holdings.Stock(3, [(2024, 1), (2025, 0), (2026, 2)], 2, 1)
    assert money == holdings.Money(Decimal(7_000_000), Decimal(0), 1, 120)
