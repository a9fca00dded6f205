"""What of an order the library has already, or buys twice, or is given: shown while the order can still be changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from collections_app.choices import GiftDecision, GiftStatus, OrderStatus
from collections_app.identity import name_key, plain
from collections_app.models import Demand, GiftLine, Order, OrderLine, Title

from .gifts import owned_among
from .known import known_of


@dataclass(frozen=True)
class Double:
    """`owned`: the title on the shelf; `twice`: it stands in the same order once more; `giver`: who brings it; and
    where one line is asked about, `like`: a title that may be it; `asked`: a wish for it; `order`: another with it.
    """

    owned: Title | None = None
    twice: bool = False
    giver: str = ""
    like: Title | None = None
    asked: Demand | None = None
    order: Order | None = None

    def __bool__(self) -> bool:
        return bool(self.owned or self.twice or self.giver or self.like or self.asked or self.order)


def doubles_among(lines: Sequence[OrderLine]) -> dict[int | None, Double]:
    """The lines of an order (by key; None of one that is not stored yet) that are worth a question. Two statements."""
    keys = {line.pk: name_key(line.title, line.author) for line in lines}
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


def question_about(line: OrderLine, others: Sequence[OrderLine]) -> Double:
    """What speaks against a line that somebody writes into an order with these others: besides doubles, what is nearly
    the same title on the shelf, among the wishes (of a title not chosen there) and in other orders."""
    double = doubles_among([line, *others]).get(line.pk) or Double()
    if line.demand_id:
        return double
    found = known_of(title=line.title, author=line.author, isbn=line.isbn)
    like = next((row for row in (found.owned, *found.possible) if row and _may_be_one(line.isbn, row.isbn)), None)
    words = plain(line.title)
    same = any(plain(row.title) == words and _may_be_one(line.isbn, row.isbn) for row in others)
    return replace(
        double,
        twice=double.twice or (bool(words) and same),
        like=None if double.owned else like,
        asked=found.asked or next(iter(found.alike), None),
        order=_bought_by(line),
    )


def _may_be_one(isbn: str, other: str) -> bool:
    """Two numbers are two editions."""
    return not isbn or not other or isbn == other


def _bought_by(line: OrderLine) -> Order | None:
    """Another order, not at its end, that holds the title."""
    rows = OrderLine.objects.exclude(order=line.order_id).exclude(
        order__status__in=[OrderStatus.RECEIVED, OrderStatus.CANCELLED]
    )
    by_name = Q(title__iexact=line.title)
    by_name &= Q(isbn__in=["", line.isbn]) if line.isbn else Q()
    rows = rows.filter(by_name | Q(isbn=line.isbn) if line.isbn else by_name)
    found = rows.select_related("order").order_by("-pk").first()
    return found.order if found else None


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
