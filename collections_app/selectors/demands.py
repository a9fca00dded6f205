"""What pages read about wishes."""

from typing import Any, cast

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from baubau_pembinaan.core.statements import KeptModels, blank
from collections_app.choices import DemandStatus
from collections_app.identity import read_isbn
from collections_app.models import Demand, Suggestion

from .weighing import askers_of, copies_of, owned_today

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


_PAGE = KeptModels(
    lambda: (
        Demand.objects.filter(pk=blank("pk"))
        .select_related("reason", "owned", "joined_to")
        .annotate(has_it=owned_today())
    )
)


def demand_for_page(pk: int) -> Demand | None:
    return _PAGE.first(pk=pk)


def suggestions_of(demand: Demand) -> QuerySet[Suggestion]:
    return _wishes(demand.pk)


def _wishes(demand: Any) -> QuerySet[Suggestion]:
    both = Q(demand=demand) | Q(demand__joined_to=demand)
    return Suggestion.objects.filter(both).select_related("asked_by", "partner").order_by("asked_on", "pk")


_WISHES = KeptModels(lambda: _wishes(blank("demand")))


def wishes_shown(demand: Demand) -> list[Suggestion]:
    """`suggestions_of` for a page."""
    return _WISHES.rows(demand=demand.pk)


def _alike_and_joined() -> QuerySet[Demand]:
    title, author = cast(Any, blank("title")), cast(Any, blank("author"))
    shared: Any = TrigramSimilarity("title", title)
    likeness = shared + TrigramSimilarity("author", author) * Value(AUTHOR_COUNTS)
    near = (Q(match_key=blank("match_key")) | Q(shared__gte=ALIKE)) & Q(joined_to=None)
    found = Demand.objects.annotate(shared=shared, likeness=likeness).filter(Q(joined_to=blank("pk")) | near)
    others = found.exclude(pk=blank("pk")).only("title", "author", "joined_to")
    return others.order_by(F("joined_to").asc(nulls_last=True), "-likeness", "pk")


_ALIKE_AND_JOINED = KeptModels(_alike_and_joined)
_JOINED = KeptModels(lambda: Demand.objects.filter(joined_to=blank("pk")).only("title", "author").order_by("pk"))


def alike_and_joined(demand: Demand, *, manages: bool) -> tuple[list[Demand], list[Demand]]:
    """(at most ten demands that may be the same title, the likest first, for a person to decide; those joined to it),
    one statement. Of them only title and author are read."""
    if not manages or demand.joined_to_id:
        return [], _JOINED.rows(pk=demand.pk)
    said = {"title": demand.title, "author": demand.author, "match_key": demand.match_key}
    rows = _ALIKE_AND_JOINED.rows(0, 200, pk=demand.pk, **said)
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
