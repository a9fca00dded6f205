"""What the collection room asks people to do, or to know, by a date."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, as_rows, register
from collections_app.choices import DemandStatus, GiftStatus, OrderStatus
from collections_app.models import (
    CollectionPolicy,
    Demand,
    DigitalResource,
    Gift,
    Order,
    SelectionSheet,
    Vendor,
    WeedingList,
)
from collections_app.selectors import telling

TO_APPROVE = timedelta(days=3)
AGREEMENT_AHEAD = timedelta(days=60)
DECIDE_WITHIN, TELL_WITHIN = timedelta(days=14), timedelta(days=3)
LICENCE_AHEAD, POLICY_AHEAD = timedelta(days=90), timedelta(days=90)


def _to_approve(today: date) -> QuerySet[Any, Any]:
    """A few days after approval was asked for, whenever the books are to arrive."""
    asked = Coalesce("submitted_on", "made_on")
    due = ExpressionWrapper(asked + Value(TO_APPROVE), output_field=DateField())
    waiting = Order.objects.filter(status=OrderStatus.SUBMITTED)
    return as_rows(waiting, subject="subject", detail="vendor__name", due_on=due)


register(
    Duty(
        code="collections_app.approve-order",
        label=gettext_lazy("Book orders to approve"),
        rows=_to_approve,
        permission="collections_app.approve_order",
        title=lambda row: _("Approve the order “%(order)s”") % {"order": row.subject},
        url=lambda row: row_address("collections_app:order-detail", row.ref),
        offsets=(-2, 0, 3),
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
        url=lambda row: row_address("collections_app:order-detail", row.ref),
        offsets=(0, 7, 14),
        earliest=0,
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
        url=lambda row: row_address("collections_app:vendor-edit", row.ref),
        offsets=(-30, -7, 0),
        earliest=-AGREEMENT_AHEAD.days,
    )
)


def _licences(today: date) -> QuerySet[Any, Any]:
    """Until a later last day is written, or patrons are no longer shown what has ended."""
    soon = DigitalResource.objects.filter(Q(ends_on__gte=today) | Q(is_public=True), ends_on__lte=today + LICENCE_AHEAD)
    return as_rows(soon, subject="name", detail="licence", due_on="ends_on")


register(
    Duty(
        code="collections_app.renew-licence",
        label=gettext_lazy("Licences of digital resources that end"),
        rows=_licences,
        permission="collections_app.manage_resource",
        title=lambda row: _("Renew or end the licence of “%(resource)s”") % {"resource": row.subject},
        detail=lambda row: _("Write the new last day, or stop showing it to patrons."),
        url=lambda row: row_address("collections_app:resource-detail", row.ref),
        offsets=(-90, -60, -30),
        earliest=-LICENCE_AHEAD.days,
    )
)


def _policies(today: date) -> QuerySet[Any, Any]:
    """Only the newest policy is reviewed; the older ones have been replaced."""
    newer = CollectionPolicy.objects.filter(adopted_on__gt=OuterRef("adopted_on"))
    due = CollectionPolicy.objects.filter(~Exists(newer), review_on__lte=today + POLICY_AHEAD)
    return as_rows(due, subject="name", due_on="review_on")


register(
    Duty(
        code="collections_app.review-policy",
        label=gettext_lazy("Review of the collection policy"),
        rows=_policies,
        permission="collections_app.manage_policy",
        title=lambda row: _("Review “%(policy)s”") % {"policy": row.subject},
        url=lambda row: reverse("collections_app:targets"),
        offsets=(-90, -30, 0),
        earliest=-POLICY_AHEAD.days,
    )
)


def _sheets(today: date) -> QuerySet[Any, Any]:
    return as_rows(SelectionSheet.objects.filter(decided_on=None), subject="number__text", due_on="day")


register(
    Duty(
        code="collections_app.decide-sheet",
        label=gettext_lazy("Selection sheets to decide"),
        rows=_sheets,
        permission="collections_app.manage_demand",
        title=lambda row: _("Decide on selection sheet %(number)s") % {"number": row.subject},
        url=lambda row: row_address("collections_app:sheet-detail", row.ref),
        offsets=(7, 14),
    )
)


def _weeding(today: date) -> QuerySet[Any, Any]:
    return as_rows(WeedingList.objects.filter(decided_on=None), subject="rule__name", due_on="day")


register(
    Duty(
        code="collections_app.decide-weeding",
        label=gettext_lazy("Weeding lists to decide"),
        rows=_weeding,
        permission="collections_app.manage_weeding",
        title=lambda row: _("Decide on the weeding list “%(rule)s”") % {"rule": row.subject},
        url=lambda row: row_address("collections_app:weeding-detail", row.ref),
        offsets=(14, 30),
    )
)


def _offers(today: date) -> QuerySet[Any, Any]:
    return as_rows(Gift.objects.filter(status=GiftStatus.OFFERED), subject="giver", due_on="offered_on")


register(
    Duty(
        code="collections_app.answer-gift",
        label=gettext_lazy("Gifts of books to answer"),
        rows=_offers,
        permission="collections_app.manage_demand",
        title=lambda row: _("Decide on the books offered by %(giver)s") % {"giver": row.subject},
        url=lambda row: row_address("collections_app:gift-detail", row.ref),
        offsets=(7, 14),
    )
)


def _later(column: str, days: timedelta) -> Any:
    return ExpressionWrapper(F(column) + Value(days), output_field=DateField())


def _undecided(today: date) -> QuerySet[Any, Any]:
    """One row for all of them, the longest waiting: a task for each would hide the others."""
    new = Demand.objects.on_their_own().filter(status=DemandStatus.NEW)
    first = new.order_by("status_on", "pk").values("pk")[:1]
    many = new.order_by().values("status").annotate(n=Count("pk")).values("n")
    rows = Demand.objects.filter(pk=Subquery(first))
    return as_rows(rows, subject="title", detail=Subquery(many), due_on=_later("status_on", DECIDE_WITHIN))


register(
    Duty(
        code="collections_app.decide-demand",
        label=gettext_lazy("New book suggestions to decide on"),
        rows=_undecided,
        permission="collections_app.manage_demand",
        title=lambda row: (
            ngettext("Decide on %(n)s new book suggestion", "Decide on %(n)s new book suggestions", int(row.detail))
            % {"n": row.detail}
        ),
        detail=lambda row: _("The longest waiting: “%(title)s”") % {"title": row.subject},
        url=lambda row: f"{reverse('collections_app:home')}?status={DemandStatus.NEW}",
        offsets=(0, 7, 14),
    )
)


def _untold(today: date) -> QuerySet[Any, Any]:
    """As `_undecided`: one row for all numbers that have not heard of the last step."""
    first = telling.waiting().order_by("since", "pk").values("pk")[:1]
    rows = telling.waiting().filter(pk=Subquery(first))
    due = _later("since", TELL_WITHIN)
    return as_rows(rows, subject="demand__title", detail=telling.how_many(), due_on=due)


register(
    Duty(
        code="collections_app.tell-askers",
        label=gettext_lazy("Askers to be told by WhatsApp"),
        rows=_untold,
        permission="collections_app.manage_demand",
        title=lambda row: (
            ngettext(
                "Tell %(n)s asker how far the suggestion is",
                "Tell %(n)s askers how far their suggestions are",
                int(row.detail),
            )
            % {"n": row.detail}
        ),
        detail=lambda row: _("The longest waiting: “%(title)s”") % {"title": row.subject},
        url=lambda row: reverse("collections_app:to-tell"),
        offsets=(0, 7),
    )
)
