"""Finding titles: Indonesian full text, names as they are, and words misspelt, in one ranked list."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.db.models import Case, F, FloatField, Func, QuerySet, Value, When
from django.db.models.functions import Left

from baubau_pembinaan.core.statements import KeptModels, KeptText, among
from collections_app.choices import GONE, Audience, ItemStatus
from collections_app.identity import joined_words, plain, read_isbn
from collections_app.models import Item, Title
from collections_app.models.catalogue import LEFT, TitleQuerySet

from .title_ranks import FOREMOST, WEIGHED, best

CLASSES = ("000", "100", "200", "2X0", "300", "400", "500", "600", "700", "800", "900")
SHORTEST_GUESS = 4
SHORTEST_BEGINNING = 3  # letters of a word that longer ones are found by
NUMBERS_KEPT = 300
_AL = re.compile(r"\bal\s+(?=\w)", re.IGNORECASE)  # the Arabic article, written apart or not


_LIKEST = KeptText("""
SELECT coalesce(likest.word, said.word)
FROM unnest(%(words)s::text[]) WITH ORDINALITY AS said (word, place)
LEFT JOIN LATERAL (
    SELECT word FROM collections_app_titleword AS known
    WHERE length(said.word) >= 4 AND known.word %% said.word
    ORDER BY similarity(known.word, said.word) DESC, abs(length(known.word) - length(said.word)), known.word LIMIT 1
) AS likest ON true
ORDER BY said.place
""")


_PAGE = KeptModels(
    lambda: Title.objects.with_copies().defer("search", "words", "notes").filter(pk__in=among("pks")).order_by()
)


class Found(Sequence[Title]):
    """The titles of a search, the best first. Their keys are known; a page reads its own rows, in one statement."""

    def __init__(self, keys: list[int]) -> None:
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1 or None][0]
        wanted = self.keys[place]
        rows = {row.pk: row for row in _PAGE.rows(pks=wanted)} if wanted else {}
        return [rows[pk] for pk in wanted if pk in rows]

    def __iter__(self) -> Iterator[Title]:
        return iter(self[:])


class WordSimilarity(Func):
    function = "strict_word_similarity"
    output_field = FloatField()


def titles(
    search: str = "", *, main_class: str = "", audience: str = "", held: bool = False, only: Any = None
) -> "QuerySet[Title] | Found":
    """Titles with `copies` and `on_shelf`, best match first, then by name; none for signs that are no words.

    held: only those the library still has; only: a condition for them (`behind.titles_behind`).
    """
    said = " ".join(search.split())[:100]
    chosen = {
        "main_class": main_class if main_class in CLASSES else "",
        "audience": audience if audience in Audience.values else "",
    }
    isbn = read_isbn(said)[0] if said else ""
    if said and not isbn:
        keys = _ranked(said, chosen, held=held) if plain(said) else []
        if only is not None:
            left = set(Title.objects.filter(only, pk__in=keys).values_list("pk", flat=True))
            keys = [key for key in keys if key in left]
        return Found(keys)
    those = _those(chosen, held=held)
    found = (those if only is None else those.filter(only)).with_copies().defer("search", "words", "notes")
    return (found.filter(isbn=isbn) if isbn else found).order_by("title", "pk")


def _those(chosen: dict[str, str], *, held: bool) -> TitleQuerySet:
    found = Title.objects.filter(**{name: value for name, value in chosen.items() if value})
    return found.held() if held else found


def _ranked(said: str, chosen: dict[str, str], *, held: bool) -> list[int]:
    """Keys of what holds the words, the best first. Where nothing does, of what is written nearly so.

    Of words that half the catalogue holds the best FOREMOST: nobody turns so many pages.
    """

    def holding(text: str) -> list[int]:
        stems, prefixes = _texts_of(text)
        return best(said=text, words=plain(text), stems=stems, prefixes=prefixes, held=held, **chosen)

    words, keys = plain(said), holding(said)
    if keys:
        return keys
    rows: Any = _those(chosen, held=held).order_by()
    if max(map(len, words.split())) >= SHORTEST_GUESS:
        better = put_right(words)
        return (better != words and holding(better)) or _near(rows, said)
    beginning = rows.alias(beginning=Left("words", LEFT)).filter(beginning__startswith=words)[:FOREMOST]
    return _sorted(beginning, Value(0.0), said)


def _near(rows: Any, said: str) -> list[int]:
    words = plain(said)
    near = rows.filter(words__trigram_strict_word_similar=words)
    return _sorted(near, WordSimilarity(Value(words), F("words")), said)


def _sorted(rows: Any, rank: Any, said: str) -> list[int]:
    """As `best`, of other rows."""
    named = Case(When(title__iexact=said, then=True), default=False)
    begins = Case(When(words__startswith=plain(said), then=1.0), default=0.0, output_field=FloatField())
    weighed = rows.annotate(named=named, weight=rank + begins).values_list("named", "weight", "title", "pk")[:WEIGHED]
    ordered = sorted(weighed, key=lambda row: (not row[0], -row[1], row[2], row[3]))
    return [row[-1] for row in ordered[:FOREMOST]]


def put_right(words: str) -> str:
    """The words, each that no title holds replaced by the likest one that some title does."""
    return " ".join(word for (word,) in _LIKEST.rows(words=words.split()))


def query_of(said: str) -> SearchQuery:
    """Every word, as a stem or as the beginning of a name; one of one or two letters is a whole word.

    "al-qur'an" is its words or one word; so is "al quran".
    """
    stems, prefixes = _texts_of(said)
    whole = SearchQuery(stems, config="indonesian", search_type="raw")
    return whole | SearchQuery(prefixes, config="simple", search_type="raw")


def _texts_of(said: str) -> tuple[str, str]:
    """(stems, beginnings) that `query_of` looks for, as to_tsquery takes them."""
    stems, prefixes = [], []
    for group in _AL.sub("al-", said).split():
        words, joined = plain(group).split(), joined_words(group).split()
        if words:
            stems.append(_either(words, joined, ""))
            ending = ":*" if len(words[-1]) >= SHORTEST_BEGINNING else ""
            prefixes.append(_either(words, joined, ending))
    return " & ".join(stems), " & ".join(prefixes)


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
