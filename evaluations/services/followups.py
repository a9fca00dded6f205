"""Following up: proposals when a period closes, plans, what came of them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.notifications.services import notify
from evaluations.choices import FollowUpKind, FollowUpStatus, Unsur
from evaluations.models import FollowUp, Period, UnsurCompetence
from evaluations.skm import SkmResult
from training.selectors.sessions import open_sessions_for_competence

# Where the usual remedy lies; staff choose another freely. Competences are named only where people must learn.
USUAL_KIND = {
    Unsur.PERSYARATAN: FollowUpKind.PROCEDURE,
    Unsur.PROSEDUR: FollowUpKind.PROCEDURE,
    Unsur.WAKTU: FollowUpKind.PROCEDURE,
    Unsur.BIAYA: FollowUpKind.PROCEDURE,
    Unsur.PRODUK: FollowUpKind.BOOK,
    Unsur.KOMPETENSI: FollowUpKind.TRAINING,
    Unsur.PERILAKU: FollowUpKind.TRAINING,
    Unsur.PENGADUAN: FollowUpKind.PROCEDURE,
    Unsur.SARANA: FollowUpKind.FIX,
}
COMPETENCE = {
    Unsur.KOMPETENSI: _("Knowledge of the collection and of reference service"),
    Unsur.PERILAKU: _("Courteous service and communication"),
    Unsur.WAKTU: _("Quick and orderly service at the desk"),
    Unsur.PENGADUAN: _("Receiving and answering complaints"),
}
FIELDS = (
    "unsur",
    "action",
    "kind",
    "target",
    "competence",
    "competence_unit",
    "session",
    "event",
    "demand",
    "responsible",
    "unit",
    "due_on",
    "said",
    "outcome",
    "reason",
)


class ActionMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"action": _("Say what is done and of what kind it is.")})


class OutcomeMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"outcome": _("Say in plain words what was done: patrons read it.")})


class ReasonMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reason": _("Say why it was not done.")})


class OneDeedOnly(ValidationError):
    def __init__(self) -> None:
        super().__init__({"event": _("Choose one deed: a training, an event or a book.")})


class PeriodNotClosed(ValidationError):
    """Only what a closed period found can be followed up, published or reported."""

    def __init__(self) -> None:
        super().__init__(_("Close the period first."))


@transaction.atomic
def propose_follow_ups(*, period: Period, result: SkmResult, by: Any, on: date) -> list[FollowUp]:
    """One proposal for each unsur to improve first that nobody follows up yet; proposals a new closing no longer
    supports go. A proposal names the competence behind its unsur and the soonest training for it that takes requests
    `on` that day. Call it in the transaction that closes the period."""
    weak = [row.key for row in result.priorities]
    rows = list(period.follow_ups.all())
    with acting(by, reason=gettext("Proposed when the period was closed")):
        for row in rows:
            if row.status == FollowUpStatus.PROPOSED and row.unsur not in weak:
                row.delete()
        taken = {row.unsur for row in rows}
        return [_proposal(period, key, on) for key in weak if key not in taken]


def _proposal(period: Period, key: str, on: date) -> FollowUp:
    unit = period.survey.unit or (period.survey.service_point.unit if period.survey.service_point else None)
    with override(settings.LANGUAGE_CODE):
        competence = str(COMPETENCE.get(Unsur(key), ""))
        behind = UnsurCompetence.objects.filter(unsur=key).select_related("competence").first()
        session = open_sessions_for_competence(behind.competence, on).first() if behind else None
        target = session.title[:200] if session else ""
    return FollowUp.objects.create(
        period=period,
        unsur=key,
        status=FollowUpStatus.PROPOSED,
        kind=FollowUpKind.TRAINING if session else USUAL_KIND[Unsur(key)],
        target=target,
        competence=behind.competence.title if behind else competence,
        competence_unit=behind.competence if behind else None,
        session=session,
        unit=unit,
    )


@transaction.atomic
def add_follow_up(*, period: Period, by: Any, on: date, **fields: Any) -> FollowUp:
    """Plan a deed about an unsur of a closed period. Raises PeriodNotClosed, ActionMissing and what settling raises."""
    if not period.is_closed:
        raise PeriodNotClosed
    return _write(FollowUp(period=period), by, on, fields)


@transaction.atomic
def change_follow_up(*, follow_up: FollowUp, by: Any, on: date, **fields: Any) -> FollowUp:
    """Change any of FIELDS and `status`; a proposal becomes a plan. `on` is the day it ends when it is settled.

    Raises ActionMissing, OutcomeMissing (done), ReasonMissing (not done), OneDeedOnly.
    """
    locked = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    return _write(locked, by, on, fields)


def _write(row: FollowUp, by: Any, on: date, fields: dict[str, Any]) -> FollowUp:
    before = row.responsible_id if row.pk else None
    status = fields.pop("status", row.status)
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"A follow-up has no field {name}.")
        setattr(row, name, value)
    row.status = FollowUpStatus.PLANNED if status == FollowUpStatus.PROPOSED else status
    if not row.action.strip() or not row.kind:
        raise ActionMissing
    if row.status == FollowUpStatus.DONE and not row.outcome.strip():
        raise OutcomeMissing
    if row.status == FollowUpStatus.NOT_DONE and not row.reason.strip():
        raise ReasonMissing
    if sum(map(bool, (row.session_id, row.event_id, row.demand_id))) > 1:
        raise OneDeedOnly
    row.ended_on = (row.ended_on or on) if row.is_settled else None
    with acting(by):
        row.save()
    if row.responsible_id != before and not row.is_settled:
        _tell(row, by)
    return row


def _tell(row: FollowUp, by: Any) -> None:
    """Say to the person in charge that it is theirs; silent to those who chose themselves or have no account."""
    user = row.responsible.user if row.responsible else None
    if user is None or user == by:
        return
    notify(
        recipient=user,
        key=f"evaluations.followup.{row.pk}.{row.responsible_id}",
        kind="task",
        subject=_("A follow-up of the patron survey is yours"),
        body=lambda: _body(row),
        url=reverse("evaluations:followup-edit", args=[row.pk]),
    )


def _body(row: FollowUp) -> str:
    lines = [
        gettext("Unsur: %(unsur)s (%(period)s)") % {"unsur": row.get_unsur_display(), "period": row.period},
        row.action,
    ]
    if row.due_on:
        lines.append(gettext("Due: %(day)s") % {"day": tanggal(row.due_on)})
    return "\n".join(lines)
