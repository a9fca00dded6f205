"""The yearly report with the indicator register."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from baubau_pembinaan.reports.content import Content, Language, Part
from baubau_pembinaan.reports.periods import PeriodKind, Span
from baubau_pembinaan.reports.registry import Builder
from baubau_pembinaan.reports.sections.collection import collection
from baubau_pembinaan.reports.sections.learning import learning
from baubau_pembinaan.reports.sections.outreach import events
from baubau_pembinaan.reports.sections.register import register, sources
from baubau_pembinaan.reports.sections.reviews import reviews
from baubau_pembinaan.reports.sections.satisfaction import comments, follow_ups, satisfaction
from baubau_pembinaan.reports.selectors.indicators import register_of

from .programme import opening


def yearly(span: Span, _subject: Any, language: Language, day: date) -> Content:
    with override(language):
        lines = register_of(span, day)
        parts: list[Part] = [
            opening(
                span,
                _(
                    "This report gives account of the librarian-development programme of %(library)s in the year "
                    "%(days)s, with the register of indicators. Figures nobody has recorded are named as such."
                ),
            ),
            *register(lines),
            *learning(span, day, people=True),
            *reviews(span, day),
            *satisfaction(span, day),
            *comments(span),
            *events(span, each=False),
            *collection(span, day),
            *follow_ups(span, day),
            *sources(lines),
        ]
        return Content(_("YEARLY REPORT"), span.name, span.key, day, parts, language)


BUILDERS = [
    Builder(
        name="tahunan",
        title=gettext_lazy("Yearly report"),
        about=gettext_lazy("The register of indicators (SNP, IPLM 2025, TPBIS, own) and every chapter, for one year."),
        kind=PeriodKind.YEAR,
        build=yearly,
    ),
]
