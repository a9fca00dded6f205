"""Finding titles: Indonesian full text, names as they are, and words misspelt, in one ranked list."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, F, FloatField, Func, Q, QuerySet, Value, When

from collections_app.choices import Audience, ItemStatus
from collections_app.identity import plain, read_isbn
from collections_app.models import Item, Title

CLASSES = ("000", "100", "200", "2X0", "300", "400", "500", "600", "700", "800", "900")
SHORTEST_GUESS = 4
FOREMOST = 1_000


class _WordSimilarity(Func):
    function = "strict_word_similarity"
    output_field = FloatField()


def titles(search: str = "", *, main_class: str = "", audience: str = "") -> QuerySet[Title]:
    """Titles with `copies` and `on_shelf`, best match first, then by name."""
    found = Title.objects.with_copies().defer("search", "words", "notes")
    if main_class in CLASSES:
        found = found.filter(main_class=main_class)
    if audience in Audience.values:
        found = found.filter(audience=audience)
    words = plain(search)[:100]
    if not words:
        return found.order_by("title", "pk")
    isbn, _issn, _valid = read_isbn(search)
    if isbn:
        return found.filter(isbn=isbn).order_by("title", "pk")
    return _ranked(found, words)


def _ranked(found: QuerySet[Title], words: str) -> QuerySet[Title]:
    """What holds the words, the best first. Where nothing does, what is written nearly so.

    Of words that half the catalogue holds the first FOREMOST titles are weighed: nobody turns so many pages.
    """
    query = _query(words)
    begins = Case(When(words__startswith=words, then=1.0), default=0.0, output_field=FloatField())
    matches, rank = Q(search=query), SearchRank(F("search"), query) + begins
    if len(words) >= SHORTEST_GUESS and not found.filter(matches).exists():
        matches, rank = Q(words__trigram_strict_word_similar=words), _WordSimilarity(Value(words), F("words")) + begins
    foremost = found.filter(matches).order_by().values("pk")[:FOREMOST]
    return found.filter(pk__in=foremost).annotate(rank=rank).order_by("-rank", "title", "pk")


def _query(words: str) -> SearchQuery:
    """Every word, as a stem or as the beginning of a name; the last one may still be being typed."""
    parts = [re.sub(r"[^0-9a-z]", "", word) for word in words.split()]
    stems = SearchQuery(" ".join(parts), config="indonesian", search_type="plain")
    prefixes = SearchQuery(" & ".join(f"{part}:*" for part in parts if part), config="simple", search_type="raw")
    return stems | prefixes


def copies_of(title: Title) -> QuerySet[Item]:
    return title.items.exclude(status=ItemStatus.WITHDRAWN).order_by("location", "code", "pk")


def numbers() -> dict[str, Any]:
    """`titles` and `copies` of the whole catalogue."""
    return {"titles": Title.objects.count(), "copies": Item.objects.exclude(status=ItemStatus.WITHDRAWN).count()}
