"""The service front's pages under measure: complaints, daily counts, the reference desk, repairs."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.followup_code import new_code
from baubau_pembinaan.libraries.models import DailyCount, ServicePoint
from evaluations.models import (
    Complaint,
    ComplaintCategory,
    ComplaintHandling,
    ReferenceTally,
    ReferenceTopic,
    RepairTicket,
)


def _bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Past the history on purpose: these rows are weight, not records."""
    return QuerySet(model).bulk_create(rows, batch_size=2000)


def fill(n: int) -> None:
    """`n` complaints with their handling, `n` days of counts at one point, `n` reference questions, `n` repairs."""
    today, category = timezone.localdate(), ComplaintCategory.objects.order_by("order", "pk").first()
    person, point = StaffProfile.objects.order_by("pk").first(), ServicePoint.objects.order_by("pk").first()
    complaints = _bulk(
        Complaint,
        [
            Complaint(code=new_code(), received_on=today - timedelta(days=number % 300), text=f"Pengaduan {number:05}")
            for number in range(n)
        ],
    )
    _bulk(
        ComplaintHandling,
        [
            ComplaintHandling(complaint=row, category=category, owner=person, status="working", due_on=row.received_on)
            for row in complaints
        ],
    )
    known = set(DailyCount.objects.filter(service_point=point).values_list("day", flat=True)) if point else set()
    days = (today - timedelta(days=back) for back in range(2000, 2000 + n))
    if point:
        _bulk(DailyCount, [DailyCount(service_point=point, day=day, visits=9) for day in days if day not in known])
    topic = ReferenceTopic.objects.order_by("order", "pk").first()
    _bulk(
        ReferenceTally,
        [
            ReferenceTally(staff=person, topic=topic, day=today - timedelta(days=number % 300), result="answered")
            for number in range(n)
        ],
    )
    _bulk(
        RepairTicket,
        [RepairTicket(place=f"Ruang {number:05}", fault="Lampu", reported_on=today) for number in range(n)],
    )


PAGES: list[tuple[str, str, Any, str | None]] = [
    ("complaints-public", "Public form of complaints", "/pengaduan/", None),
    ("complaints-list", "List of complaints", "/staf/pengaduan/", Role.DIVISION_HEAD),
    ("complaints-figures", "Figures of complaints", "/staf/pengaduan/angka/", Role.DIVISION_HEAD),
    ("counts-grid", "Daily counts", "/staf/hitungan/", Role.SERVICE_OFFICER),
    ("counts-months", "Counts month by month", "/staf/hitungan/bulanan/", Role.LIBRARIAN),
    ("reference-desk", "The reference desk", "/staf/rujukan/", Role.SERVICE_OFFICER),
    ("repairs-list", "List of repairs", "/staf/perbaikan/", Role.DIVISION_HEAD),
]
