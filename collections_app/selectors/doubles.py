"""What of an order the library has already, or buys twice, or is given: shown while the order can still be changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from collections_app.choices import GiftDecision, GiftStatus
from collections_app.identity import match_key
from collections_app.models import GiftLine, OrderLine, Title

from .gifts import owned_among


@dataclass(frozen=True)
class Double:
    """`owned`: the title on the shelf; `twice`: it stands in the same order once more; `giver`: who brings it."""

    owned: Title | None
    twice: bool
    giver: str

    def __bool__(self) -> bool:
        return bool(self.owned or self.twice or self.giver)


def doubles_among(lines: Sequence[OrderLine]) -> dict[int | None, Double]:
    """The lines of an order (by key; None of one that is not stored yet) that are worth a question. Two statements."""
    keys = {line.pk: match_key(line.title, line.author, None, "") for line in lines}
    isbns = Counter(line.isbn for line in lines if line.isbn)
    named: dict[str, Counter[str]] = {key: Counter() for key in keys.values()}
    for line in lines:
        named[keys[line.pk]][line.isbn] += 1
    owned, (by_isbn, by_key) = owned_among(lines), _givers({*isbns}, {*named})
    found = {}
    for line in lines:
        key = keys[line.pk]
        twice = isbns[line.isbn] > 1 or _is_named_twice(line.isbn, named[key])
        found[line.pk] = Double(owned.get(line.pk), twice, by_isbn.get(line.isbn) or by_key.get(key) or "")
    return {pk: double for pk, double in found.items() if double}


def _is_named_twice(isbn: str, same: Counter[str]) -> bool:
    """Whether another line of the same name may be the same title: two numbers are two editions."""
    others = same.total() - 1
    return others > 0 and (not isbn or same[""] > 0 or same[isbn] > 1)


def _givers(isbns: set[str], keys: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Who brings a title that was accepted as a gift and has not come yet: by ISBN, and by the key of its name."""
    coming = GiftLine.objects.filter(gift__status=GiftStatus.ACCEPTED, decision=GiftDecision.ACCEPT)
    rows = coming.filter(Q(isbn__in=isbns - {""}) | Q(match_key__in=keys - {""})).order_by("-pk")
    found = list(rows.values_list("isbn", "match_key", "gift__giver"))
    return {isbn: giver for isbn, _key, giver in found if isbn}, {key: giver for _isbn, key, giver in found if key}
