"""A competence framework as a file: what is exported reads back unchanged."""

from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from baubau_pembinaan.core.csvsafe import csv_bytes
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.tables import Problem, Row, TableRefused, TooManyRows, read_table, refuse
from training.models import Competence, CompetenceFramework, CompetenceGroup

COLUMNS = (
    "framework",
    "framework_title",
    "framework_title_en",
    "source",
    "version",
    "group",
    "group_title",
    "group_title_en",
    "code",
    "title",
    "title_en",
    "description",
    "level",
)
_NEEDED = ("framework", "framework_title", "group", "group_title")
MAX_ROWS = 300  # a national standard has some sixty units; this much the request takes in by itself
_UNIT = ("code", "title", "title_en", "description", "level")


@dataclass
class Report:
    """What an import changed, or would change."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


def export_framework(framework: CompetenceFramework) -> bytes:
    """A CSV of COLUMNS; a group without units is a row whose unit columns are empty."""
    rows: list[list[Any]] = []
    groups = framework.groups.prefetch_related("competences").order_by("order", "code", "pk")
    for group in groups:
        head = [
            framework.code,
            framework.title,
            framework.title_en,
            framework.source,
            framework.version,
            group.code,
            group.title,
            group.title_en,
        ]
        units = sorted(group.competences.all(), key=lambda unit: (unit.code, unit.pk))
        for unit in units:
            rows.append([*head, unit.code, unit.title, unit.title_en, unit.description, unit.level])
        if not units:
            rows.append([*head, *[""] * len(_UNIT)])
    return csv_bytes(COLUMNS, rows)


def import_framework(source: IO[bytes], *, by: Any, dry_run: bool) -> Report:
    """Take a file of COLUMNS and at most MAX_ROWS, whole or not at all; rows are told by their codes.

    Raises TableRefused.
    """
    try:
        table = read_table(source, max_rows=MAX_ROWS)
    except TooManyRows:
        message = _("A file of units holds at most %(n)s rows. Give each framework in a file of its own.")
        raise refuse(message % {"n": MAX_ROWS}) from None
    missing = [name for name in (*_NEEDED, "code", "title") if name not in table.headers]
    if missing:
        raise refuse(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    report, problems = Report(), []
    with transaction.atomic(), acting(by):
        known: dict[tuple[str, str], Any] = {}
        for row in table.rows:
            try:
                _take(row, known, report)
            except _Refused as refusal:
                problems.append(refusal.problem)
        if problems:
            raise TableRefused(problems)
        if dry_run:
            transaction.set_rollback(True)
    return report


class _Refused(Exception):
    def __init__(self, row: Row, column: str, message: str) -> None:
        self.problem = Problem(message, row.number, column, row.cells.get(column, "")[:80])


def _take(row: Row, known: dict[tuple[str, str], Any], report: Report) -> None:
    cells = {name: row.cells.get(name, "") for name in COLUMNS}
    for name in _NEEDED:
        if not cells[name]:
            raise _Refused(row, name, _("This cell is empty."))
    framework = known.get(("framework", cells["framework"])) or _write(
        row,
        report,
        CompetenceFramework.objects.filter(code=cells["framework"]).first() or CompetenceFramework(),
        {
            "code": ("framework", cells["framework"]),
            "title": ("framework_title", cells["framework_title"]),
            "title_en": ("framework_title_en", cells["framework_title_en"]),
            "source": ("source", cells["source"]),
            "version": ("version", cells["version"]),
        },
    )
    known["framework", cells["framework"]] = framework
    key = (f"group:{framework.pk}", cells["group"])
    group = known.get(key)
    if group is None:
        found = CompetenceGroup.objects.filter(framework=framework, code=cells["group"]).first()
        order = 10 * (sum(name.startswith("group:") for name, _code in known) + 1)
        group = _write(
            row,
            report,
            found or CompetenceGroup(framework=framework, order=order),
            {
                "code": ("group", cells["group"]),
                "title": ("group_title", cells["group_title"]),
                "title_en": ("group_title_en", cells["group_title_en"]),
            },
        )
        known[key] = group
    if not any(cells[name] for name in _UNIT):
        return
    if ("unit", cells["code"]) in known:
        raise _Refused(row, "code", _("This code stands twice in the file."))
    level = cells["level"] or "3"
    if not level.isascii() or not level.isdigit() or not 1 <= int(level) <= 5:
        raise _Refused(row, "level", _("A level is a number from 1 to 5."))
    known_unit = Competence.objects.filter(code=cells["code"]).first() if cells["code"] else None
    unit = known_unit or Competence()
    unit.group = group
    known["unit", cells["code"]] = _write(
        row,
        report,
        unit,
        {
            "code": ("code", cells["code"]),
            "title": ("title", cells["title"]),
            "title_en": ("title_en", cells["title_en"]),
            "description": ("description", cells["description"]),
            "level": ("level", int(level)),
        },
        moves=True,
    )


def _write(row: Row, report: Report, thing: Any, fields: dict[str, tuple[str, Any]], moves: bool = False) -> Any:
    """Save what differs, count it, and name the column where the model refuses."""
    before = type(thing).objects.filter(pk=thing.pk).values().first() if thing.pk else None
    for name, (_column, value) in fields.items():
        setattr(thing, name, value)
    try:
        thing.full_clean()
    except ValidationError as refusal:
        for name, texts in refusal.message_dict.items():
            raise _Refused(row, fields[name][0] if name in fields else "", " ".join(texts)) from None
    if before is None:
        report.created += 1
        thing.save()
    elif any(before[name] != getattr(thing, name) for name in (*fields, *(["group_id"] if moves else []))):
        report.updated += 1
        thing.save()
    else:
        report.unchanged += 1
    return thing
