"""Required level against rated level: one person's gaps, and the team's heat map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.statements import Kept, among, blank
from training.models import Assessment, Competence, PositionRequirement


@dataclass(frozen=True)
class GapRow:
    """One unit that the person's posts ask for. `level` None: nobody has rated it in that year."""

    competence: Competence
    required: int
    assessment: Assessment | None

    @property
    def level(self) -> int | None:
        return self.assessment.level if self.assessment else None

    @property
    def gap(self) -> int | None:
        """Levels missing: 0 where the requirement is met, None while nobody has rated."""
        return None if self.level is None else max(self.required - self.level, 0)

    @property
    def is_gap(self) -> bool:
        return bool(self.gap)


def gaps_of(profile: StaffProfile, year: int, on: date, *, or_before: bool = False) -> list[GapRow]:
    """The units asked of the person that day, the largest gap first, unrated ones last. Three statements."""
    return gaps_of_many([profile.pk], year, on, or_before=or_before).get(profile.pk, [])


def gaps_of_many(people: list[int], year: int, on: date, *, or_before: bool = False) -> dict[int, list[GapRow]]:
    """Person -> their gaps. Whoever holds two posts must meet the higher of two requirements. Three statements.

    or_before: a unit not rated in the year counts as rated in the year before.
    """
    posts: dict[int, list[int]] = {}
    for person, position in Appointment.objects.on(on).filter(profile__in=people).values_list("profile", "position"):
        posts.setdefault(person, []).append(position)
    wanted: dict[int, list[PositionRequirement]] = {}
    rows = PositionRequirement.objects.filter(
        position__in={position for held in posts.values() for position in held}, competence__is_active=True
    ).select_related("competence")
    for row in rows.order_by("competence__code", "pk"):
        wanted.setdefault(row.position_id, []).append(row)
    ratings = Assessment.objects.filter(profile__in=people, year__range=(year - or_before, year)).order_by("year", "pk")
    rated = {(row.profile_id, row.competence_id): row for row in ratings if row.level is not None or row.year == year}
    found = {}
    for person, held in posts.items():
        units: dict[int, tuple[Competence, int]] = {}
        for position in held:
            for row in wanted.get(position, []):
                _unit, before = units.get(row.competence_id, (row.competence, 0))
                units[row.competence_id] = (row.competence, max(before, row.required_level))
        gaps = [GapRow(unit, required, rated.get((person, unit.pk))) for unit, required in units.values()]
        found[person] = sorted(gaps, key=lambda row: (-(row.gap if row.gap is not None else -1), row.competence.code))
    return found


class Cell(NamedTuple):
    """What a person's posts ask of a unit, and what it was rated in the year."""

    required: int
    own: int | None = None
    leader: int | None = None

    @property
    def gap(self) -> int | None:
        """As that of a GapRow."""
        level = self.own if self.leader is None else self.leader
        return None if level is None else max(self.required - level, 0)


@dataclass(frozen=True)
class HeatMap:
    """People down, units across; a cell is None where no post asks for the unit."""

    competences: list[Competence]
    rows: list[tuple[StaffProfile, list[Cell | None]]]

    @property
    def asked(self) -> list[tuple[StaffProfile, list[Cell | None]]]:
        """The rows of those whose post asks for something."""
        return [row for row in self.rows if any(row[1])]

    @property
    def unasked(self) -> list[StaffProfile]:
        """Those of whom no post asks anything."""
        return [person for person, cells in self.rows if not any(cells)]

    @property
    def totals(self) -> list[int]:
        """How many people have a gap, unit by unit."""
        columns = zip(*(cells for _person, cells in self.rows), strict=True)
        found = [sum(1 for cell in column if cell is not None and cell.gap) for column in columns]
        return found or [0] * len(self.competences)


def heat_map(people: Iterable[StaffProfile], year: int, on: date) -> HeatMap:
    """Two statements beside that of the people, whatever their number."""
    persons = list(people)
    keys = [person.pk for person in persons]
    units: dict[int, Competence] = {}
    asked: dict[int, dict[int, int]] = {key: {} for key in keys}
    for person, level, pk, code, title, title_en in _WANTED.rows(people=keys, on=on):
        asked[person][pk] = max(level, asked[person].get(pk, 0))
        if pk not in units:
            units[pk] = Competence(pk=pk, code=code, title=title, title_en=title_en)
    rated = {(person, unit): levels for person, unit, *levels in _RATED.rows(people=keys, year=year)}
    rows: list[tuple[StaffProfile, list[Cell | None]]] = []
    nobody = (None, None)
    for one in persons:
        levels = asked[one.pk]
        rows.append((one, [Cell(levels[u], *rated.get((one.pk, u), nobody)) if u in levels else None for u in units]))
    return HeatMap(list(units.values()), rows)


def _wanted() -> QuerySet[Appointment, Any]:
    on: Any = blank("on")
    need = "position__required_competences"
    unit = f"{need}__competence"
    rows = Appointment.objects.on(on).filter(**{"profile__in": among("people"), f"{unit}__is_active": True})
    columns = (
        "profile",
        f"{need}__required_level",
        unit,
        *(f"{unit}__{name}" for name in ("code", "title", "title_en")),
    )
    return rows.order_by(f"{unit}__code", unit).values_list(*columns)


def _rated() -> QuerySet[Assessment, Any]:
    rows = Assessment.objects.filter(profile__in=among("people"), year=blank("year")).order_by()
    return rows.values_list("profile", "competence", "self_level", "leader_level")


def people_with_a_gap(people: list[int], units: list[Competence], year: int, on: date) -> dict[int, int]:
    """Unit -> how many of the people have a gap, as HeatMap.totals counts those of its rows. One statement."""
    return dict(_WITH_A_GAP.rows(people=people, units=[unit.pk for unit in units], year=year, on=on))


def _with_a_gap() -> QuerySet[Appointment, Any]:
    on: Any = blank("on")
    need, rated = "position__required_competences", "profile__assessments"
    missed: dict[str, Any] = {
        "profile__in": among("people"),
        f"{need}__competence__in": among("units"),
        f"{rated}__year": blank("year"),
        f"{rated}__competence": F(f"{need}__competence"),
        f"{need}__required_level__gt": Coalesce(f"{rated}__leader_level", f"{rated}__self_level"),
    }
    rows = Appointment.objects.on(on).filter(**missed).order_by().values(f"{need}__competence")
    return rows.annotate(n=Count("profile", distinct=True)).values_list(f"{need}__competence", "n")


_WANTED, _RATED, _WITH_A_GAP = Kept(_wanted), Kept(_rated), Kept(_with_a_gap)
