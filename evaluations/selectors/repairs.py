"""What the pages about repairs read."""

from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from evaluations.models import RepairTicket
from evaluations.models.repair import RepairStatus


def repairs(*, search: str = "", status: str = "", point: int | None = None) -> QuerySet[RepairTicket]:
    """Open ones first, the nearest day first; then the newest ended."""
    found: Any = RepairTicket.objects.select_related("service_point", "owner")
    if status in RepairStatus.values:
        found = found.filter(status=status)
    if point is not None:
        found = found.filter(service_point=point)
    if search:
        found = found.filter(Q(place__icontains=search) | Q(fault__icontains=search))
    return found.order_by(F("ended_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "reported_on", "pk")


def cost(rows: QuerySet[RepairTicket]) -> int:
    return rows.order_by().aggregate(n=Sum("cost_idr"))["n"] or 0
