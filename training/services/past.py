"""Taking over trainings of the past from a list: looked at first, whole or not at all, twice is once."""

from collections.abc import Callable
from dataclasses import dataclass, field
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
from baubau_pembinaan.core.tables import Problem, Row, TableRefused, by_row, read_table, refuse
from training.choices import Form, Scope
from training.counting import MANY_DAYS, Counted
from training.jp import jp_of_days, rate_for
from training.models import JpEntry, JpRate, JpYear

from .ledger import hold_year
from .ledger_refusals import SomebodyElses
from .past_words import COLUMNS as COLUMNS
from .past_words import value_of, words_of
from .same_paper import bare_number, bearers, houses, is_name_of, papers

_HEADINGS = ("pelatihan", "bentuk", "penyelenggara", "mulai", "selesai")
_APOSTROPHES = "'’`"  # with which spreadsheets keep long numbers as text


@dataclass
class Report:
    created: int = 0
    unchanged: int = 0
    sharing: int = 0  # new conferences: each owes a sharing session once it is verified
    people: dict[str, tuple[int, Decimal]] = field(default_factory=dict)  # name -> new rows, their JP

    @property
    def owed(self) -> str:
        """What these conferences owe, as any that is entered by hand; empty where there is none."""
        words = ngettext(
            "%(n)s is a conference: once verified, it is to be shared with colleagues.",
            "%(n)s are conferences: once verified, each is to be shared with colleagues.",
            self.sharing,
        )
        return words % {"n": self.sharing} if self.sharing else ""

    def add(self, entry: JpEntry) -> None:
        self.created += 1
        self.sharing += entry.form == Form.CONFERENCE
        rows, jp = self.people.get(str(entry.profile), (0, Decimal(0)))
        self.people[str(entry.profile)] = (rows + 1, jp + entry.jp)


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

    `bentuk` and `lingkup` are words of `past_words`; `nama` stands for the person where `nip` is empty; `jp` may be
    empty where the rate table counts by itself. A row that is in the ledger already changes nothing.
    `progress` hears how far it is, 0 to 100; what it raises takes all back. Raises TableRefused with row and column of
    every fault.
    """
    problems: list[Problem] = []
    table = read_table(source, faults=problems)
    missing = [name for name in _HEADINGS if name not in table.headers]
    if not {"nip", "nama"} & set(table.headers):
        missing.insert(0, "nip")
    if missing:
        raise refuse(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    report, reader = Report(), _Reader(on, {(problem.row, problem.column) for problem in problems})
    with transaction.atomic(), acting(by, reason=_("Taken over from a list")):
        for year in sorted({row_year for row in table.rows if (row_year := _year(row)) is not None}):
            hold_year(year)
        reader.closed = set(JpYear.objects.values_list("year", flat=True))
        known = {
            (profile, title.casefold(), ends)
            for profile, title, ends in JpEntry.objects.values_list("profile_id", "title", "ends_on")
        }
        counted = papers()
        for number, row in enumerate(table.rows):
            progress(100 * number // len(table.rows))
            entry, faults = reader.read(row)
            problems += faults
            if entry is None:
                continue
            key = (entry.profile_id, entry.title.casefold(), entry.ends_on)
            paper = (entry.profile_id, bare_number(entry.certificate_number))
            if key in known or paper in counted:
                report.unchanged += 1
                continue
            known.add(key)
            if entry.certificate_number:
                counted.add(paper)
            entry.entered_by, entry.entered_at = by, at
            entry.save()
            report.add(entry)
        if problems:
            raise TableRefused(by_row(problems))
        if dry_run:
            transaction.set_rollback(True)
    return report


def _year(row: Row) -> int | None:
    """The year whose ledger the row is for, where its last day can be read."""
    try:
        return parse_tanggal(row.cells.get("selesai", "")).year
    except ValueError:
        return None


class _Reader:
    """Reads one row after the other and names all that is wrong in it."""

    def __init__(self, on: date, told: set[tuple[int, str]]) -> None:
        """`told`: row and column of cells that are known to be bad."""
        self.on, self.told = on, told
        self.closed: set[int] = set()
        self.people = list(StaffProfile.objects.order_by("pk"))
        self.by_nip = {person.nip: person for person in self.people if person.nip}
        self.houses = houses()
        self.named: dict[str, list[StaffProfile]] = {}
        self.rates = list(JpRate.objects.all())
        self.forms, self.scopes = words_of(Form), words_of(Scope)
        self.row, self.cells = Row(0, {}), dict[str, str]()
        self.faults: list[Problem] = []

    def read(self, row: Row) -> tuple[JpEntry | None, list[Problem]]:
        """The entry, or None and why not."""
        self.row, self.faults = row, []
        self.cells = {name: row.cells.get(name, "") for name in COLUMNS}
        for name in ("nip", "mulai", "selesai", "jp"):
            self.cells[name] = self.cells[name].lstrip(_APOSTROPHES).strip()
        person = self._person()
        title, organiser = self._text("pelatihan", "title"), self._text("penyelenggara", "organiser")
        number = self._text("nomor_sertifikat", "certificate_number", needed=False)
        if person and self.houses.get(bare_number(number), person.pk) != person.pk:
            self._fault("nomor_sertifikat", SomebodyElses().messages[0])
        form = self._choice("bentuk", self.forms, Form)
        scope = self._choice("lingkup", self.scopes, Scope) if self.cells["lingkup"] else Scope.NATIONAL.value
        first, last = self._day("mulai"), self._day("selesai")
        self._check_days(first, last)
        stated = self._stated_jp()
        jp, rate = stated, None
        if form and scope and first and last and not self.cells["jp"]:
            jp, rate = self._counted(form, scope, first, last)
        bad = bool(self.faults) or any(row.number == told for told, _column in self.told)
        if bad or person is None or first is None or last is None or jp is None:
            return None, self.faults
        entry = JpEntry(
            profile=person, year=last.year, jp=jp, stated_jp=stated, rate=rate, title=title, form=form, scope=scope,
            organiser=organiser, starts_on=first, ends_on=last, certificate_number=number,
        )  # fmt: skip
        return entry, []

    def _fault(self, column: str, message: str) -> None:
        if (self.row.number, column) not in self.told:
            value = self.row.cells.get(column, "")[:80]
            self.faults.append(Problem(message, self.row.number, column, value))

    def _person(self) -> StaffProfile | None:
        """By NIP; where none is written (or only a dash), by the whole name, if one person alone bears it."""
        nip, name = "".join(self.cells["nip"].split()).strip("-–"), self.cells["nama"]
        if nip:
            person = self.by_nip.get(nip)
            if person is None:
                self._fault("nip", _("Nobody here carries this NIP."))
            elif name and not is_name_of(name, person, self.people):
                self._fault("nama", _("This NIP is that of %(name)s.") % {"name": person.name})
            return person
        if not name:
            self._fault("nip", _("Write the NIP, or the name of somebody who has none."))
            return None
        if name not in self.named:
            self.named[name] = bearers(name, self.people)
        found = self.named[name]
        if not found:
            self._fault("nama", _("Nobody here bears this whole name."))
        elif len(found) > 1:
            self._fault("nama", _("Several people here bear this name: write the NIP."))
        return found[0] if len(found) == 1 else None

    def _text(self, column: str, name: str, *, needed: bool = True) -> str:
        """The cell's words, whole: cut off, two trainings alike at their beginning would be taken for one."""
        text, most = self.cells[column], cast("CharField", JpEntry._meta.get_field(name)).max_length
        if needed and not text:
            self._fault(column, _("This cell is empty."))
        if most is not None and len(text) > most:
            said = _("At most %(most)s characters; this cell holds %(length)s.")
            self._fault(column, said % {"most": most, "length": len(text)})
        return text

    def _choice(self, column: str, words: dict[str, str], choices: Any) -> str:
        text = self.cells[column]
        value = value_of(text, words) if text else ""
        if not text:
            self._fault(column, _("This cell is empty."))
        elif value is None:
            names = ", ".join(str(label) for _value, label in choices.choices)
            self._fault(column, _("Write one of: %(names)s.") % {"names": names})
        return value or ""

    def _day(self, column: str) -> date | None:
        if not self.cells[column]:
            self._fault(column, _("This cell is empty."))
            return None
        try:
            return parse_tanggal(self.cells[column])
        except ValueError:
            self._fault(column, _("Write the date as day, month, year."))
            return None

    def _check_days(self, first: date | None, last: date | None) -> None:
        if last is None:
            return
        if first is not None and last < first:
            self._fault("selesai", _("The last day lies before the first."))
        if last > self.on:
            self._fault("selesai", _("A training counts once it is over."))
        elif last.year in self.closed:
            self._fault("selesai", _("This year is closed; its ledger no longer changes."))

    def _stated_jp(self) -> Decimal | None:
        if not self.cells["jp"]:
            return None
        try:
            jp = Decimal(self.cells["jp"].replace(",", "."))
        except InvalidOperation:
            jp = Decimal(0)
        if not jp.is_finite() or not Decimal("0.01") <= jp <= 2000:
            self._fault("jp", _("JP is a number above zero."))
            return None
        return jp.quantize(Decimal("0.01"))

    def _counted(self, form: str, scope: str, first: date, last: date) -> tuple[Decimal | None, JpRate | None]:
        """By the rate table, for what it counts by itself and does not last suspiciously long."""
        rate, days = rate_for(self.rates, form, scope, last), max((last - first).days + 1, 1)
        jp = jp_of_days(rate, None, days=days)
        if rate is None or jp is None:
            self._fault("jp", _("Write the JP that the certificate states."))
        elif Counted(jp, rate, days).is_long:
            said = _("It lasts %(days)s days: write the JP; only up to %(most)s days are counted by themselves.")
            self._fault("jp", said % {"days": days, "most": MANY_DAYS})
        return jp, rate
