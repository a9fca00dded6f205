"""The demo's complaints, questions and praise: invented, at every step, one of them late."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from evaluations.complaint_choices import ComplaintChannel, ComplaintKind
from evaluations.models import Complaint, ComplaintCategory, RepairTicket
from evaluations.services.complaints import (
    add_note,
    answer_complaint,
    rate_answer,
    receive_complaint,
    reopen_complaint,
    route_complaint,
)
from evaluations.services.complaints.looking_into import Route
from evaluations.services.repairs import end_repair, plan_repair, report_fault

COMPLAINT, QUESTION, PRAISE = ComplaintKind.COMPLAINT, ComplaintKind.QUESTION, ComplaintKind.PRAISE
# days ago, kind, category, service point, words, who looks into it, days until the answer, answer, satisfaction
Row = tuple[int, ComplaintKind, str, str, str, str, int, str, int]
ROWS: list[Row] = [
    (
        118, COMPLAINT, "sarana", "baca", "Kipas angin di ruang baca lantai 3 berbunyi keras sehingga sulit membaca.",
        "petugas", 5, "Kipas sudah diperbaiki teknisi pada hari Kamis. Terima kasih sudah memberi tahu.", 4,
    ),
    (
        104, QUESTION, "keanggotaan", "sirkulasi", "Apakah warga Buton Tengah boleh menjadi anggota?",
        "petugas", 1, "Boleh. Bawa KTP dan surat domisili atau kartu pelajar ke meja sirkulasi.", 4,
    ),
    (
        97, COMPLAINT, "koleksi", "sirkulasi", "Buku yang di katalog tertulis tersedia ternyata tidak ada di rak.",
        "pustakawan", 9, "Kami telusuri raknya: tiga buku salah tempat dan sudah dikembalikan.", 3,
    ),
    (
        81, PRAISE, "kegiatan", "anak", "Anak saya senang sekali dengan dongeng hari Sabtu. Terima kasih.",
        "pustakawan", 3, "Terima kasih. Pesan ini kami sampaikan kepada pendongeng.", 0,
    ),
    (
        66, COMPLAINT, "jam-buka", "", "Hari Jumat pukul 13.30 pintu masih tertutup, padahal jadwal tertulis buka.",
        "kabid", 6, "Petugas terlambat karena rapat. Jadwal piket Jumat kini dua orang.", 3,
    ),
    (
        52, COMPLAINT, "digital", "digital", "Wi-Fi di lantai 2 sering putus pada siang hari.",
        "petugas", 20, "Titik akses kedua sudah dipasang di lantai 2.", 2,
    ),
    (
        40, QUESTION, "koleksi", "naskah", "Bagaimana cara melihat naskah Buton untuk penelitian?",
        "pustakawan", 2, "Buat janji lewat meja referensi dan bawa surat pengantar dari kampus.", 4,
    ),
    (
        33, COMPLAINT, "lainnya", "", "Truk sampah parkir lama di depan gerbang.",
        "kabid", 4, "Kewenangan Dinas Lingkungan Hidup; laporan Anda sudah kami teruskan melalui surat.", 0,
    ),
    (24, COMPLAINT, "sarana", "anak", "Kursi kecil di taman baca anak ada yang patah.", "petugas", 0, "", 0),
    (12, QUESTION, "kegiatan", "", "Kapan kelas menulis cerita berikutnya dibuka?", "pustakawan", 0, "", 0),
    (6, COMPLAINT, "pelayanan", "sirkulasi", "Antrean lama karena hanya satu petugas di meja.", "kabid", 0, "", 0),
    (2, PRAISE, "pelayanan", "referensi", "Petugas referensi sabar mencarikan data skripsi saya.", "", 0, "", 0),
    (1, QUESTION, "jam-buka", "", "Apakah perpustakaan buka pada hari libur sekolah?", "", 0, "", 0),
]  # fmt: skip
REFUSED_AT = 33  # days ago of the one that another office must answer
OPENED_AGAIN_AT = 52
NAMED_AT = 6  # the one whose words name a colleague, who has not been heard yet


def load(context: DemoContext) -> None:
    """What stands there already stays as it is."""
    if Complaint.objects.filter(is_demo=True).exists():
        return
    users: dict[str, User] = context.shared["users"]
    head, points = users["kabid"], context.shared["service_points"]
    categories = {row.code: row for row in ComplaintCategory.objects.all()}
    for number, (ago, kind, about, point, text, owner, days, answer, satisfied) in enumerate(ROWS):
        category, on = categories.get(about) or categories["lainnya"], context.days_ago(ago)
        complaint = receive_complaint(
            kind=kind,
            category=category,
            text=text,
            on=on,
            service_point=points.get(point),
            name="Pemustaka Contoh" if number % 3 == 0 else "",
            channel=ComplaintChannel.DESK if number % 4 == 1 else ComplaintChannel.WEB,
            is_demo=True,
        )
        if not owner:
            continue
        by = head if owner != "kabid" else users["kadis"]
        route_complaint(
            complaint=complaint,
            route=Route(
                category=category,
                due_on=on + timedelta(days=category.days),
                owner=users[owner].profile,
                person=users["petugas"].profile if ago == NAMED_AT else None,
                reason="Data contoh",
            ),
            by=by,
            seen=0,
        )
        if not answer:
            continue
        _answer(complaint, answer, users[owner], context, ago - days, declined=ago == REFUSED_AT)
        if ago == OPENED_AGAIN_AT:
            reopen_complaint(
                complaint=complaint, text="Minggu lalu masih putus juga.", on=context.days_ago(ago - days - 6)
            )
            add_note(
                complaint=complaint,
                text="Vendor datang hari Selasa untuk mengukur sinyal.",
                by=users[owner],
                at=_morning(context, ago - days - 8),
            )
            _answer(complaint, answer + " Kanalnya juga sudah diganti.", users[owner], context, ago - days - 12)
        if satisfied:
            rate_answer(complaint=complaint, satisfaction=satisfied)
    _repairs(context)


# days ago, place, service point, what, who, days until done, cost, what was done
FAULTS = [
    (110, "Ruang baca, kipas kedua", "baca", "Kipas berbunyi keras", "petugas", 6, 175_000, "Bantalan kipas diganti"),
    (46, "Lantai 2, titik akses", "digital", "Wi-Fi sering putus", "petugas", 14, 1_250_000, "Titik akses ditambah"),
    (24, "Taman baca anak", "anak", "Dua kursi kecil patah", "petugas", 0, None, ""),
    (3, "Tangga ke lantai 3", "baca", "Lampu tangga mati", "", 0, None, ""),
]


def _repairs(context: DemoContext) -> None:
    users, points = context.shared["users"], context.shared["service_points"]
    for ago, place, point, fault, owner, took, cost, outcome in FAULTS:
        on = context.days_ago(ago)
        ticket = report_fault(
            place=place, fault=fault, service_point=points[point], by=users["petugas"], on=on,
            at=_morning(context, ago), is_demo=True,
        )  # fmt: skip
        if not owner:
            continue
        due = on + timedelta(days=14)
        plan_repair(ticket=ticket, owner=users[owner].profile, due_on=due, by=users["kabid"])
        if took:
            end_repair(
                ticket=ticket, outcome=outcome, cost_idr=cost, by=users[owner], on=on + timedelta(days=took),
                at=_morning(context, ago - took),
            )  # fmt: skip


def _answer(
    complaint: Complaint, answer: str, by: User, context: DemoContext, ago: int, *, declined: bool = False
) -> None:
    with acting(by, "Data contoh"):
        answer_complaint(
            complaint=complaint,
            answer=answer,
            by=by,
            on=context.days_ago(ago),
            at=_morning(context, ago),
            seen=Complaint.objects.select_related("handling").get(pk=complaint.pk).handling.version,
            declined=declined,
        )


def _morning(context: DemoContext, ago: int) -> Any:
    return datetime.combine(context.days_ago(ago), time(9), timezone.get_current_timezone())


def clear(context: DemoContext) -> None:
    """Take the invented ones away, with what was done with them."""
    with acting(context.by, "Data contoh dihapus"):
        for ticket in RepairTicket.objects.filter(is_demo=True).order_by("pk"):
            ticket.delete()
        for complaint in Complaint.objects.filter(is_demo=True).order_by("pk"):
            complaint.delete()
