"""Weeding by use where it is known; age groups that are stated, those that are not, and many set at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from baubau_pembinaan.accounts.choices import Role
from collections_app.models import Title, WeedingRule
from collections_app.selectors.holdings import holdings
from collections_app.selectors.weeding import candidates, years_before
from tests.collections_app.test_money_pages import url
from tests.factories.board import make_policy, make_target
from tests.factories.care import make_weeding
from tests.factories.collections_app import make_item, make_title

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_a_rule_by_use_proposes_only_copies_whose_last_loan_is_known_and_long_ago():
    old = make_item(last_lent_on=date(2021, 11, 22))
    make_item(last_lent_on=date(2021, 11, 23))
    make_item()
    rule = WeedingRule.objects.create(name="Tidak dipinjam", not_lent_for=5)
    assert list(candidates(rule, today=TODAY)) == [old]
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


def test_the_last_loan_stands_beside_the_copy_on_the_list(client_as):
    weeding = make_weeding()
    line = weeding.lines.first()
    line.item.last_lent_on = date(2021, 3, 5)
    line.item.save()
    client = client_as(Role.LIBRARIAN)
    assert "5 Mar 2021" in client.get(url("weeding-detail", weeding.pk)).content.decode()
    assert client.get(url("write-off-xlsx", weeding.pk)).content.startswith(b"PK")


def test_shares_of_age_groups_are_of_the_titles_that_state_one(client_as):
    policy = make_policy(adopted_on=date(2026, 1, 1), review_on=date(2029, 1, 1))
    make_target(policy=policy, main_class="", audience="children", share_percent=Decimal(50))
    for audience in ("children", "children", "adult", "adult", "", "", "", ""):
        make_title(audience=audience, classification="813")
    held = holdings(policy, today=TODAY)
    children = next(gap for gap in held.audiences if gap.key == "children")
    assert (children.share, children.missing, children.titles_missing(), held.unstated) == (50, 0, 0, 4)
    assert next(gap for gap in held.classes if gap.key == "800").share == 100
    html = client_as(Role.LIBRARIAN).get(url("targets")).content.decode()
    assert "4 judul tidak menyebut kelompok umur" in html
    assert client_as(Role.LIBRARIAN).get(url("targets-xlsx")).content.startswith(b"PK")


def test_an_administrator_says_for_whom_many_titles_are_at_once(client_as):
    chosen = [make_title(classification="813") for _n in range(3)]
    other = make_title(classification="500")
    client = client_as(Role.ADMINISTRATOR)
    page = reverse("admin:collections_app_title_changelist")
    assert client.get(page, {"main_class": "800", "audience__isempty": "1"}).status_code == 200
    said = {"action": "for_children", "_selected_action": [chosen[0].pk], "select_across": "1"}
    client.post(f"{page}?main_class=800", said)
    assert set(Title.objects.filter(pk__in=[row.pk for row in chosen]).values_list("audience", flat=True)) == {
        "children"
    }
    other.refresh_from_db()
    assert other.audience == ""
