"""The demo's standards and its shelf of procedures."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.libraries.models import Service
from evaluations.models import Procedure, ServiceStandard
from evaluations.models.standard import Better, Measure, ProcedureKind
from evaluations.services.procedures import shelve
from evaluations.services.standards import write_value

REASON = "Data contoh"
# service, promise, measure, unit, target, better, values of the last years (oldest first)
STANDARDS: list[tuple[str, str, Measure, str, str, Better, list[str]]] = [
    ("", "Pengaduan dijawab", Measure.COMPLAINT_DAYS, "hari", "14", Better.LOWER, []),
    ("", "Pengaduan dijawab tepat waktu", Measure.COMPLAINT_IN_TIME, "%", "90", Better.HIGHER, []),
    ("", "Usulan buku ditanggapi", Measure.SUGGESTION_DAYS, "hari", "14", Better.LOWER, []),
    ("", "Kunjungan setahun", Measure.VISITS, "kunjungan", "25000", Better.HIGHER, []),
    ("", "Buka sesuai jadwal yang diumumkan", Measure.OPENING_KEPT, "%", "95", Better.HIGHER, []),
    ("", "Pertanyaan di meja ditangani", Measure.RESPONSE_MINUTES, "menit", "10", Better.LOWER, []),
    ("peminjaman", "Peminjaman selesai", Measure.MANUAL, "menit", "5", Better.LOWER, ["6.5", "5.5", "4.5"]),
    ("perpustakaan-keliling", "Singgah sesuai jadwal", Measure.MANUAL, "%", "95", Better.HIGHER, ["88", "93", "91"]),
]
# title, number, kind, unit, months ago in force, months until review
SHELF: list[tuple[str, str, ProcedureKind, str, int, int]] = [
    ("SOP Peminjaman dan Pengembalian", "SOP-01/DPK/2025", ProcedureKind.SOP, "layanan", 20, 4),
    ("SOP Penanganan Pengaduan", "SOP-04/DPK/2025", ProcedureKind.SOP, "layanan", 14, 10),
    ("Kebijakan Pengembangan Koleksi", "SK-12/DPK/2023", ProcedureKind.POLICY, "koleksi", 36, -1),
    ("Panduan Layanan Anak", "", ProcedureKind.GUIDE, "layanan", 8, 16),
]


def load(context: DemoContext) -> None:
    head, units = context.shared["users"]["kabid"], context.shared["units"]
    if not ServiceStandard.objects.filter(is_demo=True).exists():
        services = {row.code: row for row in Service.objects.all()}
        for code, promise, measure, unit, target, better, values in STANDARDS:
            with acting(head, REASON):
                standard = ServiceStandard.objects.create(
                    service=services.get(code), promise=promise, measure=measure, unit=unit, target=Decimal(target),
                    better=better, is_demo=True,
                )  # fmt: skip
            for back, value in enumerate(reversed(values)):
                write_value(standard=standard, year=context.as_of.year - back, value=Decimal(value), by=head)
    if not Procedure.objects.filter(is_demo=True).exists():
        for title, number, kind, unit_code, ago, ahead in SHELF:
            shelve(
                title=title, number=number, kind=kind, unit=units[unit_code],
                valid_from=context.as_of - timedelta(days=30 * ago),
                review_on=context.as_of + timedelta(days=30 * ahead),
                by=head, at=timezone.now(), is_demo=True,
            )  # fmt: skip


def clear(context: DemoContext) -> None:
    with acting(context.by, "Data contoh dihapus"):
        for model in (ServiceStandard, Procedure):
            for row in model.objects.filter(is_demo=True).order_by("pk"):
                row.delete()
