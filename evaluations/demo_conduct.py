"""What the demo's leaders expect of each BerAKHLAK value, how they judge it, and their word on each quarter."""

from datetime import date, timedelta

from evaluations.models import Review
from evaluations.review_choices import ORDER, Rating, Stage, Value

# value: (expectation, feedback where it is met, feedback where it falls short)
CONDUCT = {
    Value.SERVICE: (
        "Menyapa pemustaka lebih dahulu dan mengantar sampai ke rak.",
        "Pemustaka memuji sapaan dan kesabarannya.",
        "Pada jam ramai pemustaka masih menunggu tanpa disapa.",
    ),
    Value.ACCOUNTABLE: (
        "Catatan layanan harian diisi pada hari yang sama.",
        "Catatan harian lengkap sepanjang triwulan.",
        "Beberapa catatan harian disusulkan berminggu-minggu kemudian.",
    ),
    Value.COMPETENT: (
        "Membagikan satu hal baru kepada rekan setiap bulan.",
        "Sesi berbagi berjalan dan diikuti rekan satu bidang.",
        "Belum ada sesi berbagi pada tahun ini.",
    ),
    Value.HARMONIOUS: (
        "Membantu rekan pada jam ramai tanpa diminta.",
        "Rekan merasa terbantu, juga di luar jadwalnya.",
        "Pembagian tugas pada jam ramai masih sering diperdebatkan.",
    ),
    Value.LOYAL: (
        "Menjaga nama baik perpustakaan di dalam dan di luar jam kerja.",
        "Tidak ada catatan; menjadi teladan bagi petugas baru.",
        "Jadwal piket beberapa kali ditukar tanpa pemberitahuan.",
    ),
    Value.ADAPTIVE: (
        "Memakai katalog daring dan formulir digital untuk layanan.",
        "Cepat memakai cara baru dan mengajarkannya.",
        "Masih kembali ke buku catatan kertas.",
    ),
    Value.COLLABORATIVE: (
        "Menyusun program bersama sekolah mitra.",
        "Dua sekolah mitra meminta programnya dilanjutkan.",
        "Rapat dengan sekolah mitra perlu dijadwalkan lebih awal.",
    ),
}
PERIODS = (
    ("Kelas literasi dan layanan rujukan berjalan sesuai jadwal.", "Baik. Lengkapi catatan rujukan pada hari ramai."),
    ("Dua kunjungan sekolah dan sesi mendongeng mingguan.", "Persiapannya rapi. Catat juga pertanyaan guru."),
    ("Pekan literasi, pendampingan anggota baru, dan penyiangan rak 300.", "Penyiangan lebih cepat dari rencana."),
    ("Evaluasi layanan dan penyusunan bahan kelas tahun depan.", "Bahan kelas sudah dipakai rekan; teruskan."),
)


def fill_conduct(review: Review, reached: int) -> None:
    """Expectations from the proposal on; feedback once the leader has rated, in keeping with the rating."""
    for row in review.conduct.all():
        expectation, met, short = CONDUCT[Value(row.value)]
        row.expectation = expectation if reached >= ORDER[Stage.PROPOSED] else ""
        if reached >= ORDER[Stage.CALIBRATION]:
            row.feedback = short if review.conduct_rating == Rating.BELOW else met
        row.save()


def fill_periods(review: Review, today: date) -> None:
    for number, period in enumerate(review.periods.filter(ends_on__lt=today - timedelta(days=30))):
        period.progress, period.feedback = PERIODS[number % len(PERIODS)]
        period.result_rating = period.conduct_rating = Rating.MEETS
        period.evaluated_on = min(today, period.ends_on + timedelta(days=10))
        period.save()
