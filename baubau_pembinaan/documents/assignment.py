"""The letter of assignment (surat tugas), written one way by every room. Official words, the same in every language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.formats import tanggal

from .tree import Block, KeyValues, Paragraph, Signer, Table

DOTS = "…………………………"


@dataclass(frozen=True)
class Assigned:
    """A colleague as the letter names them; `task` where each has one of their own."""

    name: str
    nip: str = ""
    rank: str = ""
    post: str = ""
    task: str = ""


def unnamed() -> Signer:
    """Where the office has nobody on record who signs: dots to fill in by hand."""
    return Signer(DOTS, DOTS)


def assignment_blocks(
    *,
    basis: str,
    people: Sequence[Assigned],
    purpose: Sequence[Block],
    day: date,
    begins: date | None,
    signer: Signer,
) -> list[Block]:
    """The letter's body, without the signature: on what ground who assigns whom, with number, rank and post of each.

    Without any task its column stays away. `purpose` says what for. A letter dated after `begins` says that it was
    written afterwards.
    """
    late = begins is not None and day > begins
    return [
        KeyValues([("Dasar", basis)]),
        Paragraph("Yang bertanda tangan di bawah ini:"),
        KeyValues(
            [
                ("Nama", signer.name),
                ("NIP", signer.nip or DOTS),
                ("Pangkat/golongan", signer.rank or DOTS),
                ("Jabatan", signer.title),
            ]
        ),
        Paragraph("menugaskan kepada:"),
        _table(people),
        *purpose,
        *([Paragraph(f"Surat tugas ini dibuat pada {tanggal(day)}, setelah tugas dilaksanakan.")] if late else []),
        Paragraph(
            "Surat tugas ini dibuat untuk dipergunakan sebagaimana mestinya."
            if late
            else "Surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."
        ),
    ]


def _table(people: Sequence[Assigned]) -> Table:
    with_tasks = any(person.task for person in people)
    rows = []
    for number, person in enumerate(people, start=1):
        row = [str(number), person.name, person.nip or "–", person.rank or "–", person.post or "–"]
        rows.append([*row, person.task] if with_tasks else row)
    heads, widths = ["No.", "Nama", "NIP", "Gol.", "Jabatan"], [1, 5, 5, 2, 5]
    if with_tasks:
        heads, widths = [*heads, "Tugas"], [*widths, 3]
    return Table(heads, rows, align=["end"], widths=widths)


def assigned(people: Sequence[tuple[StaffProfile, str]], day: date) -> list[Assigned]:
    """(colleague, task) as they stand in a letter of that day. One statement."""
    posts = _posts([person for person, _task in people], day)
    found = []
    for person, task in people:
        post = posts.get(person.pk)
        rank, title = (post.golongan, post.title) if post else ("", "")
        found.append(Assigned(person.full_name, person.nip_text, rank, title, task))
    return found


def _posts(people: Sequence[StaffProfile], day: date) -> dict[int, Appointment]:
    """Whose post is which that day: the definitive one, else the newest acting one. One statement."""
    rows = Appointment.objects.on(day).filter(profile__in=people).select_related("position")
    ordered = sorted(rows, key=lambda row: (row.is_definitive, row.starts_on, row.pk))
    return {row.profile_id: row for row in ordered}
