"""What observations and accreditation folders ask of people by a date."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import Duty, as_rows, register
from evaluations.models import ServiceObservation
from evaluations.observation_choices import ObservationState

WORD_WITHIN = timedelta(days=7)


def _to_decide(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        ServiceObservation.objects.filter(state=ObservationState.WAITING),
        subject="observer__name",
        recipient="person__user",
        due_on=F("written_on") + WORD_WITHIN,
    )


register(
    Duty(
        code="evaluations.decide-observation",
        label=gettext_lazy("Looks at friendly service that wait for one's word"),
        rows=_to_decide,
        title=lambda row: _("Say whether it was so: %(name)s looked at how you serve") % {"name": row.subject},
        url=lambda row: row_address("evaluations:observation-detail", row.ref),
        offsets=(-2, 1),
    )
)
