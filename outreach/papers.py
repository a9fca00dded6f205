"""The office papers of a date as document trees: invitation, letter of assignment, attendance list, activity report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import angka, hari_tanggal, pukul, rupiah, tanggal
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.assignment import assigned, assignment_blocks, unnamed
from baubau_pembinaan.documents.tree import (
    Block,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Picture,
    Signer,
    Table,
)
from baubau_pembinaan.libraries.models import Library
from outreach.choices import AgeBand
from outreach.models import Facilitator, Participant, Registration, Session, SessionReport
from outreach.selectors.registrations import no_photos

NO_NUMBER = "…………………"
EMPTY_LINES = 15
PHOTO_MM = 110


@dataclass(frozen=True)
class Made:
    """A paper with what it is called on disk."""

    document: Document
    name: str


def _clock(session: Session) -> str:
    return f"{pukul(session.starts_at)} – {pukul(session.ends_at)}"


def _facts(session: Session) -> KeyValues:
    return KeyValues(
        [
            (_("Activity"), session.event.title),
            (_("Day and date"), hari_tanggal(session.starts_at)),
            (_("Time"), _clock(session)),
            (_("Place"), session.where),
        ]
    )


def _paper(title: str, day: date, blocks: Sequence[Block], *, number: str = "", landscape: bool = False) -> Document:
    library = Library.current()
    return Document(
        title=title,
        date=day,
        blocks=blocks,
        letterhead=letterhead.letterhead(library),
        number=number,
        page=letterhead.page(library, landscape=landscape),
        author=library.name,
    )


def _signed(day: date, above: str = "") -> list[Block]:
    signer = letterhead.default_signer(day) or Signer("…………………………", "…………………………")
    return [letterhead.signature(day, signer)]


def invitation(session: Session, *, number: str, day: date) -> Made:
    """Undangan: to whom it may concern at schools and groups; the address line stays open for the pen."""
    event = session.event
    blocks: list[Block] = [
        KeyValues([(_("Number"), number or NO_NUMBER), (_("Subject"), _("Invitation")), (_("To"), "…………………………")]),
        Paragraph(_("Dear Sir or Madam,")),
        Paragraph(
            _("%(library)s cordially invites you to the following activity.") % {"library": Library.current().name}
        ),
        _facts(session),
        Paragraph(event.summary),
    ]
    if event.needs_registration:
        blocks.append(Paragraph(_("Seats are limited; please register beforehand on our website or at the desk.")))
    blocks.append(Paragraph(_("We thank you for your attention and look forward to your visit.")))
    blocks += _signed(day)
    return Made(_paper(_("Invitation"), day, blocks), "undangan")


def assignment(session: Session, crew: Sequence[Facilitator], *, number: str, day: date) -> Made:
    """Surat tugas for everybody who works on the date, in Indonesian as offices write it."""
    with override("id"):
        event, begins = session.event, timezone.localdate(session.starts_at)
        agreed = event.approved_at and f"Persetujuan kegiatan “{event.title}” tanggal {tanggal(event.approved_at)}"
        signer = letterhead.default_signer(day) or unnamed()
        blocks = assignment_blocks(
            basis=agreed or f"Rencana kegiatan “{event.title}”",
            people=assigned([(row.profile, str(row.get_role_display()).capitalize()) for row in crew], day),
            signer=signer,
            purpose=[Paragraph("untuk melaksanakan kegiatan berikut dan melaporkannya."), _facts(session)],
            day=day,
            begins=begins,
        )
        blocks.append(letterhead.signature(day, signer))
        return Made(_paper(_("Letter of Assignment"), day, blocks, number=number or NO_NUMBER), "surat-tugas")


def attendance_list(session: Session, registrations: Sequence[Registration]) -> Made:
    """Daftar hadir with a signature column: who has a seat by nickname, then empty lines for who just comes.

    Who may not be on a photo is marked: whoever takes pictures has this list in hand.
    """
    names: list[tuple[str, str, str]] = []
    for registration in registrations:
        people: Sequence[Participant] = list(registration.participants.all())
        mark = _("no photos") if no_photos(registration, session.event) else ""
        names += [(person.nickname, str(person.get_age_band_display()), mark) for person in people]
        if not people:
            group = str(registration.get_group_band_display())
            names.append((f"{registration.school} ({registration.seats})", group, mark))
        if registration.companions:
            whose = people[0].nickname if people else registration.school
            along = _("With %(name)s") % {"name": whose}
            names.append((f"{along} ({registration.companions})", _("grown-ups, no seat"), mark))
    names += [("", "", "")] * max(EMPTY_LINES - len(names), 5)
    rows = [[str(n), name, band, mark, ""] for n, (name, band, mark) in enumerate(names, start=1)]
    heads = [_("Line"), _("Name"), _("Age"), _("Photos"), _("Signature")]
    blocks: list[Block] = [
        _facts(session),
        Table(heads, rows, align=["end"], widths=[1, 5, 3, 2, 4]),
    ]
    day = timezone.localdate(session.starts_at)
    return Made(_paper(_("Attendance List"), day, blocks), "daftar-hadir")


def activity_report(
    session: Session,
    report: SessionReport,
    crew: Sequence[Facilitator],
    heads: dict[str, int],
    photos: Sequence[tuple[bytes, str]],
) -> Made:
    """Laporan kegiatan: facts, heads by age, costs, what happened, what to do better, photos, signature."""
    total = sum(heads.values())
    per_head = rupiah(report.cost_idr / total) if total else "–"
    counted = [[str(AgeBand(band).label), angka(heads[band])] for band in AgeBand.values if heads.get(band)]
    day = timezone.localdate(report.written_at)
    blocks: list[Block] = [
        Heading(_("Activity"), 2),
        _facts(session),
        KeyValues(
            [
                (_("Facilitators"), ", ".join(row.profile.full_name for row in crew) or "–"),
                (_("Cost"), rupiah(report.cost_idr)),
                (_("Cost per head"), per_head),
            ]
        ),
        Heading(_("Participants"), 2),
        Table([_("Age"), _("People")], counted, align=["start", "end"], total=[_("Together"), angka(total)]),
        Heading(_("What happened"), 2),
        Paragraph(report.story),
    ]
    if report.lessons:
        blocks += [Heading(_("What we do differently next time"), 2), Paragraph(report.lessons)]
    if photos:
        blocks.append(Heading(_("Photos"), 2))
        for data, caption in photos:
            alt = caption or _("Photo of the activity")
            blocks.append(Picture(data, alt, width_mm=PHOTO_MM, caption=caption))
        blocks.append(Note(_("Photos for the library's own files; publication only with consent.")))
    blocks += _signed(day)
    title = _("Activity Report")
    return Made(_paper(title, day, blocks), f"laporan-kegiatan-{tanggal(session.starts_at).replace(' ', '-').lower()}")
