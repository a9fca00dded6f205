"""A year of sessions with what they cost, evaluations after three months, a person's calendar."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Sum, Window

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart, blank
from training.choices import HOLDING_A_SEAT, EnrolmentStatus, SessionStatus
from training.models import CalendarFeed, Enrolment, ImpactReview, Meeting, Session, SessionCost, SessionPaper

from .sessions import with_seats

KEPT = timedelta(days=400)


def sessions_of_year(year: int) -> KeptPart[Session]:
    """The year's sessions in order, each with seats and `spent` (rupiah or None)."""
    return _OF_YEAR.part(**_days(year))


def _days(year: int) -> dict[str, date]:
    return {"first": date(year, 1, 1), "last": date(year, 12, 31)}


def _of_year() -> QuerySet[Session]:
    costs = SessionCost.objects.filter(session=OuterRef("pk")).order_by().values("session")
    spent = Subquery(costs.annotate(total=Sum("amount_idr")).values("total"))
    rows = Session.objects.filter(starts_on__gte=blank("first"), starts_on__lte=blank("last"))
    rows = rows.select_related("programme__subject", "coordinator")
    return with_seats(rows).annotate(spent=spent).order_by("starts_on", "pk")


_OF_YEAR = KeptModels(_of_year)


def costs_of(session: Session) -> KeptPart[SessionCost]:
    """In order, each with `total`: what all of them come to, in rupiah."""
    return _COSTS_OF.part(session=session.pk)


def _costs_of() -> QuerySet[SessionCost]:
    rows = SessionCost.objects.filter(session=blank("session"))
    return rows.annotate(total=Window(Sum("amount_idr"))).order_by("spent_on", "pk")


def papers_of(session: Session) -> KeptPart[SessionPaper]:
    """The newest first, without what they say."""
    return _PAPERS_OF.part(session=session.pk)


def _papers_of() -> QuerySet[SessionPaper]:
    rows = SessionPaper.objects.filter(session=blank("session"))
    return rows.select_related("signed_file").defer("snapshot").order_by("-day", "-pk")


_COSTS_OF, _PAPERS_OF = KeptModels(_costs_of), KeptModels(_papers_of)


def money_of_year(year: int) -> tuple[int, int]:
    """Rupiah of the year's sessions: the budget of those not cancelled, and what was spent. Two statements."""
    [(budget,)], [(spent,)] = _BUDGET.rows(**_days(year)), _SPENT.rows(**_days(year))
    return budget or 0, spent or 0


def _budget() -> QuerySet[Session, Any]:
    rows = Session.objects.filter(starts_on__gte=blank("first"), starts_on__lte=blank("last"))
    return _sum_of(rows.exclude(status=SessionStatus.CANCELLED), "programme__budget_idr")


def _spent() -> QuerySet[SessionCost, Any]:
    rows = SessionCost.objects.filter(session__starts_on__gte=blank("first"), session__starts_on__lte=blank("last"))
    return _sum_of(rows, "amount_idr")


def _sum_of(rows: QuerySet[Any], column: str) -> QuerySet[Any, Any]:
    """One row with the sum over all of them: an aggregate of Django's own is never left to be asked later."""
    return rows.order_by().values_list(Func(F(column), function="SUM"))


_BUDGET, _SPENT = Kept(_budget), Kept(_spent)


def feed_meetings(token: str, at: datetime) -> tuple[StaffProfile, list[Meeting]] | None:
    """Whose address it is and the meetings it lists; None for an address nobody has. Two statements.

    Meetings of the last 400 days and all ahead; those of cancelled sessions stay, so that calendars strike them out.
    """
    feed = CalendarFeed.objects.select_related("profile").filter(token=token).first()
    if feed is None or (feed.profile.left_on is not None and feed.profile.left_on < at.date()):
        return None
    called_off = Q(status=EnrolmentStatus.CANCELLED, session__status=SessionStatus.CANCELLED)
    mine = Enrolment.objects.filter(Q(status__in=HOLDING_A_SEAT) | called_off, profile=feed.profile)
    mine = mine.filter(session=OuterRef("session"))
    rows = Meeting.objects.filter(Exists(mine) | Q(trainer=feed.profile), starts_at__gte=at - KEPT)
    rows = rows.exclude(session__status=SessionStatus.DRAFT).select_related("session__programme", "trainer")
    return feed.profile, list(rows.order_by("starts_at", "pk"))


def impact_of(session: Session) -> KeptPart[ImpactReview]:
    return _IMPACT_OF.part(session=session.pk)


def _impact_of() -> QuerySet[ImpactReview]:
    rows = ImpactReview.objects.filter(enrolment__session=blank("session"))
    return rows.select_related("enrolment__profile").order_by("enrolment__profile__name", "pk")


_IMPACT_OF = KeptModels(_impact_of)


def impact_due(people: QuerySet[StaffProfile], on: date) -> QuerySet[ImpactReview]:
    """Evaluations of these people that may be answered and miss a half."""
    rows = ImpactReview.objects.asked(on).filter(enrolment__profile__in=people.order_by().values("pk"))
    missing = Q(own_at=None) | Q(leader_at=None)
    return (
        rows.filter(missing)
        .select_related("enrolment__profile", "enrolment__session__programme")
        .order_by(F("due_on"), "pk")
    )
