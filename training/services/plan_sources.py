"""Where the goals of a development plan come from: gaps, reviews, wishes."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext

from training.choices import ItemOrigin
from training.models import Competence, DevelopmentPlan, PlanItem, Programme
from training.selectors.gaps import gaps_of

LARGEST = 2  # gaps that become goals

# (plan, on, by) -> units that a review suggests; the room of the reviews stands above and says so itself.
_reviews: list[Callable[[DevelopmentPlan, date, Any], Iterable[Competence]]] = []


def suggest_by(source: Callable[[DevelopmentPlan, date, Any], Iterable[Competence]]) -> None:
    """Let a room above name units worth a goal; called once at start."""
    if source not in _reviews:
        _reviews.append(source)


def missing_goals(plan: DevelopmentPlan, *, on: date, by: Any) -> list[dict[str, Any]]:
    """Fields of PlanItem for every goal the plan should name and does not name yet, each unit and programme once."""
    there = list(PlanItem.objects.filter(plan=plan))
    units: set[int | None] = {item.competence_id for item in there}
    programmes: set[int | None] = {item.programme_id for item in there}
    words = {item.goal.casefold() for item in there}
    found: list[dict[str, Any]] = []
    for goal in _goals(plan, on, by):
        unit, programme, text = goal.get("competence"), goal.get("programme"), goal["goal"].casefold()
        if unit is not None:
            is_there = unit.pk in units
        else:
            is_there = text in words or (programme is not None and programme.pk in programmes)
        if is_there:
            continue
        units.add(unit.pk if unit else None)
        programmes.add(programme.pk if programme else None)
        words.add(text)
        found.append(goal)
    return found


def _goals(plan: DevelopmentPlan, on: date, by: Any) -> Iterable[dict[str, Any]]:
    for row in [row for row in gaps_of(plan.profile, plan.year, on, or_before=True) if row.is_gap][:LARGEST]:
        holes = {"unit": row.competence.title, "level": row.level, "required": row.required}
        goal = gettext("Raise “%(unit)s” from level %(level)s to %(required)s") % holes
        yield _aimed(row.competence, goal, ItemOrigin.GAP)
    for source in _reviews:
        for unit in source(plan, on, by):
            yield _aimed(
                unit, gettext("Improve “%(unit)s”, as the review suggests") % {"unit": unit.title}, ItemOrigin.REVIEW
            )
    wished = Programme.objects.filter(is_active=True, interests__profile=plan.profile_id).order_by("title", "pk")
    for programme in wished:
        goal = gettext("Take part in “%(programme)s”") % {"programme": programme.title}
        yield {"origin": ItemOrigin.WISH, "goal": goal[:300], "programme": programme}
    for line in plan.wishes.splitlines():
        if line.strip(" -•*\t"):
            yield {"origin": ItemOrigin.WISH, "goal": line.strip(" -•*\t")[:300]}


def _aimed(unit: Competence, goal: str, origin: str) -> dict[str, Any]:
    """A goal at a unit, with the first programme of the catalogue that aims at it."""
    programme = Programme.objects.filter(is_active=True, competences=unit).order_by("title", "pk").first()
    return {"origin": origin, "goal": goal[:300], "competence": unit, "programme": programme}
