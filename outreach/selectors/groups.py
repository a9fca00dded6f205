"""What the pages of standing groups read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from baubau_pembinaan.core.statements import KeptModels, KeptPart, blank
from outreach.choices import EventStatus, RegistrationStatus, SessionState
from outreach.models import CheckIn, HeadCount, Membership, Registration, Session, StandingGroup, Work

_SHOWN = Q(consent__is_given=True, consent__withdrawn_at=None)
OVER = (SessionState.HELD, SessionState.REPORTED)


def _next(at: Any) -> Subquery:
    coming = Session.objects.filter(event=OuterRef("event"), state=SessionState.PLANNED, starts_at__gt=at)
    return Subquery(coming.order_by("starts_at").values("starts_at")[:1])


def _number(rows: QuerySet, by: str, of: str) -> Coalesce:
    counted = rows.filter(**{by: OuterRef(of)}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _groups(at: Any) -> QuerySet[StandingGroup]:
    found = StandingGroup.objects.select_related("event").annotate(
        members=_number(Membership.objects.living(), "group", "pk"),
        meetings=_number(Session.objects.filter(state__in=OVER), "event", "event"),
        next_start=_next(at),
    )
    return found.order_by("event__title", "pk")


_GROUPS = KeptModels(lambda: _groups(blank("at")))


def groups(*, search: str = "", at: datetime) -> QuerySet[StandingGroup] | KeptPart[StandingGroup]:
    """With `event`, `members` (people and families that belong now), `next_start` and `meetings` (held)."""
    if search:
        return _groups(at).filter(Q(event__title__icontains=search) | Q(event__title_en__icontains=search))
    return _GROUPS.part(at=at)


def _with_numbers() -> QuerySet[StandingGroup]:
    return (
        _groups(blank("at"))
        .filter(pk=blank("pk"))
        .annotate(
            all_members=_number(Membership.objects.all(), "group", "pk"),
            all_works=_number(Work.objects.all(), "group", "pk"),
        )
    )


_PAGE = KeptModels(_with_numbers)


def for_page(pk: int, at: datetime) -> StandingGroup | None:
    """As `groups`, with `all_members` (who left, too) and `all_works`: pages of them need no count of their own."""
    return _PAGE.first(pk=pk, at=at)


def _public_groups(at: Any) -> QuerySet[StandingGroup]:
    found = StandingGroup.objects.filter(is_published=True, event__status=EventStatus.PUBLISHED)
    works = Work.objects.filter(_SHOWN, group=OuterRef("pk")).order_by().values("group").annotate(n=Count("pk"))
    return (
        found.select_related("event")
        .annotate(next_start=_next(at), shown=Coalesce(Subquery(works.values("n")), 0, output_field=IntegerField()))
        .order_by("event__title", "pk")
    )


_PUBLIC = KeptModels(
    lambda: _public_groups(blank("at")),
    number=lambda: StandingGroup.objects.filter(is_published=True, event__status=EventStatus.PUBLISHED),
)


def public_groups(at: datetime) -> KeptPart[StandingGroup]:
    """Those with a page for everybody: with `event`, `next_start`, `shown` (works to see). Nobody is counted."""
    return _PUBLIC.part(at=at)


def public_group(pk: int, at: datetime) -> StandingGroup | None:
    """One of them."""
    return _public_groups(at).filter(pk=pk).first()


def public_works(group: StandingGroup) -> QuerySet[Work]:
    """Works somebody agrees to, at this very moment; their members are not read."""
    return Work.objects.filter(_SHOWN, group=group).select_related("file").order_by("-added_at", "-pk")


def public_work(pk: int) -> Work | None:
    """One work with a picture, where everybody may see it."""
    found = Work.objects.filter(
        _SHOWN, pk=pk, file__isnull=False, group__is_published=True, group__event__status=EventStatus.PUBLISHED
    )
    return found.select_related("file").first()


_WORKS = KeptModels(
    lambda: (
        Work.objects.filter(group=blank("group"))
        .select_related("consent", "file", "membership__founder")
        .order_by("-added_at", "-pk")
    )
)


def works_of(group: StandingGroup) -> KeptPart[Work]:
    """Every work, for those who run the group: with consent, and with the member's name."""
    return _WORKS.part(group=group.pk)


def works_of_member(membership: Membership) -> QuerySet[Work]:
    return membership.works.select_related("consent", "file").order_by("-added_at", "-pk")


def _members() -> QuerySet[Membership]:
    past = (
        Registration.objects.filter(
            membership=OuterRef("pk"), status=RegistrationStatus.REGISTERED, session__starts_at__lte=blank("at")
        )
        .exclude(session__state=SessionState.CANCELLED)
        .annotate(was_there=Exists(CheckIn.objects.of_those_expected().filter(registration=OuterRef("pk"))))
        .order_by()
        .values("membership")
    )
    there = past.filter(was_there=True)
    return (
        Membership.objects.filter(group=blank("group"))
        .select_related("founder")
        .annotate(
            expected=Coalesce(Subquery(past.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()),
            came=Coalesce(Subquery(there.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()),
            last=Subquery(there.annotate(day=Max("session__starts_at")).values("day")),
        )
        .order_by(F("left_at").asc(nulls_first=True), "joined_at", "pk")
    )


_MEMBERS = KeptModels(_members)


def members_of(group: StandingGroup, at: datetime) -> KeptPart[Membership]:
    """Who belongs, then who left: with `founder`, `expected` and `came` (past meetings), `last`."""
    return _MEMBERS.part(group=group.pk, at=at)


@dataclass(frozen=True)
class Meeting:
    """A past meeting: members expected and come (registrations), and all heads the report counted (None: no report)."""

    session: Session
    expected: int
    came: int
    heads: int | None


def _meetings() -> QuerySet[Session]:
    seated = Registration.objects.filter(
        session=OuterRef("pk"), membership__isnull=False, status=RegistrationStatus.REGISTERED
    )
    counted = seated.order_by().values("session")
    there = counted.filter(Exists(CheckIn.objects.of_those_expected().filter(registration=OuterRef("pk"))))
    heads = HeadCount.objects.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Sum("heads"))
    return (
        Session.objects.filter(event=blank("event"), starts_at__lte=blank("at"))
        .exclude(state=SessionState.CANCELLED)
        .annotate(
            expected=Subquery(counted.annotate(n=Count("pk")).values("n")),
            came=Subquery(there.annotate(n=Count("pk")).values("n")),
            all_heads=Subquery(heads.values("n")),
        )
        .order_by("-starts_at", "-pk")
    )


_MEETINGS = KeptModels(_meetings)


def meetings_of(group: StandingGroup, at: datetime, *, limit: int = 12) -> list[Meeting]:
    """The last meetings, the oldest first; one statement."""
    rows: list[Any] = _MEETINGS.rows(0, limit, event=group.event_id, at=at)
    return [Meeting(row, row.expected or 0, row.came or 0, row.all_heads) for row in reversed(rows)]


def coming_of(membership: Membership, at: datetime) -> QuerySet[Registration]:
    """The member's own registrations for meetings to come, with `session`."""
    rows = membership.registrations.filter(session__starts_at__gt=at, session__state=SessionState.PLANNED)
    return rows.select_related("session").order_by("session__starts_at", "pk")
