"""The two papers, put together from their chapters."""

from datetime import date
from typing import Literal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.tree import Block, Document, Heading, Note, Paragraph
from baubau_pembinaan.libraries.models import Library
from evaluations.choices import FollowUpStatus
from evaluations.models import FollowUp, FrozenResult

from .annexes import annexes
from .conclusion import conclusion
from .data import ReportData, gather
from .findings import analysis, plan_table, realised_table, results
from .opening import collection, introduction
from .words import days, earlier_figures, result_words, service

Language = Literal["id", "en"]


def skm_document(frozen: FrozenResult, language: Language = "id") -> Document:
    """The SKM report of one closing. Nothing in it depends on the clock or on who asks."""
    with override(language):
        data = gather(frozen)
        day = _day(data, [*data.previous_plan, *data.plan])
        chapters = [
            *introduction(data),
            *collection(data),
            *results(data),
            *analysis(data, day),
            *conclusion(data),
            *_signature(data, day),
            *annexes(data),
        ]
        title = _("REPORT ON THE SURVEY OF COMMUNITY SATISFACTION (SKM)")
        return _paper(data, title, chapters, language, day)


def follow_up_document(frozen: FrozenResult, language: Language = "id") -> Document:
    """The follow-up report (Laporan Tindak Lanjut) of what this closing found."""
    with override(language):
        data = gather(frozen, look_ahead=True)
        day = max([_day(data, data.plan), *(pair.after_on for pair in data.compared.values())])
        planned = [row for row in data.plan if row.status != FollowUpStatus.PROPOSED]
        done = sum(row.status == FollowUpStatus.DONE for row in planned)
        blocks: list[Block] = [
            Heading(_("A. Result that is followed up")),
            *earlier_figures(data),
            Paragraph(
                _("The survey of %(service)s in the period %(days)s gave an IKM of %(result)s.")
                % {"service": service(data), "days": days(data), "result": result_words(data)}
            ),
            Heading(_("B. Plan")),
            plan_table(data.plan, day) if data.plan else Paragraph(_("No follow-up has been planned yet.")),
            Heading(_("C. Realisation")),
        ]
        if planned:
            words = _("%(done)s of %(n)s planned follow-ups were carried out.") % {"done": done, "n": len(planned)}
            blocks += [Paragraph(words), realised_table(data, planned)]
        else:
            blocks.append(Paragraph(_("No follow-up has been planned yet.")))
        blocks += _signature(data, day)
        return _paper(data, _("FOLLOW-UP REPORT ON THE SURVEY OF COMMUNITY SATISFACTION"), blocks, language, day)


def _day(data: ReportData, rows: list[FollowUp]) -> date:
    """The day of a paper: the closing, or the last change of a follow-up it tells of. Nothing is signed before it was
    so, and the same state gives the same day."""
    settled = [row for row in rows if row.status != FollowUpStatus.PROPOSED]
    changed = FollowUp.history.filter(id__in=[row.pk for row in settled]).aggregate(last=Max("history_date"))["last"]
    days = [data.day, *(row.ended_on for row in settled if row.ended_on)]
    return max([*days, timezone.localdate(changed)] if changed else days)


def _paper(data: ReportData, title: str, blocks: list[Block], language: Language, day: date) -> Document:
    library = Library.current()
    return Document(
        title=title,
        subtitle=f"{service(data)}\n{days(data)}",
        date=day,
        blocks=blocks,
        letterhead=letterhead.letterhead(library),
        page=letterhead.page(library),
        language=language,
        author=library.name,
    )


def _signature(data: ReportData, day: date) -> list[Block]:
    signer = letterhead.default_signer(day)
    note = Note(
        _("Result frozen as closing no. %(number)s, formula %(formula)s, %(version)s.")
        % {
            "number": data.frozen.number,
            "formula": data.frozen.formula_version,
            "version": data.frozen.instrument_version,
        }
    )
    closing = Paragraph(_("This report is made to be used as is proper."))
    return [closing, letterhead.signature(day, signer), note] if signer else [closing, note]
