"""The monthly programme summary and the quarterly evaluation report."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from baubau_pembinaan.core.formats import rentang_tanggal
from baubau_pembinaan.documents.tree import Paragraph
from baubau_pembinaan.libraries.models import Library
from baubau_pembinaan.reports.content import Content, Language, Part
from baubau_pembinaan.reports.periods import PeriodKind, Span
from baubau_pembinaan.reports.registry import Builder
from baubau_pembinaan.reports.sections.collection import collection
from baubau_pembinaan.reports.sections.learning import learning
from baubau_pembinaan.reports.sections.outreach import events
from baubau_pembinaan.reports.sections.register import quarterly_register
from baubau_pembinaan.reports.sections.reviews import reviews
from baubau_pembinaan.reports.sections.satisfaction import comments, follow_ups, satisfaction
from baubau_pembinaan.reports.selectors.indicators import counted_lines


def opening(span: Span, words: str) -> Paragraph:
    return Paragraph(words % {"library": Library.current().name, "days": rentang_tanggal(span.first, span.last)})


def monthly(span: Span, _subject: Any, language: Language, day: date) -> Content:
    with override(language):
        parts: list[Part] = [
            opening(
                span,
                _("What %(library)s did in the development of its librarians and for its patrons, %(days)s, in short."),
            ),
            *learning(span, day),
            *satisfaction(span, day),
            *comments(span),
            *events(span, each=False),
            *collection(span, day),
            *follow_ups(span, day),
        ]
        return Content(_("MONTHLY PROGRAMME SUMMARY"), span.name, span.key, day, parts, language)


def quarterly(span: Span, _subject: Any, language: Language, day: date) -> Content:
    with override(language):
        parts: list[Part] = [
            opening(
                span,
                _(
                    "This report evaluates the librarian-development programme of %(library)s in the period %(days)s: "
                    "training and JP, performance reviews, community satisfaction, comments, events, collection and "
                    "what was done about what patrons said. Figures nobody has recorded are named as such."
                ),
            ),
            *learning(span, day, people=True),
            *reviews(span, day),
            *satisfaction(span, day),
            *comments(span),
            *events(span),
            *collection(span, day),
            *follow_ups(span, day),
            *quarterly_register(counted_lines(span, day)),
        ]
        return Content(_("QUARTERLY EVALUATION REPORT"), span.name, span.key, day, parts, language)


BUILDERS = [
    Builder(
        name="bulanan",
        title=gettext_lazy("Monthly programme summary"),
        about=gettext_lazy("Training, satisfaction, events, collection and follow-ups of one month, in figures."),
        kind=PeriodKind.MONTH,
        build=monthly,
    ),
    Builder(
        name="triwulan",
        title=gettext_lazy("Quarterly evaluation report"),
        about=gettext_lazy("Training, JP, reviews, IKM and unsur, comments, events, collection and follow-ups."),
        kind=PeriodKind.QUARTER,
        build=quarterly,
    ),
]
