"""What a person teaches: the meetings ahead, and those held, with what is still to be done about them."""

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from baubau_pembinaan.accounts.models import StaffProfile
from training.choices import HOLDING_A_SEAT, SessionStatus
from training.models import Attendance, Enrolment, Meeting


def meetings_taught(profile: Any) -> QuerySet[Meeting]:
    """Every meeting the person teaches, of sessions that were not called off. Also for a blank (core.statements)."""
    rows = Meeting.objects.filter(trainer=profile).exclude(session__status=SessionStatus.CANCELLED)
    return rows.select_related("session__programme")


def teaching_ahead(profile: StaffProfile, moment: datetime) -> QuerySet[Meeting]:
    """Meetings the person teaches that are not over, soonest first, also of sessions in preparation."""
    return meetings_taught(profile).filter(ends_at__gt=moment).order_by("starts_at", "pk")


def taught(profile: StaffProfile, moment: datetime) -> QuerySet[Meeting]:
    """Meetings the person has taught; those with something to do first, then the newest.

    Each with `lacks_attendance`: nobody has looked who was there, though people have seats, and `is_to_finish`: its
    announced session is over.
    """
    seats = Enrolment.objects.filter(session=OuterRef("session"), status__in=HOLDING_A_SEAT)
    looked = Attendance.objects.filter(meeting=OuterRef("pk"))
    goes_on = Meeting.objects.filter(session=OuterRef("session"), ends_at__gt=moment)
    is_open = Q(session__status=SessionStatus.OPEN)
    rows = meetings_taught(profile).filter(ends_at__lte=moment).exclude(session__status=SessionStatus.DRAFT)
    return rows.annotate(
        lacks_attendance=Case(When(is_open & Exists(seats) & ~Exists(looked), then=Value(True)), default=Value(False)),
        is_to_finish=Case(When(is_open & ~Exists(goes_on), then=Value(True)), default=Value(False)),
    ).order_by("-lacks_attendance", "-is_to_finish", "-starts_at", "-pk")
