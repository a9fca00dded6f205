"""What a file is that is no catalogue: web pages, MARC that is cut, lists of people, days off. Their rows never become
titles: a member's address is not a public author."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from .columns import flat

_PAGE = re.compile(r"^\ufeff?\s*<(?:!doctype|html|head|body|table|\?xml)\b", re.IGNORECASE)
_WORDS_OF_MEMBERS = (
    "memberid membername memberaddress memberphone memberemail membertype membertypename idanggota kodeanggota "
    "nomoranggota noanggota namaanggota alamatanggota teleponanggota emailanggota tipeanggota jenisanggota"
)
_WORDS_OF_STAFF = "nip nippppk nipnippppk nuptk nik nomorindukpegawai nomorindukkependudukan"
_WORDS_OF_LOANS = (
    "loanid loandate loan loanstatus islent isreturn duedate returndate tanggalpinjam tglpinjam tanggalpeminjaman "
    "tanggalkembali tglkembali tanggalpengembalian jatuhtempo tanggaljatuhtempo peminjam namapeminjam"
)
_MEMBERS, _STAFF = frozenset(_WORDS_OF_MEMBERS.split()), frozenset(_WORDS_OF_STAFF.split())
_LOANS = frozenset(_WORDS_OF_LOANS.split())
_PERSONAL = re.compile(r"^(?:[^@\s]+@[^@\s]+\.[^@\s]+|(?:\+?62|0)[\s-]?8[\d\s-]{7,14}|\d{18})$")  # e-mail, phone, NIP


def kind_of_text(head: str) -> str:
    """What the beginning of a file seems to be, as a sentence; "" where they may be a table."""
    if _PAGE.match(head):
        return _("This is a web page, not a table. Sign in to the catalogue system again and export once more.")
    if "\x1d" in head or "\x1e" in head:
        return _("This seems to be a MARC file whose first record is damaged. Export it anew.")
    return ""


def kind_of_heading(heading: Sequence[str]) -> str:
    """What a table with these headings is about, as a sentence; "" where it may be a catalogue."""
    words = {flat(cell) for cell in heading}
    if words & _LOANS:
        return _("This seems to be a list of loans without item codes and days of loan. Export the catalogue.")
    if words & _MEMBERS:
        return _("This seems to be a list of members, not of titles. Export the catalogue.")
    if words & _STAFF:
        return _("This seems to be a list of staff, not of titles. Export the catalogue.")
    return ""


def kind_of_rows(body: Sequence[Sequence[str]]) -> str:
    """What a table without known headings is about: people, where most rows give a number or an address of theirs."""
    people = sum(any(_PERSONAL.match(cell.strip()) for cell in row) for row in body)
    if body and people > len(body) / 2:
        return _("This seems to be a list of people, not of titles. Export the catalogue.")
    return ""
