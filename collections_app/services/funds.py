"""Money: allocated, amended, moved, committed, spent, carried over. Amounts are whole rupiah (Decimal)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import rupiah
from baubau_pembinaan.core.history import acting
from collections_app.choices import MoveKind
from collections_app.models import Fund, FundBalance, FundMove, Order

ZERO = Decimal(0)


class FundOverspent(ValidationError):
    """More than the fund may still give."""

    def __init__(self, fund: Fund, left: Decimal) -> None:
        super().__init__(
            _("%(fund)s can give no more than %(left)s."), params={"fund": str(fund), "left": rupiah(left)}
        )


class FundClosed(ValidationError):
    def __init__(self, fund: Fund) -> None:
        super().__init__(_("%(fund)s is closed: its year is over."), params={"fund": str(fund)})


class AllocationTooSmall(ValidationError):
    """A budget cannot fall under what is committed and spent already."""

    def __init__(self, used: Decimal) -> None:
        super().__init__(
            {"amount": _("%(used)s is committed or spent already; the budget cannot be less.") % {"used": rupiah(used)}}
        )


class SameFund(ValidationError):
    def __init__(self) -> None:
        super().__init__({"into": _("Choose another fund: money cannot move to where it is.")})


class DifferentYears(ValidationError):
    def __init__(self) -> None:
        super().__init__({"into": _("Money moves between funds of one budget year only.")})


class NothingChanges(ValidationError):
    def __init__(self) -> None:
        super().__init__({"amount": _("That is what stands there already.")})


def lock_balances(*funds: Fund) -> dict[int, FundBalance]:
    """The funds' balances by fund id, with the funds themselves, locked until the transaction ends.

    Whoever comes second sees what the first has done. Always in the same order, so that no two wait for each other.
    """
    rows = FundBalance.objects.select_for_update(no_key=True, of=("self", "fund")).select_related("fund")
    return {row.pk: row for row in rows.filter(pk__in=[fund.pk for fund in funds]).order_by("pk")}


def move(
    *,
    fund: Fund,
    kind: str,
    by: Any,
    at: datetime,
    on: date,
    allocated: Decimal = ZERO,
    committed: Decimal = ZERO,
    spent: Decimal = ZERO,
    order: Order | None = None,
    other: Fund | None = None,
    paper: str = "",
    note: str = "",
    balance: FundBalance | None = None,
) -> FundMove:
    """Move the fund's figures by signed amounts; call it in the deed's transaction.

    balance: what `lock_balances` gave, where the deed looked at it before. Raises FundClosed; FundOverspent where
    committed and spent grow past the stop; AllocationTooSmall.
    """
    balance = balance or lock_balances(fund)[fund.pk]
    current = balance.fund
    if current.is_closed:
        raise FundClosed(current)
    balance.allocated_idr += allocated
    grows = committed + spent > 0 and kind != MoveKind.CARRIED  # what the old year approved, the new one does not stop
    if grows and committed + spent > (left := balance.orderable_idr(current.stop_percent)):
        raise FundOverspent(current, left)
    if balance.allocated_idr < balance.used_idr + committed + spent:
        raise AllocationTooSmall(balance.used_idr)
    balance.committed_idr += committed
    balance.spent_idr += spent
    balance.save()
    with acting(by, note):
        return FundMove.objects.create(
            fund=current, kind=kind, allocated_idr=allocated, committed_idr=committed, spent_idr=spent, day=on,
            paper=paper, note=note, other=other, order=order, made_by=by, made_at=at,
        )  # fmt: skip


@transaction.atomic
def open_fund(*, fund: Fund, amount: Decimal, paper: str = "", by: Any, at: datetime, on: date) -> Fund:
    """Keep a new fund and allocate its first money (0 where it comes later)."""
    with acting(by, gettext("Fund opened")):
        fund.save()
    FundBalance.objects.create(fund=fund)
    if amount:
        move(fund=fund, kind=MoveKind.ALLOCATED, allocated=amount, paper=paper, by=by, at=at, on=on)
    return fund


@transaction.atomic
def change_fund(*, fund: Fund, by: Any) -> Fund:
    """Save its name, codes and limits. Raises FundClosed."""
    stored = lock_balances(fund)[fund.pk].fund
    if stored.is_closed:
        raise FundClosed(stored)
    with acting(by):
        fund.save()
    return fund


@transaction.atomic
def amend_budget(
    *, fund: Fund, amount: Decimal, paper: str, note: str = "", by: Any, at: datetime, on: date
) -> FundMove:
    """Set what is allocated to `amount` by the paper named (DPPA). Raises AllocationTooSmall, NothingChanges."""
    balance = lock_balances(fund)[fund.pk]
    difference = amount - balance.allocated_idr
    if not difference:
        raise NothingChanges
    return move(
        fund=fund, kind=MoveKind.AMENDED, allocated=difference, paper=paper, note=note, by=by, at=at, on=on,
        balance=balance,
    )  # fmt: skip


@transaction.atomic
def transfer(
    *, fund: Fund, into: Fund, amount: Decimal, paper: str = "", note: str = "", by: Any, at: datetime, on: date
) -> None:
    """Move money that is neither committed nor spent to another fund of the same year. Raises SameFund,
    DifferentYears, AllocationTooSmall (of the giving fund), FundClosed."""
    if fund.pk == into.pk:
        raise SameFund
    if fund.year != into.year:
        raise DifferentYears
    balances = lock_balances(fund, into)
    common: dict[str, Any] = {"kind": MoveKind.TRANSFERRED, "paper": paper, "note": note, "by": by, "at": at, "on": on}
    move(fund=fund, allocated=-amount, other=into, balance=balances[fund.pk], **common)
    move(fund=into, allocated=amount, other=fund, balance=balances[into.pk], **common)
