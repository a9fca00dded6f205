"""Approval in two stages: whoever had a hand in the order, by whatever way, is not the second person."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries import switches
from collections_app.choices import OrderStatus
from collections_app.models import Order, OrderLine
from collections_app.services import orders
from collections_app.services.orders import SecondPersonNeeded
from tests.collections_app.test_funds import deed
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(staff_user):
    """(who opens the draft, a head who has a hand in it, another head); two stages are on."""
    switches.turn("two_stage_approval", True, by=None)
    return staff_user(Role.LIBRARIAN), staff_user(Role.DIVISION_HEAD), staff_user(Role.AGENCY_HEAD)


def submit(order, by):
    orders.submit_order(order=order, by=by, on=timezone.localdate())


def put_in(order, by):
    line = OrderLine(title="Sisipan", copies=1, price_idr=Decimal(50_000))
    return orders.add_line(order=order, line=line, by=by)


def take_out(order, by):
    orders.remove_line(order=order, line_id=put_in(order, None).pk, by=by)


def reprice(order, by):
    line = OrderLine.objects.filter(order=order).select_related("order").first()
    line.price_idr = Decimal(75_000)
    orders.change_line(line=line, by=by)


def rename(order, by):
    stands = Order.objects.get(pk=order.pk)
    stands.subject = "Nama lain"
    orders.save_order(order=stands, by=by, on=timezone.localdate())


def ask(order, by):
    submit(order, by)
    orders.return_order(order=order, note="Ulang", by=None)


def ask_without_a_word_back(order, by):
    submit(order, by)


@pytest.mark.parametrize("hand", [put_in, take_out, reprice, rename, ask, ask_without_a_word_back])
def test_whoever_changed_or_submitted_an_order_does_not_approve_it(people, hand):
    opener, head, other = people
    order = make_order(by=opener)
    hand(order, head)
    if Order.objects.get(pk=order.pk).is_draft:
        submit(order, opener)
    for one in (opener, head):
        with pytest.raises(SecondPersonNeeded):
            orders.approve_order(order=order, **deed(by=one))
    assert orders.approve_order(order=order, **deed(by=other)).status == OrderStatus.APPROVED


def test_giving_an_order_back_is_no_hand_in_it(people):
    opener, head, _other = people
    order = make_order(by=opener)
    submit(order, opener)
    orders.return_order(order=order, note="Harga belum cocok", by=head)
    submit(order, opener)
    assert orders.approve_order(order=order, **deed(by=head)).status == OrderStatus.APPROVED


def test_with_two_stages_off_the_same_hand_approves(people):
    switches.turn("two_stage_approval", False, by=None)
    _opener, head, _other = people
    order = make_order(by=head)
    submit(order, head)
    assert orders.approve_order(order=order, **deed(by=head)).status == OrderStatus.APPROVED


def test_the_page_offers_approval_to_the_second_person_only(people, client, django_assert_max_num_queries):
    opener, head, other = people
    order = make_order(by=opener)
    put_in(order, head)
    submit(order, opener)
    page = reverse("collections_app:order-detail", args=[order.pk])
    approve = reverse("collections_app:order-approve", args=[order.pk])
    for person, offered in ((head, False), (other, True)):
        client.force_login(person)
        client.get(page)
        with django_assert_max_num_queries(10):
            shown = client.get(page).content.decode()
        assert (approve in shown, "ubah, atau ajukan" in shown) == (offered, not offered)
    client.force_login(head)
    refused = client.post(approve, follow=True).content.decode()
    assert "mengubah, atau mengajukan" in refused
    assert Order.objects.get(pk=order.pk).status == OrderStatus.SUBMITTED
