"""The JP rate beside what it counts for, as a column: a page asks nothing more for it."""

from decimal import Decimal
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject

from training.jp import jp_of_days
from training.models import JpRate, Meeting, Programme


def with_rate(rows: QuerySet[Any], *, on: Any, programme: str = "") -> QuerySet[Any]:
    """Each with `jp_rate`, to be read by `rate_of`: the newest of its form and scope, not after the day `on`.

    `programme`: the way to the programme's fields, such as "programme__".
    """
    fitting = JpRate.objects.filter(
        form=OuterRef(f"{programme}form"), scope=OuterRef(f"{programme}scope"), valid_from__lte=on
    )
    parts = JSONObject(unit="unit", jp=Cast("jp", CharField()), extra_percent="extra_percent")
    return rows.annotate(jp_rate=Subquery(fitting.order_by("-valid_from", "-pk").values(found=parts)[:1]))


def rate_of(row: Any) -> JpRate | None:
    """Unit, JP and extra of a row read `with_rate`: not to be saved."""
    found: dict[str, Any] | None = row.jp_rate
    return JpRate(**{**found, "jp": Decimal(found["jp"])}) if found else None


def expected_jp(rate: JpRate | None, programme: Programme, meetings: list[Meeting]) -> Decimal | None:
    """What these meetings count for whoever attends enough of them; None where nothing says it or none is planned."""
    if not meetings:
        return None
    days = len({meeting.day for meeting in meetings})
    return jp_of_days(rate, programme.jp, days=days, meetings=len(meetings))
