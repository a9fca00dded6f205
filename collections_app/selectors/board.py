"""The demand board: every open wish with its points, why it has them, and the basket the money left would fill."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from django.db.models import Case, Count, DecimalField, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.core.statements import KeptModels, KeptPart
from collections_app.choices import Audience
from collections_app.models import (
    BoardWeights,
    Demand,
    DemandSignal,
    SelectionLine,
    SelectionSheet,
)

from .holdings import holdings_on
from .weighing import FACTS, Weighed, Weighing

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

    facts: tuple[Any, ...]  # of its demand, as FACTS names them
    points: int
    reasons: list[Reason]
    copies: int
    price_idr: Decimal
    in_basket: bool
    why_not: str
    wished: int  # copies that its askers wish for together

    @property
    def demand(self) -> Demand:
        return Demand.from_db(None, FACTS, self.facts)

    @property
    def pk(self) -> int:
        return self.facts[0]

    @property
    def title(self) -> str:
        return self.facts[1]

    @property
    def author(self) -> str:
        return self.facts[2]

    @property
    def amount_idr(self) -> Decimal:
        return self.price_idr * self.copies

    @property
    def why(self) -> str:
        return "; ".join(f"{reason.words} ({reason.points})" for reason in self.reasons)


class Places(Sequence[Place]):
    """Every title on the board, the heaviest first. A page or the basket reads its places; the rest stay figures."""

    def __init__(self, weighing: Weighing, budget_idr: Decimal) -> None:
        self.weighing = weighing
        self.keys, self.copies, self.prices, free = weighing.ranked()
        self.bought: dict[int, int] = {}  # position -> amount
        left = int(budget_idr)  # whole rupiah, as every price
        for position, (copies, price, is_free) in enumerate(zip(self.copies, self.prices, free, strict=True)):
            if is_free and (amount := price * copies) <= left:
                self.bought[position] = amount
                left -= amount

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, slice):
            return list(self.at(range(*wanted.indices(len(self.keys)))))
        return next(self.at([range(len(self.keys))[wanted]]))

    def __iter__(self) -> Iterator[Place]:
        return self.at(range(len(self.keys)))

    def at(self, positions: Iterable[int]) -> Iterator[Place]:
        """The places at these positions; one that was closed or taken away since they were ranked is passed over."""
        left, said = iter(positions), _Words(self.weighing)
        while some := list(islice(left, AT_ONCE)):
            found = self.weighing.shown([self.keys[position] for position in some])
            for position in some:
                if one := found.get(self.keys[position]):
                    yield self._place(position, *one, said)

    def _place(self, position: int, facts: tuple[Any, ...], weighed: Weighed, said: "_Words") -> Place:
        reasons, is_bought = said.reasons(facts, weighed), position in self.bought
        why_not = "" if is_bought else _where(weighed) or said.used_up
        return Place(
            facts, sum(reason.points for reason in reasons), reasons, self.copies[position],
            Decimal(self.prices[position]), is_bought, why_not, weighed.wished,
        )  # fmt: skip


def _where(weighed: Weighed) -> str:
    """Where it stands or is being bought already, "" where it is not."""
    if weighed.has_it:
        return _("owned already")
    if weighed.sheet:
        return _("on sheet %(name)s") % {"name": weighed.sheet}
    if weighed.order:
        return _("in the order “%(name)s”") % {"name": weighed.order}
    return _("comes as a gift from %(name)s") % {"name": weighed.gift} if weighed.gift else ""


class _Words:
    """What makes a title weigh, said: the words of fifty places are looked up once."""

    def __init__(self, weighing: Weighing) -> None:
        self.weighing = weighing
        self.used_up, self.needs = _("the money is used up"), _("needs of programmes and surveys")
        self.audiences = {value: str(label).lower() for value, label in Audience.choices}
        self.askers, self.schools, self.classes, self.ages = (
            cache(each) for each in (_askers, _schools, _class_below, self._age_below)
        )

    def _age_below(self, audience: str) -> str:
        return _("titles for %(name)s are below their target") % {"name": self.audiences.get(audience, audience)}

    def reasons(self, facts: tuple[Any, ...], weighed: Weighed) -> list[Reason]:
        weights, said, (audience, main_class) = self.weighing.weights, [], facts[3:]
        if points := weighed.askers * weights.asker_points:
            said.append(Reason(self.askers(weighed.askers), points))
        if points := weighed.schools * weights.school_points:
            said.append(Reason(self.schools(weighed.schools), points))
        if points := weighed.needs * weights.signal_points:
            said.append(Reason(self.needs, points))
        if points := self.weighing.class_points.get(main_class, 0):
            said.append(Reason(self.classes(main_class), points))
        if points := self.weighing.audience_points.get(audience, 0):
            said.append(Reason(self.ages(audience), points))
        return said


def _askers(n: int) -> str:
    return ngettext("%(n)s asker", "%(n)s askers", n) % {"n": angka(n)}


def _schools(n: int) -> str:
    return ngettext("%(n)s school", "%(n)s schools", n) % {"n": angka(n)}


def _class_below(main_class: str) -> str:
    return _("class %(name)s is below its target") % {"name": main_class}


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
        return Decimal(sum(self.places.bought.values()))

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


def _listed() -> QuerySet[SelectionSheet]:
    lines = SelectionLine.objects.filter(sheet=OuterRef("pk")).order_by().values("sheet")
    found = SelectionSheet.objects.only("day", "decided_on", "order").annotate(
        number_text=F("number__text"),
        fund_name=F("fund__name"),
        fund_year=F("fund__year"),
        titles=Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), Value(0)),
    )
    return found.order_by("-day", "-pk")


_LISTED = KeptModels(_listed)


def sheets_listed() -> KeptPart[SelectionSheet]:
    """As `sheets`, for a page: with `number_text`, `fund_name`, `fund_year` and `titles`, nothing else of them."""
    return _LISTED.part()


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
    places = Places(Weighing(weights, held, today), budget_idr)
    return Board(places, budget_idr, weights, has_targets)


def signals(today: date) -> QuerySet[DemandSignal]:
    """Needs that count today, then those that are over."""
    still = Case(When(until__gte=today, then=Value(0)), default=Value(1), output_field=IntegerField())
    return DemandSignal.objects.annotate(over=still).order_by("over", "-until", "label", "pk")
