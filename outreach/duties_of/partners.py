"""Partners: agreements that end, next steps."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, as_rows, register
from outreach.models import (
    Agreement,
    Partner,
)


def _agreements(today: date) -> QuerySet[Any, Any]:
    """Agreements about to end, of partners without a newer one."""
    newer = Agreement.objects.filter(partner=OuterRef("partner"), ends_on__gt=OuterRef("ends_on"))
    ending = Agreement.objects.filter(ends_on__range=(today - timedelta(days=60), today + timedelta(days=60)))
    return as_rows(
        ending.filter(~Exists(newer), partner__is_active=True),
        ref="partner",
        subject="partner__name",
        detail="about",
        due_on="ends_on",
    )


register(
    Duty(
        code="outreach.renew-agreement",
        label=gettext_lazy("Agreements that end"),
        rows=_agreements,
        permission="outreach.change_partner",
        title=lambda row: _("Renew the agreement with %(partner)s") % {"partner": row.subject},
        url=lambda row: row_address("outreach:partner-detail", row.ref),
        offsets=(-30, -7, 1),
        earliest=-60,
        latest=60,
    )
)


def _next_steps(today: date) -> QuerySet[Any, Any]:
    steps = Partner.objects.filter(is_active=True, next_step_on__lte=today + timedelta(days=30)).exclude(next_step="")
    return as_rows(steps, subject="name", detail="next_step", due_on="next_step_on")


register(
    Duty(
        code="outreach.partner-step",
        label=gettext_lazy("Next steps with partners"),
        rows=_next_steps,
        permission="outreach.change_partner",
        title=lambda row: _("Take the next step with %(partner)s") % {"partner": row.subject},
        url=lambda row: row_address("outreach:partner-detail", row.ref),
        offsets=(-3, 1),
        earliest=-30,
    )
)
