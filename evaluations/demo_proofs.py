"""The demo's proofs: files on work results, and what the state system said of the year before."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from baubau_pembinaan.core.demo import DemoContext
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.services import discard_file, store_content
from baubau_pembinaan.documents.sniff import Kind
from baubau_pembinaan.documents.tree import Document, Paragraph
from evaluations.models import ResultFile, Review, StateRating, WorkResult
from evaluations.review_choices import Stage
from evaluations.services.reviews.files import FILE_APP

SOURCE = "e-Kinerja BKN, SKP/{number:03}"


def load(context: DemoContext) -> None:
    """Reviews that have them keep them."""
    year = context.as_of.year
    rows = Review.objects.filter(cycle__is_demo=True).select_related("cycle", "person__user")
    for number, review in enumerate(rows.filter(cycle__year=year - 1, state_rating=None).order_by("pk")[:8], start=1):
        StateRating.objects.create(
            review=review,
            result_rating=review.result_rating or 2,
            conduct_rating=review.conduct_rating or 2,
            rated_on=min(review.cycle.ends_on + timedelta(days=20), context.as_of),
            source=SOURCE.format(number=number),
        )
    written = rows.filter(cycle__year=year, stage__in=[Stage.SELF, Stage.RATING])
    results = WorkResult.objects.filter(review__in=written, files=None).select_related("review__person__user")
    for result in results.order_by("review_id", "pk").distinct("review_id")[:2]:
        day = context.days_ago(20)
        _keep(result, _report(day), day)
    for back in (2, 1):
        _of_closed_year(year - back)


def _of_closed_year(year: int) -> None:
    """The report of the classes, for everybody."""
    closed = WorkResult.objects.filter(review__cycle__is_demo=True, review__cycle__year=year, files=None)
    results = list(
        closed.select_related("review__person__user").order_by("review_id", "-kind", "pk").distinct("review_id")
    )
    known = ResultFile.objects.filter(result__review__cycle__year=year, result__review__cycle__is_demo=True)
    if not results or known.exists():
        return
    day = date(year, 11, 28)
    content = _report(day)
    for result in results:
        _keep(result, content, day)


def _report(day: date) -> bytes:
    report = Document(
        title="Laporan kelas literasi informasi",
        subtitle=f"Tahun {day.year} · data contoh",
        date=day,
        blocks=[Paragraph("Kelas berjalan sesuai rencana; daftar hadir terlampir pada berkas aslinya.")],
    )
    return to_pdf(report)


def _keep(result: WorkResult, content: bytes, day: date) -> None:
    stored = store_content(
        content=content,
        kind=Kind.PDF,
        name="Laporan kelas literasi.pdf",
        app=FILE_APP,
        by=result.review.person.user,
        at=timezone.make_aware(datetime.combine(day, time(10))),
    )
    ResultFile.objects.create(result=result, stored=stored)


def clear() -> None:
    for kept in ResultFile.objects.filter(result__review__cycle__is_demo=True).select_related("stored"):
        stored = kept.stored
        kept.delete()
        discard_file(stored=stored)
