"""Keeping partnerships: who they are, what was agreed, what was done together."""

from datetime import datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import store_upload
from baubau_pembinaan.documents.sniff import Kind
from outreach.choices import EventKind, FacilitatorRole
from outreach.models import Agreement, Facilitator, Partner, PartnerVisit, Session, VisitKind, on_date
from outreach.services.queue import locked_session


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


@transaction.atomic
def correct_visit(*, visit: PartnerVisit, by: Any, at: datetime) -> PartnerVisit:
    """Keep what was corrected of a meeting. Raises NotYetHappened."""
    if visit.day > timezone.localdate(at):
        raise NotYetHappened
    with acting(by):
        visit.save()
    return visit


_KINDS = {EventKind.TO_SCHOOL: VisitKind.WE_WENT, EventKind.COMMUNITY: VisitKind.THEIR_PROGRAMME}
_HELPING = (FacilitatorRole.ASSISTANT, FacilitatorRole.DOCUMENTATION)


def note_reported(*, session: Session, reached: int, by: Any) -> PartnerVisit | None:
    """The meeting behind a reported date with a partner, made or linked once, with the report's heads.

    A meeting noted by hand for the same day is this one. Call it under the date's lock.
    """
    partner = session.partner_there
    visit = PartnerVisit.objects.filter(session=session).order_by("pk").first()
    with acting(by):
        if partner is None:
            if visit is not None and (visit.books_lent or visit.learned):
                visit.session = None  # a colleague noted more of it than the report knows
                visit.save()
            elif visit is not None:
                visit.delete()
            return None
        day = timezone.localdate(session.starts_at)
        by_hand = PartnerVisit.objects.select_for_update().filter(partner=partner, day=day, session=None)
        visit = visit or by_hand.order_by("pk").first() or _visit_of(session, by)
        visit.partner, visit.session, visit.day, visit.reached = partner, session, day, reached
        visit.save()
    return visit


def _visit_of(session: Session, by: Any) -> PartnerVisit:
    crew = Facilitator.objects.filter(on_date(session.pk, session.starts_at), event=session.event_id)
    leader = crew.exclude(role__in=_HELPING).select_related("profile").order_by("pk").first()
    return PartnerVisit(
        kind=_KINDS.get(EventKind(session.event.kind), VisitKind.THEY_CAME),
        done=session.event.title,
        colleague=leader.profile if leader else None,
        noted_by=by,
    )


@transaction.atomic
def set_partner_there(*, session: Session, partner: Partner | None, by: Any) -> Session:
    """With whom this date is; None: as the event is, on a settled date nobody. A reported date's meeting goes along."""
    locked = locked_session(session.pk)
    locked.partner = partner
    locked.save(update_fields=["partner"])
    if locked.is_reported:
        heads = locked.head_counts.aggregate(n=Sum("heads"))["n"] or 0
        note_reported(session=locked, reached=heads, by=by)
    return locked
