"""From what a review shows to a goal of the development plan, which the training room keeps and both agree on."""

from datetime import date
from typing import Any

from django.db import transaction

from evaluations.models import Review
from evaluations.review_access import access_to
from training.choices import ItemOrigin
from training.models import Competence, DevelopmentPlan, PlanItem, Programme
from training.services import plans

from .refusals import NotYours
from .stages import locked


@transaction.atomic
def put_in_plan(
    *,
    review: Review,
    competence: Competence,
    goal: str,
    due_on: date,
    by: Any,
    on: date,
    programme: Programme | None = None,
) -> tuple[PlanItem, bool]:
    """A goal in the plan of the year it is due in; the plan is drafted where there is none.

    Answers the goal and whether it is new: a competence stands once in a plan. Raises NotYours, plans.PlanAgreed.
    """
    row = locked(review, on)
    if not access_to(by, row, on).may_grow(row):
        raise NotYours
    plan = DevelopmentPlan.objects.filter(profile=row.person, year=due_on.year).first()
    plan = plan or plans.draft_plan(profile=row.person, year=due_on.year, on=on, by=by)
    found = plan.items.filter(competence=competence).order_by("pk").first()
    if found is not None:
        return found, False
    item = plans.add_item(
        plan=plan,
        goal=goal,
        due_on=due_on,
        by=by,
        competence=competence,
        programme=programme,
        origin=ItemOrigin.REVIEW,
    )
    return item, True
