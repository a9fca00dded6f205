"""What the sender does: send, open again once, say whether the answer helped."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.followup_code import new_code
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations.complaint_choices import ENDED, ComplaintChannel, ComplaintKind, ComplaintStatus, Satisfied
from evaluations.models import Complaint, ComplaintCategory, ComplaintHandling

from .letters import letter_due
from .refusals import CannotReopen, NoAnswerYet
from .shared import locked, save, tell

REOPEN_WITHIN = timedelta(days=30)  # of the answer


def receive_complaint(
    *,
    kind: ComplaintKind | str,
    category: ComplaintCategory,
    text: str,
    on: date,
    at: datetime | None = None,
    service_point: ServicePoint | None = None,
    name: str = "",
    email: str = "",
    language: str = "id",
    channel: ComplaintChannel | str = ComplaintChannel.WEB,
    form_key: str = "",
    is_demo: bool = False,
) -> Complaint:
    """Take in what somebody says and return it with its code; the same `form_key` twice returns the first one.

    With an address and the moment `at`, a letter with the link to its page is due at once. The answer is due the
    category's number of days after `on`.
    """
    if form_key and (known := Complaint.objects.filter(form_key=form_key).first()):
        return known
    complaint = Complaint(
        code=new_code(),
        form_key=form_key,
        kind=kind,
        channel=channel,
        service_point=service_point,
        received_on=on,
        text=text.strip(),
        name=name,
        email=email,
        language=language,
        is_demo=is_demo,
    )
    due_on = on + timedelta(days=category.days)
    care: Any = ComplaintHandling(
        complaint=complaint, category=category, unit=category.unit, due_on=due_on, promised_on=due_on
    )
    care.skip_history_when_saving = True  # its first line of history would hold the exact time
    try:
        with transaction.atomic():
            if at is not None:
                letter_due(complaint, at)
            complaint.save(force_insert=True)
            care.save(force_insert=True)
    except IntegrityError:
        if form_key and (known := Complaint.objects.filter(form_key=form_key).first()):
            return known  # its twin was faster by a moment
        raise
    return complaint


@transaction.atomic
def reopen_complaint(*, complaint: Complaint, text: str, on: date) -> ComplaintHandling:
    """The sender is not content: once, within REOPEN_WITHIN of the answer. Whoever looked into it is told.

    What the sender thought of the first answer stays, and so does the day it was promised for; the second answer has a
    day of its own. Raises CannotReopen.
    """
    care: Any = locked(complaint)
    row = care.complaint
    if not may_reopen(care, on) or not text.strip():
        raise CannotReopen
    row.reopened_on, row.reopened_text = on, text.strip()
    row.first_satisfaction, row.satisfaction = row.satisfaction, None
    row.save(update_fields=["reopened_on", "reopened_text", "first_satisfaction", "satisfaction"])
    care.first_answer, care.first_answered_on = care.answer, care.answered_on
    care.status, care.answer, care.answered_on = ComplaintStatus.REOPENED, "", None
    care.due_on = on + timedelta(days=care.category.days)
    care.skip_history_when_saving = True  # as when it came in: the exact moment would tell who wrote
    save(care, None)
    del care.skip_history_when_saving
    tell(
        care.owner,
        care,
        "reopened",
        _("A patron is not content with an answer"),
        _("Open it to read why, and answer once more."),
    )
    return care


def may_reopen(care: ComplaintHandling, today: date) -> bool:
    return (
        care.status in ENDED
        and care.answered_on is not None
        and care.complaint.reopened_on is None
        and today <= care.answered_on + REOPEN_WITHIN
    )


@transaction.atomic
def rate_answer(*, complaint: Complaint, satisfaction: Satisfied | int) -> Complaint:
    """What the sender thinks of the answer; may be changed. Raises NoAnswerYet, and ValueError for no such step."""
    care = locked(complaint)
    if care.status not in ENDED:
        raise NoAnswerYet
    row: Any = care.complaint
    row.satisfaction = Satisfied(satisfaction)
    row.save(update_fields=["satisfaction"])
    return row
