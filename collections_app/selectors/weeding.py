"""What pages read about weeding."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from collections_app.choices import GONE, ItemStatus, WeedingDecision
from collections_app.models import Item, WeedingLine, WeedingList, WeedingRule


def candidates(rule: WeedingRule, *, today: date) -> QuerySet[Item]:
    """Copies under the rule that stand on no undecided list, the oldest titles first."""
    open_lines = WeedingLine.objects.filter(item=OuterRef("pk"), weeding__decided_on=None)
    found = Item.objects.exclude(status=ItemStatus.WITHDRAWN).exclude(Exists(open_lines)).select_related("title")
    if rule.status:
        found = found.filter(status=rule.status)
    if rule.older_than:
        found = found.filter(title__year__lt=today.year - rule.older_than)
    if rule.not_lent_for:
        found = found.filter(last_lent_on__lt=years_before(today, rule.not_lent_for))
    if rule.main_class:
        found = found.filter(title__main_class=rule.main_class)
    if rule.spare_only:
        others = Item.objects.filter(title=OuterRef("title")).exclude(status__in=GONE).filter(pk__lt=OuterRef("pk"))
        found = found.filter(Exists(others))  # the first copy of a title is never spare
    return found.order_by("title__year", "title__title", "pk")


def years_before(day: date, years: int) -> date:
    """The same day so many years ago; 29 February is the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def lists() -> QuerySet[WeedingList]:
    """Lists with `copies` and `out`, the newest first."""
    found = WeedingList.objects.select_related("rule", "number")
    out = Count("lines", filter=Q(lines__decision=WeedingDecision.WITHDRAW))
    return found.annotate(copies=Count("lines"), out=out).order_by("-day", "-pk")


def lines_of(weeding: WeedingList) -> QuerySet[WeedingLine]:
    return WeedingLine.objects.filter(weeding=weeding).select_related("item__title").order_by("pk")
