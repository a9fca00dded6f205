"""Writing down daily counts: by hand in the grid, or from the library system's exports."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.dates import parse_tanggal_pukul
from baubau_pembinaan.core.tables import Problem, Table, read_table
from baubau_pembinaan.core.tables import TableRefused as TableRefused

from .models import Counted, DailyCount, ServicePoint
from .models.count import MOST

Values = Mapping[str, int | None]
# The headings of SLiMS (visitor list, loan history) in the languages it speaks here, small and without signs.
# Source: slims/slims9_bulian, admin/modules/reporting/customs/visitor_list.php and loan_history.php.
VISIT_DAYS = {
    "visitdate",
    "checkindate",
    "tanggalkunjungan",
    "tanggalkunjung",
    "tanggalberkunjung",
    "tglkunjungan",
    "waktukunjungan",
}
LOAN_DAYS = {"loandate", "tanggalpinjam", "tanggalpeminjaman", "tanggalpinjaman", "tglpinjam"}
IMPORTED = {Counted.VISITS: VISIT_DAYS, Counted.LOANS: LOAN_DAYS}
MOST_PROBLEMS = 200


class DayToCome(ValidationError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("This day is still to come."))


@transaction.atomic
def record_counts(*, day: date, counts: Mapping[int, Values], by: Any, at: datetime, today: date) -> int:
    """Write the values given for each service point (by id); kinds not named stay. Returns how many rows changed.

    None takes a value away. Two people who write down different kinds of the same day do not undo each other. Raises
    DayToCome.
    """
    if day > today:
        raise DayToCome
    # One writer of a point at a time, also for a day that has no row yet.
    points = list(ServicePoint.objects.select_for_update().filter(pk__in=list(counts)).order_by("pk"))
    rows = {row.service_point_id: row for row in DailyCount.objects.filter(day=day, service_point__in=points)}
    return sum(
        _write(rows.get(point.pk) or DailyCount(service_point=point, day=day), counts[point.pk], str(by), at)
        for point in points
    )


def _write(row: DailyCount, values: Values, by: str, at: datetime) -> int:
    differs = {kind: value for kind, value in values.items() if getattr(row, kind) != value}
    if not differs:
        return 0
    for kind, value in differs.items():
        setattr(row, kind, value)
    row.written_by, row.written_at = by[:200], at
    row.is_demo = False  # what a person writes is no sample any more
    if row.is_empty and row.pk:
        row.delete()
    elif not row.is_empty:
        row.save(update_fields=[*differs, "written_by", "written_at", "is_demo"] if row.pk else None)
    return 1


# --- Exports of SLiMS ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CountedFile:
    """What an export comes to: how many of `kind` on which day; `rows` lines were read."""

    kind: Counted
    rows: int
    days: dict[date, int]

    @property
    def first(self) -> date:
        return min(self.days)

    @property
    def last(self) -> date:
        return max(self.days)


Standing = Mapping[date, int | None]


@dataclass(frozen=True)
class ImportReport:
    """`new`, `changed`, `same`: days that got their first figure, another one, or had it already. `stood`: what stood
    on each day of the file before."""

    file: CountedFile
    new: int
    changed: int
    same: int
    stood: Standing

    @property
    def corrections(self) -> list[tuple[date, int, int]]:
        """(day, what stood, what the file says) where a figure gives way to another one."""
        found = [(day, self.stood.get(day), n) for day, n in self.file.days.items()]
        return [(day, stood, n) for day, stood, n in found if stood is not None and stood != n]


class StandsOtherwise(ValidationError):
    """What the file would replace is no longer what its reader saw."""

    def __init__(self) -> None:
        super().__init__(gettext_lazy("Somebody wrote other figures meanwhile. Look again at what would be replaced."))


def read_export(source: IO[bytes], *, today: date) -> CountedFile:
    """A visitor list or loan history of SLiMS as CSV or XLSX, one line a visit or loan, told by its heading.

    Nothing but the days is kept: names and member numbers are not read. Raises TableRefused, naming row and column of
    what is no day, lies ahead or is more in a day than can be.
    """
    table = read_table(source)
    kind, column = _kind_of(table)
    problems: list[Problem] = []
    days: Counter[date] = Counter()
    for row in table.rows:
        text = row.cells[column]
        try:
            day = parse_tanggal_pukul(text).date()
        except ValueError:
            problems.append(Problem(_("This is no day."), row.number, column, text[:80]))
        else:
            if day > today:
                problems.append(Problem(str(DayToCome().message), row.number, column, text[:80]))
            days[day] += 1
        if len(problems) >= MOST_PROBLEMS:
            break
    if not problems and not days:
        problems.append(Problem(_("The file holds no lines.")))
    problems += [
        Problem(_("%(n)s in one day cannot be.") % {"n": n}, 0, column, str(day)) for day, n in days.items() if n > MOST
    ]
    if problems:
        raise TableRefused(problems)
    return CountedFile(kind, len(table.rows), dict(sorted(days.items())))


def _kind_of(table: Table) -> tuple[Counted, str]:
    found = [
        (kind, header)
        for header in table.headers
        for kind, names in IMPORTED.items()
        if "".join(filter(str.isalnum, header.casefold())) in names
    ]
    if len(found) != 1:
        raise TableRefused(
            [
                Problem(
                    _(
                        "The file must have one column with the day of the visit (Visit Date, Tanggal Kunjungan) or of "
                        "the loan (Loan Date, Tanggal Pinjam)."
                    ),
                    0,
                    ", ".join(table.headers)[:200],
                )
            ]
        )
    return found[0]


@transaction.atomic
def import_counts(
    *,
    file: CountedFile,
    service_point: ServicePoint,
    name: str,
    at: datetime,
    dry_run: bool,
    seen: Standing | None = None,
) -> ImportReport:
    """Set the figure of each day in the file for one service point; `dry_run` says what would happen and saves nothing.

    The same file twice changes nothing. Days outside the file, and other kinds of count, stay. `name`: whose import and
    which file, kept with each day it wrote. `seen`: what stood there when its reader said yes; where anything else
    would be replaced, raises StandsOtherwise.
    """
    if not dry_run:
        ServicePoint.objects.select_for_update().get(pk=service_point.pk)  # as record_counts: one writer of a point
    held = DailyCount.objects.filter(service_point=service_point, day__in=list(file.days))
    known = dict(held.values_list("day", file.kind))
    new = sum(known.get(day) is None for day in file.days)
    wrong = {day: n for day, n in file.days.items() if known.get(day) != n}
    if seen is not None and any(known.get(day) != seen.get(day) for day in wrong):
        raise StandsOtherwise
    report = ImportReport(file, new, len(wrong) - new, len(file.days) - len(wrong), known)
    if not dry_run:
        DailyCount.objects.bulk_create(
            [
                DailyCount(service_point=service_point, day=day, written_by=name[:200], written_at=at, **{file.kind: n})
                for day, n in wrong.items()
            ],
            update_conflicts=True,
            update_fields=[file.kind, "written_by", "written_at", "is_demo"],
            unique_fields=["service_point", "day"],
            batch_size=1000,
        )
    return report
