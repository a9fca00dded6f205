"""What a wish weighs on the demand board, in statements kept ready: its askers, schools, needs and gaps."""

import json
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from baubau_pembinaan.core.statements import KeptText
from collections_app.choices import DemandStatus
from collections_app.models import BoardWeights, Suggestion
from collections_app.models.catalogue import is_held

from .buying import GIVEN, IN_AN_ORDER, ON_SHEETS
from .holdings import Holdings
from .texts import is_gone, quoted

OPEN = (DemandStatus.NEW, DemandStatus.REVIEW, DemandStatus.ACCEPTED)
MOST = 20_000  # open wishes on the board
FACTS = ("id", "title", "author", "audience", "main_class")  # what a title on the board needs of its demand
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


# Open wishes, `open`, with those joined to them, `member`: (lead, demand_id).
_OPEN = f"joined_to_id IS NULL AND status IN ({quoted(OPEN)})"
_IN_ORDERS = f"""
FROM member JOIN collections_app_orderline AS line USING (demand_id)
JOIN collections_app_order AS bought ON bought.id = line.order_id
WHERE {IN_AN_ORDER}
"""
# A school however it is written: "SMP Negeri 2", "SMPN 2" and "smpn2" are one.
_SCHOOL = r"regexp_replace(regexp_replace(lower({}), '\mnegeri\M', 'n', 'g'), '[^[:alnum:]]', '', 'g')"
# A school counts where it is known: a colleague wrote it, or it has a page of its own. Else every word typed in the
# public form would weigh as one.
_KNOWN_SCHOOLS = f"SELECT {_SCHOOL.format('name')} FROM collections_app_suggestionpartner"  # noqa: S608
_IS_KNOWN = f"(asked_by_id IS NOT NULL OR {_SCHOOL.format('school')} IN ({_KNOWN_SCHOOLS}))"
_ON_SHEETS = f"FROM member JOIN {ON_SHEETS} AS line USING (demand_id)"
# Steps of the needs that speak of a demand's class and age group, or of every one.
_NEEDS = """
coalesce((SELECT sum(steps) FROM need
          WHERE need.audience IN ('', about.audience) AND need.main_class IN ('', about.main_class)), 0)
"""

# Keys, copies to buy, price each and whether it can be bought: four lists of one length, the heaviest first. Each table
# is gone through once, not once for each wish. What a class and an age group give beside is worked out once for each.
_RANKED = KeptText(f"""
WITH open AS MATERIALIZED (
    SELECT id, audience, main_class, owned_id, price_idr, status_on FROM collections_app_demand WHERE {_OPEN}
), asked AS (
    SELECT lead, count(*) AS askers, sum(copies) AS wished FROM (
        SELECT open.id AS lead, copies FROM open JOIN collections_app_suggestion ON demand_id = open.id
        UNION ALL
        SELECT demand.joined_to_id, copies FROM collections_app_demand AS demand
        JOIN collections_app_suggestion ON demand_id = demand.id WHERE demand.joined_to_id IS NOT NULL
    ) AS wish GROUP BY lead
), from_school AS (
    SELECT open.id AS lead, count(DISTINCT {_SCHOOL.format("school")}) AS schools
    FROM collections_app_suggestion JOIN collections_app_demand AS demand ON demand.id = demand_id
    JOIN open ON open.id = coalesce(demand.joined_to_id, demand.id) WHERE NOT school = '' AND {_IS_KNOWN}
    GROUP BY open.id
), held AS (
    SELECT coalesce(demand.joined_to_id, demand.id) AS lead FROM collections_app_demand AS demand
    JOIN collections_app_orderline AS line ON line.demand_id = demand.id
    JOIN collections_app_order AS bought ON bought.id = line.order_id
    WHERE line.demand_id IS NOT NULL AND {IN_AN_ORDER}
    UNION
    SELECT coalesce(demand.joined_to_id, demand.id) FROM collections_app_demand AS demand
    JOIN {ON_SHEETS} AS line ON line.demand_id = demand.id
    UNION
    SELECT coalesce(demand.joined_to_id, demand.id) FROM {GIVEN} AS given
    JOIN collections_app_demand AS demand ON demand.id = given.demand_id
), need AS MATERIALIZED (
    SELECT audience, main_class, steps FROM collections_app_demandsignal WHERE until >= %(today)s::date
), kind AS MATERIALIZED (
    SELECT main_class, audience, {_NEEDS} * %(signal_points)s::int
        + coalesce((%(class_points)s::jsonb ->> main_class)::int, 0)
        + coalesce((%(audience_points)s::jsonb ->> audience)::int, 0) AS points
    FROM (SELECT DISTINCT main_class, audience FROM open) AS about
), ranked AS (
    SELECT open.id,
        least(
            greatest((coalesce(wished, 0) + %(askers_per_copy)s::int - 1) / %(askers_per_copy)s::int, 1),
            %(most_copies)s::int
        ) AS copies,
        coalesce(price_idr, %(usual_price_idr)s::numeric)::bigint AS price,
        held.lead IS NULL AND (owned_id IS NULL OR {is_gone("owned_id")}) AS is_free
    FROM open JOIN kind USING (main_class, audience)
    LEFT JOIN asked ON asked.lead = open.id
    LEFT JOIN from_school ON from_school.lead = open.id
    LEFT JOIN held ON held.lead = open.id
    ORDER BY coalesce(askers, 0) * %(asker_points)s::int + coalesce(schools, 0) * %(school_points)s::int
        + kind.points DESC, status_on, open.id
    LIMIT {MOST}
) SELECT array_agg(id), array_agg(copies), array_agg(price), array_agg(is_free) FROM ranked
""")  # noqa: S608 - own words only

_SHOWN = KeptText(f"""
WITH open AS MATERIALIZED (
    SELECT id, title, author, audience, main_class, owned_id FROM collections_app_demand
    WHERE id = ANY (%(keys)s::bigint[]) AND {_OPEN}
), member AS MATERIALIZED (
    SELECT id AS lead, id AS demand_id FROM open UNION ALL
    SELECT joined_to_id, id FROM collections_app_demand WHERE joined_to_id = ANY (%(keys)s::bigint[])
), asked AS (
    SELECT lead, count(*) AS askers, sum(copies) AS wished,
        count(DISTINCT {_SCHOOL.format("school")}) FILTER (WHERE NOT school = '' AND {_IS_KNOWN}) AS schools
    FROM member JOIN collections_app_suggestion USING (demand_id) GROUP BY lead
), ordered AS (
    SELECT DISTINCT ON (lead) lead, bought.subject {_IN_ORDERS} ORDER BY lead, demand_id <> lead, line.id
), held AS (
    SELECT DISTINCT ON (lead) lead, number.text {_ON_SHEETS}
    JOIN documents_documentnumber AS number ON number.id = number_id ORDER BY lead, demand_id <> lead, line.id
), given AS (
    SELECT DISTINCT ON (lead) lead, line.giver FROM member JOIN {GIVEN} AS line USING (demand_id)
    ORDER BY lead, line.id
), need AS MATERIALIZED (
    SELECT audience, main_class, steps FROM collections_app_demandsignal WHERE until >= %(today)s::date
)
SELECT id, title, author, audience, main_class, coalesce(askers, 0), coalesce(schools, 0), {_NEEDS},
    coalesce(wished, 0), coalesce(held.text, ''), coalesce(ordered.subject, ''), coalesce(given.giver, ''),
    owned_id IS NOT NULL AND NOT {is_gone("owned_id")}
FROM open AS about
LEFT JOIN asked ON asked.lead = id LEFT JOIN ordered ON ordered.lead = id LEFT JOIN held ON held.lead = id
LEFT JOIN given ON given.lead = id
""")  # noqa: S608 - own words only


class Weighed(NamedTuple):
    """What makes a wish weigh, and where its title stands already."""

    askers: int
    schools: int
    needs: int
    wished: int  # copies that its askers wish for together
    sheet: str  # the number of the sheet that holds it, or one joined to it
    order: str  # the subject of the order that does
    gift: str  # who brings it as a gift that was accepted
    has_it: bool


class Weighing:
    """The wishes of a day as these weights and what the library has make them weigh. A school that wishes for thirty
    copies counts as thirty askers."""

    def __init__(self, weights: BoardWeights, held: Holdings, today: date) -> None:
        self.weights, self.today = weights, today
        self.class_points = {gap.key: int(gap.missing * weights.class_points) for gap in held.classes}
        self.audience_points = {gap.key: int(gap.missing * weights.audience_points) for gap in held.audiences}

    def ranked(self) -> tuple[list[int], list[int], list[int], list[bool]]:
        """Keys, copies to buy, prices each and whether it can be bought, of every wish, the heaviest first."""
        said = {name: getattr(self.weights, name) for name in _WEIGHTS}
        points = {
            "class_points": json.dumps(self.class_points),
            "audience_points": json.dumps(self.audience_points),
        }
        keys, copies, prices, free = _RANKED.rows(**said, **points, today=self.today)[0]
        return keys or [], copies or [], prices or [], free or []

    def shown(self, keys: list[int]) -> dict[int, tuple[tuple[Any, ...], Weighed]]:
        """FACTS and what makes it weigh, of each of these by its key, as they stand now."""
        rows = _SHOWN.rows(today=self.today, keys=keys)
        return {row[0]: (row[: len(FACTS)], Weighed(*row[len(FACTS) :])) for row in rows}
