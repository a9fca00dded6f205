"""Which closing of a period leaves the house: none that, beside one told before, says what one to four people answered.

A result is told once it is public, a report of it was asked for, or the year's bundle for inspectors was packed while
it was the newest. Reports, posters, publication and comparisons all take their figures from here; the pages of the
staff show the count of the moment (decision 0009).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils import timezone

from baubau_pembinaan.documents.models import ReportRun, RunStatus
from evaluations.guard import tells_few
from evaluations.models import FrozenResult, Publication
from evaluations.report_kinds import BUNDLE, REPORTS


def told_closing(frozen: FrozenResult) -> FrozenResult:
    """The closing whose figures a paper about `frozen` holds: itself, unless too few answers differ from a told one."""
    if frozen.number == 1:
        return frozen
    earlier = FrozenResult.objects.filter(period=frozen.period_id, number__lt=frozen.number)
    closings = [*earlier.select_related("period", "instrument_version__instrument").order_by("number"), frozen]
    return told_of(closings, *told_ids(closings))


def told_ids(closings: Sequence[FrozenResult]) -> tuple[set[int], set[int]]:
    """(those that were ever public, those that were reported), of closings in their order. Three statements."""
    ids = [closing.pk for closing in closings]
    public = Publication.history.filter(result_id__in=ids).values_list("result_id", flat=True)
    runs = ReportRun.objects.exclude(status=RunStatus.FAILED)
    asked = runs.filter(report__in=REPORTS, parameters__result__in=ids).values_list("parameters__result", flat=True)
    bundles = runs.filter(report=BUNDLE).values_list("period", "requested_at", "finished_at")
    return set(public), {*asked, *_bundled(closings, list(bundles))}


def _bundled(closings: Sequence[FrozenResult], bundles: Sequence[tuple[str, datetime, datetime | None]]) -> set[int]:
    """Closings that were the newest of their period at some moment while a bundle of its year was packed."""
    following = {(one.period_id, one.number - 1): one.frozen_at for one in closings}
    found = set()
    for closing in closings:
        after, ends_on = following.get((closing.period_id, closing.number)), closing.period.ends_on
        for year, began, ended in bundles:
            reached = ended is None or (ended >= closing.frozen_at and timezone.localdate(ended) >= ends_on)
            if year == str(ends_on.year) and reached and (after is None or began < after):
                found.add(closing.pk)
    return found


def told_of(closings: Sequence[FrozenResult], public: Collection[int], asked: Collection[int]) -> FrozenResult:
    """The same for the last of a period's `closings`, given in their order."""
    *earlier, last = closings
    if last.pk in public:
        return last
    told: list[FrozenResult] = []
    for closing in earlier:
        if closing.pk in public or (closing.pk in asked and not _near(told, closing)):
            told.append(closing)
    return (_near(told, last) or [last])[-1]


def _near(told: Sequence[FrozenResult], closing: FrozenResult) -> list[FrozenResult]:
    return [one for one in told if tells_few(one.data, closing.data)]
