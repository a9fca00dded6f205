"""Staff lists in (staff_sheet.py knows their columns).

The whole file is taken or none of it. A wrong value is a problem and refuses the file; an odd NIP is a
warning and does not, because NI PPPK differ.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts import selectors
from baubau_pembinaan.accounts.choices import EmploymentStatus
from baubau_pembinaan.accounts.models import Position, StaffProfile, User
from baubau_pembinaan.accounts.numbers import clean_nip, clean_phone, nip_warnings
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.tables import Problem, Row, Table, TableRefused, read_table
from baubau_pembinaan.libraries.models import ServicePoint, Unit

from .appointments import appoint
from .people import ensure_account, refuse_superuser
from .staff_sheet import COLUMNS, OTHER_HEADINGS, by_words, day, faults_of, golongan, known, status

REQUIRED = ("Nama",)
PROFILE_FIELDS = ("nip", "name", "title_prefix", "title_suffix", "employment_status", "phone", "joined_on")
POST_FIELDS = ("position", "unit", "golongan", "service_point", "supervisor", "decree_number")


@dataclass
class StaffImport:
    """What an import did, or would do: row counts, names and warnings."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    warnings: list[Problem] = field(default_factory=list)
    new_people: list[str] = field(default_factory=list)
    changed_people: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "accepted": self.created + self.updated + self.unchanged,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "problems": [],
            "warnings": [warning.as_dict() for warning in self.warnings],
        }


class _Undone(Exception):
    """Takes a dry run back."""


@dataclass
class _Line:
    """One row of the file, understood: values by field; only columns the file has."""

    row: Row
    values: dict[str, Any]
    profile: StaffProfile | None = None
    is_new: bool = False
    changed: bool = False


def import_staff(
    source: str | Path | IO[bytes],
    *,
    by: User | None,
    at: datetime,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda percent: None,
) -> StaffImport:
    """Create and update people from a CSV or XLSX list; people are found by NIP, those without one by their name.

    A row with post and unit also appoints from "TMT jabatan", unless the same post already runs. Empty cells change
    nothing; a superuser's record is changed by another superuser's list alone. Raises TableRefused naming rows and
    columns, and then nothing has been saved. `progress` hears how far it is, 0 to 100; what it raises takes all back.
    """
    table = read_table(source)
    report = StaffImport()
    try:
        with transaction.atomic():
            _Import(table, report, by, at, progress).run()
            if dry_run:
                raise _Undone
    except _Undone:
        pass
    return report


class _Import:
    def __init__(
        self, table: Table, report: StaffImport, by: User | None, at: datetime, progress: Callable[[int], None]
    ) -> None:
        self.table, self.report, self.by, self.at, self.progress = table, report, by, at, progress
        self.today = timezone.localdate(at)
        self.problems: list[Problem] = []
        self.nips: set[str | None] = set()
        self.supervisors: list[tuple[int, str]] = []
        self.headings = {key: heading for heading, key in COLUMNS.items()}
        self.positions = by_words(Position.objects.filter(is_active=True), "code", "name", "name_en")
        self.units = by_words(Unit.objects.filter(is_active=True), "code", "name")
        self.points = by_words(ServicePoint.objects.filter(is_active=True), "code", "name")

    def run(self) -> None:
        self._check_headings()
        lines = [line for line in map(self._read, self.table.rows) if line]
        self._refuse_twins(lines)
        self._refuse_unknown_supervisors()
        self._stop_on_problems()
        with acting(self.by, _("Staff list import")):
            for number, line in enumerate(lines):
                self._step(50 * number, lines)
                self._each(line, self._save_person)
            self._stop_on_problems()
            for number, line in enumerate(lines):
                self._step(50 * (len(lines) + number), lines)
                self._each(line, self._save_post)
        self._stop_on_problems()
        for line in lines:
            assert line.profile is not None
            if line.is_new:
                self.report.created += 1
                self.report.new_people.append(line.profile.full_name)
            elif line.changed:
                self.report.updated += 1
                self.report.changed_people.append(line.profile.full_name)
            else:
                self.report.unchanged += 1

    # --- reading ---------------------------------------------------------------------------------------------
    def _check_headings(self) -> None:
        known = {heading.casefold(): heading for heading in COLUMNS} | OTHER_HEADINGS
        self.known = {heading: known.get(heading.casefold()) for heading in self.table.headers}
        row, met = self.table.header_row, set()
        for heading, meant in self.known.items():
            if meant is None:
                self.problems.append(Problem(_("This column is not known."), row, heading[:80]))
                continue
            if meant in met:
                self.problems.append(Problem(_("This heading stands twice."), row, heading[:80]))
            met.add(meant)
            self.headings[COLUMNS[meant]] = heading
        for heading in REQUIRED:
            if heading not in met:
                self.problems.append(Problem(_("The column “%(name)s” is missing.") % {"name": heading}, row))
        if not self.table.rows:
            self.problems.append(Problem(_("The list has headings but no rows.")))
        self._stop_on_problems()

    def _read(self, row: Row) -> _Line | None:
        values: dict[str, Any] = {}
        faults = len(self.problems)
        for heading, text in row.cells.items():
            name = COLUMNS[self.known[heading]]  # type: ignore[index]
            text = " ".join(text.split())
            if not text:
                continue
            try:
                values[name] = self._value(name, text)
            except (ValidationError, ValueError) as error:
                message = error.messages[0] if isinstance(error, ValidationError) else str(error)
                self.problems.append(Problem(message, row.number, heading, text[:80]))
        self.nips.add(values.get("nip"))
        if values.get("supervisor"):
            self.supervisors.append((row.number, values["supervisor"]))
        if not values.get("name") and faults == len(self.problems):
            self.problems.append(Problem(_("The name is missing."), row.number, self.headings["name"]))
        if bool(values.get("position")) != bool(values.get("unit")) and faults == len(self.problems):
            self.problems.append(Problem(_("A post needs both position and unit."), row.number))
        if faults != len(self.problems):
            return None
        is_pns = values.get("employment_status") == EmploymentStatus.PNS
        for warning in nip_warnings(values.get("nip", ""), today=self.today, is_pns=is_pns):
            self.report.warnings.append(Problem(str(warning), row.number, self.headings["nip"], values["nip"]))
        return _Line(row, values)

    def _value(self, name: str, text: str) -> Any:
        readers: dict[str, Callable[[str], Any]] = {
            "nip": clean_nip,
            "email": lambda word: User._meta.get_field("email").clean(word, None),
            "supervisor": clean_nip,
            "phone": clean_phone,
            "employment_status": status,
            "golongan": golongan,
            "joined_on": day,
            "starts_on": day,
            "position": lambda word: known(self.positions, word, _("This position is not known.")),
            "unit": lambda word: known(self.units, word, _("This unit is not known.")),
            "service_point": lambda word: known(self.points, word, _("This service point is not known.")),
        }
        return readers.get(name, str)(text)

    def _refuse_twins(self, lines: list[_Line]) -> None:
        seen: dict[str, int] = {}
        for line in lines:
            nip = line.values.get("nip")
            key, column = (nip, "nip") if nip else (line.values["name"].casefold(), "name")
            if key in seen:
                message = _("The same person stands in row %(row)s.") % {"row": seen[key]}
                self.problems.append(Problem(message, line.row.number, self.headings[column], str(key)))
            seen[key] = line.row.number

    def _refuse_unknown_supervisors(self) -> None:
        wanted = {nip for _row, nip in self.supervisors}
        met = self.nips | set(StaffProfile.objects.filter(nip__in=wanted).values_list("nip", flat=True))
        message = _("Nobody carries this NIP, neither here nor in the file.")
        self.problems += [
            Problem(message, row, self.headings["supervisor"], nip) for row, nip in self.supervisors if nip not in met
        ]

    # --- writing ---------------------------------------------------------------------------------------------
    def _each(self, line: _Line, deed: Callable[[_Line], None]) -> None:
        """Run one deed; what it refuses becomes a problem of its row, in a savepoint of its own."""
        try:
            with transaction.atomic():
                deed(line)
        except ValidationError as error:
            for name, messages in faults_of(error):
                column = self.headings.get(name, "")
                value = str(line.values.get(name, ""))[:80] if column else ""
                self.problems.extend(Problem(message, line.row.number, column, value) for message in messages)

    def _save_person(self, line: _Line) -> None:
        values = line.values
        if values.get("nip"):
            found = StaffProfile.objects.filter(nip=values["nip"])
        else:
            found = StaffProfile.objects.filter(nip="", name__iexact=values["name"])
        people = list(found.select_related("user")[:2])
        if len(people) > 1:
            raise ValidationError({"name": _("Several people without NIP carry this name.")})
        line.profile = people[0] if people else StaffProfile()
        line.is_new = not people
        for name in PROFILE_FIELDS:
            if name in values and getattr(line.profile, name) != values[name]:
                setattr(line.profile, name, values[name])
                line.changed = True
        if line.changed:
            refuse_superuser(line.profile.user, self.by)
            line.profile.full_clean()
            line.profile.save()
        self._save_email(line)

    def _save_email(self, line: _Line) -> None:
        email, profile = line.values.get("email"), line.profile
        assert profile is not None
        if not email or (profile.user and profile.user.email.casefold() == email.casefold()):
            return
        if profile.user is None:
            ensure_account(profile=profile, email=email, by=self.by, at=self.at)
            profile.refresh_from_db()
            line.changed = True
            return
        # Whoever holds the e-mail can ask for a new password, so a list may not change it.
        raise ValidationError(
            {"email": _("This person's account has another e-mail; change it in the account itself.")}
        )

    def _save_post(self, line: _Line) -> None:
        values, profile = line.values, line.profile
        if not values.get("position"):
            return
        assert profile is not None
        wanted = {name: values[name] for name in POST_FIELDS if name in values}
        if "supervisor" in wanted:
            wanted["supervisor"] = StaffProfile.objects.get(nip=wanted["supervisor"])
        starts_on = values.get("starts_on")
        running = selectors.appointment_on(profile, starts_on or self.today)
        if running and running.is_definitive and all(getattr(running, name) == wanted[name] for name in wanted):
            return
        if starts_on is None:
            raise ValidationError({"starts_on": _("Since when does this person hold the post?")})
        refuse_superuser(profile.user, self.by)
        appoint(
            profile=profile,
            starts_on=starts_on,
            employment_status=profile.employment_status,
            by=self.by,
            at=self.at,
            **wanted,
        )
        line.changed = True

    def _step(self, done: int, lines: list[_Line]) -> None:
        self.progress(done // len(lines))

    def _stop_on_problems(self) -> None:
        if self.problems:
            raise TableRefused(sorted(self.problems, key=lambda problem: problem.row))
