"""Finding titles: Indonesian full text, names as they are, and words misspelt, in one ranked list."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.cache import cache
from django.db import connection
from django.db.models import Case, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Left

from collections_app.choices import GONE, Audience, ItemStatus
from collections_app.identity import joined_words, plain, read_isbn
from collections_app.models import Item, Title
from collections_app.models.catalogue import LEFT

CLASSES = ("000", "100", "200", "2X0", "300", "400", "500", "600", "700", "800", "900")
SHORTEST_GUESS = 4
FOREMOST, WEIGHED = 1_000, 3_000  # titles shown of a search, and weighed for it
SHORTEST_BEGINNING = 3  # letters of a word that longer ones are found by
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


class Found(Sequence[Title]):
    """The titles of a search, the best first. Their keys are known; a page reads its own rows, in one statement."""

    def __init__(self, wanted: QuerySet[Title], keys: list[int]) -> None:
        self.wanted, self.keys = wanted, keys

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1 or None][0]
        rows = self.wanted.in_bulk(self.keys[place])
        return [rows[pk] for pk in self.keys[place] if pk in rows]

    def __iter__(self) -> Iterator[Title]:
        return iter(self[:])


class WordSimilarity(Func):
    function = "strict_word_similarity"
    output_field = FloatField()


def titles(
    search: str = "", *, main_class: str = "", audience: str = "", held: bool = False
) -> "QuerySet[Title] | Found":
    """Titles with `copies` and `on_shelf`, best match first, then by name; none for signs that are no words.

    held: only those the library still has.
    """
    found = Title.objects.with_copies().defer("search", "words", "notes")
    if main_class in CLASSES:
        found = found.filter(main_class=main_class)
    if audience in Audience.values:
        found = found.filter(audience=audience)
    if held:
        found = found.held()
    said = " ".join(search.split())[:100]
    if not said:
        return found.order_by("title", "pk")
    isbn, _issn, _valid = read_isbn(said)
    if isbn:
        return found.filter(isbn=isbn).order_by("title", "pk")
    return _ranked(found, said) if plain(said) else found.none()


def _ranked(wanted: QuerySet[Title], said: str) -> Found:
    """What holds the words, the best first. Where nothing does, what is written nearly so.

    Of words that half the catalogue holds the best FOREMOST: nobody turns so many pages.
    """
    words = plain(said)
    named = Case(When(title__iexact=said, then=True), default=False)
    marked: Any = wanted.annotate(named=named).alias(beginning=Left("words", LEFT)).order_by()
    keys = _holding(marked, said)
    if not keys and max(map(len, words.split())) >= SHORTEST_GUESS:
        better = put_right(words)
        keys = (better != words and _holding(marked, better)) or _near(marked, words)
    elif not keys:
        keys = _best(marked.filter(beginning__startswith=words)[:FOREMOST], Value(0.0), words)
    return Found(wanted, keys)


def _holding(marked: Any, said: str) -> list[int]:
    """Of WEIGHED titles with the words the best. Where more have them, those named or beginning so come before."""
    words, query = plain(said), query_of(said)
    rows, rank = marked.filter(search=query), SearchRank(F("search"), query)
    keys = _best(rows, rank, words)
    if len(keys) < FOREMOST:
        return keys
    first = rows.filter(Q(title__iexact=said) | Q(beginning__startswith=f"{words} ")).order_by("-named")
    return list(dict.fromkeys([*_best(first, rank, words), *keys]))[:FOREMOST]


def _near(marked: Any, words: str) -> list[int]:
    rows = marked.filter(words__trigram_strict_word_similar=words)
    return _best(rows, WordSimilarity(Value(words), F("words")), words)


def _best(rows: Any, rank: Any, words: str) -> list[int]:
    """Keys of the FOREMOST, by their name, their first words and the rank of the words in them, then by title."""
    begins = Case(When(words__startswith=words, then=1.0), default=0.0, output_field=FloatField())
    weighed = rows.annotate(weight=rank + begins).values_list("named", "weight", "title", "pk")[:WEIGHED]
    best = sorted(weighed, key=lambda row: (not row[0], -row[1], row[2], row[3]))
    return [row[-1] for row in best[:FOREMOST]]


def put_right(words: str) -> str:
    """The words, each that no title holds replaced by the likest one that some title does."""
    with connection.cursor() as cursor:
        cursor.execute(_LIKEST, [words.split()])
        return " ".join(word for (word,) in cursor.fetchall())


def query_of(said: str) -> SearchQuery:
    """Every word, as a stem or as the beginning of a name; one of one or two letters is a whole word.

    "al-qur'an" is its words or one word; so is "al quran".
    """
    stems, prefixes = [], []
    for group in _AL.sub("al-", said).split():
        words, joined = plain(group).split(), joined_words(group).split()
        if words:
            stems.append(_either(words, joined, ""))
            ending = ":*" if len(words[-1]) >= SHORTEST_BEGINNING else ""
            prefixes.append(_either(words, joined, ending))
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
    return {"titles": Title.objects.held().count(), "copies": Item.objects.exclude(status__in=GONE).count()}
