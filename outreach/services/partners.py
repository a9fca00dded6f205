"""Keeping partnerships: who they are, what was agreed, what was done together."""

from datetime import datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import store_upload
from baubau_pembinaan.documents.sniff import Kind
from outreach.models import Agreement, Partner, PartnerVisit


class NotYetHappened(ValidationError):
    def __init__(self) -> None:
        super().__init__({"day": _("A meeting is noted after it took place.")})


def save_partner(*, partner: Partner, by: Any) -> Partner:
    """Keep a new or changed partner with who did it."""
    with acting(by):
        partner.save()
    return partner


@transaction.atomic
def add_agreement(
    *, agreement: Agreement, by: Any, at: datetime, upload: IO[bytes] | None = None, name: str = ""
) -> Agreement:
    """Keep an agreement with its signed paper (PDF or picture). Raises FileRefused."""
    if upload is not None:
        agreement.file = store_upload(
            upload=upload, name=name, app="outreach-agreement", by=by, at=at, allowed=(Kind.PDF, Kind.JPG, Kind.PNG)
        )
    with acting(by):
        agreement.save()
    return agreement


@transaction.atomic
def note_visit(
    *, visit: PartnerVisit, by: Any, at: datetime, next_step: str = "", next_step_on: Any = None
) -> PartnerVisit:
    """Keep a meeting; the partner's next step changes with it where one is named. Raises NotYetHappened."""
    if visit.day > timezone.localdate(at):
        raise NotYetHappened
    visit.noted_by = by
    with acting(by):
        visit.save()
        partner = Partner.objects.select_for_update().get(pk=visit.partner_id)
        if (partner.next_step, partner.next_step_on) != (next_step, next_step_on):
            partner.next_step, partner.next_step_on = next_step, next_step_on
            partner.save()
    return visit
