"""How results are spoken of: "85,50 · B (Baik)"."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from evaluations.skm import SkmResult


def grade_words(grade: str) -> str:
    """The performance a mutu stands for (PermenPAN-RB 14/2017)."""
    return {"A": _("Very good"), "B": _("Good"), "C": _("Less good"), "D": _("Not good")}[grade]


def mutu_words(grade: str | None) -> str:
    """ "B (Baik)", or a dash where there is no grade."""
    return "–" if grade is None else f"{grade} ({grade_words(grade)})"


def ikm_words(result: SkmResult) -> str:
    """ "85,50 · B (Baik)", or an empty text where there is no IKM."""
    return "" if result.ikm is None else f"{angka(result.ikm, 2)} · {mutu_words(result.grade)}"


def words_of(choices: Any) -> dict[Any, str]:
    """Stored value -> words in the reader's language, looked up once for many rows."""
    return {value: str(label) for value, label in choices.choices}


def crowd_words(crowd: tuple[int, Decimal]) -> str:
    """Of unsur that are too many to come first (skm.crowd)."""
    words = _("%(n)s unsur are equally low (NRR %(nrr)s): none of them comes before the others.")
    return words % {"n": angka(crowd[0]), "nrr": angka(crowd[1], 3)}
