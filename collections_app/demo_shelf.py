"""The demo's shelf: some four hundred titles that exist (bibliographic facts only), with invented copies."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from baubau_pembinaan.core.demo import DemoContext
from collections_app import demo_money
from collections_app.choices import Audience, ItemStatus, Origin, Source
from collections_app.identity import match_key
from collections_app.models import Demand, GiftLine, Item, ReceiptLine, Title, WeedingLine, WeedingRule
from collections_app.services.weeding import propose

FILE = Path(__file__).with_name("demo_titles.txt")
CODE = "CONTOH-"
AUDIENCES = {"c": Audience.CHILDREN, "y": Audience.YOUTH, "a": Audience.ADULT, "r": Audience.REFERENCE}
BROKEN, LOST = 37, 61  # every so-manieth copy
SOURCES = (Source.PURCHASE, Source.PURCHASE, Source.PURCHASE, Source.GIFT, Source.GRANT)


@dataclass(frozen=True)
class Row:
    title: str
    authors: list[str]
    publisher: str
    year: int | None
    classification: str
    audience: str


def rows() -> Iterator[Row]:
    """The file's titles, in its order."""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            title, authors, publisher, year, classification, audience = line.split("|")
            yield Row(
                title, authors.split("; "), publisher, int(year) if year else None, classification, AUDIENCES[audience]
            )


def load(context: DemoContext, *, wished: set[str]) -> None:
    """Titles with one to three copies received over the last eight years; `wished` titles stay off the shelf."""
    if Item.objects.filter(code__startswith=CODE).exists():
        return
    bought = {row[0] for order in (demo_money.LAST_YEAR, demo_money.SPRING, demo_money.LATE) for row in order}
    bought |= {row[0] for row in demo_money.WAITING}
    chosen = [row for row in rows() if row.title not in wished | bought]
    chosen += [
        replace(row, title=f"{row.title} (cetakan contoh {more})")
        for more in range(2, context.scale + 1)
        for row in chosen
    ]
    titles = Title.objects.bulk_create((_title(row) for row in chosen), batch_size=1000)
    copies = [copy for number, title in enumerate(titles) for copy in _copies(context, number, title)]
    Item.objects.bulk_create(copies, batch_size=1000)
    rule = WeedingRule.objects.filter(name="Buku rusak").first()
    if rule:
        propose(rule=rule, by=context.shared["users"]["pustakawan"], on=context.days_ago(9), is_demo=True)


def _title(row: Row) -> Title:
    author = row.authors[0]
    return Title(
        title=row.title, contributors=row.authors, publisher=row.publisher, year=row.year, origin=Origin.MANUAL,
        classification=row.classification, call_number=_call_number(row),
        language="Indonesia", audience=row.audience, is_demo=True, match_key=match_key(row.title, author, row.year, ""),
    )  # fmt: skip


def _call_number(row: Row) -> str:
    """ "899.221 HIR l": class, three letters of the author's last name, the title's first."""
    return f"{row.classification} {row.authors[0].split()[-1][:3].upper()} {row.title[0].lower()}"


def _copies(context: DemoContext, number: int, title: Title) -> Iterator[Item]:
    for copy in range(1 + number % 3):
        mark = number * 3 + copy + 1
        status = ItemStatus.REPAIR if mark % BROKEN == 0 else ItemStatus.MISSING if mark % LOST == 0 else None
        reference = title.audience == Audience.REFERENCE
        yield Item(
            title=title, code=f"{CODE}{mark:05}", call_number=title.call_number, location="Ruang baca",
            status=status or (ItemStatus.NO_LOAN if reference else ItemStatus.AVAILABLE),
            source=SOURCES[mark % len(SOURCES)], received_on=context.days_ago(420 + (mark * 97) % 2500),
        )  # fmt: skip


def clear(context: DemoContext) -> None:
    """Copies and titles that nothing real hangs on."""
    held = WeedingLine.objects.values("item")
    Item.objects.filter(code__startswith=CODE).exclude(pk__in=held).delete()
    came = ReceiptLine.objects.filter(title__isnull=False).values("title")
    invented = Title.objects.filter(is_demo=True, items=None).exclude(pk__in=came)
    given = GiftLine.objects.filter(record__isnull=False).values("record")
    invented.exclude(pk__in=_owned()).exclude(pk__in=given).delete()


def _owned() -> list[int]:
    return list(Demand.objects.filter(owned__isnull=False).values_list("owned", flat=True))
