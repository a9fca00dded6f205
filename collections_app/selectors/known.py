"""What is known of a title somebody names: whether it stands on the shelf, perhaps under another spelling, and who
has asked for it already."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Length

from collections_app.choices import FINAL_STEPS, GONE, DemandStatus, Origin
from collections_app.identity import differs_in_number, name_key, plain
from collections_app.models import Demand, Item, Title
from collections_app.models.catalogue import is_held

from .catalogue import WordSimilarity, put_right, query_of
from .weighing import askers_of

NEAR = 0.8  # titles that share this much may be one with a slip of the finger
WEIGHED, SHOWN = 40, 3
WORTH_A_LOOK = 0.3  # letters shared by titles that are weighed at all


@dataclass(frozen=True)
class Known:
    """`owned`: the title on the shelf; `possible`: titles that may be it, both with `copies` and `on_shelf`; `asked`:
    its demand, with `askers`; `alike`: open demands that may be for it; `before`: the demand for it that has ended.

    `mark`: what somebody has seen who sends the wish all the same.
    """

    owned: Title | None = None
    possible: list[Title] = field(default_factory=list)
    asked: Demand | None = None
    alike: list[Demand] = field(default_factory=list)
    before: Demand | None = None
    said: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.owned or self.possible or self.asked or self.alike or self.before)

    @property
    def by_number(self) -> bool:
        """Whether it is the ISBN alone that leads there: the words are of another book, or the number is."""
        title, _author, isbn = self.said
        found = (self.owned, self.asked, self.before)
        return bool(isbn) and any(row and row.isbn == isbn and plain(row.title) != plain(title) for row in found)

    @property
    def mark(self) -> str:
        one = [self.owned and self.owned.pk, self.asked and self.asked.pk, self.before and self.before.pk]
        shown = [self.said, one, [row.pk for row in self.possible], [row.pk for row in self.alike]]
        return hashlib.blake2b(repr(shown).encode(), digest_size=12).hexdigest()


def known_of(*, title: str, author: str, isbn: str) -> Known:
    """What somebody who names this title is shown before the wish is sent; titles whose copies are gone are not."""
    owned, possible = titles_like(title=title, author=author, isbn=isbn, among=Title.objects.held().with_copies())
    key = name_key(title, author)
    asked = demand_for(isbn, key)
    alike = [] if asked else demands_like(title=title, author=author, isbn=isbn)
    before = None if asked else _ended(isbn, key)
    return Known(owned, [] if owned else possible, asked, alike, before, (title, author, isbn))


def _led(same: Q) -> Any:
    """The demands, with `askers`, that such demands belong to: what was joined counts for the one that leads."""
    keys = Demand.objects.filter(same).values("pk")
    return (
        Demand.objects.leading_of(keys)
        .annotate(askers=askers_of("pk"))
        .select_related("reason", "owned")
        .order_by("pk")
    )


def demand_for(isbn: str, key: str) -> Any:
    """The demand, with `askers`, that a wish belongs to, the oldest first, a joined one's leading. None where there is
    none, or where it has ended: declined, or the copies it brought are gone.

    One whose copies stand on the shelf takes new wishes by ISBN: its asker reads at once that it is there.
    """
    if isbn:
        for found in _led(Q(isbn=isbn)):
            if found.status not in FINAL_STEPS or (found.status == DemandStatus.AVAILABLE and not _is_gone(found)):
                return found
    alike = _led(Q(match_key=key)).exclude(status__in=FINAL_STEPS) if key else Demand.objects.none()
    return (alike.filter(isbn__in=["", isbn]) if isbn else alike).first()


def _is_gone(demand: Demand) -> bool:
    """Whether the library had copies of it and can find none today."""
    title = Q(title=demand.owned_id) if demand.owned_id else Q(title__isbn=demand.isbn)
    copies = set(Item.objects.filter(title).values_list("status", flat=True).distinct().order_by())
    return bool(copies) and copies <= set(GONE)


def _ended(isbn: str, key: str) -> Demand | None:
    """The demand for this title that ended last."""
    same = (Q(isbn=isbn) if isbn else Q(pk=None)) | (Q(match_key=key) if key else Q(pk=None))
    return _led(same).filter(status__in=FINAL_STEPS).order_by("-status_on", "-pk").first()


def demands_like(*, title: str, author: str, isbn: str) -> list[Demand]:
    """At most SHOWN open demands, with `askers`, that may be for this title though it is written otherwise."""
    words = plain(title)
    if not words:
        return []
    shared: Any = TrigramSimilarity("title", title)
    rows: Any = Demand.objects.on_their_own().exclude(status__in=FINAL_STEPS).annotate(shared=shared)
    if isbn:
        rows = rows.filter(isbn__in=["", isbn])
    rows = rows.filter(Q(title__iexact=title) | Q(shared__gte=WORTH_A_LOOK)).annotate(askers=askers_of("pk"))

    def share(row: Demand) -> float:
        by_one = bool(author) and _are_one(author, [row.author])
        return _share(words, plain(row.title), by_one=by_one)

    near = [(share(row), row) for row in rows.order_by("-shared", "pk")[:WEIGHED]]
    return [row for part, row in sorted(near, key=lambda pair: (-pair[0], pair[1].pk)) if part >= NEAR][:SHOWN]


def owned_title(*, title: str, author: str, isbn: str) -> Title | None:
    """The catalogue's record: by ISBN, else by the same words of the title and an author who may be the same. Of
    several one with copies; one whose copies are gone is still the record that new copies belong to."""
    return titles_like(title=title, author=author, isbn=isbn)[0]


def titles_like(
    *, title: str, author: str, isbn: str, among: QuerySet[Title] | None = None
) -> tuple[Title | None, list[Title]]:
    """(the title there is already, at most SHOWN others that may be it, the likest first), of all or of `among`."""
    stored: Any = (
        (Title.objects.all() if among is None else among).annotate(here=is_held("pk")).alias(letters=Length("title"))
    )
    if isbn and (found := stored.filter(isbn=isbn).defer("search").order_by("-here", "pk").first()):
        return found, []
    words = plain(title)
    if not words:
        return None, []
    begins = Case(When(title__iexact=title, then=2), When(words__startswith=words, then=1), default=0)
    alike = Q(words__trigram_strict_word_similar=words) if " " in words else _of_one_word(words, author)
    rows = stored.filter(Q(title__iexact=title) | alike).annotate(
        begins=begins, near=WordSimilarity(Value(words), F("words"))
    )
    near: list[Any] = list(rows.defer("search", "notes").order_by("-begins", "-near", "pk")[:WEIGHED])
    same = [row for row in near if not isbn or row.isbn in ("", isbn)]  # two numbers are two editions
    meant = [row for row in same if plain(row.title) == words and _may_be_by(author, row)]
    owned = next((row for row in meant if row.here), meant[0] if meant else None)
    shares = {row.pk: _share(words, plain(row.title), by_one=bool(author) and _may_be_by(author, row)) for row in near}
    likest = sorted(near, key=lambda row: (-shares[row.pk], row.pk))
    return owned, [row for row in likest if row is not owned and shares[row.pk] >= NEAR][:SHOWN]


def _of_one_word(word: str, author: str) -> Q:
    """Titles with the word, or the likest one there is, that are hardly longer, or by that author: of the thousands
    with a word such as "kota" no other is the one that is meant."""
    query = query_of(word)
    better = put_right(word)
    if better != word:
        query |= query_of(better)
    short = Q(letters__lte=len(word) / NEAR + 2)
    by_one = Q(search=query_of(author)) if plain(author) else Q(pk=None)
    return Q(search=query) & (short | by_one)


def _may_be_by(author: str, title: Title) -> bool:
    """ "Hirata" is Andrea Hirata; no author given may be anybody, and none known is nobody in particular."""
    return _are_one(author, [*title.contributors, title.responsibility])


def _are_one(author: str, others: Iterable[str]) -> bool:
    said = set(plain(author).split())
    held = [set(plain(name).split()) for name in others if name]
    return not said or any(names and (said <= names or names <= said) for names in held)


def _share(one: str, other: str, *, by_one: bool) -> float:
    """How likely two titles are one: what they share, or all of it where one only says more ("… (novel)")."""
    if differs_in_number(one, other):
        return 0.0
    a, b = set(one.split()), set(other.split())
    if (a <= b or b <= a) and (by_one or min(len(a), len(b)) > 1):
        return 0.99
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def doubles_among(titles: Iterable[Title], *, today: date) -> list[tuple[Title, Title]]:
    """Of titles, those just added here although one nearly alike stands in the catalogue: (the new one, the other)."""
    found = []
    for title in titles:
        if title.origin != Origin.MANUAL or title.added_on < today - timedelta(days=1):
            continue
        same, possible = titles_like(title=title.title, author=title.authors, isbn="")
        others = [row for row in (same, *possible) if row and row.pk != title.pk]
        if others and not (title.isbn and others[0].isbn):  # two numbers are two editions
            found.append((title, others[0]))
    return found
