"""Required level against rated level: one person's gaps, and the team's heat map."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
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


@dataclass(frozen=True)
class HeatMap:
    """People down, units across; a cell is a GapRow, or None where the post does not ask for the unit."""

    competences: list[Competence]
    rows: list[tuple[StaffProfile, list[GapRow | None]]]

    @property
    def totals(self) -> list[int]:
        """How many people have a gap, unit by unit."""
        return [
            sum(1 for _person, cells in self.rows if (cell := cells[column]) is not None and cell.is_gap)
            for column in range(len(self.competences))
        ]


def heat_map(people: Iterable[StaffProfile], year: int, on: date) -> HeatMap:
    """Four statements, whatever the number of people."""
    persons = list(people)
    gaps = gaps_of_many([person.pk for person in persons], year, on)
    units = {row.competence.pk: row.competence for rows in gaps.values() for row in rows}
    columns = sorted(units.values(), key=lambda unit: (unit.code, unit.pk))
    rows: list[tuple[StaffProfile, list[GapRow | None]]] = []
    for person in persons:
        mine = {row.competence.pk: row for row in gaps.get(person.pk, [])}
        rows.append((person, [mine.get(unit.pk) for unit in columns]))
    return HeatMap(columns, rows)
