"""What is known of a title somebody names: whether it stands on the shelf, perhaps under another spelling, and who
has asked for it already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Case, F, Q, Value, When

from collections_app.choices import DemandStatus, Origin
from collections_app.identity import differs_in_number, match_key, plain
from collections_app.models import Demand, Title

from .board import askers_of
from .catalogue import WordSimilarity

FINAL = (DemandStatus.AVAILABLE, DemandStatus.DECLINED)
NEAR = 0.8  # titles that share this much may be one with a slip of the finger
WEIGHED, SHOWN = 40, 3


@dataclass(frozen=True)
class Known:
    """`owned`: the title on the shelf; `possible`: titles that may be it; `asked`: its demand, with `askers`."""

    owned: Title | None = None
    possible: list[Title] = field(default_factory=list)
    asked: Demand | None = None

    def __bool__(self) -> bool:
        return bool(self.owned or self.possible or self.asked)


def known_of(*, title: str, author: str, isbn: str) -> Known:
    """What somebody who names this title is shown before the wish is sent."""
    owned, possible = titles_like(title=title, author=author, isbn=isbn)
    asked = demand_for(isbn, match_key(title, author, None, ""))
    return Known(owned, [] if owned else possible, asked)


def demand_for(isbn: str, key: str) -> Any:
    """The demand, with `askers`, that a wish belongs to, the oldest first; one that has ended takes new wishes by
    ISBN only. None where there is none."""
    standing = Demand.objects.on_their_own().annotate(askers=askers_of("pk"))
    if isbn and (found := standing.filter(isbn=isbn).first()):
        return found
    alike = standing.filter(match_key=key).exclude(status__in=FINAL) if key else standing.none()
    if isbn:
        alike = alike.filter(isbn="")
    return alike.order_by("pk").first()


def owned_title(*, title: str, author: str, isbn: str) -> Title | None:
    """What the library has already: by ISBN, else by the same words of the title and an author who may be the same."""
    return titles_like(title=title, author=author, isbn=isbn)[0]


def titles_like(*, title: str, author: str, isbn: str) -> tuple[Title | None, list[Title]]:
    """(the title the library has already, at most SHOWN others that may be it, the likest first)."""
    if isbn and (found := Title.objects.filter(isbn=isbn).defer("search").order_by("pk").first()):
        return found, []
    words = plain(title)
    if not words:
        return None, []
    begins = Case(When(title__iexact=title, then=2), When(words__startswith=words, then=1), default=0)
    written = Q(title__iexact=title) | Q(words__trigram_strict_word_similar=words)
    rows = Title.objects.filter(written).annotate(begins=begins, near=WordSimilarity(Value(words), F("words")))
    near: list[Any] = list(rows.defer("search", "notes").order_by("-begins", "-near", "pk")[:WEIGHED])
    owned = next((row for row in near if plain(row.title) == words and _may_be_by(author, row)), None)
    shares = {row.pk: _share(words, plain(row.title), by_one=bool(author) and _may_be_by(author, row)) for row in near}
    likest = sorted(near, key=lambda row: (-shares[row.pk], row.pk))
    return owned, [row for row in likest if row is not owned and shares[row.pk] >= NEAR][:SHOWN]


def _may_be_by(author: str, title: Title) -> bool:
    """ "Hirata" is Andrea Hirata; no author given may be anybody, and none known is nobody in particular."""
    said = set(plain(author).split())
    held = [set(plain(name).split()) for name in (*title.contributors, title.responsibility) if name]
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
