"""Looking at how somebody serves: written down, read at once by the person, agreed to or contradicted.

What both agree on becomes feedback notes in the person's running review; its suggestions about a unit of competence are
what that review turns into goals of the development plan.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts import selectors as people
from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import ServicePoint
from baubau_pembinaan.notifications.services import notify
from evaluations.models import Behaviour, FeedbackNote, ObservationMark, Review, ServiceObservation
from evaluations.notification_kinds import OBSERVATION
from evaluations.observation_choices import WEAK, Mark, ObservationState, Relation
from evaluations.review_choices import CycleStatus, NoteKind, Value
from evaluations.services.reviews.writing import BEFORE_RELEASE
from training.models import Competence

NOTE_LENGTH = 1000


class NotObserving(PermissionDenied):
    """Only people at work look, and only the person observed agrees."""


class NobodyReadsIt(ValidationError):
    def __init__(self) -> None:
        super().__init__({"person": _("This person cannot sign in to read it, and no look is secret.")})


class AlreadyObserved(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("You have written down a look at this person on this day already."))


class NothingSeen(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Mark at least one behaviour."))


class NotOnThatDay(ValidationError):
    def __init__(self) -> None:
        super().__init__({"observed_on": _("The day lies in the future.")})


class AlreadyDecided(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("The person observed has said their word already."))


class WordMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reply": _("Say how you see it.")})


def observe(
    *,
    person: StaffProfile,
    marks: Mapping[Behaviour, Mark | str],
    observed_on: date,
    by: Any,
    on: date,
    service_point: ServicePoint | None = None,
    well: str = "",
    next_step: str = "",
    is_demo: bool = False,
) -> ServiceObservation:
    """Write a look down and tell the person at once. A look at oneself counts at once.

    Raises NotObserving, NothingSeen, NotOnThatDay, NobodyReadsIt; AlreadyObserved for a second one of the day, also a
    second click.
    """
    observer = profile_of(by)
    if observer is None or not by.has_perm("evaluations.observe_service"):
        raise NotObserving
    if observed_on > on:
        raise NotOnThatDay
    if not people.can_sign_in(person):
        raise NobodyReadsIt
    if not any(mark != Mark.NOT_SEEN for mark in marks.values()):
        raise NothingSeen
    own = person.pk == observer.pk
    row = ServiceObservation(
        person=person,
        observer=observer,
        relation=Relation.OWN if own else _relation(observer, person, on),
        observed_on=observed_on,
        service_point=service_point,
        well=well.strip(),
        next_step=next_step.strip(),
        state=ObservationState.AGREED if own else ObservationState.WAITING,
        written_on=on,
        decided_on=on if own else None,
        is_demo=is_demo,
    )
    try:
        with transaction.atomic(), acting(by):
            row.save(force_insert=True)
            ObservationMark.objects.bulk_create(
                [ObservationMark(observation=row, behaviour=one, mark=Mark(mark)) for one, mark in marks.items()]
            )
            if not own:
                _tell(row, person, _("Somebody has looked at how you serve"), by)
    except IntegrityError as error:
        if "one_look_a_day_at_one_person" in str(error):
            raise AlreadyObserved from error
        raise
    return row


def _relation(observer: StaffProfile, person: StaffProfile, on: date) -> Relation:
    return Relation.SUPERVISOR if people.is_supervisor_of(observer, person, on) else Relation.COLLEAGUE


def _tell(row: ServiceObservation, person: StaffProfile, subject: Any, by: Any) -> None:
    if person.user is None or person.user == by:
        return
    notify(
        recipient=person.user,
        key=f"evaluations.observation.{row.pk}.{row.state}",
        kind=OBSERVATION.code,
        subject=subject,
        body=_("Open the page to see it; nothing of it is written in this message."),
        url=reverse("evaluations:observation-detail", args=[row.pk]),
    )


def _decided(observation: ServiceObservation, by: Any) -> ServiceObservation:
    """The row, locked, waiting, and about whoever decides. Raises NotObserving, AlreadyDecided."""
    rows = ServiceObservation.objects.select_for_update(of=("self",)).select_related("person__user", "observer__user")
    row = rows.get(pk=observation.pk)
    if not by.has_perm("evaluations.decide_observation", row):
        raise NotObserving
    if not row.is_waiting:
        raise AlreadyDecided
    return row


@transaction.atomic
def agree(*, observation: ServiceObservation, by: Any, on: date, reply: str = "") -> int:
    """The person says yes: it counts, and goes into the running review. Answers how many notes came of it (none where
    no review runs). Raises NotObserving, AlreadyDecided."""
    row = _decided(observation, by)
    row.state, row.decided_on, row.reply = ObservationState.AGREED, on, reply.strip()
    with acting(by):
        row.save()
    _tell(row, row.observer, _("Your look was agreed to"), by)
    return _feed_review(row, on)


@transaction.atomic
def disagree(*, observation: ServiceObservation, by: Any, on: date, reply: str) -> ServiceObservation:
    """The person sees it differently, in words: it stays for both to read and counts nowhere.

    Raises NotObserving, AlreadyDecided, WordMissing.
    """
    row = _decided(observation, by)
    if not reply.strip():
        raise WordMissing
    row.state, row.decided_on, row.reply = ObservationState.DISAGREED, on, reply.strip()
    with acting(by):
        row.save()
    _tell(row, row.observer, _("The person observed sees it differently"), by)
    return row


@transaction.atomic
def withdraw(*, observation: ServiceObservation, by: Any) -> None:
    """The observer takes it back while it waits. Raises NotObserving, AlreadyDecided."""
    row = ServiceObservation.objects.select_for_update().filter(pk=observation.pk).first()
    if row is None:
        return
    if profile_of(by) is None or row.observer_id != profile_of(by).pk:  # type: ignore[union-attr]
        raise NotObserving
    if not row.is_waiting:
        raise AlreadyDecided
    with acting(by):
        row.delete()


def _feed_review(row: ServiceObservation, on: date) -> int:
    """What was agreed on, as notes of the observer: one on the value of service, one a unit of competence to learn."""
    reviews = Review.objects.select_for_update(of=("self",)).filter(
        person=row.person_id, cycle__status=CycleStatus.RUNNING, stage__in=BEFORE_RELEASE
    )
    review = reviews.order_by("-cycle__year", "-pk").first()
    if review is None:
        return 0
    with override("id"):
        done, to_learn, other = _sorted(row)
        source = gettext("Observation of friendly service on %(day)s.") % {"day": f"{row.observed_on:%d/%m/%Y}"}

        def write(kind: NoteKind, words: str, said: str, competence: Competence | None = None) -> int:
            text = " ".join(part for part in (source, words, said) if part)[:NOTE_LENGTH]
            about = {"competence": competence} if competence else {"value": Value.SERVICE.value}
            FeedbackNote.objects.create(
                review=review, author=row.observer, written_on=on, kind=kind, text=text, **about
            )
            return 1

        count = 0
        if done or row.well:
            count += write(NoteKind.PRAISE, " ".join(done), row.well)
        if other or (row.next_step and not to_learn):
            count += write(NoteKind.SUGGESTION, _not_yet(other), row.next_step)
        for unit, behaviours in to_learn.items():
            count += write(NoteKind.SUGGESTION, _not_yet(behaviours), row.next_step, unit)
    return count


def _not_yet(behaviours: list[str]) -> str:
    return gettext("To practise: %(what)s") % {"what": " ".join(behaviours)} if behaviours else ""


def _sorted(row: ServiceObservation) -> tuple[list[str], dict[Competence, list[str]], list[str]]:
    """What was done, what is to be learnt by unit of competence, and what else is not done yet."""
    done: list[str] = []
    to_learn: dict[Competence, list[str]] = {}
    other: list[str] = []
    for mark in row.marks.select_related("behaviour__competence"):
        words = str(mark.behaviour)
        if mark.mark == Mark.YES:
            done.append(words)
        elif mark.mark in WEAK and mark.behaviour.competence:
            to_learn.setdefault(mark.behaviour.competence, []).append(words)
        elif mark.mark in WEAK:
            other.append(words)
    return done, to_learn, other
