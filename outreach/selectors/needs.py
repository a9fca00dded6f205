"""What the pages of community needs read."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.text import capfirst

from baubau_pembinaan.core.statements import Kept, KeptModels, KeptPart
from baubau_pembinaan.libraries.models import District
from outreach.choices import NeedOutcome, NeedStatus, NeedTheme
from outreach.models import Need

LIKE_SHOWN = 20

# Where each kecamatan of Baubau lies beside the others (column, row), the north above: a scheme, not a survey.
GRID = {
    "Lea-Lea": (0, 0),
    "Bungi": (1, 0),
    "Kokalukuna": (0, 1),
    "Sorawolio": (1, 1),
    "Batupoaro": (0, 2),
    "Wolio": (1, 2),
    "Betoambari": (0, 3),
    "Murhum": (1, 3),
}


_NEWEST = KeptModels(
    lambda: Need.objects.filter(is_held=False).select_related("district", "event").order_by("-asked_on", "-pk")
)
_DISTRICTS = Kept(lambda: District.objects.order_by("name", "pk").values_list("pk", "name"))


def districts() -> list[tuple[int, str]]:
    """Key and name of every kecamatan, by name."""
    return _DISTRICTS.rows()


def needs(
    *, search: str = "", theme: str = "", status: str = "", district: str = "", held: bool = False
) -> QuerySet[Need] | KeptPart[Need]:
    """Newest first; with `held` those held aside. A choice that is not understood leaves the list as it was."""
    if not (search or theme or status or district or held):
        return _NEWEST.part()
    found = Need.objects.filter(is_held=held).select_related("district", "event")
    if theme in NeedTheme.values:
        found = found.filter(theme=theme)
    if status in NeedStatus.values:
        found = found.filter(status=status)
    if district.isdecimal() and len(district) < 10:
        found = found.filter(district_id=int(district))
    if search:
        found = found.filter(text__icontains=search)
    return found.order_by("-asked_on", "-pk")


def need_for_page(pk: int) -> Need | None:
    joined = Need.objects.select_related("district", "event", "session__event", "noted_by", "answered_by")
    return joined.filter(pk=pk).first()


def by_code(code: str) -> Need | None:
    """What the code on a slip shows; a wish held aside is there too, as new."""
    return Need.objects.select_related("district", "event").filter(code=code).first()


def like(need: Need) -> QuerySet[Need]:
    """Open wishes of the same theme and kecamatan that could become the same event."""
    same = Need.objects.counted().filter(theme=need.theme, district=need.district_id, event=None)
    return same.filter(status__in=(NeedStatus.NEW, NeedStatus.TAKEN_UP)).exclude(pk=need.pk).order_by("asked_on", "pk")


@dataclass
class Row:
    """One kecamatan: how many wishes, how many answered, what is wished for most."""

    pk: int
    name: str
    cell: tuple[int, int]
    population: int | None = None
    wishes: int = 0
    answered: int = 0
    themes: Counter[str] = field(default_factory=Counter)

    @property
    def top(self) -> str:
        """The commonest theme in words; of equals the first of the list."""
        if not self.themes:
            return ""
        order = list(NeedTheme.values)
        best = min(self.themes, key=lambda theme: (-self.themes[theme], order.index(theme)))
        return str(NeedTheme(best).label)

    @property
    def per_10000(self) -> float | None:
        return self.wishes * 10_000 / self.population if self.population else None


@dataclass
class Counted:
    """All of a year: the kecamatan, those without one, and what the wishes became."""

    rows: list[Row]
    elsewhere: int = 0
    total: int = 0
    answered: int = 0
    themes: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)


def counted(*, year: int, theme: str = "") -> Counted:
    """Wishes of a year by kecamatan, all kecamatan named even with none. Two statements."""
    rows: dict[int, Row] = {}
    free = _free_cells()
    for district in District.objects.order_by("name", "pk"):
        cell = GRID.get(district.name) or next(free)
        rows[district.pk] = Row(district.pk, district.name, cell, district.population)
    found = Counted(list(rows.values()))
    wishes = Need.objects.counted().filter(asked_on__year=year)
    if theme in NeedTheme.values:
        wishes = wishes.filter(theme=theme)
    grouped: Any = wishes.order_by().values_list("district_id", "theme", "status", "outcome").annotate(n=Count("pk"))
    for district_id, kind, status, outcome, n in grouped:
        found.total += n
        found.themes[kind] += n
        told = n if status != NeedStatus.NEW else 0
        found.answered += told
        if outcome:
            found.outcomes[outcome] += n
        if district_id is None:
            found.elsewhere += n
            continue
        row = rows[district_id]
        row.wishes += n
        row.answered += told
        row.themes[kind] += n
    return found


def _free_cells() -> Any:
    """Cells below the scheme, for a kecamatan that was added later."""
    row = 1 + max(row for _column, row in GRID.values())
    while True:
        yield (0, row)
        yield (1, row)
        row += 1


def theme_rows(found: Counted) -> list[tuple[str, int]]:
    """(theme in words, wishes), the commonest first."""
    order = list(NeedTheme.values)
    themes = sorted(found.themes, key=lambda theme: (-found.themes[theme], order.index(theme)))
    return [(capfirst(str(NeedTheme(theme).label)), found.themes[theme]) for theme in themes]


def outcome_rows(found: Counted) -> list[tuple[str, int]]:
    """(what they became, wishes), in the order of the choices."""
    return [
        (capfirst(str(NeedOutcome(outcome).label)), found.outcomes[outcome])
        for outcome in NeedOutcome.values
        if found.outcomes[outcome]
    ]
