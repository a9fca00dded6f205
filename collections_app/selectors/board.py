"""The demand board: every open wish with its points, why it has them, and the basket the money left would fill."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Case, Count, DecimalField, F, IntegerField, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.formats import angka
from collections_app.models import (
    BoardWeights,
    Demand,
    DemandSignal,
    SelectionLine,
    SelectionSheet,
)

from .holdings import holdings_on
from .weighing import FACTS, Weighing

_MONEY: Any = DecimalField(max_digits=18, decimal_places=0)
AT_ONCE = 500  # places read by one statement


@dataclass(frozen=True)
class Reason:
    """One ground for a title's place: what it says and how many points it gives."""

    words: str
    points: int


@dataclass(frozen=True)
class Place:
    """A title on the board. `copies` and `amount_idr` are what the basket would buy; `in_basket` whether it does."""

    demand: Demand
    points: int
    reasons: list[Reason]
    copies: int
    price_idr: Decimal
    in_basket: bool
    why_not: str
    wished: int  # copies that its askers wish for together

    @property
    def amount_idr(self) -> Decimal:
        return self.price_idr * self.copies

    @property
    def why(self) -> str:
        return "; ".join(f"{reason.words} ({reason.points})" for reason in self.reasons)


class Places(Sequence[Place]):
    """Every title on the board, the heaviest first. A page or the basket reads its places; the rest stay figures."""

    def __init__(self, weighing: Weighing, weights: BoardWeights, budget_idr: Decimal) -> None:
        self.weighing, self.weights, self.ranked = weighing, weights, weighing.ranked()
        self.bought: dict[int, Decimal] = {}  # position -> amount
        left = budget_idr
        for position, (_key, copies, price, is_free) in enumerate(self.ranked):
            if is_free and price * copies <= left:
                self.bought[position] = price * copies
                left -= price * copies

    def __len__(self) -> int:
        return len(self.ranked)

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, slice):
            return list(self.at(range(*wanted.indices(len(self.ranked)))))
        return next(self.at([range(len(self.ranked))[wanted]]))

    def __iter__(self) -> Iterator[Place]:
        return self.at(range(len(self.ranked)))

    def at(self, positions: Iterable[int]) -> Iterator[Place]:
        """The places at these positions; one that was closed or taken away since they were ranked is passed over."""
        left = iter(positions)
        while some := list(islice(left, AT_ONCE)):
            found = {row[0]: row for row in self.weighing.shown([self.ranked[position][0] for position in some])}
            for position in some:
                key, copies, price, _is_free = self.ranked[position]
                if key in found:
                    yield self._place(found[key], copies, price, position in self.bought)

    def _place(self, row: tuple[Any, ...], copies: int, price: Decimal, is_bought: bool) -> Place:
        weighed = _Weighed(*row[len(FACTS) :])
        demand = Demand.from_db(None, FACTS, row[: len(FACTS)])
        why_not = "" if is_bought else weighed.where or _("the money is used up")
        said = (weighed.points, _reasons(demand, weighed, self.weights), copies, price, is_bought, why_not)
        return Place(demand, *said, weighed.wished)


class _Weighed(NamedTuple):
    askers: int
    schools: int
    needs: int
    class_points: int
    audience_points: int
    points: int
    wished: int
    sheet: str
    order: str
    has_it: bool

    @property
    def where(self) -> str:
        """Where it stands or is being bought already, "" where it is not."""
        if self.has_it:
            return _("owned already")
        if self.sheet:
            return _("on sheet %(name)s") % {"name": self.sheet}
        return _("in the order “%(name)s”") % {"name": self.order} if self.order else ""


@dataclass(frozen=True)
class Board:
    places: Places
    budget_idr: Decimal
    weights: BoardWeights
    has_targets: bool

    @property
    def basket(self) -> list[Place]:
        return list(self.places.at(self.places.bought))

    @property
    def basket_size(self) -> int:
        return len(self.places.bought)

    @property
    def basket_idr(self) -> Decimal:
        return sum(self.places.bought.values(), Decimal(0))

    @property
    def left_idr(self) -> Decimal:
        return self.budget_idr - self.basket_idr


def sheets() -> QuerySet[SelectionSheet]:
    """Selection sheets with `titles` and what they cost, `amount_idr`, the newest first."""
    found = SelectionSheet.objects.select_related("number", "fund", "order", "scan")
    cost = Coalesce(
        Sum(F("lines__copies") * F("lines__price_idr"), output_field=_MONEY), Value(Decimal(0)), output_field=_MONEY
    )
    return found.annotate(titles=Count("lines"), amount_idr=cost).order_by("-day", "-pk")


def lines_of(sheet: SelectionSheet) -> QuerySet[SelectionLine]:
    found = SelectionLine.objects.filter(sheet=sheet).select_related("demand", "reason")
    return found.order_by("position", "pk")


def sheet_lines() -> QuerySet[SelectionLine]:
    """The lines of every sheet, for the Excel file."""
    found = SelectionLine.objects.select_related("sheet__number", "sheet__fund", "demand", "reason")
    return found.order_by("-sheet__day", "-sheet", "position", "pk")


def board(*, today: date, budget_idr: Decimal) -> Board:
    """Every open wish with its points, the heaviest first, and the basket that `budget_idr` fills from the top.

    The basket never costs more than the budget: a title that does not fit is passed over, a cheaper one below may; what
    is being bought already is left out. Three statements, one more for each page of places read.
    """
    weights, held = BoardWeights.valid_on(today), holdings_on(today)
    has_targets = any(gap.target is not None for gap in [*held.classes, *held.audiences])
    places = Places(Weighing(weights, held, today), weights, budget_idr)
    return Board(places, budget_idr, weights, has_targets)


def _reasons(demand: Demand, weighed: _Weighed, weights: BoardWeights) -> list[Reason]:
    said: list[Reason] = []
    if points := weighed.askers * weights.asker_points:
        askers = ngettext("%(n)s asker", "%(n)s askers", weighed.askers) % {"n": angka(weighed.askers)}
        said.append(Reason(askers, points))
    if points := weighed.schools * weights.school_points:
        schools = ngettext("%(n)s school", "%(n)s schools", weighed.schools) % {"n": angka(weighed.schools)}
        said.append(Reason(schools, points))
    if points := weighed.needs * weights.signal_points:
        said.append(Reason(_("needs of programmes and surveys"), points))
    if points := weighed.class_points:
        said.append(Reason(_("class %(name)s is below its target") % {"name": demand.main_class}, points))
    if points := weighed.audience_points:
        group = str(demand.get_audience_display()).lower()
        said.append(Reason(_("titles for %(name)s are below their target") % {"name": group}, points))
    return said


def signals(today: date) -> QuerySet[DemandSignal]:
    """Needs that count today, then those that are over."""
    still = Case(When(until__gte=today, then=Value(0)), default=Value(1), output_field=IntegerField())
    return DemandSignal.objects.annotate(over=still).order_by("over", "-until", "label", "pk")
