"""What the events achieved: heads by age, costs a head, hours of each colleague, the year's figures.

A date counts when it is reported; its heads are those of the report.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from baubau_pembinaan.core.statements import KeptModels, blank
from outreach.choices import LEADING, AgeBand, EventKind, SessionState
from outreach.models import (
    CheckIn,
    Facilitator,
    HeadCount,
    Notice,
    NoticeState,
    OfficePaper,
    PartnerVisit,
    Session,
    SessionPhoto,
    SessionReport,
    on_date,
)


def _between(first: date, last: date, prefix: str = "") -> Q:
    zone = timezone.get_current_timezone()
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last, time.max, zone)
    return Q(**{f"{prefix}starts_at__gte": start, f"{prefix}starts_at__lte": end})


def reported(first: date, last: date) -> QuerySet[Session]:
    """Dates reported whose start lies between the two days, both included."""
    return Session.objects.filter(_between(first, last), state=SessionState.REPORTED)


def held_between(first: date, last: date) -> list[tuple[Session, int | None, int | None]]:
    """(date held, its heads, its cost in rupiah) in order; both None where it is not reported yet. Two statements."""
    held = Session.objects.filter(_between(first, last), state__in=(SessionState.HELD, SessionState.REPORTED))
    rows = list(held.select_related("event", "report").order_by("starts_at", "pk"))
    heads = heads_of(rows)
    return [
        (row, heads.get(row.pk, 0), row.report.cost_idr) if row.state == SessionState.REPORTED else (row, None, None)
        for row in rows
    ]


def heads_of(sessions: Iterable[Session]) -> dict[int, int]:
    """Session id -> heads of its report. One statement."""
    rows = HeadCount.objects.filter(session__in=[s.pk for s in sessions]).order_by().values_list("session")
    return dict(rows.annotate(n=Sum("heads")))


def cost_per_head(report: SessionReport, heads: int) -> Decimal | None:
    """Rupiah, to whole ones; None where nobody came."""
    return (Decimal(report.cost_idr) / heads).quantize(Decimal(1)) if heads else None


@dataclass(frozen=True)
class Led:
    """One date a colleague led or helped with, for reviews and the record of teaching. `hours` to two decimals."""

    session_id: int
    event_id: int
    title: str
    kind: str
    starts_at: datetime
    role: str
    hours: Decimal
    heads: int


def led_by(profile: Any, first: date, last: date) -> list[Led]:
    """The dates this colleague worked on that took place in the period, newest first. Two statements."""
    rows = Facilitator.objects.filter(
        _between(first, last, "event__sessions__"),
        on_date(F("event__sessions"), F("event__sessions__starts_at")),
        profile=profile,
        event__sessions__state__in=(SessionState.HELD, SessionState.REPORTED),
    )
    found = list(
        rows.order_by("-event__sessions__starts_at", "-event__sessions__pk").values_list(
            "event__sessions__pk", "event", "event__title", "event__kind", "event__sessions__starts_at",
            "event__sessions__ends_at", "role",
        )
    )  # fmt: skip
    heads = dict(
        HeadCount.objects.filter(session__in={row[0] for row in found})
        .order_by()
        .values_list("session")
        .annotate(n=Sum("heads"))
    )
    return [
        Led(
            session_id=pk,
            event_id=event,
            title=title,
            kind=kind,
            starts_at=starts,
            role=role,
            hours=(Decimal((ends - starts).total_seconds()) / 3600).quantize(Decimal("0.01")),
            heads=heads.get(pk, 0),
        )
        for pk, event, title, kind, starts, ends, role in found
    ]


@dataclass(frozen=True)
class Hours:
    """A colleague's sum in a period: dates, hours, of them as leader or teacher, heads reached."""

    dates: int
    hours: Decimal
    leading_hours: Decimal
    heads: int


def hours_of(profile: Any, first: date, last: date) -> Hours:
    rows = {row.session_id: row for row in led_by(profile, first, last)}.values()
    return Hours(
        dates=len(rows),
        hours=sum((row.hours for row in rows), Decimal(0)),
        leading_hours=sum((row.hours for row in rows if row.role in LEADING), Decimal(0)),
        heads=sum(row.heads for row in rows),
    )


@dataclass(frozen=True)
class YearFigures:
    """Raw figures for TPBIS reports and the IPLM-2025 main table (Perpusnas 7/2025): never an index of our own.

    programmes: different events with a date held; activities: dates held; participants: heads of reports;
    with_partners: activities together with a partner; partner_meetings: meetings with partners that were noted by
    hand and are no date of ours; not_reported: held without a report, so without heads.
    """

    year: int
    programmes: int
    activities: int
    participants: int
    by_kind: list[tuple[str, int, int]]
    by_band: dict[str, int]
    with_partners: int
    partner_meetings: int
    cost_idr: int
    stories: int
    not_reported: int

    @property
    def together(self) -> int:
        """All that was done with partners, each once: our dates, and meetings outside them."""
        return self.with_partners + self.partner_meetings


_WITH_A_PARTNER = Q(partner__isnull=False) | Q(partner_settled=False, event__partner__isnull=False)


def year_figures(year: int) -> YearFigures:
    """The year's figures in five statements."""
    return figures_between(date(year, 1, 1), date(year, 12, 31))


def figures_between(first: date, last: date) -> YearFigures:
    """The same figures of any stretch of days, both included; `year` is that of the first."""
    held = Session.objects.filter(_between(first, last), state__in=(SessionState.HELD, SessionState.REPORTED))
    heads = HeadCount.objects.filter(_between(first, last, "session__"), session__state=SessionState.REPORTED)
    sums = held.aggregate(
        programmes=Count("event", distinct=True),
        activities=Count("pk"),
        with_partners=Count("pk", filter=_WITH_A_PARTNER),
        not_reported=Count("pk", filter=Q(state=SessionState.HELD)),
        cost=Coalesce(Sum("report__cost_idr"), 0),
        stories=Count("report"),
    )
    by_band = dict(heads.order_by().values_list("age_band").annotate(n=Sum("heads")))
    by_kind_heads = dict(heads.order_by().values_list("session__event__kind").annotate(n=Sum("heads")))
    by_kind = dict(held.order_by().values_list("event__kind").annotate(n=Count("pk")))
    return YearFigures(
        year=first.year,
        programmes=sums["programmes"],
        activities=sums["activities"],
        participants=sum(by_band.values()),
        by_kind=[(kind, by_kind[kind], by_kind_heads.get(kind, 0)) for kind in EventKind.values if kind in by_kind],
        by_band=by_band,
        with_partners=sums["with_partners"],
        partner_meetings=PartnerVisit.objects.filter(session=None, day__range=(first, last)).count(),
        cost_idr=sums["cost"],
        stories=sums["stories"],
        not_reported=sums["not_reported"],
    )


def arrivals_of(session: Session) -> QuerySet[CheckIn]:
    return CheckIn.objects.filter(session=session).order_by("-at", "-pk")


def _with_papers() -> QuerySet[Session]:
    heads = HeadCount.objects.filter(session=OuterRef("pk")).order_by("pk")
    papers = OfficePaper.objects.filter(session=OuterRef("pk")).order_by("pk")
    photos = SessionPhoto.objects.filter(session=OuterRef("pk")).order_by("pk")
    untold = Notice.objects.filter(state=NoticeState.IN_PERSON, registration__session=OuterRef("pk"))
    row = JSONObject(pk="pk", registration="registration", name="registration__name", subject="subject")
    found = Session.objects.select_related("event__partner", "partner", "report__written_by").annotate(
        untold_found=ArraySubquery(untold.order_by("made_at", "pk").values(row=row)),
        photos_found=ArraySubquery(photos.values(row=JSONObject(pk="pk", caption="caption"))),
        heads_found=ArraySubquery(heads.values(row=JSONObject(band="age_band", heads="heads"))),
        papers_found=ArraySubquery(papers.values(row=JSONObject(kind="kind", number="number__text"))),
    )
    return found.filter(pk=blank("pk"))


_PAGE = KeptModels(_with_papers)


def session_for_page(pk: int) -> Session | None:
    """A date with its event and report joined, `heads_found` (band, heads), `papers_found` (kind, number),
    `photos_found` (pk, caption) and `untold_found`: what must be told in person (pk, registration, name, subject)."""
    return _PAGE.first(pk=pk)


def head_rows(session: Any) -> list[tuple[Any, int]]:
    """(age, heads) of a date from `session_for_page`, youngest first."""
    found = {row["band"]: row["heads"] for row in session.heads_found}
    return [(label, found[band]) for band, label in AgeBand.choices if band in found]
