"""The arithmetic of angka kredit (PermenPANRB 1/2023, PerBKN 3/2023): figures in, figures out, no database.

A period yields coefficient a year x percent of its predikat x months / 12. Sums are made of the exact figures and then
rounded half up to two places, so that four quarters make a year. Credit counts within one level (jenjang); a new level
begins at zero.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Any

from baubau_pembinaan.accounts.choices import GOLONGAN
from baubau_pembinaan.core.formats import half_up

PLACES = 2
ZERO = Decimal("0.00")
_RANKS = {code: number for number, (code, _label) in enumerate(GOLONGAN)}


@dataclass(frozen=True)
class LevelRule:
    """What a level is worth: credit a year, credit for each grade (pangkat), its first and its last grade."""

    coefficient: Decimal
    grade: Decimal
    first: str
    last: str


def read_level(row: Any) -> LevelRule:
    """One entry of CreditFormula.levels. Raises KeyError, TypeError or a decimal error where it is none."""
    if row["first"] not in _RANKS or row["last"] not in _RANKS:
        raise KeyError(row["first"])
    return LevelRule(Decimal(row["coefficient"]), Decimal(row["grade"]), row["first"], row["last"])


def exact_credit(coefficient: Decimal, percent: Decimal, months: int) -> Fraction:
    return Fraction(coefficient) * Fraction(percent) * months / 1200


def rounded(credit: Fraction) -> Decimal:
    """Half up to two places: 25/12 is 2.08."""
    return half_up(Decimal(credit.numerator) / Decimal(credit.denominator), PLACES)


def credit_of_period(coefficient: Decimal, percent: Decimal, months: int) -> Decimal:
    """2/12 x 12.5 at 100 % is 2.08."""
    return rounded(exact_credit(coefficient, percent, months))


def grade_target(rule: LevelRule, rank: str, rank_at_entry: str) -> tuple[str, Decimal] | None:
    """The next grade and the credit it asks, counted from the first day in the level.

    None where the next grade comes with the next level, or the rank does not lie within this level.
    """
    lowest, highest = _RANKS[rule.first], _RANKS[rule.last]
    here = _RANKS.get(rank, -1)
    began = max(lowest, _RANKS.get(rank_at_entry, lowest))
    if not lowest <= here < highest or began > here:
        return None
    return GOLONGAN[here + 1][0], rule.grade * (here + 1 - began)


def years_needed(missing: Decimal, coefficient: Decimal, percent: Decimal) -> int | None:
    """Full years with that predikat until nothing is missing; None where it never comes."""
    a_year = credit_of_period(coefficient, percent, 12)
    if missing <= 0:
        return 0
    return int((missing / a_year).to_integral_value(ROUND_CEILING)) if a_year > 0 else None


def months_in(first: date, last: date) -> list[date]:
    """The first days of the months from the one `first` lies in to the one `last` lies in."""
    found, day = [], first.replace(day=1)
    while day <= last:
        found.append(day)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return found
