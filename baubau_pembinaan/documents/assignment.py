"""The letter of assignment (surat tugas), written one way by every room. Official words, the same in every language."""

from collections.abc import Sequence
from datetime import date

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.formats import tanggal

from .letterhead import default_signer, signature
from .tree import Block, KeyValues, Paragraph, Signer, Table

DOTS = "…………………………"


def assignment_blocks(
    *, basis: str, people: Sequence[tuple[StaffProfile, str]], purpose: Sequence[Block], day: date, begins: date | None
) -> list[Block]:
    """The letter's body: on what ground who assigns whom, with number, rank and post of each as of `day`.

    `people` are (colleague, task); without any task its column stays away. `purpose` says what for. A letter dated
    after `begins` says that it was written afterwards.
    """
    signer = default_signer(day) or Signer(DOTS, DOTS)
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
        _table(people, day),
        *purpose,
        *([Paragraph(f"Surat tugas ini dibuat pada {tanggal(day)}, setelah tugas dilaksanakan.")] if late else []),
        Paragraph(
            "Surat tugas ini dibuat untuk dipergunakan sebagaimana mestinya."
            if late
            else "Surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung jawab."
        ),
        signature(day, signer),
    ]


def _table(people: Sequence[tuple[StaffProfile, str]], day: date) -> Table:
    posts = _posts([person for person, _task in people], day)
    with_tasks = any(task for _person, task in people)
    rows = []
    for number, (person, task) in enumerate(people, start=1):
        post = posts.get(person.pk)
        row = [str(number), person.full_name, person.nip_text or "–", (post.golongan if post else "") or "–"]
        row.append(post.title if post else "–")
        rows.append([*row, task] if with_tasks else row)
    heads, widths = ["No.", "Nama", "NIP", "Gol.", "Jabatan"], [1, 5, 5, 2, 5]
    if with_tasks:
        heads, widths = [*heads, "Tugas"], [*widths, 3]
    return Table(heads, rows, align=["end"], widths=widths)


def _posts(people: Sequence[StaffProfile], day: date) -> dict[int, Appointment]:
    """Whose post is which that day: the definitive one, else the newest acting one. One statement."""
    rows = Appointment.objects.on(day).filter(profile__in=people).select_related("position")
    ordered = sorted(rows, key=lambda row: (row.is_definitive, row.starts_on, row.pk))
    return {row.profile_id: row for row in ordered}
