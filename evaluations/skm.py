"""The statutory arithmetic of the SKM (PermenPAN-RB 14/2017): exact fractions, rounded once.

NRR(u) = sum of answers / number of answers; weight = 1 / number of unsur; IKM = 25 x sum of NRR x weight.
Nothing is rounded before the end: not the weight (0.11 gives 90.56 where 91.48 is right), not the NRR.
Pure: no database, no Django.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Row = TypeVar("Row")


def half_up(value: Fraction, places: int) -> Decimal:
    """`value` rounded half-up (away from zero on a tie) to `places` decimals."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    rounded = Decimal(whole).scaleb(-places)
    return -rounded if value < 0 else rounded


@dataclass(frozen=True)
class Bands:
    """Grades with the lowest IKM (two decimals) that earns them, best first, and the version they come from."""

    version: str
    floors: Sequence[tuple[str, Decimal]]

    def grade(self, ikm: Decimal) -> str:
        """The mutu of an IKM already rounded to two decimals. The last band catches everything below."""
        for grade, floor in self.floors:
            if ikm >= floor:
                return grade
        return self.floors[-1][0]


@dataclass(frozen=True)
class Tally:
    """How often 1, 2, 3 and 4 were given to one question."""

    counts: tuple[int, int, int, int]

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def sum(self) -> int:
        return sum(value * count for value, count in enumerate(self.counts, start=1))

    @property
    def mean(self) -> Fraction | None:
        return Fraction(self.sum, self.n) if self.n else None


MOST_NAMED = 5  # of unsur to improve first: two or three, and what ties with the last of them


@dataclass(frozen=True)
class UnsurResult:
    """One unsur: answers, their sum, NRR and weighted NRR (exact; None where nobody answered)."""

    key: str
    n: int
    sum: int
    counts: tuple[int, int, int, int]
    nrr: Fraction | None
    weighted: Fraction | None
    grade: str | None
    questions: tuple[Tally, ...] = ()  # where several feed the unsur, they are pooled each by itself

    @property
    def nrr_3(self) -> Decimal | None:
        return None if self.nrr is None else half_up(self.nrr, 3)

    @property
    def weighted_3(self) -> Decimal | None:
        return None if self.weighted is None else half_up(self.weighted, 3)

    @property
    def on_100(self) -> Decimal | None:
        """The unsur's own value on the scale 25-100, two decimals."""
        return None if self.nrr is None else half_up(self.nrr * 25, 2)


@dataclass(frozen=True)
class SkmResult:
    """The result of a group of respondents. ikm and grade are None when any unsur has no answer."""

    respondents: int
    unsur: tuple[UnsurResult, ...]
    ikm: Decimal | None
    grade: str | None
    formula_version: str

    @property
    def weakest(self) -> list[UnsurResult]:
        """Unsur that were answered, from the lowest NRR up; ties keep the instrument's order."""
        return sorted((u for u in self.unsur if u.nrr is not None), key=lambda u: u.nrr or 0)

    @property
    def priorities(self) -> list[UnsurResult]:
        """The unsur to improve first, for the report and the proposals alike: three of six or more asked, else one or
        two; a tie is named whole while it is short, and none where all are equal."""
        return lowest(self.weakest, lambda u: u.nrr_3 or Decimal(0), self._most)

    @property
    def crowd(self) -> tuple[int, Decimal] | None:
        """(how many, NRR) of those that are too many to be named as priorities."""
        return crowd(self.weakest, lambda u: u.nrr_3 or Decimal(0), self._most)

    @property
    def _most(self) -> int:
        return 3 if len(self.unsur) >= 6 else min(2, max(1, len(self.unsur) - 1))


def lowest(rows: Sequence[Row], value: Callable[[Row], Decimal], most: int = 3) -> list[Row]:
    """The lowest rows by a value as printed, with all that equal the last of them while that makes no more than
    MOST_NAMED; else those below the tie. None of them is as high as the highest."""
    named, tied = _lowest(rows, value, most)
    return named + tied if len(named) + len(tied) <= MOST_NAMED else named


def crowd(rows: Sequence[Row], value: Callable[[Row], Decimal], most: int = 3) -> tuple[int, Decimal] | None:
    """(how many, their value) of a tie that `lowest` does not name, as it would put most of the rows first."""
    named, tied = _lowest(rows, value, most)
    return (len(tied), value(tied[0])) if len(named) + len(tied) > MOST_NAMED else None


def _lowest(rows: Sequence[Row], value: Callable[[Row], Decimal], most: int) -> tuple[list[Row], list[Row]]:
    """(those below the last of the lowest, all that equal it), without any as high as the highest."""
    ordered = sorted(rows, key=value)
    if not ordered:
        return [], []
    limit, best = value(ordered[:most][-1]), value(ordered[-1])
    low = [row for row in ordered if value(row) <= limit and value(row) < best]
    return [row for row in low if value(row) < limit], [row for row in low if value(row) == limit]


def compute(tallies: Iterable[tuple[str, Tally]], respondents: int, bands: Bands) -> SkmResult:
    """The result from one tally per question: pairs (unsur key, tally) in the instrument's order.

    Several questions of one unsur are averaged into the unsur first; then each unsur weighs 1/n.
    """
    by_unsur: dict[str, list[Tally]] = {}
    for key, tally in tallies:
        by_unsur.setdefault(key, []).append(tally)
    weight = Fraction(1, len(by_unsur)) if by_unsur else Fraction(0)
    rows = tuple(_unsur(key, questions, weight, bands) for key, questions in by_unsur.items())
    parts = [row.weighted for row in rows]
    if not parts or any(part is None for part in parts):
        return SkmResult(respondents, rows, None, None, bands.version)
    ikm = half_up(25 * sum((part for part in parts if part is not None), Fraction(0)), 2)
    return SkmResult(respondents, rows, ikm, bands.grade(ikm), bands.version)


def _unsur(key: str, questions: Sequence[Tally], weight: Fraction, bands: Bands) -> UnsurResult:
    means = [q.mean for q in questions if q.mean is not None]
    counts = tuple(sum(q.counts[i] for q in questions) for i in range(4))
    nrr = sum(means, Fraction(0)) / len(means) if len(means) == len(questions) else None
    return UnsurResult(
        key=key,
        n=max(q.n for q in questions),
        sum=sum(q.sum for q in questions),
        counts=(counts[0], counts[1], counts[2], counts[3]),
        nrr=nrr,
        weighted=None if nrr is None else nrr * weight,
        grade=None if nrr is None else bands.grade(half_up(nrr * 25, 2)),
        questions=tuple(questions),
    )


def pool(results: Iterable[SkmResult], bands: Bands) -> SkmResult:
    """The result of all respondents of several results together, never the mean of their IKM.

    The answers to each question are added up: the pooled result is the one of all answers. Where results ask an unsur
    by different numbers of questions, each NRR is weighed by its number of answers. Where results ask different unsur,
    the pooled result has all of them, each from those who were asked.
    """
    parts = [result for result in results if result.respondents]
    by_unsur: dict[str, list[UnsurResult]] = {}
    for result in parts:
        for row in result.unsur:
            by_unsur.setdefault(row.key, []).append(row)
    weight = Fraction(1, len(by_unsur)) if by_unsur else Fraction(0)
    rows = tuple(_pooled(key, same, weight, bands) for key, same in by_unsur.items())
    respondents = sum(result.respondents for result in parts)
    weighted = [row.weighted for row in rows if row.weighted is not None]
    if not rows or len(weighted) < len(rows):
        return SkmResult(respondents, rows, None, None, bands.version)
    ikm = half_up(25 * sum(weighted, Fraction(0)), 2)
    return SkmResult(respondents, rows, ikm, bands.grade(ikm), bands.version)


def _pooled(key: str, rows: Sequence[UnsurResult], weight: Fraction, bands: Bands) -> UnsurResult:
    if len({len(row.questions) for row in rows}) == 1 and rows[0].questions:
        same = zip(*(row.questions for row in rows), strict=True)
        return _unsur(key, [_added(tallies) for tallies in same], weight, bands)
    answered = [row for row in rows if row.nrr is not None]
    n = sum(row.n for row in answered)
    nrr = sum((row.n * row.nrr for row in answered if row.nrr is not None), Fraction(0)) / n if n else None
    counts = tuple(sum(row.counts[i] for row in answered) for i in range(4))
    return UnsurResult(
        key=key,
        n=n,
        sum=sum(row.sum for row in answered),
        counts=(counts[0], counts[1], counts[2], counts[3]),
        nrr=nrr,
        weighted=None if nrr is None else nrr * weight,
        grade=None if nrr is None else bands.grade(half_up(nrr * 25, 2)),
    )


def _added(tallies: Iterable[Tally]) -> Tally:
    one, two, three, four = (sum(counts) for counts in zip(*(tally.counts for tally in tallies), strict=True))
    return Tally((one, two, three, four))


def tallies_from_counts(questions: Iterable[tuple[str, int]], counts: Sequence[int]) -> list[tuple[str, Tally]]:
    """Pairs for `compute` from a summary row: questions are (unsur, slot), counts has four numbers per slot."""
    out = []
    for unsur, slot in questions:
        at = (slot - 1) * 4
        four = [*counts[at : at + 4], 0, 0, 0, 0][:4]
        out.append((unsur, Tally((four[0], four[1], four[2], four[3]))))
    return out


def result_as_json(result: SkmResult) -> Mapping[str, object]:
    """Decimals as text: nrr and weighted with 3 places, ikm with 2."""
    return {
        "respondents": result.respondents,
        "unsur": [
            {
                "key": row.key,
                "n": row.n,
                "sum": row.sum,
                "nrr": None if row.nrr_3 is None else str(row.nrr_3),
                "weighted": None if row.weighted_3 is None else str(row.weighted_3),
            }
            for row in result.unsur
        ],
        "ikm": None if result.ikm is None else str(result.ikm),
        "grade": result.grade,
        "formula_version": result.formula_version,
    }


def frozen_data(result: SkmResult) -> Mapping[str, object]:
    """What a closing keeps: `result_as_json` with each unsur's `counts` of 1, 2, 3, 4: its spread follows from them."""
    data = dict(result_as_json(result))
    data["unsur"] = [
        {
            "key": row.key,
            "n": row.n,
            "sum": row.sum,
            "nrr": None if row.nrr_3 is None else str(row.nrr_3),
            "weighted": None if row.weighted_3 is None else str(row.weighted_3),
            "counts": list(row.counts),
        }
        for row in result.unsur
    ]
    return data
