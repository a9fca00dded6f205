"""What is being bought already, on a committee's sheet or in an order, what a gift brings, and the money that is left
for more."""

from datetime import date
from decimal import Decimal

from baubau_pembinaan.core.choosing import SHORT
from baubau_pembinaan.core.statements import KeptText
from collections_app.choices import FINAL_STEPS, GiftDecision, GiftStatus, LineDecision, OrderStatus
from collections_app.models import Fund

from .texts import quoted

FUNDS_READ = SHORT
ENDED = (OrderStatus.RECEIVED, OrderStatus.CANCELLED)
UNAPPROVED = (OrderStatus.DRAFT, OrderStatus.SUBMITTED)

# Lines of sheets that hold a title: nothing is decided yet, or it is accepted and not ordered yet.
_LINE = "SELECT line.id, line.demand_id, line.copies, line.price_idr, sheet.fund_id, sheet.number_id"
ON_SHEETS = f"""(
    {_LINE} FROM collections_app_selectionsheet AS sheet
    JOIN collections_app_selectionline AS line ON line.sheet_id = sheet.id
    WHERE sheet.decided_on IS NULL
    UNION ALL
    {_LINE} FROM collections_app_selectionline AS line
    JOIN collections_app_selectionsheet AS sheet ON sheet.id = line.sheet_id
    WHERE line.decision = '{LineDecision.ACCEPT}' AND sheet.decided_on IS NOT NULL AND sheet.order_id IS NULL
)"""
# Titles that a gift is to bring: accepted and not here yet.
COMING = f"""(
    SELECT line.id, line.isbn, line.match_key, gift.giver FROM collections_app_gift AS gift
    JOIN collections_app_giftline AS line ON line.gift_id = gift.id
    WHERE gift.status = '{GiftStatus.ACCEPTED}' AND line.decision = '{GiftDecision.ACCEPT}'
)"""  # noqa: S608 - own words only
# Demands, `demand`, for them: by ISBN or by name.
GIVEN = f"""(
    SELECT demand.id AS demand_id, line.id, line.giver FROM {COMING} AS line
    JOIN collections_app_demand AS demand ON demand.isbn = line.isbn WHERE NOT line.isbn = ''
    UNION
    SELECT demand.id, line.id, line.giver FROM {COMING} AS line
    JOIN collections_app_demand AS demand ON demand.match_key = line.match_key WHERE NOT line.match_key = ''
)"""  # noqa: S608 - own words only
IN_AN_ORDER = f"NOT bought.status IN ({quoted(ENDED)})"  # holds a title: the order is not at its end

# Open funds to choose from, the newest first, each with the sums of those asked for, of one fund or of a year: what is
# promised of them already, in orders not approved yet and on sheets not ordered yet, and what they may
# give beside it before they stop. A title of a sheet that stands in an order is counted there.
_SUMMED = KeptText(f"""
WITH waiting AS (
    SELECT fund_id, sum((copies - cancelled) * price_idr::bigint)::bigint AS amount
    FROM collections_app_orderline AS line JOIN collections_app_order AS bought ON bought.id = line.order_id
    WHERE bought.status IN ({quoted(UNAPPROVED)}) GROUP BY fund_id
), proposed AS (
    SELECT fund_id, sum(copies * line.price_idr::bigint)::bigint AS amount
    FROM {ON_SHEETS} AS line
    JOIN collections_app_demand AS demand ON demand.id = line.demand_id
    LEFT JOIN collections_app_demand AS lead ON lead.id = demand.joined_to_id
    WHERE NOT coalesce(lead.status, demand.status) IN ({quoted(FINAL_STEPS)}) AND NOT EXISTS (
        SELECT FROM collections_app_demand AS same
        JOIN collections_app_orderline AS other ON other.demand_id = same.id
        JOIN collections_app_order AS bought ON bought.id = other.order_id
        WHERE coalesce(demand.joined_to_id, demand.id) IN (same.id, same.joined_to_id) AND {IN_AN_ORDER}
    ) GROUP BY fund_id
), open AS MATERIALIZED (
    SELECT fund.id, name, year, source_id, id = %(fund)s::bigint OR year = %(year)s::int AS is_asked,
        allocated_idr::bigint * stop_percent / 100 - committed_idr::bigint - spent_idr::bigint AS rest_idr
    FROM collections_app_fund AS fund JOIN collections_app_fundbalance AS balance ON balance.fund_id = fund.id
    WHERE closed_on IS NULL
), asked AS (
    SELECT coalesce(waiting.amount, 0) + coalesce(proposed.amount, 0) AS promised_idr, rest_idr
    FROM open LEFT JOIN waiting ON waiting.fund_id = open.id LEFT JOIN proposed ON proposed.fund_id = open.id
    WHERE is_asked
), sums AS (
    SELECT sum(greatest(rest_idr - promised_idr, 0)) AS left_idr, sum(promised_idr) AS promised_idr FROM asked
)
SELECT open.id, open.name, year, left_idr, promised_idr
FROM sums CROSS JOIN open JOIN collections_app_fundsource AS source ON source.id = source_id
ORDER BY year DESC, source."order", open.name, open.id LIMIT {FUNDS_READ}
""")  # noqa: S608 - own words only


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
