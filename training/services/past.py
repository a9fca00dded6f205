"""Taking over trainings of the past from a list: looked at first, whole or not at all, twice is once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO, Any, cast

from django.db import transaction
from django.db.models import CharField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.dates import parse_tanggal
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.core.tables import Problem, Row, TableRefused, read_table, refuse
from training.choices import Form, LedgerStatus, Scope
from training.models import Certificate, JpEntry, JpYear

from .ledger import hold_year

COLUMNS = (
    "nip",
    "nama",
    "pelatihan",
    "bentuk",
    "lingkup",
    "penyelenggara",
    "mulai",
    "selesai",
    "jp",
    "nomor_sertifikat",
)
_NEEDED = ("nip", "pelatihan", "bentuk", "penyelenggara", "mulai", "selesai", "jp")


@dataclass
class Report:
    created: int = 0
    unchanged: int = 0
    sharing: int = 0  # new conferences: each owes a sharing session once it is verified

    @property
    def owed(self) -> str:
        """What these conferences owe, as any that is entered by hand; empty where there is none."""
        words = ngettext(
            "%(n)s is a conference: once verified, it is to be shared with colleagues.",
            "%(n)s are conferences: once verified, each is to be shared with colleagues.",
            self.sharing,
        )
        return words % {"n": self.sharing} if self.sharing else ""


class _Refused(Exception):
    def __init__(self, row: Row, column: str, message: str) -> None:
        self.problem = Problem(message, row.number, column, row.cells.get(column, "")[:80])


def import_past(
    source: IO[bytes],
    *,
    by: Any,
    at: datetime,
    on: date,
    dry_run: bool,
    progress: Callable[[int], None] = lambda percent: None,
) -> Report:
    """Take a list of COLUMNS; each row waits for verification like any entry, its proof is added by the person.

    `bentuk` is a form's key or its Indonesian or English name. A row that is in the ledger already changes nothing.
    `progress` hears how far it is, 0 to 100; what it raises takes all back. Raises TableRefused with row and column.
    """
    table = read_table(source)
    missing = [name for name in _NEEDED if name not in table.headers]
    if missing:
        raise refuse(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    people = {profile.nip: profile for profile in StaffProfile.objects.exclude(nip="")}
    report, problems = Report(), []
    with transaction.atomic(), acting(by, reason=_("Taken over from a list")):
        for year in sorted({row_year for row in table.rows if (row_year := _year(row)) is not None}):
            hold_year(year)
        closed = set(JpYear.objects.values_list("year", flat=True))
        known = {
            (profile, title.casefold(), ends)
            for profile, title, ends in JpEntry.objects.values_list("profile_id", "title", "ends_on")
        }
        papers = _papers()
        for number, row in enumerate(table.rows):
            progress(100 * number // len(table.rows))
            try:
                entry = _entry(row, people, closed, on)
            except _Refused as refusal:
                problems.append(refusal.problem)
                continue
            key = (entry.profile_id, entry.title.casefold(), entry.ends_on)
            paper = (entry.profile_id, entry.certificate_number.casefold())
            if key in known or paper in papers:
                report.unchanged += 1
                continue
            known.add(key)
            if entry.certificate_number:
                papers.add(paper)
            entry.entered_by, entry.entered_at = by, at
            entry.save()
            report.created += 1
            report.sharing += entry.form == Form.CONFERENCE
        if problems:
            raise TableRefused(problems)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _papers() -> set[tuple[int, str]]:
    """Whose certificates of which number count already: entered, or issued by the house itself."""
    entered = JpEntry.objects.exclude(certificate_number="").exclude(status=LedgerStatus.REFUSED)
    issued = Certificate.objects.values_list("enrolment__profile", "number__text")
    rows = [*entered.values_list("profile", "certificate_number"), *issued]
    return {(profile, number.casefold()) for profile, number in rows}


def _year(row: Row) -> int | None:
    """The year whose ledger the row is for, where its last day can be read."""
    try:
        return parse_tanggal(row.cells.get("selesai", "")).year
    except ValueError:
        return None


def _entry(row: Row, people: dict[str, StaffProfile], closed: set[int], on: date) -> JpEntry:
    cells = {name: row.cells.get(name, "") for name in COLUMNS}
    for name in _NEEDED:
        if not cells[name]:
            raise _Refused(row, name, _("This cell is empty."))
    person = people.get("".join(cells["nip"].split()))
    if person is None:
        raise _Refused(row, "nip", _("Nobody here carries this NIP."))
    if cells["nama"] and not _is_name_of(cells["nama"], person):
        raise _Refused(row, "nama", _("This NIP is that of %(name)s.") % {"name": person.name})
    days = {}
    for name in ("mulai", "selesai"):
        try:
            days[name] = parse_tanggal(cells[name])
        except ValueError:
            raise _Refused(row, name, _("Write the date as day, month, year.")) from None
    if days["selesai"] < days["mulai"]:
        raise _Refused(row, "selesai", _("The last day lies before the first."))
    if days["selesai"] > on:
        raise _Refused(row, "selesai", _("A training counts once it is over."))
    if days["selesai"].year in closed:
        raise _Refused(row, "selesai", _("This year is closed; its ledger no longer changes."))
    try:
        jp = Decimal(cells["jp"].replace(",", "."))
    except InvalidOperation:
        jp = Decimal(0)
    if not jp.is_finite() or not Decimal("0.01") <= jp <= 2000:
        raise _Refused(row, "jp", _("JP is a number above zero."))
    return JpEntry(
        profile=person,
        year=days["selesai"].year,
        jp=jp.quantize(Decimal("0.01")),
        title=_text(row, "pelatihan", "title"),
        form=_choice(row, "bentuk", cells["bentuk"], Form),
        scope=_choice(row, "lingkup", cells["lingkup"] or Scope.NATIONAL, Scope),
        organiser=_text(row, "penyelenggara", "organiser"),
        starts_on=days["mulai"],
        ends_on=days["selesai"],
        certificate_number=_text(row, "nomor_sertifikat", "certificate_number"),
    )


def _text(row: Row, column: str, field: str) -> str:
    """The cell's words, whole: cut off, two trainings alike at their beginning would be taken for one."""
    text, most = row.cells.get(column, ""), cast("CharField", JpEntry._meta.get_field(field)).max_length
    if most is not None and len(text) > most:
        said = _("At most %(most)s characters; this cell holds %(length)s.")
        raise _Refused(row, column, said % {"most": most, "length": len(text)})
    return text


def _is_name_of(text: str, person: StaffProfile) -> bool:
    """With or without titles, whole or shortened: the words of one stand in the other."""
    given, known = ({word.casefold() for word in re.findall(r"[^\W\d_]+", each)} for each in (text, person.name))
    return given <= known or known <= given


def _choice(row: Row, column: str, text: str, choices: Any) -> str:
    wanted = text.strip().casefold()
    for value, label in choices.choices:
        if wanted in (value, str(label).casefold()):
            return str(value)
    names = ", ".join(str(label) for _value, label in choices.choices)
    raise _Refused(row, column, _("Write one of: %(names)s.") % {"names": names})
