"""What several duties of training ask."""

from datetime import date

from django.db.models import (
    OuterRef,
    Subquery,
)

from baubau_pembinaan.accounts.models import Appointment


def supervisor_user(today: date, profile: str = "profile") -> Subquery:
    """The account of who leads the row's person today: the definitive post's supervisor first."""
    rows = Appointment.objects.on(today).filter(profile=OuterRef(profile), supervisor__isnull=False)
    return Subquery(rows.order_by("kind", "-starts_on", "-pk").values("supervisor__user")[:1])
