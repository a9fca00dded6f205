"""What the collection room asks people to do, or to know, by a date."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.notifications.duties import Duty, as_rows, register
from collections_app.choices import OrderStatus
from collections_app.models import Order, Vendor

AGREEMENT_AHEAD = timedelta(days=60)


def _to_approve(today: date) -> QuerySet[Any, Any]:
    waiting = Order.objects.filter(status=OrderStatus.SUBMITTED)
    return as_rows(waiting, subject="subject", detail="vendor__name", due_on="due_on")


register(
    Duty(
        code="collections_app.approve-order",
        label=gettext_lazy("Book orders to approve"),
        rows=_to_approve,
        permission="collections_app.approve_order",
        title=lambda row: _("Approve the order “%(order)s”") % {"order": row.subject},
        url=lambda row: reverse("collections_app:order-detail", args=[row.ref]),
        offsets=(-14, -7, -3),
    )
)


def _awaited(today: date) -> QuerySet[Any, Any]:
    late = Order.objects.open().filter(due_on__lt=today + timedelta(days=1))
    return as_rows(late, subject="subject", detail="vendor__name", due_on="due_on")


register(
    Duty(
        code="collections_app.claim-order",
        label=gettext_lazy("Book orders that have not arrived"),
        rows=_awaited,
        permission="collections_app.manage_order",
        title=lambda row: _("Claim what is missing of “%(order)s”") % {"order": row.subject},
        url=lambda row: reverse("collections_app:order-detail", args=[row.ref]),
        offsets=(0, 7, 14),
    )
)


def _ending(today: date) -> QuerySet[Any, Any]:
    soon = Vendor.objects.filter(is_active=True, agreement_ends_on__lte=today + AGREEMENT_AHEAD)
    return as_rows(soon, subject="name", detail="agreement_no", due_on="agreement_ends_on")


register(
    Duty(
        code="collections_app.renew-vendor",
        label=gettext_lazy("Agreements with vendors that end"),
        rows=_ending,
        permission="collections_app.manage_order",
        title=lambda row: _("Renew or end the agreement with %(vendor)s") % {"vendor": row.subject},
        url=lambda row: reverse("collections_app:vendor-edit", args=[row.ref]),
        offsets=(-30, -7, 0),
    )
)
