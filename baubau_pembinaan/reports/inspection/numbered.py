"""Papers with a number of the house that no other part lists, and at last the register of numbers itself."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from baubau_pembinaan.documents.models import DocumentNumber
from baubau_pembinaan.reports.periods import Span
from collections_app import gift_papers
from collections_app.models import Gift
from collections_app.selectors import gifts
from outreach import papers as events
from outreach.models import OfficePaper, Reader
from outreach.models.attendance import PaperKind
from outreach.selectors.events import crew_on

from .paper import Paper, made


def numbered(span: Span) -> Iterator[Paper]:
    yield from _gifts(span)
    yield from _events(span)
    yield from _readers(span)


def _gifts(span: Span) -> Iterator[Paper]:
    days = (span.first, span.last)
    for gift in Gift.objects.filter(thanks__day__range=days).select_related("thanks").order_by("thanks__sequence"):
        yield Paper(
            _("Thank-you letter for a gift"), gift.giver, number=str(gift.thanks), day=gift.decided_on,
            url=reverse("collections_app:gift-detail", args=[gift.pk]), stem=f"terima-kasih-{gift.pk}",
            content=made(
                lambda gift=gift: gift_papers.thank_you_letter(gift, list(gifts.lines_of(gift)))  # type: ignore[misc]
            ),
        )  # fmt: skip
    taken = Gift.objects.filter(number__day__range=days).select_related("number", "received_by")
    for gift in taken.order_by("number__sequence"):
        yield Paper(
            _("Handover minutes of a gift"), gift.giver, number=str(gift.number), day=gift.taken_on,
            url=reverse("collections_app:gift-detail", args=[gift.pk]), stem=f"bast-hibah-{gift.pk}",
            content=made(
                lambda gift=gift: gift_papers.gift_minutes(gift, list(gifts.lines_of(gift)))  # type: ignore[misc]
            ),
        )  # fmt: skip


def _events(span: Span) -> Iterator[Paper]:
    papers = OfficePaper.objects.filter(day__range=(span.first, span.last))
    for row in papers.select_related("number", "session__event").order_by("day", "pk"):
        yield Paper(
            str(row.get_kind_display()).capitalize(), row.session.event.title, number=str(row.number), day=row.day,
            url=reverse("outreach:session-detail", args=[row.session_id]), stem=f"{row.kind}-kegiatan-{row.pk}",
            content=made(lambda row=row: _event_paper(row)),  # type: ignore[misc]
        )  # fmt: skip


def _event_paper(row: OfficePaper) -> events.Document:
    session = row.session
    if row.kind == PaperKind.INVITATION:
        return events.invitation(session, number=row.number.text, day=row.day).document
    crew = list(crew_on(session))
    return events.assignment(session, crew, number=row.number.text, day=row.day).document


def _readers(span: Span) -> Iterator[Paper]:
    """Certificates of reading challenges: their numbers, and where they lie. Most readers are children, so neither
    their names nor their papers leave the house."""
    rows = Reader.objects.filter(certificate__day__range=(span.first, span.last))
    for row in rows.select_related("certificate", "party__challenge").order_by("certificate__sequence", "pk"):
        number = row.certificate
        assert number is not None
        yield Paper(
            _("Certificate of a reader"), row.party.challenge.title, number=number.text, day=number.day,
            url=reverse("outreach:reading-party", args=[row.party_id]),
        )  # fmt: skip


def rest(found: Sequence[Paper], span: Span) -> Iterator[Paper]:
    """Every number given in the year that none of these papers carries: no number can be absent from the register."""
    listed = Counter(paper.number for paper in found)
    for number in (
        DocumentNumber.objects.filter(year=span.year).select_related("series").order_by("series__code", "sequence")
    ):
        if listed[number.text]:
            listed[number.text] -= 1
            continue
        yield Paper(
            number.series.name, number.subject, number=number.text, day=number.day,
            missing=_("No paper of this number is at hand."),
        )  # fmt: skip
