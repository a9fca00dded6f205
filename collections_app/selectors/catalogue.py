"""Finding titles: Indonesian full text, names as they are, and words misspelt, in one ranked list."""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.cache import cache
from django.db import connection
from django.db.models import Case, F, FloatField, Func, QuerySet, Value, When

from collections_app.choices import Audience, ItemStatus
from collections_app.identity import joined_words, plain, read_isbn
from collections_app.models import Item, Title

CLASSES = ("000", "100", "200", "2X0", "300", "400", "500", "600", "700", "800", "900")
SHORTEST_GUESS = 4
FOREMOST = 1_000
NUMBERS_KEPT = 300
_AL = re.compile(r"\bal\s+(?=\w)", re.IGNORECASE)  # the Arabic article, written apart or not


_LIKEST = """
SELECT coalesce(likest.word, said.word)
FROM unnest(%s::text[]) WITH ORDINALITY AS said (word, place)
LEFT JOIN LATERAL (
    SELECT word FROM collections_app_titleword AS known
    WHERE length(said.word) >= 4 AND known.word %% said.word
    ORDER BY similarity(known.word, said.word) DESC, abs(length(known.word) - length(said.word)), known.word LIMIT 1
) AS likest ON true
ORDER BY said.place
"""


class WordSimilarity(Func):
    function = "strict_word_similarity"
    output_field = FloatField()


def titles(search: str = "", *, main_class: str = "", audience: str = "") -> QuerySet[Title]:
    """Titles with `copies` and `on_shelf`, best match first, then by name; none for signs that are no words."""
    found = Title.objects.with_copies().defer("search", "words", "notes")
    if main_class in CLASSES:
        found = found.filter(main_class=main_class)
    if audience in Audience.values:
        found = found.filter(audience=audience)
    said = " ".join(search.split())[:100]
    if not said:
        return found.order_by("title", "pk")
    isbn, _issn, _valid = read_isbn(said)
    if isbn:
        return found.filter(isbn=isbn).order_by("title", "pk")
    return _ranked(found, said) if plain(said) else found.none()


def _ranked(found: QuerySet[Title], said: str) -> QuerySet[Title]:
    """What holds the words, the best first. Where nothing does, what is written nearly so.

    Of words that half the catalogue holds the first FOREMOST titles are weighed: nobody turns so many pages. They are
    looked up at once, so that counting them and drawing a page search no second time.
    """
    words, query = plain(said), _query(said)
    begins = Case(When(words__startswith=words, then=1.0), default=0.0, output_field=FloatField())
    rank: Any = SearchRank(F("search"), query) + begins
    foremost = _keys(found.filter(search=query))
    if not foremost and (better := _put_right(words)) != words:
        words, query = better, _query(better)
        rank = SearchRank(F("search"), query)
        foremost = _keys(found.filter(search=query))
    if not foremost and len(words) >= SHORTEST_GUESS:
        words = plain(said)
        foremost = _keys(found.filter(words__trigram_strict_word_similar=words))
        rank = WordSimilarity(Value(words), F("words")) + begins
    return found.filter(pk__in=foremost).annotate(rank=rank).order_by("-rank", "title", "pk")


def _put_right(words: str) -> str:
    """The words, each that no title holds replaced by the likest one that some title does."""
    with connection.cursor() as cursor:
        cursor.execute(_LIKEST, [words.split()])
        return " ".join(word for (word,) in cursor.fetchall())


def _keys(found: QuerySet[Title]) -> list[int]:
    return list(found.order_by().values_list("pk", flat=True)[:FOREMOST])


def _query(said: str) -> SearchQuery:
    """Every word, as a stem or as the beginning of a name; the last one may still be being typed.

    "al-qur'an" is its words or one word; so is "al quran".
    """
    stems, prefixes = [], []
    for group in _AL.sub("al-", said).split():
        words, joined = plain(group).split(), joined_words(group).split()
        if words:
            stems.append(_either(words, joined, ""))
            prefixes.append(_either(words, joined, ":*"))
    whole = SearchQuery(" & ".join(stems), config="indonesian", search_type="raw")
    return whole | SearchQuery(" & ".join(prefixes), config="simple", search_type="raw")


def _either(words: list[str], joined: list[str], ending: str) -> str:
    """(all of the words) or the one they make together; as the database spells signs (collections_lexemes)."""
    spelt = [f"'{word.replace('+', 'plus').replace('#', 'sharp')}'{ending}" for word in words]
    one = [f"'{word}'{ending}" for word in joined]
    return f"({' & '.join(spelt)}{' | ' if one else ''}{' & '.join(one)})"


def copies_of(title: Title) -> QuerySet[Item]:
    return title.items.exclude(status=ItemStatus.WITHDRAWN).order_by("location", "code", "pk")


def numbers() -> dict[str, Any]:
    """`titles` and `copies` of the whole catalogue, as they were within the last NUMBERS_KEPT seconds."""
    known: Any = cache.get_or_set("collections:numbers", _count, NUMBERS_KEPT)
    return known


def _count() -> dict[str, Any]:
    return {"titles": Title.objects.count(), "copies": Item.objects.exclude(status=ItemStatus.WITHDRAWN).count()}
