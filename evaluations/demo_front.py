"""The demo's looks at friendly service and its accreditation folders: mostly full, some gaps."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from evaluations.demo_followups import BEHIND
from evaluations.models import AccreditationEvidence, AccreditationRequirement, Behaviour, ServiceObservation
from evaluations.observation_choices import Mark
from evaluations.services import accreditation, observations
from training.models import Competence

REASON = "Data contoh dihapus"
# What to learn where a behaviour is not done yet: behaviour -> the unsur whose unit of competence it is
TO_LEARN = {"mendengar": "kompetensi", "mengantar": "kompetensi", "menyapa": "perilaku", "semua-orang": "perilaku"}
# days ago, who is observed, who observes, marks in the behaviours' order (y done, s in part, b not yet, - not seen),
# what went well, what to try next, the word of the person (None: still waits; "!...": sees it differently)
LOOKS: list[tuple[int, str, str, str, str, str, str | None]] = [
    (74, "petugas", "pustakawan", "yysysy-y", "Sabar dengan anak sekolah yang mengantre.",
     "Tanyakan dulu bukunya untuk apa sebelum mencari.", "Setuju, akan saya coba."),
    (61, "pustakawan", "petugas", "yysyby-y", "Penjelasan katalog mudah diikuti.",
     "Antar sampai rak bila meja sedang sepi.", "Benar, hari itu saya hanya menunjuk."),
    (47, "petugas", "kabid", "syyysyyy", "Meja rapi dan siap sejak pagi.", "Sapa lebih dulu, juga saat ramai.", ""),
    (40, "pustakawan", "kabid", "yybysy-s", "Jawaban lengkap dengan sumbernya.",
     "Dengarkan sampai selesai; pemustaka belum menyebut tahun yang dicari.", ""),
    (33, "pustakawan", "pustakawan", "yysysyyy", "Lebih sering menatap.", "Belajar menanyakan kebutuhan.", None),
    (20, "petugas", "pustakawan", "yysyby-y", "Nada bicara ramah di telepon.", "Ajak ke rak.", ""),
    (12, "petugas", "kabid", "ysyyyy-y", "Cepat menolong di meja anak.", "Simpan ponsel saat melayani.",
     "!Saat itu ponsel saya pakai untuk mencarikan nomor panggil bagi pemustaka."),
    (3, "pustakawan", "petugas", "yyyyyy-y", "Menutup dengan bertanya apakah sudah cukup.", "", None),
]  # fmt: skip
SIGNS = {"y": Mark.YES, "s": Mark.PARTLY, "b": Mark.NO, "-": Mark.NOT_SEEN}
# requirement, title, address, days ago
PAPERS = [
    ("daftar-koleksi", "Daftar koleksi dan tambahan tahun berjalan", 60),
    ("stock-opname", "Berita acara stock opname", 1500),
    ("denah", "Denah gedung tiga lantai", 700),
    ("foto-ruang", "Foto ruang baca, ruang anak, dan jalur landai", 200),
    ("ijazah", "Rekap ijazah dan sertifikat kompetensi", 150),
    ("sk-pendirian", "SK pendirian dan nomor pokok perpustakaan", 2600),
    ("renstra", "Rencana strategis dinas", 400),
]


def load(context: DemoContext) -> None:
    users = context.shared["users"]
    behind = {unsur: Competence.objects.filter(code=code).first() for unsur, code in BEHIND.items()}
    for code, unsur in TO_LEARN.items():
        for row in Behaviour.objects.filter(code=code, competence=None):
            row.competence = behind[unsur]
            row.save()
    if not ServiceObservation.objects.filter(is_demo=True).exists():
        asked = list(Behaviour.objects.filter(is_active=True).order_by("order", "pk")[:8])
        for ago, person, observer, signs, well, next_step, word in LOOKS:
            on = context.days_ago(ago)
            row = observations.observe(
                person=users[person].profile, marks=dict(zip(asked, (SIGNS[sign] for sign in signs), strict=False)),
                observed_on=on, by=users[observer], on=on, well=well, next_step=next_step, is_demo=True,
                service_point=context.shared["service_points"]["referensi" if person == "pustakawan" else "sirkulasi"],
            )  # fmt: skip
            if word is None:
                continue
            deed = {"observation": row, "by": users[person], "on": min(on + timedelta(days=1), context.as_of)}
            if word.startswith("!"):
                observations.disagree(reply=word[1:], **deed)
            else:
                observations.agree(reply=word, **deed)
    if not AccreditationEvidence.objects.filter(is_demo=True).exists():
        for code, title, ago in PAPERS:
            accreditation.put_in(
                requirement=AccreditationRequirement.objects.get(code=code), title=title,
                dated_on=context.days_ago(ago), address=f"https://contoh.invalid/akreditasi/{code}",
                by=users["kabid"], is_demo=True,
                at=datetime.combine(context.as_of, time(9), timezone.get_current_timezone()),
            )  # fmt: skip


def clear(context: DemoContext) -> None:
    with acting(context.by, REASON):
        for model in (ServiceObservation, AccreditationEvidence):
            for row in model.objects.filter(is_demo=True).order_by("pk"):
                row.delete()
    for one in Behaviour.objects.filter(competence__code__in=BEHIND.values()):
        one.competence = None
        one.save()
