"""What the partners' pages read: totals are sums of the meetings behind them."""

from datetime import date, datetime

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from outreach.choices import EventStatus, PartnerKind
from outreach.models import Agreement, Partner, PartnerVisit, Session


def partners(*, search: str = "", kind: str = "", active: bool = True) -> QuerySet[Partner]:
    """By name, each with `meetings`, `reached`, `lent` and `agreed_until` (None without an agreement)."""
    visits = PartnerVisit.objects.filter(partner=OuterRef("pk")).order_by().values("partner")
    agreed = Agreement.objects.filter(partner=OuterRef("pk")).order_by().values("partner")
    found = Partner.objects.select_related("village").annotate(
        meetings=Coalesce(Subquery(visits.annotate(n=Count("pk")).values("n")), 0),
        reached=Coalesce(Subquery(visits.annotate(n=Sum("reached")).values("n")), 0),
        lent=Coalesce(Subquery(visits.annotate(n=Sum("books_lent")).values("n")), 0),
        agreed_until=Subquery(agreed.annotate(last=Max("ends_on")).values("last")),
    )
    if active:
        found = found.filter(is_active=True)
    if kind in PartnerKind.values:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(npsn=search) | Q(contact_name__icontains=search))
    return found.order_by("name", "pk")


def visits_of(partner: Partner) -> QuerySet[PartnerVisit]:
    return (
        PartnerVisit.objects.filter(partner=partner)
        .select_related("colleague", "session__event")
        .order_by("-day", "-pk")
    )


def dates_with(partner: Partner, at: datetime) -> QuerySet[Session]:
    """Agreed dates with this partner that are not over yet, the next one first, each with its event."""
    agreed = Session.objects.upcoming(at).filter(event__status__in=(EventStatus.APPROVED, EventStatus.PUBLISHED))
    theirs = agreed.filter(Q(partner=partner) | Q(partner=None, partner_settled=False, event__partner=partner))
    return theirs.select_related("event").order_by("starts_at", "pk")


def agreements_of(partner: Partner) -> QuerySet[Agreement]:
    return Agreement.objects.filter(partner=partner).select_related("file").order_by("-ends_on", "-pk")


def partners_with_agreement(first: date, last: date) -> int:
    """How many partners had an agreement in force on some day of the period."""
    rows = Agreement.objects.filter(starts_on__lte=last, ends_on__gte=first)
    return rows.order_by().values("partner").distinct().count()
