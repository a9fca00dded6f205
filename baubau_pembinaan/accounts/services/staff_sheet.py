"""The staff list as a spreadsheet: its columns, how a cell is read, and the list written out.

The exported list is the import's own form, so it comes back unchanged.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts import selectors
from baubau_pembinaan.accounts.choices import RANKS, EmploymentStatus
from baubau_pembinaan.accounts.models import Appointment, Position
from baubau_pembinaan.core.dates import parse_tanggal
from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.libraries.models import ServicePoint, Unit

# Heading in the file -> what it fills. The headings are Indonesian office words, in the export as in the import.
COLUMNS = {
    "NIP": "nip",
    "Nama": "name",
    "Gelar depan": "title_prefix",
    "Gelar belakang": "title_suffix",
    "Status": "employment_status",
    "Telepon": "phone",
    "Email": "email",
    "Mulai bekerja": "joined_on",
    "Jabatan": "position",
    "Golongan": "golongan",
    "Unit": "unit",
    "Titik layanan": "service_point",
    "NIP atasan": "supervisor",
    "TMT jabatan": "starts_on",
    "Nomor SK": "decree_number",
}
OTHER_HEADINGS = {"surel": "Email", "e-mail": "Email"}  # offices write it so too; in small letters


def columns_of_the_list() -> list[Column]:
    """The headings with the kind of what stands below them."""
    dates = {"joined_on", "starts_on"}
    return [Column(title, "date" if name in dates else "text") for title, name in COLUMNS.items()]


def words_of_the_list() -> list[tuple[str, list[str]]]:
    """(heading, what may be written below it) for the columns that know their words; three queries."""
    return [
        ("Status", [str(label) for _value, label in EmploymentStatus.choices]),
        ("Jabatan", sorted(Position.objects.filter(is_active=True).values_list("name", flat=True))),
        ("Golongan", [code for code, _label in RANKS]),
        ("Unit", sorted(Unit.objects.filter(is_active=True).values_list("name", flat=True))),
        ("Titik layanan", sorted(ServicePoint.objects.filter(is_active=True).values_list("name", flat=True))),
    ]


def by_words(rows: Any, *names: str) -> dict[str, Any]:
    """Rows by code and by each of their names, without regard to case; an earlier name wins."""
    found: dict[str, Any] = {}
    every = list(rows)
    for name in names:
        for row in every:
            found.setdefault(str(getattr(row, name)).casefold(), row)
    found.pop("", None)
    return found


def known(rows: dict[str, Any], word: str, message: str) -> Any:
    if word.casefold() not in rows:
        raise ValueError(message)
    return rows[word.casefold()]


def status(text: str) -> str:
    meant = {label.casefold(): value for value, label in EmploymentStatus.choices}
    meant |= {value: value for value in EmploymentStatus.values}
    return str(known(meant, text, _("Write PNS, PPPK, PPPK Paruh Waktu or Non-ASN.")))


def golongan(text: str) -> str:
    known_ranks = {code.casefold(): code for code, _label in RANKS}
    return str(known(known_ranks, text, _("Write a rank such as III/b, or a grade such as IX (PPPK).")))


def day(text: str) -> date:
    try:
        return parse_tanggal(text)
    except ValueError:
        raise ValueError(_("Write a day such as 22-11-2026.")) from None


def faults_of(error: ValidationError) -> Iterator[tuple[str, list[str]]]:
    if hasattr(error, "error_dict"):
        yield from error.message_dict.items()
    else:
        yield "", error.messages


def export_rows(on: date) -> Iterator[list[Any]]:
    """The staff of a day as rows under COLUMNS; two queries in all."""
    person: Any  # a StaffProfile with the rows that people_on hangs on it
    for person in selectors.people_on(on):
        post: Appointment | None = next((row for row in person.current_appointments if row.is_definitive), None)
        yield [
            person.nip,
            person.name,
            person.title_prefix,
            person.title_suffix,
            person.get_employment_status_display(),
            person.phone,
            person.user.email if person.user else "",
            person.joined_on,
            post.position.name if post else "",
            post.golongan if post else "",
            post.unit.name if post else "",
            post.service_point.name if post and post.service_point else "",
            post.supervisor.nip if post and post.supervisor else "",
            post.starts_on if post else None,
            post.decree_number if post else "",
        ]
