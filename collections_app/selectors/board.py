"""The demand board: every open wish with its points, why it has them, and the basket the money left would fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.core.formats import angka
from collections_app.choices import DemandStatus
from collections_app.models import (
    BoardWeights,
    CollectionPolicy,
    Demand,
    DemandSignal,
    SelectionLine,
    SelectionSheet,
    Suggestion,
)
from collections_app.models.catalogue import is_held

from .buying import order_of, sheet_of
from .holdings import Holdings, holdings

_MONEY: Any = DecimalField(max_digits=18, decimal_places=0)
OPEN = (DemandStatus.NEW, DemandStatus.REVIEW, DemandStatus.ACCEPTED)
MOST = 20_000  # open wishes on the board
# What a title on the board needs of its demand.
_FACTS = ("id", "title", "author", "audience", "main_class", "price_idr")


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
    """Every title on the board, the heaviest first. A page or the basket makes its places; the rest stay figures."""

    def __init__(self, rows: list[tuple[Any, ...]], weights: BoardWeights, budget_idr: Decimal) -> None:
        self.rows, self.weights = rows, weights
        self.bought: dict[int, Decimal] = {}  # position -> amount
        left = budget_idr
        for position, row in enumerate(rows):
            price = row[len(_FACTS) - 1]
            weighed = _Weighed(*row[len(_FACTS) :])
            amount = self._price(price) * _copies(weighed.wished, weights)
            if not weighed.where and amount <= left:
                self.bought[position] = amount
                left -= amount

    def _price(self, price: Decimal | None) -> Decimal:
        return price if price is not None else self.weights.usual_price_idr

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, wanted: Any) -> Any:
        if isinstance(wanted, slice):
            return [self._place(position) for position in range(*wanted.indices(len(self.rows)))]
        return self._place(range(len(self.rows))[wanted])

    def _place(self, position: int) -> Place:
        facts, weighed = self.rows[position][: len(_FACTS)], _Weighed(*self.rows[position][len(_FACTS) :])
        demand = Demand.from_db(None, _FACTS, facts)
        bought = position in self.bought
        why_not = weighed.where or _("the money is used up")
        copies, price = _copies(weighed.wished, self.weights), self._price(demand.price_idr)
        reasons = _reasons(demand, weighed, self.weights)
        return Place(
            demand, weighed.points, reasons, copies, price, bought, "" if bought else why_not, weighed.wished
        )  # fmt: skip


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
        return [self.places[position] for position in self.places.bought]

    @property
    def basket_size(self) -> int:
        return len(self.places.bought)

    @property
    def basket_idr(self) -> Decimal:
        return sum(self.places.bought.values(), Decimal(0))

    @property
    def left_idr(self) -> Decimal:
        return self.budget_idr - self.basket_idr


def askers_of(path: str) -> Any:
    """People who ask for the demand itself or for one joined to it: two counts, each by an index."""
    own = Suggestion.objects.filter(demand=OuterRef(path)).order_by().values("demand")
    joined = Suggestion.objects.filter(demand__joined_to=OuterRef(path)).order_by().values("demand__joined_to")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), Value(0)) + Coalesce(
        Subquery(joined.annotate(n=Count("pk")).values("n")), Value(0)
    )


def copies_of(path: str) -> Any:
    """Copies that the askers of the demand, or of one joined to it, wish for together."""
    own = Suggestion.objects.filter(demand=OuterRef(path)).order_by().values("demand")
    joined = Suggestion.objects.filter(demand__joined_to=OuterRef(path)).order_by().values("demand__joined_to")
    return Coalesce(Subquery(own.annotate(n=Sum("copies")).values("n")), Value(0)) + Coalesce(
        Subquery(joined.annotate(n=Sum("copies")).values("n")), Value(0)
    )


def owned_today() -> Any:
    """Whether the demand's title on record is one the library still has."""
    return Case(When(owned=None, then=Value(False)), When(is_held("owned"), then=Value(True)), default=Value(False))


def _schools() -> Any:
    """Different schools that ask, however their names are cased."""
    lead = OuterRef(OuterRef("pk"))
    same = Demand.objects.filter(Q(pk=lead) | Q(joined_to=lead)).values("pk")  # each by an index
    asked = Suggestion.objects.filter(demand__in=same).exclude(school="")
    one = asked.order_by().annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(one.annotate(n=Count(Lower("school"), distinct=True)).values("n")), Value(0))


def _needs(today: date) -> Any:
    """Steps of the needs that speak of the demand's class and age group, or of every one."""
    fitting = DemandSignal.objects.filter(
        Q(audience="") | Q(audience=OuterRef("audience")),
        Q(main_class="") | Q(main_class=OuterRef("main_class")),
        until__gte=today,
    )
    one = fitting.order_by().annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(one.annotate(n=Sum("steps")).values("n")), Value(0))


def _gap_points(field: str, points: dict[str, int]) -> Any:
    cases = [When(**{field: key}, then=Value(value)) for key, value in points.items() if value]
    return Case(*cases, default=Value(0), output_field=IntegerField()) if cases else Value(0)


def _points(gaps: list[Any], full: int) -> dict[str, int]:
    return {gap.key: int(gap.missing * full) for gap in gaps}


def _weighed(weights: BoardWeights, held: Holdings, today: date) -> QuerySet[Demand]:
    found = Demand.objects.filter(joined_to=None, status__in=OPEN).annotate(
        askers=askers_of("pk"),
        wished=copies_of("pk"),
        sheet=sheet_of("pk"),
        order=order_of("pk"),
        has_it=owned_today(),
        schools=_schools(),
        needs=_needs(today),
        class_points=_gap_points("main_class", _points(held.classes, weights.class_points)),
        audience_points=_gap_points("audience", _points(held.audiences, weights.audience_points)),
    )
    return found.annotate(
        points=F("askers") * weights.asker_points
        + F("schools") * weights.school_points
        + F("needs") * weights.signal_points
        + F("class_points")
        + F("audience_points")
    ).order_by("-points", "status_on", "pk")


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
    is being bought already is left out. Five statements.
    """
    weights, policy = BoardWeights.valid_on(today), CollectionPolicy.valid_on(today)
    held = holdings(policy, today=today)
    rows = _weighed(weights, held, today).values_list(*_FACTS, *_Weighed._fields)[:MOST]
    has_targets = any(gap.target is not None for gap in [*held.classes, *held.audiences])
    return Board(Places(list(rows), weights, budget_idr), budget_idr, weights, has_targets)


def _copies(wished: int, weights: BoardWeights) -> int:
    """A school that wishes for thirty copies counts as thirty askers."""
    wanted = -(-wished // weights.askers_per_copy)
    return int(min(max(wanted, 1), weights.most_copies))


def _reasons(demand: Demand, weighed: _Weighed, weights: BoardWeights) -> list[Reason]:
    said = [
        Reason(
            ngettext("%(n)s asker", "%(n)s askers", weighed.askers) % {"n": angka(weighed.askers)},
            weighed.askers * weights.asker_points,
        ),
        Reason(
            ngettext("%(n)s school", "%(n)s schools", weighed.schools) % {"n": angka(weighed.schools)},
            weighed.schools * weights.school_points,
        ),
        Reason(_("needs of programmes and surveys"), weighed.needs * weights.signal_points),
        Reason(_("class %(name)s is below its target") % {"name": demand.main_class}, weighed.class_points),
        Reason(
            _("titles for %(name)s are below their target") % {"name": str(demand.get_audience_display()).lower()},
            weighed.audience_points,
        ),
    ]
    return [reason for reason in said if reason.points]


def signals(today: date) -> QuerySet[DemandSignal]:
    """Needs that count today, then those that are over."""
    still = Case(When(until__gte=today, then=Value(0)), default=Value(1), output_field=IntegerField())
    return DemandSignal.objects.annotate(over=still).order_by("over", "-until", "label", "pk")
