"""360-degree feedback: reviewers proposed and approved, answers without a name, the end of the round.

Nothing here writes who answered or when. An answer takes the reviewer's row with it; the end of the round
(`round_end`) takes the rows that are left, and writes all answers anew in random order, so that not even their order in
the table speaks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries import switches
from baubau_pembinaan.notifications.services import notify
from evaluations.circle import AT_LEAST
from evaluations.models import FeedbackRound, Review, RoundAnswer, RoundGuest, RoundReviewer
from evaluations.notification_kinds import FEEDBACK
from evaluations.review_access import access_to
from evaluations.review_choices import CycleStatus, Relation, RoundStatus, Stage

from .guest_words import send_link
from .people import Stairs
from .refusals import NotAtThisStage, NotYours
from .round_end import end_due, locked_round, rounds_due
from .stages import begin

SWITCH = "review_360"
STAGES = (Stage.RUNNING, Stage.SELF, Stage.RATING)


class ReviewerUnfit(ValidationError):
    def __init__(self) -> None:
        super().__init__({"reviewer": _("Choose a colleague with an account; the person is asked anyway.")})


class ReviewerTwice(ValidationError):
    def __init__(self, field: str = "reviewer") -> None:
        super().__init__({field: _("This person is proposed already.")})


class RelationUntrue(ValidationError):
    """The averages by relation mean something only where each stands in the relation that it says."""

    def __init__(self) -> None:
        super().__init__(
            {"relation": _("The appointments say otherwise: superiors lead the person, subordinates are led by them.")}
        )


class TooFewReviewers(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Approve at least four reviewers: with fewer, nobody could be hidden among the others."))


class TooManyReaders(ValidationError):
    """Each reader of the result could take their own answer away; two together could take two."""

    def __init__(self) -> None:
        super().__init__(
            {"reviewer": _("Somebody who will read the result is on the list already; one of them may be asked.")}
        )


@dataclass(frozen=True)
class Refused:
    """Of several proposed at once: the one at that place (from 0), which of its fields is wrong, and why."""

    place: int
    reviewer: StaffProfile
    field: str
    why: str


class ProposalsRefused(ValidationError):
    """Nobody was proposed. Each problem names its person."""

    def __init__(self, problems: Sequence[Refused]) -> None:
        self.problems = problems
        super().__init__([self.said(problem) for problem in problems])

    @staticmethod
    def said(problem: Refused) -> str:
        return gettext("%(name)s: %(problem)s") % {"name": problem.reviewer.full_name, "problem": problem.why}


class ClosesTooSoon(ValidationError):
    def __init__(self) -> None:
        super().__init__({"closes_on": _("The last day for answers lies after today.")})


def may_begin(review: Review) -> bool:
    """Whether reviewers may be proposed at this stage, of a round that is not open yet."""
    return review.cycle.is_running and review.stage in STAGES


def begin_round(review: Review, by: Any, on: date, *, leads_only: bool = False) -> FeedbackRound:
    """The round of the review, locked, while reviewers are proposed; made where there is none."""
    if not switches.is_on(SWITCH):
        raise NotAtThisStage
    row = begin(review, by, on, STAGES, lambda access: access.is_lead or (access.is_person and not leads_only))
    with acting(by):
        found, _made = FeedbackRound.objects.get_or_create(review=row)  # the review is locked: nobody else makes one
    locked = FeedbackRound.objects.select_for_update(of=("self",)).select_related("review").get(pk=found.pk)
    if not locked.is_proposing:
        raise NotAtThisStage
    return locked


@transaction.atomic
def propose_reviewer(*, review: Review, reviewer: StaffProfile, relation: str, by: Any, on: date) -> RoundReviewer:
    """By the person or by the lead. Raises ReviewerUnfit, ReviewerTwice, RelationUntrue, TooManyReaders; NotAtThisStage
    once the round is open.
    """
    row = begin_round(review, by, on)
    for _place, refusal in _refusals(row.review_id, row, [(reviewer, relation)], on):
        raise refusal
    return RoundReviewer.objects.create(round=row, reviewer=reviewer, relation=Relation(relation))


@transaction.atomic
def propose_reviewers(
    *, review: Review, chosen: Sequence[tuple[StaffProfile, str]], by: Any, on: date
) -> list[RoundReviewer]:
    """Several (reviewer, relation) at once, all of them or nobody. Raises ProposalsRefused, which says who and why."""
    row = begin_round(review, by, on)
    if refused := _refused(row.review_id, row, chosen, on):
        raise ProposalsRefused(refused)
    rows = [RoundReviewer(round=row, reviewer=reviewer, relation=Relation(what)) for reviewer, what in chosen]
    return RoundReviewer.objects.bulk_create(rows)


def refused_reviewers(*, review: Review, chosen: Sequence[tuple[StaffProfile, str]], on: date) -> list[Refused]:
    """What `propose_reviewers` would refuse of these, for a form that does not propose yet."""
    return _refused(review.pk, FeedbackRound.objects.filter(review=review).first(), chosen, on)


def _refused(
    review: int, row: FeedbackRound | None, chosen: Sequence[tuple[StaffProfile, str]], on: date
) -> list[Refused]:
    return [
        Refused(place, chosen[place][0], field, words[0])
        for place, refusal in _refusals(review, row, chosen, on)
        for field, words in refusal.message_dict.items()
    ]


def _refusals(
    review_pk: int, row: FeedbackRound | None, chosen: Sequence[tuple[StaffProfile, str]], on: date
) -> Iterator[tuple[int, ValidationError]]:
    """Who cannot be put on the list of this round, by their place in `chosen`, and why."""
    listed = list(row.reviewers.values_list("reviewer_id", flat=True)) if row else []
    readers = set(_readers(review_pk, on, [*listed, *(reviewer.pk for reviewer, _relation in chosen)]))
    review, stairs = Review.objects.with_leaders(on).get(pk=review_pk), Stairs(on)
    for place, (reviewer, relation) in enumerate(chosen):
        account = reviewer.user
        if reviewer.pk == review.person_id or relation == Relation.SELF or account is None or not account.is_active:
            yield place, ReviewerUnfit()
        elif reviewer.pk in listed:
            yield place, ReviewerTwice()
        elif not _is_true(Relation(relation), review, reviewer.pk, stairs):
            yield place, RelationUntrue()
        elif len(readers.intersection([*listed, reviewer.pk])) > 1:
            yield place, TooManyReaders()
        else:
            listed.append(reviewer.pk)


def _is_true(relation: Relation, review: Review, reviewer: int, stairs: Stairs) -> bool:
    """Over any number of stairs; whoever leads the review, also put in by hand, is a superior. Anybody is a partner."""
    if relation == Relation.PARTNER:
        return True
    above = reviewer in (review.lead_id, review.above_id) or stairs.stands_below(review.person_id, reviewer)
    below = not above and stairs.stands_below(reviewer, review.person_id)
    return {Relation.SUPERIOR: above, Relation.SUBORDINATE: below}.get(relation, not above and not below)


def _readers(review_pk: int, on: date, profiles: Sequence[int]) -> list[int]:
    """Those of these people who would read the result: lead, superior, heads, stand-ins, administrators who may."""
    review = Review.objects.with_leaders(on).with_superior(on).select_related("cycle").get(pk=review_pk)
    people = StaffProfile.objects.filter(pk__in=profiles).select_related("user").prefetch_related("user__groups")
    return [each.pk for each in people if each.user and access_to(each.user, review, on).reads_text]


@transaction.atomic
def withdraw_reviewer(*, proposed: RoundReviewer, by: Any, on: date) -> None:
    row = begin_round(proposed.round.review, by, on)
    row.reviewers.filter(pk=proposed.pk).delete()


@transaction.atomic
def open_round(*, review: Review, closes_on: date, by: Any, on: date) -> FeedbackRound:
    """The lead approves whom the list names, and everybody on it is asked; from then on no page shows the list.

    Only those from outside stay on the lead's page, answered or not: somebody has to hand them their links.
    Raises TooFewReviewers, ClosesTooSoon.
    """
    row = begin_round(review, by, on, leads_only=True)
    if closes_on <= on:
        raise ClosesTooSoon
    asked = list(row.reviewers.select_related("reviewer__user").order_by("reviewer_id"))
    guests = list(row.guests.order_by("pk"))
    if len(asked) + len(guests) < AT_LEAST:
        raise TooFewReviewers
    if len(_readers(row.review_id, on, [each.reviewer_id for each in asked])) > 1:
        raise TooManyReaders
    row.status, row.closes_on = RoundStatus.OPEN, closes_on
    with acting(by):
        row.save()
    person = StaffProfile.objects.select_related("user").get(pk=row.review.person_id)
    RoundReviewer.objects.create(round=row, reviewer=person, relation=Relation.SELF)
    for profile in [*(each.reviewer for each in asked), person]:
        if profile.user:
            notify(
                recipient=profile.user,
                key=f"evaluations.round.{row.pk}",
                kind=FEEDBACK.code,
                subject=_("You are asked for feedback"),
                body=_("A short form without your name. It shows whom it is about."),
                url=reverse("evaluations:round-answer", args=[row.review_id]),
            )
    for guest in guests:
        transaction.on_commit(partial(send_link, guest=guest, person=person, closes_on=closes_on))
    return row


@transaction.atomic
def answer_round(
    *, review: Review, by: Any, on: date, scores: Sequence[int], strength: str = "", growth: str = ""
) -> None:
    """Put in one answer. Raises NotYours for whoever is not asked or has answered, NotAtThisStage after the end."""
    profile = profile_of(by)
    row = _locked(review)
    if row is None or profile is None:
        raise NotYours
    asked = _asked(row, profile)
    if asked is None:
        raise NotYours
    answer = checked_answer(row, asked.relation, on, scores, strength, growth)
    asked.delete()
    answer.save(force_insert=True)


def checked_answer(
    row: FeedbackRound, relation: str, on: date, scores: Sequence[int], strength: str, growth: str
) -> RoundAnswer:
    """The answer, not saved yet. Raises NotAtThisStage where the round takes none that day, ValidationError."""
    if not takes_answers(row, on):
        raise NotAtThisStage
    answer = RoundAnswer(
        round=row, relation=relation, scores=list(scores), strength=strength.strip(), growth=growth.strip()
    )
    answer.full_clean(exclude=["round"])
    return answer


def takes_answers(row: FeedbackRound, on: date) -> bool:
    return switches.is_on(SWITCH) and row.is_open and row.closes_on is not None and row.closes_on >= on


def _locked(review: Review) -> FeedbackRound | None:
    """The round, locked: whoever sends the same form twice at once waits here, and is then no longer asked; so does
    whoever answers while the round ends."""
    return locked_round(review)


def _asked(row: FeedbackRound, profile: StaffProfile) -> RoundReviewer | None:
    return row.reviewers.filter(reviewer=profile).first()


def close_due_rounds(*, on: date) -> int:
    """End every round whose last day is over, or whose review is; returns how many. Safe to run twice.

    Whom a list named from outside goes too where the list was never approved: nobody will ask them any more.
    """
    never = RoundGuest.objects.filter(round__status=RoundStatus.PROPOSING)
    never.exclude(round__review__stage__in=STAGES, round__review__cycle__status=CycleStatus.RUNNING).delete()
    return sum(end_due(pk, on) for pk in rounds_due(on))
