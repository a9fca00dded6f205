"""What staff do with a complaint: hand it to somebody, note, answer, speak for themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.accounts.selectors import can_sign_in
from baubau_pembinaan.libraries.models import Unit
from evaluations.complaint_choices import ComplaintStatus
from evaluations.models import Complaint, ComplaintCategory, ComplaintHandling, ComplaintNote

from .letters import letter_due
from .refusals import ComplaintRefused, EndedAlready
from .shared import locked, refuse_about, save, tell


@dataclass(frozen=True)
class Route:
    """Everything a manager decides about one complaint at once."""

    category: ComplaintCategory
    due_on: date
    unit: Unit | None = None
    owner: StaffProfile | None = None
    person: StaffProfile | None = None
    reason: str = ""


@transaction.atomic
def route_complaint(*, complaint: Complaint, route: Route, by: Any, seen: int) -> ComplaintHandling:
    """Say what it is about, who looks into it by when, and whom it names. Tells a new owner and the person named.

    Raises AboutYourself, ComplaintChangedMeanwhile and ComplaintRefused: also for a new owner who cannot sign in, whom
    no reminder would reach, and for another day once it has ended.
    """
    care = locked(complaint, seen)
    refuse_about(care, by, route.person)
    if route.owner is not None and route.owner.pk != care.owner_id and not can_sign_in(route.owner):
        raise ComplaintRefused({"owner": _("This person cannot sign in, so nothing would reach them.")})
    if not care.is_open and route.due_on != care.due_on:
        raise ComplaintRefused({"due_on": _("It has ended; the day it was due stays.")})
    if route.owner is not None and route.owner == route.person:
        raise ComplaintRefused({"owner": _("Somebody else must look into what is said about this person.")})
    if care.is_open and route.due_on < care.complaint.received_on:
        raise ComplaintRefused({"due_on": _("The day lies before it came in.")})
    if care.person_id and care.reply and route.person != care.person:
        raise ComplaintRefused({"person": _("The person named has answered already.")})
    former_owner, former_person = care.owner_id, care.person_id
    care.category, care.unit, care.owner = route.category, route.unit, route.owner
    care.person, care.due_on = route.person, route.due_on
    if care.status == ComplaintStatus.NEW and care.owner_id:
        care.status = ComplaintStatus.WORKING
    save(care, by, route.reason)
    if care.is_open and care.owner_id and care.owner_id != former_owner:
        tell(
            care.owner,
            care,
            "owner",
            _("A patron's complaint or question is yours to look into"),
            _("Open it to read it, and answer in time."),
        )
    if care.person_id and care.person_id != former_person:
        tell(
            care.person,
            care,
            "person",
            _("A patron wrote about you"),
            _("Open it to read it. You may answer beside it."),
        )
    return care


@transaction.atomic
def answer_complaint(
    *,
    complaint: Complaint,
    answer: str,
    by: Any,
    on: date,
    at: datetime,
    seen: int,
    declined: bool = False,
    show_reply: bool = False,
) -> ComplaintHandling:
    """Give the sender the library's answer, or say why it is not taken up. A letter goes where there is an address.

    `show_reply`: the sender also reads what the person named wrote.

    Raises EndedAlready, AboutYourself, ComplaintChangedMeanwhile and ComplaintRefused (no words).
    """
    care = locked(complaint, seen)
    if not care.is_open:
        raise EndedAlready
    refuse_about(care, by)
    if not answer.strip():
        raise ComplaintRefused({"answer": _("Write what the sender is to read.")})
    care.status = ComplaintStatus.DECLINED if declined else ComplaintStatus.ANSWERED
    care.answer, care.answered_on = answer.strip(), on
    care.reply_shown = show_reply and bool(care.reply)
    if care.owner_id is None:
        care.owner = profile_of(by)
    save(care, by)
    row = care.complaint
    letter_due(row, at)
    row.save(update_fields=["tell_at", "tell_attempts"])
    return care


@transaction.atomic
def add_note(*, complaint: Complaint, text: str, by: Any, at: datetime) -> ComplaintNote:
    """Keep an internal word. Raises AboutYourself, and ComplaintRefused without words or after they are forgotten."""
    care = locked(complaint)
    refuse_about(care, by)
    if not text.strip() or care.complaint.words_forgotten_on:
        raise ComplaintRefused({"note": _("Write the note, while the words it is about are still kept.")})
    return ComplaintNote.objects.create(complaint=care.complaint, author=by, text=text.strip(), written_at=at)


@transaction.atomic
def reply_as_named(*, complaint: Complaint, text: str, by: Any) -> ComplaintHandling:
    """The person named says something beside the complaint, until the library has answered it.

    Whoever answers reads it first and decides whether the sender does. Raises ComplaintRefused and EndedAlready.
    """
    care = locked(complaint)
    me = profile_of(by)
    if me is None or care.person_id != me.pk:
        raise ComplaintRefused(_("Only the person named may answer beside it."))
    if not care.is_open:
        raise EndedAlready
    care.reply, care.reply_shown = text.strip(), False
    save(care, by)
    return care
