"""What pages read about wishes."""

from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from collections_app.choices import DemandStatus
from collections_app.identity import read_isbn
from collections_app.models import Demand, Suggestion

from .weighing import askers_of, copies_of

ALIKE = 0.3  # titles that share fewer letters than this are not offered
AUTHOR_COUNTS = 0.3  # beside the title


def demands(*, search: str = "", status: str = "", audience: str = "") -> QuerySet[Demand]:
    """Leading demands with `askers` (people, joined demands included) and the copies `wished`: the most wished for
    first."""
    found: Any = Demand.objects.filter(joined_to=None).annotate(askers=askers_of("pk"), wished=copies_of("pk"))
    if status in DemandStatus.values:
        found = found.filter(status=status)
    if audience:
        found = found.filter(audience=audience)
    if search:
        isbn = read_isbn(search)[0]
        words = Q(title__icontains=search) | Q(author__icontains=search)
        found = found.filter(words | Q(isbn=isbn) if isbn else words)
    return found.order_by("-askers", "status_on", "pk")


def suggestions_of(demand: Demand) -> QuerySet[Suggestion]:
    both = Q(demand=demand) | Q(demand__joined_to=demand)
    return Suggestion.objects.filter(both).select_related("asked_by", "partner").order_by("asked_on", "pk")


def alike_and_joined(demand: Demand, *, manages: bool) -> tuple[list[Demand], list[Demand]]:
    """(at most ten demands that may be the same title, the likest first, for a person to decide; those joined to it),
    one statement."""
    joined = Q(joined_to=demand)
    if not manages or demand.joined_to_id:
        return [], list(Demand.objects.filter(joined).order_by("pk"))
    shared: Any = TrigramSimilarity("title", demand.title)
    likeness = shared + TrigramSimilarity("author", demand.author) * Value(AUTHOR_COUNTS)
    near = (Q(match_key=demand.match_key) | Q(shared__gte=ALIKE)) & Q(joined_to=None)
    found = Demand.objects.annotate(shared=shared, likeness=likeness).filter(joined | near).exclude(pk=demand.pk)
    rows: list[Any] = list(found.order_by(F("joined_to").asc(nulls_last=True), "-likeness", "pk")[:200])
    return [row for row in rows if row.joined_to_id is None][:10], [row for row in rows if row.joined_to_id]


def by_code(code: str) -> Suggestion | None:
    """The wish with this code (stored form), with what its status page draws."""
    wanted = Suggestion.objects.select_related("demand__reason", "demand__joined_to__reason")
    return wanted.filter(code=code).first()


def waiting_texts() -> QuerySet[Suggestion]:
    """Wishes of people with a number who were not told the present step; received ones were told on screen."""
    step = Coalesce(F("demand__joined_to__status"), F("demand__status"))
    reached = ~Q(phone="") | (Q(partner__isnull=False) & ~Q(partner__phone=""))
    found = Suggestion.objects.filter(reached).annotate(step=step).exclude(step=DemandStatus.NEW)
    return found.exclude(told_status=F("step"))
