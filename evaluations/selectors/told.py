"""Which closing of a period leaves the house: none that, beside one told before, says what one to four people answered.

A result is told once it is public or a report of it was asked for. Reports, posters, publication and comparisons all
take their figures from here; the pages of the staff show the count of the moment (decision 0009).
"""

from collections.abc import Collection, Sequence

from baubau_pembinaan.documents.models import ReportRun, RunStatus
from evaluations.guard import tells_few
from evaluations.models import FrozenResult, Publication
from evaluations.report_kinds import REPORTS


def told_closing(frozen: FrozenResult) -> FrozenResult:
    """The closing whose figures a paper about `frozen` holds: itself, unless too few answers differ from a told one."""
    if frozen.number == 1:
        return frozen
    earlier = FrozenResult.objects.filter(period=frozen.period_id, number__lt=frozen.number)
    closings = [*earlier.select_related("instrument_version__instrument").order_by("number"), frozen]
    return told_of(closings, *told_ids([closing.pk for closing in closings]))


def told_ids(results: Collection[int]) -> tuple[set[int], set[int]]:
    """(those that were ever public, those that a report was asked for). Two statements."""
    public = Publication.history.filter(result_id__in=results).values_list("result_id", flat=True)
    runs = ReportRun.objects.filter(report__in=REPORTS, parameters__result__in=list(results))
    asked = runs.exclude(status=RunStatus.FAILED).values_list("parameters__result", flat=True)
    return set(public), set(asked)


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
