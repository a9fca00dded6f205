"""The demo's follow-ups: at the circulation desk "kompetensi" stays weak until a training in the fourth quarter, and
the first quarter after it shows the difference. Closed periods are public. Every deed is invented."""

from datetime import date, timedelta
from typing import Any

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.core.history import acting
from evaluations.choices import FollowUpKind, FollowUpStatus, PeriodStatus
from evaluations.models import FollowUp, Period, Publication, UnsurCompetence
from evaluations.services.followups import add_follow_up, change_follow_up
from evaluations.services.publishing import publish_result
from training.models import Competence, Session

SAID = {
    "kompetensi": "Petugas kurang tahu letak buku dan tempat bertanya.",
    "pengaduan": "Kotak saran ada, tetapi jawabannya tidak pernah terlihat.",
    "sarana": "Colokan listrik di ruang baca kurang.",
}
# Unsur -> the demo's unit of competence behind it (training.demo)
BEHIND = {"kompetensi": "CONTOH.03.02", "perilaku": "CONTOH.03.01"}
# Closed quarter (0 = oldest), unsur, kind, who, days from the closing to the due date and to the end, words
# (status, action, target, outcome or reason).
STORY: list[tuple[int, str, FollowUpKind, str, int, int, FollowUpStatus, str, str, str]] = [
    (0, "kompetensi", FollowUpKind.PROCEDURE, "penyelia", 40, 50, FollowUpStatus.NOT_DONE,
     "Menyusun lembar bantu letak koleksi di meja sirkulasi.", "Lembar bantu",
     "Penataan ulang rak belum selesai, sehingga lembar bantu akan segera usang."),
    (0, "pengaduan", FollowUpKind.PROCEDURE, "kabid", 30, 28, FollowUpStatus.DONE,
     "Menunjuk petugas yang menjawab kotak saran setiap pekan.", "Alur kotak saran",
     "Kotak saran kini dibuka setiap Senin oleh petugas yang ditunjuk."),
    (1, "sarana", FollowUpKind.FIX, "umum", 45, 44, FollowUpStatus.DONE,
     "Menambah enam titik colokan di ruang baca lantai 1.", "Colokan listrik",
     "Enam titik colokan baru sudah terpasang di ruang baca lantai 1."),
    (2, "kompetensi", FollowUpKind.TRAINING, "pustakawan", 60, 54, FollowUpStatus.DONE,
     "Melatih semua petugas sirkulasi menelusur koleksi dan menjawab pertanyaan rujukan.",
     "Pelatihan penelusuran koleksi, 2 hari",
     "Semua petugas sirkulasi sudah mengikuti pelatihan dua hari tentang penelusuran koleksi."),
    (3, "pengaduan", FollowUpKind.PROCEDURE, "kabid", 35, 33, FollowUpStatus.DONE,
     "Menempel jawaban saran di papan pengumuman dan di laman perpustakaan.", "Papan jawaban",
     "Jawaban atas saran sekarang ditempel di papan dekat pintu masuk setiap bulan."),
    (4, "pengaduan", FollowUpKind.PROCEDURE, "petugas", 75, 0, FollowUpStatus.UNDERWAY,
     "Menjawab setiap saran paling lambat tujuh hari.", "Standar waktu jawaban", ""),
    (4, "sarana", FollowUpKind.FIX, "pustakawan", 30, 0, FollowUpStatus.PLANNED,
     "Mengganti dua komputer katalog yang lambat.", "Komputer katalog", ""),
]  # fmt: skip


def load(context: DemoContext) -> None:
    """Follow-ups and publications of the demo surveys; a survey that has them already stays as it is."""
    done = set(Publication.objects.filter(period__survey__is_demo=True).values_list("period__survey_id", flat=True))
    periods: dict[str, list[Period]] = {}
    for period in (
        Period.objects.filter(survey__is_demo=True, survey__service_point__isnull=False, status=PeriodStatus.CLOSED)
        .exclude(survey__in=done)
        .select_related("survey")
        .order_by("starts_on", "pk")
    ):
        periods.setdefault(period.survey.code, []).append(period)
    if "meja" in periods:
        _tell_story(context, periods["meja"])
    head = context.shared["users"]["kabid"]
    for closed in periods.values():
        with acting(head, reason="Data contoh"):
            for row in FollowUp.objects.filter(period__in=closed[:-1], status=FollowUpStatus.PROPOSED):
                row.delete()
        for period in closed:
            publish_result(period=period, by=head, on=period.ends_on + timedelta(days=10))


def map_competences() -> None:
    """Which invented competence stands behind which unsur; a choice already made stays."""
    for unsur, code in BEHIND.items():
        if unit := Competence.objects.filter(code=code).first():
            UnsurCompetence.objects.get_or_create(unsur=unsur, defaults={"competence": unit})


def _training(unsur: str, period: Period, until: date) -> tuple[Competence | None, Session | None]:
    """The unit behind the unsur, and the training for it that was over between the closing and `until`."""
    unit = Competence.objects.filter(code=BEHIND.get(unsur, "")).first()
    if unit is None:
        return None, None
    held = Session.objects.filter(
        programme__competences=unit, programme__is_demo=True, ends_on__gt=period.starts_on, ends_on__lte=until
    )
    return unit, held.order_by("-ends_on", "pk").first()


def clear(context: DemoContext) -> None:
    """Take the demo's follow-ups and publications away; call it before the periods go."""
    with acting(context.by, reason="Data contoh"):
        Publication.objects.filter(period__survey__is_demo=True).delete()
        FollowUp.objects.filter(period__survey__is_demo=True).delete()
        # What real follow-ups name of the demo goes; their own words stay.
        for row in FollowUp.objects.filter(session__programme__is_demo=True):
            row.session = None
            row.save(update_fields=["session"])
        for row in FollowUp.objects.filter(competence_unit__code__startswith="CONTOH."):
            row.competence_unit = None
            row.save(update_fields=["competence_unit"])
        for row in FollowUp.objects.filter(event__is_demo=True):
            row.event = None
            row.save(update_fields=["event"])


def _tell_story(context: DemoContext, closed: list[Period]) -> None:
    people, head = context.shared["people"], context.shared["users"]["kabid"]
    for number, unsur, kind, who, due, end, status, action, target, words in STORY:
        if number >= len(closed):
            continue
        period = closed[number]
        day = period.ends_on + timedelta(days=3)
        fields: dict[str, Any] = {
            "unsur": unsur,
            "kind": kind,
            "action": action,
            "target": target,
            "responsible": people[who],
            "due_on": day + timedelta(days=due),
            "said": SAID[unsur],
            "status": status,
            "outcome": words if status == FollowUpStatus.DONE else "",
            "reason": words if status == FollowUpStatus.NOT_DONE else "",
        }
        on = day + timedelta(days=end)
        fields["session"] = None  # what the closing proposed is not what this deed was
        if kind == FollowUpKind.TRAINING:
            fields["competence_unit"], fields["session"] = _training(unsur, period, on)
        proposed = period.follow_ups.filter(unsur=unsur, status=FollowUpStatus.PROPOSED).first()
        if proposed:
            change_follow_up(follow_up=proposed, by=head, on=on, **fields)
        else:
            unit = period.survey.service_point.unit if period.survey.service_point else None
            add_follow_up(period=period, by=head, on=on, unit=unit, **fields)
