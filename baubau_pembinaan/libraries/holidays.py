"""The year's holidays: those that never move, and the yearly list of the joint decree (SKB tiga menteri)."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.core.dates import parse_tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.tables import Problem, Row, TableRefused, read_table

from .models import Holiday
from .models.calendar import HolidayKind

# Only days fixed by their date. Feasts of the moon calendars move: they come with the list, never by guess.
FIXED: tuple[tuple[int, int, str], ...] = (
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Proklamasi Kemerdekaan Republik Indonesia"),
    (12, 25, "Kelahiran Yesus Kristus"),
)

_HEADERS = {
    "date": ("tanggal", "date"),
    "name": ("nama", "keterangan", "name"),
    "kind": ("jenis", "kind"),
}
_KINDS = {
    "libur nasional": HolidayKind.NATIONAL,
    "nasional": HolidayKind.NATIONAL,
    "national holiday": HolidayKind.NATIONAL,
    "cuti bersama": HolidayKind.JOINT_LEAVE,
    "cuti-bersama": HolidayKind.JOINT_LEAVE,
    "joint leave": HolidayKind.JOINT_LEAVE,
    "daerah": HolidayKind.LOCAL,
    "libur daerah": HolidayKind.LOCAL,
    "local holiday": HolidayKind.LOCAL,
}


@dataclass
class Outcome:
    """What a list came to: days created, renamed, and standing already."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    days: list[Holiday] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        days = [{"date": day.date.isoformat(), "name": day.name, "kind": day.kind} for day in self.days]
        return {
            "accepted": len(days),
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "problems": [],
            "days": days,
        }


def read_holidays(source: str | Path | IO[bytes]) -> list[Holiday]:
    """The days of a CSV or XLSX list, unsaved: tanggal, nama, and jenis (libur nasional where absent or empty).

    The whole file or nothing: raises TableRefused with every problem by row and column.
    """
    table = read_table(source)
    columns = {name: _find(table.headers, words) for name, words in _HEADERS.items()}
    problems = [
        Problem(_("The column is missing."), 1, _HEADERS[name][0]) for name in ("date", "name") if not columns[name]
    ]
    known = {header for header in columns.values() if header}
    problems += [
        Problem(_("This column is not known here."), 1, header) for header in table.headers if header not in known
    ]
    if problems:
        raise TableRefused(problems)
    days: list[Holiday] = []
    seen: set[tuple[datetime.date, str]] = set()
    for row in table.rows:
        day = _read_row(row, columns, problems)
        if day is None:
            continue
        if (day.date, day.kind) in seen:
            problems.append(
                Problem(_("This day stands twice in the list."), row.number, columns["date"], day.date.isoformat())
            )
        seen.add((day.date, day.kind))
        days.append(day)
    if not table.rows:
        problems.append(Problem(_("The list is empty.")))
    if problems:
        raise TableRefused(problems)
    return days


def _find(headers: list[str], words: tuple[str, ...]) -> str:
    return next((header for header in headers if header.strip().lower() in words), "")


def _read_row(row: Row, columns: dict[str, str], problems: list[Problem]) -> Holiday | None:
    before = len(problems)
    texts = {name: row.cells.get(header, "").strip() for name, header in columns.items() if header}

    def refuse(name: str, message: str) -> None:
        problems.append(Problem(message, row.number, columns[name], texts[name]))

    date = datetime.date.min
    try:
        date = parse_tanggal(texts["date"])
    except ValueError:
        refuse("date", _("This is not a date. Write it like 17 Agustus 2027."))
    if not texts["name"]:
        refuse("name", _("The name is missing."))
    elif len(texts["name"]) > 120:
        refuse("name", _("The name is longer than 120 letters."))
    kind = _KINDS.get(texts.get("kind", "").lower() or "nasional")
    if kind is None:
        refuse("kind", _("Write libur nasional, cuti bersama or daerah."))
    if len(problems) > before or kind is None:
        return None
    return Holiday(date=date, name=texts["name"], kind=kind)


def fixed_holidays(year: int) -> list[Holiday]:
    """The days of that year which never move, unsaved."""
    return [Holiday(date=datetime.date(year, month, day), name=name) for month, day, name in FIXED]


@transaction.atomic
def save_holidays(*, days: list[Holiday], by: Any, reason: str = "", dry_run: bool = False) -> Outcome:
    """Put the days into the calendar: new ones in, other names corrected, nothing ever removed. Running it again
    changes nothing. With `dry_run` only says what would happen."""
    outcome = Outcome(days=days)
    known = {(day.date, day.kind): day for day in Holiday.objects.filter(date__in=[day.date for day in days])}
    with acting(by, reason):
        for day in days:
            standing = known.get((day.date, day.kind))
            if standing is None:
                outcome.created += 1
                changed = Holiday(date=day.date, name=day.name, kind=day.kind)
            elif standing.name != day.name:
                outcome.updated += 1
                changed, standing.name = standing, day.name
            else:
                outcome.unchanged += 1
                continue
            if not dry_run:
                changed.save()
    return outcome
