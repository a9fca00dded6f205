"""The staff's first page of the room: what comes, what waits, where to go."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils import timezone
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.libraries import switches
from outreach import selectors
from outreach.choices import EventStatus
from outreach.views.rows import event_tone, staff_row

SHOWN = 12


class Home(PermissionRequiredMixin, TemplateView):
    """What one wrote and has not finished, one's own dates, then everybody's next ones."""

    permission_required = "outreach.view_event"
    template_name = "outreach/home/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime()
        address = row_addresses("outreach:session-detail")
        me = profile_of(self.request.user)
        mine = list(selectors.events.sessions_to_run(now, profile_id=me.pk)[:SHOWN]) if me else []
        coming = list(selectors.events.sessions_to_run(now)[:SHOWN])
        waiting = selectors.events.events(status=EventStatus.SUBMITTED, at=now)
        may_approve = self.request.user.has_perm("outreach.approve_event")
        unfinished = list(selectors.events.unfinished_of(self.request.user.pk, at=now)[:SHOWN])
        return super().get_context_data(
            unfinished=[(event, event_tone(event)) for event in unfinished],
            promotes=switches.is_on("campaign_channels"),
            reads=switches.is_on("reading_challenge"),
            mine=[staff_row(session, address, now) for session in mine],
            coming=[staff_row(session, address, now) for session in coming],
            waiting=list(waiting[:SHOWN]) if may_approve else [],
            **kwargs,
        )
