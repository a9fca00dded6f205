"""The office's papers of a session: undangan, nota dinas, surat tugas, daftar hadir, notulen, laporan."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import hari_tanggal, rentang_pukul, rentang_tanggal, rupiah, tanggal
from baubau_pembinaan.documents.assignment import Assigned, assignment_blocks, unnamed
from baubau_pembinaan.documents.letterhead import default_signer, letterhead, page
from baubau_pembinaan.documents.tree import (
    Block,
    BulletList,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Note,
    Paragraph,
    Signature,
    Signer,
    Table,
)
from training.choices import PaperKind
from training.models import SessionPaper
from training.selectors.papers import facts_of


def paper_document(paper: SessionPaper) -> Document:
    """The paper, in Indonesian as offices write it; with a number as it was made, without one as the record is now."""
    with override("id"):
        facts = _Facts(paper)
        body = [*_cancelled(paper), *BODIES[PaperKind(paper.kind)](paper, facts)]
        if facts.signer is not None:
            day = tanggal(paper.day)
            place = f"{facts.said['city']}, {day}" if facts.said["city"] else day
            body.append(Signature(place, [facts.signer]))
        return Document(
            title=TITLES[PaperKind(paper.kind)],
            number=paper.number,
            date=paper.day,
            blocks=body,
            letterhead=Letterhead(**facts.said["office"], emblem=letterhead().emblem),
            page=page(),
            author=facts.title,
        )


# The names under which the office files them; official words, the same in every language.
TITLES = {
    PaperKind.INVITATION: "Undangan",
    PaperKind.MEMO: "Nota Dinas",
    PaperKind.ASSIGNMENT: "Surat Tugas",
    PaperKind.ATTENDANCE: "Daftar Hadir",
    PaperKind.MINUTES: "Notulen",
    PaperKind.REPORT: "Laporan Kegiatan",
}
PARTICIPANTS = "Bapak/Ibu yang namanya tercantum dalam daftar peserta"


class _Facts:
    """What the papers read of a session, kept with the paper or read now."""

    def __init__(self, paper: SessionPaper) -> None:
        said: dict[str, Any] = paper.snapshot or facts_of(paper.session)
        self.said = said
        self.title: str = said["title"]
        self.people: list[dict[str, Any]] = said["people"]
        self.there: int = said["there"]
        self.meetings = [
            meeting | {name: datetime.fromisoformat(meeting[name]) for name in ("starts_at", "ends_at")}
            for meeting in said["meetings"]
        ]
        self.signer = Signer(**paper.signer) if paper.signer else default_signer(paper.day)

    @property
    def days(self) -> str:
        first, last = self.said["starts_on"], self.said["ends_on"]
        return rentang_tanggal(date.fromisoformat(first), date.fromisoformat(last)) if first and last else "–"

    def schedule(self) -> Table:
        rows = [
            [
                hari_tanggal(meeting["starts_at"]),
                rentang_pukul(meeting["starts_at"], meeting["ends_at"]),
                meeting["where"] or "–",
                meeting["topic"] or "–",
                meeting["trainer"] or "–",
            ]
            for meeting in self.meetings
        ]
        return Table([_("Day"), _("Time"), _("Place"), _("Topic"), _("Trainer")], rows, widths=[4, 4, 3, 3, 4])

    def participants(self) -> Table:
        rows = [[str(number), row["name"], row["nip"] or "–"] for number, row in enumerate(self.people, start=1)]
        return Table([_("Number"), _("Name"), "NIP"], rows, widths=[1, 7, 5])


def _cancelled(paper: SessionPaper) -> list[Block]:
    """The mark on a cancelled paper, above everything it says."""
    if paper.cancelled_on is None:
        return []
    told = f"Dibatalkan pada {tanggal(paper.cancelled_on)} dan tidak berlaku lagi. Alasan: {paper.cancel_reason}"
    return [Paragraph("DIBATALKAN", align="center", bold=True), Paragraph(told, align="center")]


def _text(paper: SessionPaper) -> list[Block]:
    return [Paragraph(part) for part in paper.text.split("\n\n") if part.strip()]


def _invitation(paper: SessionPaper, facts: _Facts) -> list[Block]:
    return [
        KeyValues([("Kepada Yth.", paper.addressee or PARTICIPANTS), ("Hal", f"Undangan {facts.title}")]),
        Paragraph("Dengan hormat, kami mengundang Saudara/i yang namanya tercantum di bawah ini untuk mengikuti:"),
        KeyValues([("Kegiatan", facts.title), ("Tanggal", facts.days)]),
        facts.schedule(),
        *_text(paper),
        Heading("Peserta", 2),
        facts.participants(),
        Paragraph("Atas perhatian dan kehadirannya diucapkan terima kasih."),
    ]


def _memo(paper: SessionPaper, facts: _Facts) -> list[Block]:
    said = facts.said
    rows = [
        ("Kepada Yth.", paper.addressee or "–"),
        ("Dari", facts.signer.title if facts.signer else said["office"]["line_2"]),
        ("Hal", f"Pelaksanaan {facts.title}"),
        ("Tanggal pelaksanaan", facts.days),
        ("Jumlah peserta", f"{len(facts.people)} orang"),
    ]
    if said["budget"]:
        rows.append(("Anggaran", f"{rupiah(said['budget'])} {said['budget_source']}".strip()))
    return [
        KeyValues(rows),
        Paragraph(f"Bersama ini disampaikan rencana pelaksanaan {facts.title} dengan jadwal sebagai berikut."),
        facts.schedule(),
        *_text(paper),
        Paragraph("Demikian disampaikan untuk menjadi periksa dan mohon arahan lebih lanjut."),
    ]


def _assignment(paper: SessionPaper, facts: _Facts) -> list[Block]:
    return assignment_blocks(
        basis=f"Rencana pelaksanaan {facts.title}",
        people=[Assigned(row["name"], row["nip"], row.get("rank", ""), row.get("post", "")) for row in facts.people],
        signer=facts.signer or unnamed(),
        purpose=[
            Paragraph(f"untuk mengikuti {facts.title} pada {facts.days}, dengan jadwal sebagai berikut."),
            facts.schedule(),
            *_text(paper),
        ],
        day=paper.day,
        begins=date.fromisoformat(facts.said["starts_on"]) if facts.said["starts_on"] else None,
    )


def _attendance(paper: SessionPaper, facts: _Facts) -> list[Block]:
    blocks: list[Block] = [KeyValues([("Kegiatan", facts.title), ("Tanggal", facts.days)]), *_text(paper)]
    for meeting in facts.meetings:
        when = f"{hari_tanggal(meeting['starts_at'])}, {rentang_pukul(meeting['starts_at'], meeting['ends_at'])}"
        rows = [
            [str(number), row["name"], row["nip"] or "–", f"{number}. ................"]
            for number, row in enumerate(facts.people, start=1)
        ]
        blocks += [
            Heading(when, 2),
            Table(["No", "Nama", "NIP", "Tanda tangan"], rows, widths=[1, 6, 5, 5]),
        ]
    return blocks


def _minutes(paper: SessionPaper, facts: _Facts) -> list[Block]:
    return [
        KeyValues([("Kegiatan", facts.title), ("Tanggal", facts.days), ("Hadir", f"{facts.there} orang")]),
        facts.schedule(),
        Heading("Jalannya kegiatan dan keputusan", 2),
        *(_text(paper) or [Paragraph("–")]),
    ]


def _report(paper: SessionPaper, facts: _Facts) -> list[Block]:
    done = [row["name"] for row in facts.people if row["completed"]]
    costs: list[dict[str, Any]] = facts.said["costs"]
    blocks: list[Block] = [
        *([KeyValues([("Kepada Yth.", paper.addressee)])] if paper.addressee else []),
        Heading("Pelaksanaan", 2),
        KeyValues(
            [
                ("Kegiatan", facts.title),
                ("Tanggal", facts.days),
                ("Peserta terdaftar", f"{len(facts.people)} orang"),
                ("Hadir", f"{facts.there} orang"),
                ("Menyelesaikan", f"{len(done)} orang"),
            ]
        ),
        facts.schedule(),
        Heading("Hasil", 2),
        *(_text(paper) or [Paragraph("–")]),
    ]
    if done:
        blocks += [Heading("Peserta yang menyelesaikan", 2), BulletList(done, ordered=True)]
    if costs:
        rows = [[cost["item"], cost["source"] or "–", rupiah(cost["amount"])] for cost in costs]
        total = ["Jumlah", "", rupiah(sum(cost["amount"] for cost in costs))]
        table = Table(["Uraian", "Sumber dana", "Jumlah"], rows, align=["start", "start", "end"], total=total)
        blocks += [Heading("Biaya", 2), table]
    blocks.append(Note("Disusun dari catatan sistem Pembinaan Pustakawan."))
    return blocks


BODIES: dict[PaperKind, Callable[[SessionPaper, _Facts], list[Block]]] = {
    PaperKind.INVITATION: _invitation,
    PaperKind.MEMO: _memo,
    PaperKind.ASSIGNMENT: _assignment,
    PaperKind.ATTENDANCE: _attendance,
    PaperKind.MINUTES: _minutes,
    PaperKind.REPORT: _report,
}
