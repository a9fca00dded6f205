"""What a wish weighs on the demand board, in SQL put together once a process: its askers, schools, needs and gaps."""

from typing import Any

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
from django.db.models.expressions import RawSQL
from django.db.models.functions import Ceil, Coalesce, Greatest, Least, Lower

from baubau_pembinaan.core.statements import Blank, Kept, blank
from collections_app.choices import Audience, DemandStatus, MainClass
from collections_app.models import BoardWeights, Demand, DemandSignal, Suggestion
from collections_app.models.catalogue import is_held

from .buying import order_of, sheet_of
from .holdings import Gap, Holdings

_MONEY: Any = DecimalField(max_digits=18, decimal_places=0)
OPEN = (DemandStatus.NEW, DemandStatus.REVIEW, DemandStatus.ACCEPTED)
MOST = 20_000  # open wishes on the board
# What a title on the board needs of its demand, and what makes it weigh.
FACTS = ("id", "title", "author", "audience", "main_class")
WEIGHED = (
    *("askers", "schools", "needs", "class_points", "audience_points", "points", "wished", "sheet", "order"),
    "has_it",
)
_WEIGHTS = ("asker_points", "school_points", "signal_points", "askers_per_copy", "most_copies", "usual_price_idr")


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


def _needs() -> Any:
    """Steps of the needs that speak of the demand's class and age group, or of every one."""
    fitting = DemandSignal.objects.filter(
        Q(audience="") | Q(audience=OuterRef("audience")),
        Q(main_class="") | Q(main_class=OuterRef("main_class")),
        until__gte=blank("today"),
    )
    one = fitting.order_by().annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(one.annotate(n=Sum("steps")).values("n")), Value(0))


def _whole(name: str) -> RawSQL:
    return RawSQL("%s::int", (Blank(name),), output_field=IntegerField())  # a blank, filled as a parameter


def _gap_points(field: str, keys: list[str]) -> Any:
    cases = [When(**{field: key}, then=_whole(f"{field}_{key}")) for key in keys]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _points(field: str, gaps: list[Gap], full: int) -> dict[str, int]:
    return {f"{field}_{gap.key}": int(gap.missing * full) for gap in gaps}


def _weighed() -> QuerySet[Demand]:
    """Open wishes with what they weigh. A school that wishes for thirty copies counts as thirty askers."""
    found = Demand.objects.filter(joined_to=None, status__in=OPEN).annotate(
        askers=askers_of("pk"),
        wished=copies_of("pk"),
        sheet=sheet_of("pk"),
        order=order_of("pk"),
        has_it=owned_today(),
        schools=_schools(),
        needs=_needs(),
        class_points=_gap_points("main_class", MainClass.values),
        audience_points=_gap_points("audience", Audience.values),
    )
    return found.annotate(
        points=F("askers") * _whole("asker_points")
        + F("schools") * _whole("school_points")
        + F("needs") * _whole("signal_points")
        + F("class_points")
        + F("audience_points"),
    )


RANKED = ("pk", "copies", "price", "is_free")


def _ranked() -> QuerySet[Demand, Any]:
    wanted = Ceil(F("wished") * Value(1.0) / _whole("askers_per_copy"), output_field=IntegerField())
    usual = RawSQL("%s::numeric", (Blank("usual_price_idr"),), output_field=_MONEY)
    found: Any = _weighed()  # what it annotates is not known to the types
    found = found.annotate(
        copies=Least(Greatest(wanted, Value(1)), _whole("most_copies")),
        price=Coalesce("price_idr", usual, output_field=_MONEY),
        is_free=Case(When(has_it=False, sheet="", order="", then=Value(True)), default=Value(False)),
    )
    best: QuerySet[Demand, Any] = found.order_by("-points", "status_on", "pk").values_list(*RANKED)[:MOST]
    return best


def _shown() -> QuerySet[Demand, Any]:
    keys = RawSQL("SELECT unnest(%s::bigint[])", (Blank("keys"),))
    return _weighed().filter(pk__in=keys).order_by().values_list(*FACTS, *WEIGHED)


_RANKED, _SHOWN = Kept(_ranked), Kept(_shown)


class Weighing:
    """The wishes of a day as these weights and what the library has make them weigh."""

    def __init__(self, weights: BoardWeights, held: Holdings, today: Any) -> None:
        gaps = _points("main_class", held.classes, weights.class_points)
        gaps |= _points("audience", held.audiences, weights.audience_points)
        self.said = {name: getattr(weights, name) for name in _WEIGHTS} | gaps | {"today": today}

    def ranked(self) -> list[Any]:
        """(key, copies to buy, price each, whether it can be bought) of every wish, the heaviest first."""
        return _RANKED.rows(**self.said)

    def shown(self, keys: list[int]) -> list[Any]:
        """FACTS and WEIGHED of these, in any order."""
        return _SHOWN.rows(**self.said, keys=keys)
