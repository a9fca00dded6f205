"""What pages read about wishes."""

from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from baubau_pembinaan.core.statements import KeptModels, KeptPart, KeptText, blank
from collections_app.choices import DemandStatus
from collections_app.identity import read_isbn
from collections_app.models import Demand, Suggestion
from collections_app.models.suggestion import prepared

from .telling import LED, to_be_told
from .weighing import askers_of, copies_of, owned_today

ALIKE = 0.3  # titles that share fewer letters than this are not offered
AUTHOR_COUNTS = 0.3  # beside the title
SHOWN = 10  # that are alike


def demands(*, search: str = "", status: str = "", audience: str = "", to_tell: bool = False) -> QuerySet[Demand]:
    """Leading demands with `askers` (people, joined demands included) and the copies `wished`: the most wished for
    first. to_tell: those whose askers left a number and have not heard of the last step."""
    return _narrowed(_leading().annotate(wished=copies_of("pk")), search, status, audience, to_tell)


def _leading() -> Any:
    return Demand.objects.filter(joined_to=None).annotate(askers=askers_of("pk"))


def _narrowed(
    found: Any, search: str = "", status: str = "", audience: str = "", to_tell: bool = False
) -> QuerySet[Demand]:
    if to_tell:
        found = found.filter(pk__in=to_be_told())
    if status in DemandStatus.values:
        found = found.filter(status=status)
    if audience:
        found = found.filter(audience=audience)
    if search:
        isbn = read_isbn(search)[0]
        words = Q(title__icontains=search) | Q(author__icontains=search)
        found = found.filter(words | Q(isbn=isbn) if isbn else words)
    narrowed: QuerySet[Demand] = found.order_by("-askers", "status_on", "pk")
    return narrowed


def _listed() -> Any:
    preparing = Case(When(prepared(), then=Value(True)), default=Value(False))
    return _leading().annotate(preparing=preparing).only("title", "author", "status", "status_on")


_LISTED = KeptModels(lambda: _narrowed(_listed()))


def demands_listed(
    *, search: str = "", status: str = "", audience: str = "", to_tell: bool = False
) -> QuerySet[Demand] | KeptPart[Demand]:
    """As `demands`, for a page: with title, author, status and `askers`, nothing else of them."""
    if search or status or audience or to_tell:
        return _narrowed(_listed(), search, status, audience, to_tell)
    return _LISTED.part()


_PAGE = KeptModels(
    lambda: (
        Demand.objects.filter(pk=blank("pk"))
        .select_related("reason", "owned", "joined_to__owned")
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


_JOINED = KeptModels(lambda: Demand.objects.filter(joined_to=blank("pk")).only("title", "author").order_by("pk"))
# Those joined to a demand, then those that may be the same title; how alike two titles are is worked out once.
_ALIKE_AND_JOINED = KeptText(f"""
WITH other AS MATERIALIZED (
    SELECT id, title, author, joined_to_id, match_key = %(match_key)s::text AS is_same,
        similarity(title, %(title)s::text) AS shared
    FROM collections_app_demand
    WHERE NOT id = %(pk)s::bigint AND (joined_to_id = %(pk)s::bigint OR joined_to_id IS NULL)
), weighed AS (
    SELECT *, shared + similarity(author, %(author)s::text) * {AUTHOR_COUNTS} AS likeness FROM other
    WHERE joined_to_id IS NOT NULL OR is_same OR shared >= {ALIKE}
)
(SELECT id, title, author, joined_to_id FROM weighed WHERE joined_to_id IS NOT NULL
 ORDER BY likeness DESC, id LIMIT 200)
UNION ALL
(SELECT id, title, author, joined_to_id FROM weighed WHERE joined_to_id IS NULL
 ORDER BY likeness DESC, id LIMIT {SHOWN})
""")  # noqa: S608 - own words only


def alike_and_joined(demand: Demand, *, manages: bool) -> tuple[list[Demand], list[Demand]]:
    """(demands that may be the same title, the likest first, for a person to decide; those joined to it), one
    statement. Of them only title and author are read."""
    if not manages or demand.joined_to_id:
        return [], _JOINED.rows(pk=demand.pk)
    said = {"title": demand.title, "author": demand.author, "match_key": demand.match_key}
    found = _ALIKE_AND_JOINED.rows(pk=demand.pk, **said)
    rows = [Demand.from_db(None, ("id", "title", "author", "joined_to_id"), row) for row in found]
    return [row for row in rows if row.joined_to_id is None], [row for row in rows if row.joined_to_id]


def by_code(code: str) -> Suggestion | None:
    """The wish with this code (stored form), with what its status page draws."""
    wanted = Suggestion.objects.select_related(*LED)
    return wanted.filter(code=code).first()
