"""The office's papers of a session: undangan, nota dinas, surat tugas, daftar hadir, notulen, laporan."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import hari_tanggal, pukul, rentang_tanggal, rupiah
from baubau_pembinaan.documents.assignment import assignment_blocks
from baubau_pembinaan.documents.letterhead import default_signer, letterhead, page, signature
from baubau_pembinaan.documents.tree import (
    Block,
    BulletList,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Table,
)
from training.choices import HOLDING_A_SEAT, AttendanceState, PaperKind
from training.models import Attendance, Enrolment, Meeting, Session, SessionPaper


def paper_document(paper: SessionPaper) -> Document:
    """The paper, in Indonesian as offices write it, from what the session's record says today."""
    with override("id"):
        facts = _Facts(paper.session)
        body = BODIES[PaperKind(paper.kind)](paper, facts)
        signer = default_signer(paper.day)
        if signer is not None and paper.kind != PaperKind.ASSIGNMENT:  # that letter ends with its own signature
            body.append(signature(paper.day, signer))
        return Document(
            title=TITLES[PaperKind(paper.kind)],
            number=paper.number,
            date=paper.day,
            blocks=body,
            letterhead=letterhead(),
            page=page(),
            author=paper.session.programme.title,
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


class _Facts:
    """What the papers read of a session: three statements."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.title = session.programme.title
        self.meetings: list[Meeting] = list(session.meetings.select_related("trainer").order_by("starts_at", "pk"))
        rows = Enrolment.objects.filter(session=session, status__in=HOLDING_A_SEAT).select_related("profile")
        self.people = list(rows.order_by("profile__name", "pk"))
        there = Attendance.objects.filter(meeting__session=session).exclude(state=AttendanceState.ABSENT)
        self.there = set(there.values_list("meeting_id", "enrolment_id"))

    @property
    def days(self) -> str:
        session = self.session
        return rentang_tanggal(session.starts_on, session.ends_on) if session.starts_on and session.ends_on else "–"

    def schedule(self) -> Table:
        rows = [
            [
                hari_tanggal(meeting.starts_at),
                f"{pukul(meeting.starts_at)} – {pukul(meeting.ends_at)}",
                meeting.place or meeting.link or "–",
                meeting.topic or "–",
                meeting.taught_by or "–",
            ]
            for meeting in self.meetings
        ]
        return Table([_("Day"), _("Time"), _("Place"), _("Topic"), _("Trainer")], rows, widths=[4, 4, 3, 3, 4])

    def participants(self) -> Table:
        rows = [
            [str(number), row.profile.full_name, row.profile.nip_text or "–"]
            for number, row in enumerate(self.people, start=1)
        ]
        return Table([_("Number"), _("Name"), "NIP"], rows, widths=[1, 7, 5])


def _text(paper: SessionPaper) -> list[Block]:
    return [Paragraph(part) for part in paper.text.split("\n\n") if part.strip()]


def _invitation(paper: SessionPaper, facts: _Facts) -> list[Block]:
    return [
        KeyValues([("Hal", f"Undangan {facts.title}")]),
        Paragraph("Dengan hormat, kami mengundang Saudara/i yang namanya tercantum di bawah ini untuk mengikuti:"),
        KeyValues([("Kegiatan", facts.title), ("Tanggal", facts.days)]),
        facts.schedule(),
        *_text(paper),
        Heading("Peserta", 2),
        facts.participants(),
        Paragraph("Atas perhatian dan kehadirannya diucapkan terima kasih."),
    ]


def _memo(paper: SessionPaper, facts: _Facts) -> list[Block]:
    budget = facts.session.programme.budget_idr
    rows = [("Hal", f"Pelaksanaan {facts.title}"), ("Tanggal pelaksanaan", facts.days)]
    rows.append(("Jumlah peserta", str(len(facts.people))))
    if budget:
        rows.append(("Anggaran", f"{rupiah(budget)} {facts.session.programme.budget_source}".strip()))
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
        people=[(row.profile, "") for row in facts.people],
        purpose=[
            Paragraph(f"untuk mengikuti {facts.title} pada {facts.days}, dengan jadwal sebagai berikut."),
            facts.schedule(),
            *_text(paper),
        ],
        day=paper.day,
        begins=facts.session.starts_on,
    )


def _attendance(paper: SessionPaper, facts: _Facts) -> list[Block]:
    blocks: list[Block] = [KeyValues([("Kegiatan", facts.title), ("Tanggal", facts.days)]), *_text(paper)]
    for meeting in facts.meetings:
        when = f"{hari_tanggal(meeting.starts_at)}, {pukul(meeting.starts_at)} – {pukul(meeting.ends_at)}"
        rows = [
            [str(number), row.profile.full_name, row.profile.nip_text or "–", f"{number}. ................"]
            for number, row in enumerate(facts.people, start=1)
        ]
        blocks += [
            Heading(when, 2),
            Table(["No", "Nama", "NIP", "Tanda tangan"], rows, widths=[1, 6, 5, 5]),
        ]
    return blocks


def _minutes(paper: SessionPaper, facts: _Facts) -> list[Block]:
    there = {enrolment for _meeting, enrolment in facts.there}
    return [
        KeyValues([("Kegiatan", facts.title), ("Tanggal", facts.days), ("Hadir", f"{len(there)} orang")]),
        facts.schedule(),
        Heading("Jalannya kegiatan dan keputusan", 2),
        *(_text(paper) or [Paragraph("–")]),
    ]


def _report(paper: SessionPaper, facts: _Facts) -> list[Block]:
    done = [row.profile.full_name for row in facts.people if row.is_completed]
    there = {enrolment for _meeting, enrolment in facts.there}
    costs: list[Any] = list(facts.session.costs.order_by("spent_on", "pk"))
    blocks: list[Block] = [
        Heading("Pelaksanaan", 2),
        KeyValues(
            [
                ("Kegiatan", facts.title),
                ("Tanggal", facts.days),
                ("Peserta terdaftar", f"{len(facts.people)} orang"),
                ("Hadir", f"{len(there)} orang"),
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
        rows = [[cost.item, cost.source or "–", rupiah(cost.amount_idr)] for cost in costs]
        total = ["Jumlah", "", rupiah(sum(cost.amount_idr for cost in costs))]
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
