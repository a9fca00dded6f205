"""The demo's proofs: a file on a work result of the running year, and what the state system said of the year before."""

from datetime import datetime, time, timedelta

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
        _proof(context, result)


def _proof(context: DemoContext, result: WorkResult) -> None:
    day = context.days_ago(20)
    report = Document(
        title="Laporan kelas literasi informasi",
        subtitle="Data contoh",
        date=day,
        blocks=[Paragraph("Kelas berjalan sesuai rencana; daftar hadir terlampir pada berkas aslinya.")],
    )
    stored = store_content(
        content=to_pdf(report),
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
