"""The figures of angka kredit in force, as the migration and the reseeding write them."""

from datetime import date
from typing import Any

VERSION = "ak-1-2023/1"
SOURCE = "PermenPANRB 1/2023; PerBKN 3/2023"
VALID_FROM = date(2023, 1, 1)
PERCENTS = {"sangat_baik": "150", "baik": "100", "butuh_perbaikan": "75", "kurang": "50", "sangat_kurang": "25"}
# level: coefficient a year, credit for each grade, first and last grade
LEVELS = {
    "terampil": ("5", "20", "II/b", "II/d"),
    "mahir": ("12.5", "50", "III/a", "III/b"),
    "penyelia": ("25", "100", "III/c", "III/d"),
    "ahli_pertama": ("12.5", "50", "III/a", "III/b"),
    "ahli_muda": ("25", "100", "III/c", "III/d"),
    "ahli_madya": ("37.5", "150", "IV/a", "IV/c"),
    "ahli_utama": ("50", "200", "IV/d", "IV/e"),
}
NAMES = ("coefficient", "grade", "first", "last")


def seed_credit(apps: Any) -> None:
    """Write the formula where absent; the first migrations do not know its table yet."""
    try:
        formulas = apps.get_model("evaluations", "CreditFormula")
    except LookupError:
        return
    formulas.objects.get_or_create(
        version=VERSION,
        defaults={
            "source": SOURCE,
            "valid_from": VALID_FROM,
            "levels": {level: dict(zip(NAMES, row, strict=True)) for level, row in LEVELS.items()},
            "percents": PERCENTS,
        },
    )
