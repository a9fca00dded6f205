"""Deciding who reads a patron's comment, what follows from it, and answering it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.statements import Kept
from baubau_pembinaan.notifications.services import notify
from evaluations.choices import CommentKind, CommentState
from evaluations.masking import masked
from evaluations.models import Comment, CommentHandling

NEEDS_REASON = {CommentState.UNIT, CommentState.PERSON, CommentState.REMOVED}
FIT_TO_READ = "Layak dibaca semua orang"  # kept with the row, in the office's language


class CommentRefused(ValidationError):
    """The decision does not hold together; the message says why."""


class ChangedMeanwhile(CommentRefused):
    """Somebody else decided on the comment after the page was opened."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this comment meanwhile. Please look again."))


@dataclass(frozen=True)
class Decision:
    """Everything a moderator says about one comment at once."""

    state: CommentState
    reason: str = ""
    person: StaffProfile | None = None
    names_shown: bool = False
    kind: CommentKind | str = ""
    owner: StaffProfile | None = None
    due_on: date | None = None
    answer: str = ""


@transaction.atomic
def decide_comment(*, comment: Comment, decision: Decision, by: Any, seen: int) -> CommentHandling:
    """Carry out `decision`, made by somebody who saw version `seen`. Tells a new owner and the person named.

    Removing empties the words for good, and ends what somebody was to see to. Raises CommentRefused and
    ChangedMeanwhile.
    """
    care = _locked(comment, seen)
    reason = _reason(care, decision)
    _check(care, decision, reason, by)
    former_owner, former_person = care.owner_id, care.person_id if care.state == CommentState.PERSON else None
    care.state, care.reason, care.person = decision.state, reason, decision.person
    care.kind, care.owner, care.due_on = decision.kind, decision.owner, decision.due_on
    care.names_shown, care.answer = decision.names_shown, decision.answer.strip()
    care.shown = _shown(care, staff_names())
    if care.state == CommentState.REMOVED:
        Comment.objects.filter(pk=care.comment_id).update(text="")
        care.names_shown, care.reply, care.answer = False, "", ""
        care.kind, care.owner, care.due_on = "", None, None  # nothing is left to see to
    _save(care, by, reason)
    if care.owner_id and care.owner_id != former_owner:
        _tell(care.owner, care, "owner", _("A patron's comment is yours to see to"))
    if care.state == CommentState.PERSON and care.person_id != former_person:
        _tell(care.person, care, "person", _("A patron wrote about your work"))
    return care


@transaction.atomic
def publish_comments(*, comments: Iterable[UUID], by: Any) -> int:
    """Let everybody read these waiting comments, names masked; returns how many. Decided ones stay as they are."""
    number, names = 0, staff_names()
    for comment in Comment.objects.filter(pk__in=list(comments)).order_by("pk"):
        care = _locked(comment, None)
        if care.state == CommentState.WAITING and not _is_about(care, by):
            care.state, care.reason = CommentState.PUBLIC, FIT_TO_READ
            care.shown = _shown(care, names)
            _save(care, by, FIT_TO_READ)
            number += 1
    return number


@transaction.atomic
def finish_comment(*, comment: Comment, answer: str, by: Any, today: date) -> CommentHandling:
    """The owner saw to it; `answer` stands beside the comment. Raises CommentRefused."""
    care = _locked(comment, None)
    if care.state in (CommentState.WAITING, CommentState.REMOVED):
        raise CommentRefused(_("There is no decision yet, or the comment was removed."))
    if care.finished_on is not None:
        raise CommentRefused(_("This comment was finished already."))
    care.answer, care.finished_on = answer.strip() or care.answer, today
    _save(care, by, "")
    return care


@transaction.atomic
def reply_to_comment(*, comment: Comment, text: str, by: Any) -> CommentHandling:
    """The person named says something beside the comment. Raises CommentRefused."""
    care = _locked(comment, None)
    if care.person_id is None or not _is_about(care, by) or care.state in (CommentState.WAITING, CommentState.REMOVED):
        raise CommentRefused(_("Only the person named may answer here."))
    care.reply = text.strip()
    _save(care, by, "")
    return care


_NAMES = Kept(lambda: StaffProfile.objects.order_by("pk").values_list("name"))


def staff_names() -> tuple[str, ...]:
    """The names to mask: everybody who works or worked here."""
    return tuple(name for (name,) in _NAMES.rows())


def _locked(comment: Comment, seen: int | None) -> CommentHandling:
    """The comment's handling, unsaved where absent; the lock on the comment guards both. Raises ChangedMeanwhile."""
    fresh = Comment.objects.select_for_update().filter(pk=comment.pk)[0]
    care = CommentHandling.objects.filter(comment=fresh).select_related("person").first()
    care = care or CommentHandling(comment=fresh)
    if seen is not None and care.version != seen:
        raise ChangedMeanwhile
    care.comment = fresh
    return care


def _reason(care: CommentHandling, decision: Decision) -> str:
    """Why this is decided. What stood in the box for another decision is no reason for this one."""
    said = decision.reason.strip()
    if decision.state != care.state and said == care.reason:
        said = ""
    if decision.state == CommentState.PUBLIC:
        return said or FIT_TO_READ
    return "" if said == FIT_TO_READ else said


def _check(care: CommentHandling, decision: Decision, reason: str, by: Any) -> None:
    if care.state == CommentState.REMOVED:
        raise CommentRefused(_("The comment was removed; its words are gone."))
    if decision.state in NEEDS_REASON and not reason:
        raise CommentRefused(_("Please say why."))
    if decision.state == CommentState.PERSON and decision.person is None:
        raise CommentRefused(_("Please choose the person named."))
    if decision.due_on and decision.owner is None:
        raise CommentRefused(_("A due day needs somebody who sees to it."))
    if decision.state == CommentState.PERSON and decision.owner not in (None, decision.person):
        raise CommentRefused(_("What only the person named may read, only that person can see to."))
    if _is_about(care, by) or (decision.person is not None and decision.person.user_id == by.pk):
        raise CommentRefused(_("Somebody else must decide on a comment about you."))


def _is_about(care: CommentHandling, by: Any) -> bool:
    return care.person is not None and care.person.user_id == by.pk


def _shown(care: CommentHandling, names: Sequence[str]) -> str:
    """What readers see; the person named reads the words as written."""
    if care.state in (CommentState.WAITING, CommentState.REMOVED):
        return ""
    if care.state == CommentState.PERSON or care.names_shown:
        return care.comment.text
    return masked(care.comment.text, names)


def _save(care: CommentHandling, by: Any, reason: str) -> None:
    care.version += 1
    with acting(by, reason=reason):
        care.save()


def _tell(profile: StaffProfile | None, care: CommentHandling, role: str, subject: Any) -> None:
    """Without the patron's words: mail is no place for them."""
    if profile is None or profile.user is None:
        return
    notify(
        recipient=profile.user,
        key=f"evaluations.comment.{care.comment_id}.{role}.{care.version}",
        kind="evaluations.comment",
        subject=subject,
        body=_("Open it to read it and to answer."),
        url=reverse("evaluations:comment-detail", args=[care.comment_id]),
    )
