"""The words a list of past trainings may use for form and scope, and the columns it has."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import override

from training.choices import Form, Scope

COLUMNS = (
    "nip",
    "nama",
    "pelatihan",
    "bentuk",
    "lingkup",
    "penyelenggara",
    "mulai",
    "selesai",
    "jp",
    "nomor_sertifikat",
)
# What offices write besides the key and the name of a form in both languages.
WRITTEN: dict[Any, tuple[str, ...]] = {
    Form.MANAGERIAL: ("manajerial", "struktural", "diklat kepemimpinan", "diklatpim", "pelatihan kepemimpinan"),
    Form.TECHNICAL: ("teknis", "diklat teknis"),
    Form.FUNCTIONAL: ("fungsional", "diklat fungsional"),
    Form.SOCIOCULTURAL: ("sosial kultural", "sosiokultural", "pelatihan sosial kultural"),
    Form.BIMTEK: ("bimtek", "bimbingan teknis"),
    Form.COURSE: ("kursus",),
    Form.WORKSHOP: ("lokakarya", "workshop"),
    Form.CONFERENCE: ("konferensi", "kongres"),
    Form.E_LEARNING: ("e-learning", "elearning", "pembelajaran elektronik"),
    Form.DISTANCE: ("jarak jauh", "pelatihan jarak jauh", "pjj"),
    Form.BENCHMARKING: ("studi banding", "studi tiru"),
    Form.EXCHANGE: ("pertukaran", "detasering"),
    Form.INTERNSHIP: ("magang",),
    Form.COMMUNITY: ("komunitas belajar", "komunitas praktik"),
    Form.SELF_STUDY: ("belajar mandiri",),
    Scope.NATIONAL: ("nasional", "lokal", "dalam negeri"),
    Scope.INTERNATIONAL: ("internasional", "luar negeri"),
}


def _tidy(text: str) -> str:
    return " ".join(text.casefold().split())


def words_of(choices: type[TextChoices]) -> dict[str, str]:
    """Tidy word -> value: keys, names in both languages, with and without what stands in brackets, and what offices
    write."""
    found: dict[str, str] = {}
    for choice in choices:
        names = [choice.value, *WRITTEN.get(choice, ())]
        for language in ("id", "en"):
            with override(language):
                names += [str(choice.label), str(choice.label).split("(")[0]]
        for name in names:
            found.setdefault(_tidy(name), choice.value)
    return found


def value_of(text: str, words: dict[str, str]) -> str | None:
    return words.get(_tidy(text))
