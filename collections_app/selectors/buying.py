"""What is being bought already, on a committee's sheet or in an order, and the money that is left for more."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When, Window
from django.db.models.functions import Coalesce, Floor, Greatest

from baubau_pembinaan.core.choosing import SHORT
from baubau_pembinaan.core.statements import Kept, blank
from collections_app.choices import FINAL_STEPS, LineDecision, OrderStatus
from collections_app.models import Demand, Fund, OrderLine, SelectionLine

_MONEY: Any = DecimalField(max_digits=18, decimal_places=0)
FUNDS_READ = SHORT
ENDED = (OrderStatus.RECEIVED, OrderStatus.CANCELLED)
UNAPPROVED = (OrderStatus.DRAFT, OrderStatus.SUBMITTED)


def _first(lines: QuerySet[Any], path: str, name: str) -> Any:
    """`name` of a line of the demand itself, or of one joined to it; "" where there is none. Each by an index."""
    own = lines.filter(demand=OuterRef(path)).order_by("pk").values(name)[:1]
    joined = lines.filter(demand__joined_to=OuterRef(path)).order_by("pk").values(name)[:1]
    return Coalesce(Subquery(own), Subquery(joined), Value(""))


# What a committee's sheet holds: it is not decided, or not ordered yet.
ON_A_SHEET = Q(sheet__decided_on=None) | Q(decision=LineDecision.ACCEPT, sheet__order=None)


def sheet_of(path: str) -> Any:
    """The number of the sheet that holds the demand."""
    return _first(SelectionLine.objects.filter(ON_A_SHEET), path, "sheet__number__text")


def order_of(path: str) -> Any:
    """The subject of the order, not at its end, that holds the demand."""
    return _first(OrderLine.objects.exclude(order__status__in=ENDED), path, "order__subject")


def open_funds() -> QuerySet[Any]:
    """Funds that may be ordered from with what is promised of them already, in orders that are not approved yet and on
    sheets that are not ordered yet (`promised_idr`), and what they may give beside it before they stop (`left_idr`)."""
    drafts = OrderLine.objects.filter(order__status__in=UNAPPROVED)
    waiting = _cost_of(drafts, "order__fund", (F("copies") - F("cancelled")) * F("price_idr"))
    proposed = _cost_of(_still_proposed(), "sheet__fund", F("copies") * F("price_idr"))
    stop = Floor(F("balance__allocated_idr") * F("stop_percent") / Decimal(100), output_field=_MONEY)
    rest = stop - F("balance__committed_idr") - F("balance__spent_idr") - F("promised_idr")
    found = Fund.objects.open().filter(balance__isnull=False).annotate(promised_idr=waiting + proposed)
    return found.annotate(left_idr=Greatest(rest, Value(Decimal(0)), output_field=_MONEY))


def _cost_of(lines: QuerySet[Any], fund: str, cost: Any) -> Any:
    of_fund = lines.filter(**{fund: OuterRef("pk")}).order_by().values(fund)
    summed = Subquery(of_fund.annotate(n=Sum(cost, output_field=_MONEY)).values("n"))
    return Coalesce(summed, Value(Decimal(0)), output_field=_MONEY)


def _still_proposed() -> QuerySet[Any]:
    """Lines of sheets whose demand is open and stands in no order: one that does is counted there."""
    lead = Coalesce("demand__joined_to", "demand")
    status = Coalesce("demand__joined_to__status", "demand__status")
    lines = SelectionLine.objects.filter(ON_A_SHEET).alias(lead=lead, step=status)
    same = Demand.objects.filter(Q(pk=OuterRef(OuterRef("lead"))) | Q(joined_to=OuterRef(OuterRef("lead"))))
    ordered = OrderLine.objects.exclude(order__status__in=ENDED).filter(demand__in=same.values("pk"))
    return lines.exclude(step__in=FINAL_STEPS).exclude(Exists(ordered))


def _summed() -> QuerySet[Any, Any]:
    """Open funds, the newest first, each with the sums of those asked for: of one fund, or of a year."""
    asked = Q(pk=blank("fund")) | Q(year=blank("year"))

    def sum_of(name: str) -> Any:
        return Window(Sum(Case(When(asked, then=name)), output_field=_MONEY))

    found = open_funds().annotate(left=sum_of("left_idr"), promised=sum_of("promised_idr"))
    found = found.order_by("-year", "source__order", "name", "pk")
    return found.values_list("pk", "name", "year", "left", "promised")[:FUNDS_READ]


_SUMMED = Kept(_summed)


def money_of(fund: int | None, today: date) -> tuple[Decimal, Decimal, list[tuple[int, str]]]:
    """(what may still be ordered, what of the money is promised, the first open funds to choose from): of one fund, or
    of all open ones of the year. One statement."""
    rows = _SUMMED.rows(fund=fund or 0, year=0 if fund else today.year)
    left, promised = rows[0][3:] if rows else (None, None)
    return (
        left or Decimal(0),
        promised or Decimal(0),
        [(pk, f"{name} {year}") for pk, name, year, *_sums in rows[:SHORT]],
    )


def money_left(fund: Fund | None, today: date) -> Decimal:
    """What may still be ordered: from one fund, or from all open ones of the year."""
    return money_of(fund.pk if fund else None, today)[0]
