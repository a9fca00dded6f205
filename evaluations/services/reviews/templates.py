"""Taking from a template: the person takes planned results, the lead takes expectations. What is taken is a copy."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from baubau_pembinaan.core.history import acting
from evaluations.models import PlanTemplate, Review, WorkResult
from evaluations.review_choices import Stage

from .stages import begin
from .writing import PLAN_FIELDS


class NothingToTake(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Everything of this template stands here already."))


@transaction.atomic
def take_results(*, review: Review, template: PlanTemplate, by: Any, on: date) -> int:
    """Add the planned results that do not stand in the plan yet; how many. Raises NothingToTake."""
    row = begin(review, by, on, (Stage.PLANNING,), lambda access: access.is_person)
    standing = {(each.plan, each.indicator, each.target) for each in row.results.all()}
    new = [each for each in template.results.all() if (each.plan, each.indicator, each.target) not in standing]
    if not new:
        raise NothingToTake
    with acting(by):
        for each in new:
            WorkResult.objects.create(review=row, **{name: getattr(each, name) for name in PLAN_FIELDS})
        row.version += 1
        row.save()
    return len(new)


@transaction.atomic
def take_expectations(*, review: Review, template: PlanTemplate, by: Any, on: date) -> int:
    """Fill in the expectations that are still empty; how many. What somebody wrote stays. Raises NothingToTake."""
    row = begin(review, by, on, (Stage.PLANNING, Stage.PROPOSED), lambda access: access.is_lead)
    words = dict(template.expectations.values_list("value", "text"))
    empty = [each for each in row.conduct.filter(expectation="") if each.value in words]
    if not empty:
        raise NothingToTake
    with acting(by):
        for each in empty:
            each.expectation = words[each.value]
            each.save()
        row.version += 1
        row.save()
    return len(empty)
