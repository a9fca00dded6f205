"""SKP content from the state system (e-Kinerja): a pasted table or an XLSX file, looked at first, then taken.

While the plan is made its rows become work results; while the year runs they fill in realisation and evidence. What
stands here already is left as it is, so the same table may come twice.
"""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.tables import Problem, Row, Table, TableRefused, by_row, read_table
from evaluations.models import Review, WorkResult
from evaluations.review_choices import Aspect, ResultKind, Stage

from .skp_headings import HEADINGS, KNOWN, NAME_OF, SHOWN, UNUSED
from .stages import begin
from .writing import PLAN_FIELDS, WORK_FIELDS

MAX_BYTES, MAX_ROWS = 2 * 1024 * 1024, 200


class ChangedSinceLook(ValidationError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("The review has changed since you looked. Look at the table again."))


class NothingNew(ValidationError):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Everything in this table stands here already."))


@dataclass
class Line:
    """A row of the table as it would be taken. `result` is the work result it fills in; None: a new one."""

    number: int
    fields: dict[str, str]
    result: WorkResult | None = None
    changes: dict[str, str] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return self.result is None

    @property
    def is_same(self) -> bool:
        return self.result is not None and not self.changes

    @property
    def shown(self) -> dict[str, str]:
        """What would stand there afterwards: a column that the table does not have stays as it is."""
        if self.result is None:
            return self.fields
        held = {name: getattr(self.result, name) for name in self.fields}
        return {**held, **self.changes}

    @property
    def kind_label(self) -> str:
        return str(ResultKind(self.shown["kind"]).label)

    @property
    def aspect_label(self) -> str:
        return str(Aspect(self.shown["aspect"]).label)


def text_of_file(*, review: Review, source: IO[bytes], name: str = "") -> str:
    """The table of a file as the tab-separated text somebody might have pasted, each row on the line of its number.

    Raises TableRefused with every bad row at once: where cells cannot be read, the other rows are judged too.
    """
    source.seek(0)
    if name.casefold().endswith((".xlsx", ".xlsm")) and source.read(4) not in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise TableRefused([Problem(_("This file is called XLSX but is none. Save it in Excel as .xlsx."))])
    faults: list[Problem] = []
    table = read_table(source, max_bytes=MAX_BYTES, max_rows=MAX_ROWS, as_shown=True, faults=faults)
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    last = 0
    lines = [(table.header_row, table.headers), *((row.number, [*row.cells.values()]) for row in table.rows)]
    for number, cells in lines:
        out.write("\n" * (number - last - 1))
        writer.writerow(cells)
        last = number
    if faults:
        raise TableRefused(by_row([*faults, *_others(review, table, out.getvalue(), faults)]))
    return out.getvalue()


def _others(review: Review, table: Table, text: str, faults: list[Problem]) -> list[Problem]:
    """What is wrong in the rows whose own cells, and those they carry on from above, could all be read."""
    bad = {problem.row for problem in faults}
    plans = [header for header in table.headers if NAME_OF.get(" ".join(header.casefold().split())) == "plan"]
    doubtful, above = set(bad), False
    for row in table.rows:
        has_plan = any(row.cells[header].strip() for header in plans)
        above = row.number in bad if has_plan or row.number in bad else above
        if above:
            doubtful.add(row.number)
    try:
        look(review=review, text=text)
    except TableRefused as refusal:
        return [problem for problem in refusal.problems if problem.row not in doubtful]
    return []


def look(*, review: Review, text: str) -> list[Line]:
    """What the table holds for this review as it stands; nothing is written. Raises TableRefused."""
    problems: list[Problem] = []
    table = read_table(io.BytesIO(text.encode()), max_bytes=MAX_BYTES, max_rows=MAX_ROWS, faults=problems)
    planning = review.stage == Stage.PLANNING
    columns = _columns(table, ("plan", "indicator", "target") if planning else ("plan", "realisation"))
    standing = list(review.results.all())
    lines = list(filter(None, (_line(row, columns, problems) for row in _carried_down(table, columns))))
    for line in lines:
        _match(line, standing, columns["plan"], problems, planning=planning)
    _refuse_twice(lines, columns["plan"], problems, planning=planning)
    if not lines and not problems:
        problems.append(Problem(_("The file holds no table.")))
    if problems:
        raise TableRefused(by_row(problems))
    return lines


def _refuse_twice(lines: list[Line], heading: str, problems: list[Problem], *, planning: bool) -> None:
    """The second row about the same result would silently stand in the place of the first."""
    met: dict[Any, int] = {}
    for line in lines:
        fresh = tuple(_plain(line.fields[name]) for name in ("plan", "indicator", "target"))
        key = line.result.pk if line.result else fresh if planning else None
        if key is not None and (first := met.setdefault(key, line.number)) != line.number:
            message = _("The same work result stands in row %(row)s already.") % {"row": first}
            problems.append(Problem(message, line.number, heading, line.fields["plan"][:80]))


def _columns(table: Table, needed: tuple[str, ...]) -> dict[str, str]:
    """Which heading holds what: name of the field -> heading."""
    found: dict[str, str] = {}
    problems = []
    if not any(" ".join(header.casefold().split()) in NAME_OF for header in table.headers):
        raise TableRefused([Problem(_("The headings are missing: copy the table together with its first line."))])
    for header in table.headers:
        words = " ".join(header.casefold().split())
        name = NAME_OF.get(words)
        if name is None and words not in UNUSED:
            problems.append(Problem(_("Unknown column."), table.header_row, header, header[:80]))
        elif name in found:
            problems.append(Problem(_("This column appears twice."), table.header_row, header))
        elif name:
            found[name] = header
    if missing := [shown for name, shown in zip(HEADINGS, SHOWN, strict=True) if name in needed and name not in found]:
        message = _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        problems.append(Problem(message, table.header_row))
    if problems:
        raise TableRefused(problems)
    return found


def _carried_down(table: Table, columns: Mapping[str, str]) -> list[tuple[int, dict[str, str]]]:
    """The rows by the names of the fields. The state system writes a plan once for its several indicators, and puts
    "UTAMA" and "TAMBAHAN" on lines of their own: both hold for the rows below."""
    held = {"kind": "", "supports": "", "plan": ""}
    found = []
    for row in table.rows:
        if kind := _section(row):
            held = {"kind": kind, "supports": "", "plan": ""}
            continue
        fields = {name: row.cells[header].strip() for name, header in columns.items()}
        if fields.get("plan"):
            held["plan"], held["supports"] = fields["plan"], fields.get("supports", "")
        held["kind"] = fields.get("kind") or held["kind"]
        found.append((row.number, {**fields, **held}))
    return found


def _section(row: Row) -> str:
    """The kind that a line of its own names, else ""."""
    cells = [cell.strip() for cell in row.cells.values() if cell.strip()]
    words = cells[0].casefold().split() if len(cells) == 1 else []
    return words[-1] if words and len(words) < 4 and words[-1] in ResultKind.values else ""


def _line(numbered: tuple[int, dict[str, str]], columns: Mapping[str, str], problems: list[Problem]) -> Line | None:
    """`columns`: under which heading of this table each field stands."""
    number, fields = numbered
    kind, aspect = columns.get("kind", SHOWN[0]), columns.get("aspect", SHOWN[3])
    fields["kind"] = _choice(fields.get("kind"), ResultKind, KNOWN[0], number, kind, problems)
    fields["aspect"] = _choice(fields.get("aspect"), Aspect, KNOWN[1], number, aspect, problems)
    fields = {name: fields.get(name, "") for name in (*PLAN_FIELDS, *WORK_FIELDS)}
    if not fields["plan"]:
        problems.append(Problem(_("The planned result is missing."), number, columns["plan"]))
        return None
    for name, value in fields.items():
        longest = getattr(WorkResult._meta.get_field(name), "max_length", None)
        if longest and len(value) > longest:
            message = _("Longer than %(n)s characters.") % {"n": longest}
            problems.append(Problem(message, number, columns[name], value[:80]))
    return Line(number, fields)


def _choice(
    value: str | None, choices: Any, known: tuple[str, ...], number: int, column: str, problems: list[Problem]
) -> str:
    """The first of the choices where the cell is empty."""
    words, usual = (value or "").casefold().split(), str(choices.values[0])
    if not words:
        return usual
    for key, label in choices.choices:
        if words[-1] == key or " ".join(words) == str(label).casefold():
            return str(key)
    message = _("Unknown value. Known are: %(words)s.") % {"words": ", ".join(known)}
    problems.append(Problem(message, number, column, str(value)[:80]))
    return usual


def _match(line: Line, standing: list[WorkResult], heading: str, problems: list[Problem], *, planning: bool) -> None:
    """Find the work result the line speaks of, and what it would change."""

    def same(*names: str) -> Callable[[WorkResult], bool]:
        return lambda row: all(_plain(getattr(row, name)) == _plain(line.fields[name]) for name in names)

    if planning:
        if not (line.fields["indicator"] and line.fields["target"]):
            problems.append(Problem(_("Indicator and target are needed."), line.number))
        line.result = next(filter(same("plan", "indicator", "target"), standing), None)
        return
    close = list(filter(same("plan"), standing))
    exact = list(filter(same("plan", "indicator"), close)) if line.fields["indicator"] else close
    if len(exact) != 1:
        message = _("No work result of this plan and indicator stands here.") if not exact else _("More than one fits.")
        problems.append(Problem(message, line.number, heading, line.fields["plan"][:80]))
        return
    line.result = exact[0]
    line.changes = {
        name: line.fields[name]
        for name in WORK_FIELDS
        if line.fields[name] and line.fields[name] != getattr(line.result, name)
    }


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


@transaction.atomic
def take(*, review: Review, text: str, by: Any, on: date, seen: int) -> list[Line]:
    """Write what `look` showed, all of it or nothing; `seen` is the review's version at that look.

    Raises TableRefused, ChangedSinceLook, NothingNew.
    """
    stages = (Stage.PLANNING, Stage.RUNNING, Stage.SELF)
    row = begin(review, by, on, stages, lambda access: access.is_person)
    if row.version != seen:
        raise ChangedSinceLook
    lines = [line for line in look(review=row, text=text) if not line.is_same]
    if not lines:
        raise NothingNew
    with acting(by):
        for line in lines:
            result = line.result or WorkResult(review=row, **{name: line.fields[name] for name in PLAN_FIELDS})
            for name, value in line.changes.items():
                setattr(result, name, value)
            result.save()
        row.version += 1
        row.save()
    return lines
