"""From a weak unsur to a deed in one step: the draft of a training, of an event, or a book wished for.

A draft is only a beginning: its own room's people complete it, and its own room's rules say who may. The follow-up
points at it from then on, so that the same unsur measured again stands beside what was done.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.formats import nama_periode
from baubau_pembinaan.libraries.models import Library
from collections_app.services.suggestions import suggest
from evaluations.choices import FollowUpKind
from evaluations.models import FollowUp
from evaluations.services.followups import change_follow_up
from outreach.choices import EventKind
from outreach.services.events import create_event
from training.choices import Form
from training.models import Programme, Session, SubjectArea
from training.services.programmes import save_programme
from training.services.sessions import plan_session


class DeedChosen(ValidationError):
    """Two people pressed at once, or the plan names a deed already."""

    def __init__(self) -> None:
        super().__init__(_("This follow-up points at a training, an event or a book already."))


class AlreadySettled(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("This follow-up is settled. Plan another one."))


@transaction.atomic
def begin_training(*, follow_up: FollowUp, title: str, by: Any, on: date) -> FollowUp:
    """The draft of a session for `title`. The programme is the catalogue's that aims at the competence to build and
    bears that title; where there is none, a workshop of that title is made. Raises DeedChosen, AlreadySettled."""
    row = _locked(follow_up)
    with override(settings.LANGUAGE_CODE):
        session = draft_training(
            title=title,
            subject=_subject_of(row),
            summary=gettext("For the unsur %(unsur)s of the patron survey, period %(period)s.")
            % {"unsur": row.get_unsur_display(), "period": nama_periode(row.period.key)},
            competences=[row.competence_unit] if row.competence_unit else [],
            by=by,
            coordinator=row.responsible,
        )
        action = gettext("Hold the training “%(title)s”.") % {"title": title}
    return _point(row, by, on, FollowUpKind.TRAINING, title, action, session=session)


def draft_training(
    *, title: str, subject: SubjectArea, summary: str, by: Any, competences: Sequence[Any] = (), coordinator: Any = None
) -> Session:
    """A session in preparation, in the catalogue's programme of that title; where there is none, in a new workshop."""
    programme = Programme.objects.filter(is_active=True, title__iexact=title).order_by("pk").first()
    if programme is None:
        programme = save_programme(
            programme=Programme(title=title, form=Form.WORKSHOP, subject=subject, summary=summary),
            competences=competences,
            by=by,
        )
    return plan_session(programme=programme, by=by, coordinator=coordinator)


@transaction.atomic
def begin_event(*, follow_up: FollowUp, title: str, by: Any, on: date) -> FollowUp:
    """The draft of an event `title`, at the survey's service point. Raises DeedChosen, AlreadySettled."""
    row = _locked(follow_up)
    point = row.period.survey.service_point
    with override(settings.LANGUAGE_CODE):
        event = create_event(
            by=by,
            title=title,
            kind=EventKind.OTHER,
            place=str(point or Library.current().name)[:150],
            service_point=point,
        )
        action = gettext("Hold the event “%(title)s”.") % {"title": title}
    return _point(row, by, on, FollowUpKind.EVENT, title, action, event=event)


@transaction.atomic
def begin_book(*, follow_up: FollowUp, title: str, by: Any, on: date) -> FollowUp:
    """`title` joins the wishes for books. Raises DeedChosen, AlreadySettled, and what a suggestion raises."""
    row = _locked(follow_up)
    with override(settings.LANGUAGE_CODE):
        why = gettext("Weak in the patron survey: %(unsur)s") % {"unsur": row.get_unsur_display()}
        wish = suggest(title=title, by=by, why=why[:300], on=on)
        action = gettext("Acquire “%(title)s”.") % {"title": title}
    return _point(row, by, on, FollowUpKind.BOOK, title, action, demand=wish.demand.leading)


def _locked(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related(
        "period__survey__service_point", "competence_unit", "responsible"
    )
    row = rows.get(pk=follow_up.pk)
    if row.is_settled:
        raise AlreadySettled
    if row.has_deed:
        raise DeedChosen
    return row


def _subject_of(row: FollowUp) -> SubjectArea:
    """The subject most programmes for that competence have; else the first of the list."""
    found = SubjectArea.objects.order_by("order", "pk")
    if row.competence_unit_id:
        near = found.filter(programmes__competences=row.competence_unit_id).first()
        if near is not None:
            return near
    return first_subject()


def first_subject() -> SubjectArea:
    """The first subject of the list; a general one where the list is empty."""
    found = SubjectArea.objects.order_by("order", "pk")
    return found.first() or SubjectArea.objects.create(title=gettext("General"))


def _point(row: FollowUp, by: Any, on: date, kind: str, title: str, action: str, **deed: Any) -> FollowUp:
    fields = {"kind": kind, "target": title[:200], "action": row.action or action, **deed}
    return change_follow_up(follow_up=row, by=by, on=on, **fields)
