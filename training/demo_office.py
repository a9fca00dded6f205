"""The demo's papers, costs, evaluations after three months, networks, examinations and notes."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.libraries.models import Signatory
from training.models import (
    Association,
    CompetenceExam,
    ConferenceReport,
    ExchangeVisit,
    ImpactReview,
    Membership,
    MentoringPair,
    PeerLibrary,
    PracticeComment,
    PracticeNote,
    Session,
    SessionCost,
    SessionPaper,
    SubjectArea,
)
from training.services import impact, network, office

ASSOCIATIONS = ["Ikatan Pustakawan Contoh", "Forum Perpustakaan Contoh Sulawesi"]
# name, kind, place, whom to ask, what we can learn there
PEERS = [
    ("Perpustakaan Daerah Contoh", "public", "Kendari", "Ibu Contoh", "Layanan difabel dan pojok Braille."),
    ("Perpustakaan SMA Contoh 1", "school", "Baubau", "Bapak Contoh", "Kelas literasi informasi tiap pekan."),
    ("Perpustakaan Universitas Contoh", "academic", "Kendari", "Ibu Misal", "Repositori dan rujukan daring."),
    ("TBM Pantai Contoh", "community", "Buton Tengah", "Kak Contoh", "Perahu baca dan relawan muda."),
]
# mentor, guided colleague, goal, began days ago, ended days ago
PAIRS = [
    ("madya", "pertama", "Menyusun tajuk subjek yang konsisten", 120, None),
    ("muda", "pembina", "Merancang kelas literasi informasi", 90, None),
    ("penyelia", "petugas", "Melayani pemustaka anak dengan percaya diri", 300, 60),
]
# which of PEERS (None: not in the book), institution, whether we went, days ago, purpose, our people, what we learnt
VISITS = [
    (0, "", True, 160, "Melihat pojok Braille dan layanan difabel", 4, "Menata ulang jalur kursi roda di ruang baca."),
    (3, "", True, 80, "Belajar mengelola perahu baca", 2, "Jadwal singgah dibuat bersama warga."),
    (None, "Perpustakaan SD Contoh 5", False, 35, "Melihat sudut dongeng", 3, "Mereka meniru lingkaran karpet."),
]
# person, level, days ago, passed
EXAMS = [
    ("pustakawan", "ahli_muda", 70, True),
    ("muda", "ahli_madya", 200, False),
    ("muda", "ahli_madya", 20, True),
    ("terampil", "penyelia", 110, False),
]
EXAMPLES = ["Pemustaka lebih cepat dilayani.", "Membuat panduan singkat di meja.", "Belum ada waktu untuk berlatih."]
NOTES = [
    ("pustakawan", "layanan-ramah", "Salam pembuka yang membuat pemustaka nyaman",
     "Kami menyapa lebih dulu, lalu bertanya apa yang dicari. Antrean terasa lebih singkat."),
    ("muda", "literasi-informasi", "Lima belas menit kelas literasi untuk siswa SMP",
     "Mulai dari satu pertanyaan siswa, cari bersama di katalog, lalu bandingkan dua sumber."),
    ("penyelia", "anak-remaja", "Sudut dongeng tanpa mikrofon",
     "Lingkaran kecil di karpet membuat anak lebih berani bertanya."),
    ("pertama", "teknologi-informasi", "Label QR di ujung rak",
     "Setiap rak punya QR ke daftar topik di katalog daring."),
]  # fmt: skip


def load(context: DemoContext) -> None:
    """Fill what is absent; needs the settled sessions of the demo."""
    users, people = context.shared["users"], context.shared["people"]
    for session in Session.objects.filter(programme__is_demo=True, status="finished", papers=None).order_by("pk"):
        _papers(context, session)
    _impact(context)
    if not Association.objects.filter(name__in=ASSOCIATIONS).exists():
        for name in ASSOCIATIONS:
            Association.objects.create(name=name, contact="pengurus@example.org")
    for name, kind, place, contact, strengths in PEERS:
        if not PeerLibrary.objects.filter(name=name).exists():
            peer = PeerLibrary(name=name, kind=kind, place=place, contact_name=contact, strengths=strengths)
            peer.email = "layanan@example.org"
            network.save_peer(peer=peer, by=users["kabid"])
    if not Membership.objects.filter(profile__is_demo=True).exists():
        first = Association.objects.get(name=ASSOCIATIONS[0])
        for number, username in enumerate(("pustakawan", "muda", "madya", "pertama")):
            ends = context.as_of + timedelta(days=(25, 400, -30, 200)[number])
            Membership.objects.create(
                profile=people[username],
                association=first,
                number=f"CONTOH-{number + 1:03}",
                starts_on=ends - timedelta(days=1095),
                ends_on=ends,
            )
    for number, report in enumerate(ConferenceReport.objects.filter(profile__is_demo=True, learnt="").order_by("pk")):
        if number % 2 == 0:
            report.learnt = "Praktik baik pengelolaan metadata dan layanan ramah anak dari perpustakaan lain."
            network.write_report(report=report, by=report.profile.user)
            day = min(report.ended_on + timedelta(days=20), context.as_of)
            network.hold_sharing(report=report, shared_on=day, listeners=8, by=report.profile.user, on=context.as_of)
    if not PracticeNote.objects.filter(author__is_demo=True).exists():
        for number, (username, subject, title, body) in enumerate(NOTES):
            note = PracticeNote.objects.create(
                author=people[username],
                subject=SubjectArea.objects.get(code=subject),
                title=title,
                body=body,
                written_at=_moment(context, 20 + 40 * number),
            )
            at = _moment(context, 15 + 40 * number)
            network.comment_on(note=note, text="Sudah kami coba, berhasil.", by=users["kabid"], at=at)

    _network(context)


def _network(context: DemoContext) -> None:
    """Mentoring, visits and examinations, where there are none."""
    people, users, ago = context.shared["people"], context.shared["users"], context.days_ago
    if not MentoringPair.objects.filter(mentor__is_demo=True).exists():
        for mentor, mentee, goal, began, ended in PAIRS:
            days = {"starts_on": ago(began), "ends_on": ago(ended) if ended else None}
            pair = MentoringPair(mentor=people[mentor], mentee=people[mentee], goal=goal, **days)
            network.save_pair(pair=pair, by=users["kabid"])
    if not ExchangeVisit.objects.filter(written_by__is_demo=True).exists():
        for number, institution, is_outgoing, day, purpose, ours, result in VISITS:
            peer = PeerLibrary.objects.get(name=PEERS[number][0]) if number is not None else None
            visit = ExchangeVisit(
                peer=peer,
                institution=peer.name if peer else institution,
                is_outgoing=is_outgoing,
                visited_on=ago(day),
                purpose=purpose,
                people=ours,
                result=result,
                written_by=people["pustakawan"],
            )
            network.save_visit(visit=visit, by=users["pustakawan"])
    if not CompetenceExam.objects.filter(profile__is_demo=True).exists():
        for number, (username, level, day, passed) in enumerate(EXAMS, start=1):
            network.enter_exam(
                profile=people[username],
                by=users["admin"],
                level=level,
                held_on=ago(day),
                organiser="LSP Contoh",
                passed=passed,
                certificate_number=f"UK-{number:03}/CONTOH" if passed else "",
            )


def clear(context: DemoContext) -> None:
    demo: dict[str, Any] = {"session__programme__is_demo": True}
    SessionPaper.objects.filter(**demo).delete()
    SessionCost.objects.filter(**demo).delete()
    PracticeComment.objects.filter(note__author__is_demo=True).delete()
    PracticeNote.objects.filter(author__is_demo=True).delete()
    Membership.objects.filter(profile__is_demo=True).delete()
    MentoringPair.objects.filter(Q(mentor__is_demo=True) | Q(mentee__is_demo=True)).delete()
    ExchangeVisit.objects.filter(written_by__is_demo=True).delete()
    CompetenceExam.objects.filter(profile__is_demo=True).delete()


def remove(context: DemoContext) -> None:
    Association.objects.filter(name__in=ASSOCIATIONS, memberships=None).delete()
    PeerLibrary.objects.filter(name__in=[row[0] for row in PEERS], visits=None).delete()


def _papers(context: DemoContext, session: Session) -> None:
    if session.starts_on is None or session.ends_on is None:
        return
    admin, number = context.shared["users"]["admin"], session.pk % 900 + 1
    before, after = session.starts_on - timedelta(days=10), session.ends_on + timedelta(days=2)
    made: dict[str, Any] = {"session": session, "by": admin, "again": True}
    office.make_paper(kind="undangan", number=f"005/{number:03}/CONTOH", day=before, text="", **made)
    office.make_paper(
        kind="laporan",
        number=f"041/{number:03}/CONTOH",
        day=after,
        **made,
        text="Kegiatan berjalan lancar; peserta menyusun rencana penerapan di tempat kerja.",
    )
    sender = Signatory.objects.valid_on(before).filter(units__isnull=False).order_by("pk").first()
    if sender is not None:
        number_of_memo = f"045/{number:03}/CONTOH"
        fields = {"number": number_of_memo, "day": before, "text": "", "addressee": "Kepala Dinas"}
        office.make_paper(kind="nota_dinas", signatory=sender, **fields, **made)
    if not SessionPaper.objects.filter(session__programme__is_demo=True).exclude(cancelled_on=None).exists():
        task = {"kind": "surat_tugas", "number": f"090/{number:03}/CONTOH", "text": ""}
        slip = office.make_paper(day=before, **task, **made)
        office.cancel_paper(paper=slip, reason="Tanggal surat keliru.", by=admin, on=before)
        office.make_paper(day=before + timedelta(days=1), **task, **made)
    budget = session.programme.budget_idr
    if budget:
        for item, share in (("Honorarium narasumber", 45), ("Konsumsi", 30), ("Alat tulis dan penggandaan", 12)):
            amount = budget * share // 100
            office.add_cost(
                session=session, by=admin, item=item, amount_idr=amount, spent_on=session.ends_on, source="APBD"
            )


def _impact(context: DemoContext) -> None:
    """Most have answered what was due, everybody what is long past; the newest are still asked."""
    dice, head = context.rng, context.shared["users"]["kabid"]
    rows = ImpactReview.objects.filter(
        enrolment__session__programme__is_demo=True, due_on__lte=context.days_ago(20), own_at=None
    ).select_related("enrolment__profile__user")
    for row in rows.order_by("due_on", "pk"):
        at = datetime.combine(row.due_on + timedelta(days=8), time(10), timezone.get_current_timezone())
        level = dice.choice((1, 2, 2, 3, 3, 4))
        long_past = row.due_on < context.days_ago(75)
        if dice.random() < 0.85 or long_past:
            user = row.enrolment.profile.user
            impact.answer_as_participant(impact=row, level=level, example=dice.choice(EXAMPLES), by=user, at=at)
        if dice.random() < 0.7 or long_past:
            lower = max(1, level - dice.choice((0, 0, 1)))
            impact.answer_as_leader(impact=row, level=lower, example=dice.choice(EXAMPLES), by=head, at=at)


def _moment(context: DemoContext, days: int) -> datetime:
    return datetime.combine(context.days_ago(days), time(9), timezone.get_current_timezone())
