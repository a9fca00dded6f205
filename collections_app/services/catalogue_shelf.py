"""Which title a record means: what a file called a title once means that title again; else by ISBN and by name."""

from collections.abc import Callable, Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from collections_app.identity import is_alike, is_longer_name, is_same_name, plain, show_isbn
from collections_app.models import Item, Title, TitleName
from collections_app.slims.rows import Record

LAST = 2**63  # where a title stands that has no key yet
Name = tuple[str, str]  # ISBN and key


def _name(record: Record) -> Name:
    return record.fields["isbn"], record.fields["match_key"]


def _shared(one: str, other: str) -> int:
    """How many words two names share."""
    return len(set(plain(one).split()) & set(plain(other).split()))


class Shelf:
    """The titles that a batch of records may mean. `decided`: those that a record of this file has met already, kept by
    the caller; `owner_of`: to which title (or its key) a copy belongs."""

    def __init__(self, records: Iterable[Record], owner_of: Mapping[str, Title | int], decided: set[int]) -> None:
        names = {_name(record) for record in records}
        isbns, keys = {isbn for isbn, _key in names} - {""}, {key for _isbn, key in names}
        self.owner_of, self.decided = owner_of, decided
        self.meant: dict[Name, Title] = {}
        self.by_isbn: dict[str, list[Title]] = {}
        self.by_key: dict[str, list[Title]] = {}
        called = {
            (isbn, key): title
            for isbn, key, title in TitleName.objects.filter(match_key__in=keys)
            .order_by("pk")
            .values_list("isbn", "match_key", "title_id")
            if (isbn, key) in names
        }
        stored = Title.objects.filter(Q(isbn__in=isbns) | Q(match_key__in=keys) | Q(pk__in=set(called.values())))
        rows = {title.pk: title for title in stored.defer("search", "words").order_by("pk")}
        self.titles = set(rows)
        for title in rows.values():
            self._line_up(title)
        self.meant = {name: rows[title] for name, title in called.items()}
        self.kept = set(self.meant)
        self.with_copies = set(
            Item.objects.filter(title__in=rows).order_by().values_list("title_id", flat=True).distinct()
        )

    def _line_up(self, title: Title) -> None:
        places = [(self.by_key, title.match_key)] + ([(self.by_isbn, title.isbn)] if title.isbn else [])
        for place, name in places:
            rows = place.setdefault(name, [])
            if not any(row is title for row in rows):
                rows.append(title)
                rows.sort(key=lambda row: row.pk or LAST)

    def put(self, title: Title, record: Record) -> None:
        """From now on this record's name means this title."""
        self.meant.setdefault(_name(record), title)
        self._line_up(title)

    def keep_names(self) -> None:
        """Write down which names came to mean which title; the titles are stored by now."""
        fresh = [(name, title) for name, title in self.meant.items() if name not in self.kept]
        TitleName.objects.bulk_create(TitleName(title=title, isbn=isbn, match_key=key) for (isbn, key), title in fresh)

    def find(self, record: Record) -> Title | None:
        """The title the record means; None where it is one of its own. Says so where others have its ISBN."""
        isbn, key = name = _name(record)
        if name in self.meant:
            return self.meant[name]
        others = self.by_isbn.get(isbn, []) if isbn else []
        tests: list[Callable[[Title], bool]] = [
            lambda title: title.title == record.title,
            lambda title: is_same_name(title.title, record.title),
            lambda title: is_alike(title.title, record.title),
            lambda title: self._is_told_by_copies(title, record),
            lambda title: self._has_longer_name(title, record),
        ]
        for test in tests:
            if found := next(filter(test, others), None):
                return found
        for title in self.by_key.get(key, []):
            if not isbn or not title.isbn or title.isbn == isbn:
                return title
        if others:
            nearest = max(others, key=lambda title: _shared(title.title, record.title))
            message = _("Also the ISBN of “%(title)s”; kept as a title of its own.") % {"title": nearest.title[:80]}
            record.warn("isbn_issn", show_isbn(isbn), message)
        return None

    # The source may have another name by now for what it is. What this file has called otherwise already is another
    # title: an ISBN may stand for a set.

    def _is_met(self, title: Title) -> bool:
        return title.pk is None or title.pk in self.decided

    def _is_told_by_copies(self, title: Title, record: Record) -> bool:
        return not self._is_met(title) and any(self.owner_of.get(code) == title.pk for code in record.codes)

    def _has_longer_name(self, title: Title, record: Record) -> bool:
        told_apart = bool(record.codes) and title.pk in self.with_copies
        return not self._is_met(title) and not told_apart and is_longer_name(title.title, record.title)
