"""Two fixed questions of the library's own beside the SKM: is it comfortable here, will you come again?

They stand in every survey under the same keys, so that periods can be compared, and are never part of the IKM.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from evaluations.choices import QuestionKind
from evaluations.models import InstrumentVersion, Question

COMFORT, RETURN = "nyaman", "kembali"
# key: question (id, en), plain example (id, en), answers from worst to best (id | en)
QUESTIONS: dict[str, tuple[str, str, str, str, str]] = {
    COMFORT: (
        "Seberapa nyaman Anda berada di perpustakaan ini?",
        "How comfortable is it to be in this library?",
        "Misalnya tempat duduk, suhu, cahaya, dan ketenangan.",
        "For example the seats, the temperature, the light and the quiet.",
        "Tidak nyaman | Not comfortable\nKurang nyaman | Less comfortable\nNyaman | Comfortable\n"
        "Sangat nyaman | Very comfortable",
    ),
    RETURN: (
        "Apakah Anda akan datang atau memakai layanan ini lagi?",
        "Will you come or use this service again?",
        "Dalam tiga bulan ke depan.",
        "Within the next three months.",
        "Tidak | No\nMungkin tidak | Probably not\nMungkin | Probably\nPasti | Certainly",
    ),
}


class NoDraftOfTheSkm(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("These two questions go into a draft of the SKM. Copy the version into a new draft first."))


def lacks_comfort_questions(version: InstrumentVersion, keys: set[str]) -> bool:
    """Whether the two can be added: a draft of the SKM without one of them. `keys`: of its questions."""
    return version.instrument.is_skm and not version.is_published and not keys >= set(QUESTIONS)


@transaction.atomic
def add_comfort_questions(*, version: InstrumentVersion) -> InstrumentVersion:
    """Put the two at the end of a draft of the SKM, each once. Raises NoDraftOfTheSkm."""
    draft = InstrumentVersion.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=version.pk)
    if draft.is_published or not draft.instrument.is_skm:
        raise NoDraftOfTheSkm
    known = set(draft.questions.values_list("key", flat=True))
    last = draft.questions.aggregate(last=Max("order"))["last"] or 0
    missing = [key for key in QUESTIONS if key not in known]
    for order, key in enumerate(missing, start=last + 1):
        text, text_en, example, example_en, options = QUESTIONS[key]
        Question.objects.create(
            version=draft,
            order=order,
            kind=QuestionKind.SCALE_4,
            key=key,
            is_required=False,
            text=text,
            text_en=text_en,
            example=example,
            example_en=example_en,
            options=options,
        )
    return draft
