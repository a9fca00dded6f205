"""What was seen of friendly service: one's own looks, and what all of them say about training."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from baubau_pembinaan.accounts.rules import is_agency_head, profile_of
from baubau_pembinaan.accounts.selectors import staff_of
from evaluations.models import Behaviour, ObservationMark, ServiceObservation
from evaluations.observation_choices import WEAK, Mark, ObservationState, Relation
from training.models import Competence, Programme

NEED_FROM = 0.4  # this share of looks in which a behaviour is not done yet makes a need
LOOKS_AT_LEAST = 3


def visible_to(user: Any, today: date) -> QuerySet[ServiceObservation]:
    """About oneself, by oneself, and, once it was decided, about the people one leads; the head's about everybody."""
    profile = profile_of(user)
    rows = ServiceObservation.objects.select_related("person", "observer", "service_point")
    if profile is None:
        return rows.none()
    shared = ~Q(state=ObservationState.WAITING) & ~Q(relation=Relation.OWN)
    if not is_agency_head(user):
        shared &= Q(person__in=staff_of(profile, today))
    return rows.filter(Q(person=profile) | Q(observer=profile) | shared).order_by("-observed_on", "-pk")


def marks_of(observation: ServiceObservation) -> QuerySet[ObservationMark]:
    return observation.marks.select_related("behaviour__competence").order_by("behaviour__order", "behaviour_id")


def behaviours() -> QuerySet[Behaviour]:
    return Behaviour.objects.filter(is_active=True).order_by("order", "pk")


@dataclass(frozen=True)
class BehaviourLine:
    behaviour: Behaviour
    done: int
    weak: int
    people: int  # people who do not do it yet

    @property
    def looks(self) -> int:
        return self.done + self.weak

    @property
    def share(self) -> float | None:
        return self.done / self.looks if self.looks else None

    @property
    def is_need(self) -> bool:
        return self.looks >= LOOKS_AT_LEAST and self.weak / self.looks >= NEED_FROM


def lines(first: date, last: date) -> list[BehaviourLine]:
    """Every behaviour in use with what looks by others that were agreed to say. Nobody's name. One statement."""
    counted = Q(
        marks__observation__observed_on__range=(first, last), marks__observation__state=ObservationState.AGREED
    ) & ~Q(marks__observation__relation=Relation.OWN)
    weak = counted & Q(marks__mark__in=WEAK)
    rows = (
        behaviours()
        .select_related("competence")
        .annotate(
            n_done=Count("marks", filter=counted & Q(marks__mark=Mark.YES)),
            n_weak=Count("marks", filter=weak),
            n_people=Count("marks__observation__person", filter=weak, distinct=True),
        )
    )
    return [BehaviourLine(row, row.n_done, row.n_weak, row.n_people) for row in rows]


@dataclass(frozen=True)
class Need:
    """A unit of competence to train, for how many people at least, and the programmes that teach it."""

    competence: Competence
    people: int
    behaviours: list[Behaviour]
    programmes: list[Programme]


def needs(found: list[BehaviourLine]) -> list[Need]:
    """What the lines say should be trained, the most people first. One statement."""
    wanted: dict[int, list[BehaviourLine]] = {}
    for line in found:
        if line.is_need and line.behaviour.competence_id:
            wanted.setdefault(line.behaviour.competence_id, []).append(line)
    taught: dict[int, list[Programme]] = {pk: [] for pk in wanted}
    rows = Programme.objects.filter(is_active=True, competences__in=wanted).order_by("title", "pk")
    for programme in rows.annotate(aim=F("competences")):
        if programme.aim in taught:
            taught[programme.aim].append(programme)
    made = [
        Need(
            competence=rows[0].behaviour.competence,  # type: ignore[arg-type]
            people=max(line.people for line in rows),
            behaviours=[line.behaviour for line in rows],
            programmes=taught[pk][:3],
        )
        for pk, rows in wanted.items()
    ]
    return sorted(made, key=lambda need: (-need.people, need.competence.code))


def years() -> list[int]:
    return sorted((day.year for day in ServiceObservation.objects.dates("observed_on", "year")), reverse=True)
