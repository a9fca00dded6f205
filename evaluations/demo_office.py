"""The demo's standards and its shelf of procedures."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.services import discard_file
from baubau_pembinaan.documents.tree import Document, Paragraph
from baubau_pembinaan.libraries.models import Service
from evaluations.models import Procedure, ServiceStandard
from evaluations.models.standard import Better, Measure, ProcedureKind
from evaluations.services.procedures import shelve
from evaluations.services.standards import write_value

REASON = "Data contoh"
# service, promise, in English, measure, unit, in English, target, better, values of the last years (oldest first)
STANDARDS: list[tuple[str, str, str, Measure, str, str, str, Better, list[str]]] = [
    ("", "Pengaduan dijawab", "Complaints are answered", Measure.COMPLAINT_DAYS, "hari", "days", "14",
     Better.LOWER, []),
    ("", "Pengaduan dijawab tepat waktu", "Complaints are answered in time", Measure.COMPLAINT_IN_TIME, "%", "%", "90",
     Better.HIGHER, []),
    ("", "Komentar survei ditanggapi", "Survey comments are seen to", Measure.COMMENT_DAYS, "hari", "days", "30",
     Better.LOWER, []),
    ("", "Usulan buku ditanggapi", "Book suggestions get a first word", Measure.SUGGESTION_DAYS, "hari", "days", "14",
     Better.LOWER, []),
    ("", "Kunjungan setahun", "Visits in the year", Measure.VISITS, "kunjungan", "visits", "25000", Better.HIGHER, []),
    ("", "Buka sesuai jadwal yang diumumkan", "Open as announced", Measure.OPENING_KEPT, "%", "%", "95",
     Better.HIGHER, []),
    ("", "Pertanyaan di meja ditangani", "Questions at the desk are dealt with", Measure.RESPONSE_MINUTES, "menit",
     "minutes", "10", Better.LOWER, []),
    ("peminjaman", "Peminjaman selesai", "A loan is done", Measure.MANUAL, "menit", "minutes", "5", Better.LOWER,
     ["6.5", "5.5", "4.5"]),
    ("perpustakaan-keliling", "Singgah sesuai jadwal", "Stops as announced", Measure.MANUAL, "%", "%", "95",
     Better.HIGHER, ["88", "93", "91"]),
]  # fmt: skip
# title, number, kind, unit, months ago in force, months until review, steps (empty: no file is kept)
SHELF: list[tuple[str, str, ProcedureKind, str, int, int, list[str]]] = [
    (
        "SOP Peminjaman dan Pengembalian", "SOP-01/DPK/2025", ProcedureKind.SOP, "layanan", 20, 4,
        [
            "Pemustaka menunjukkan kartu anggota; petugas memeriksa masa berlakunya.",
            "Petugas memindai buku dan menyebut tanggal kembali.",
            "Buku yang kembali diperiksa, dipindai, dan disimpan di rak pada hari yang sama.",
        ],
    ),
    (
        "SOP Penanganan Pengaduan", "SOP-04/DPK/2025", ProcedureKind.SOP, "layanan", 14, 10,
        [
            "Pengaduan dicatat pada hari diterima; pengirim mendapat kode tindak lanjut.",
            "Kepala bidang menunjuk penanggung jawab dan batas waktu.",
            "Yang disebut didengar lebih dulu; jawaban dikirim sebelum batas waktu.",
        ],
    ),
    ("Kebijakan Pengembangan Koleksi", "SK-12/DPK/2023", ProcedureKind.POLICY, "koleksi", 36, -1, []),
    ("Panduan Layanan Anak", "", ProcedureKind.GUIDE, "layanan", 8, 16, []),
]  # fmt: skip


def load(context: DemoContext) -> None:
    head, units = context.shared["users"]["kabid"], context.shared["units"]
    if not ServiceStandard.objects.filter(is_demo=True).exists():
        services = {row.code: row for row in Service.objects.all()}
        for code, promise, promise_en, measure, unit, unit_en, target, better, values in STANDARDS:
            with acting(head, REASON):
                standard = ServiceStandard.objects.create(
                    service=services.get(code), promise=promise, promise_en=promise_en, measure=measure, unit=unit,
                    unit_en=unit_en, target=Decimal(target), better=better, is_demo=True,
                )  # fmt: skip
            for back, value in enumerate(reversed(values)):
                write_value(standard=standard, year=context.as_of.year - back, value=Decimal(value), by=head)
    if not Procedure.objects.filter(is_demo=True).exists():
        for title, number, kind, unit_code, ago, ahead, steps in SHELF:
            valid_from = context.as_of - timedelta(days=30 * ago)
            shelve(
                title=title, number=number, kind=kind, unit=units[unit_code], valid_from=valid_from,
                file=(BytesIO(_paper(title, number, valid_from, steps)), f"{title}.pdf") if steps else None,
                review_on=context.as_of + timedelta(days=30 * ahead),
                by=head, at=timezone.now(), is_demo=True,
            )  # fmt: skip


def _paper(title: str, number: str, day: date, steps: list[str]) -> bytes:
    """The procedure as a small PDF."""
    blocks = [Paragraph(f"{at}. {step}") for at, step in enumerate(steps, start=1)]
    return to_pdf(Document(title=title, subtitle=f"{number} – data contoh", date=day, blocks=blocks))


def clear(context: DemoContext) -> None:
    with acting(context.by, "Data contoh dihapus"):
        for row in ServiceStandard.objects.filter(is_demo=True).order_by("pk"):
            row.delete()
        for paper in Procedure.objects.filter(is_demo=True).select_related("file").order_by("pk"):
            stored = paper.file
            paper.delete()
            if stored:
                discard_file(stored=stored)
