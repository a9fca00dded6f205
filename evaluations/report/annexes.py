"""Annexes: the questionnaire, the recap matrix, the comments."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.documents.tree import Align, Block, BulletList, Heading, Note, PageBreak, Paragraph, Table
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import Question

from .data import ReportData
from .findings import weighted_sum
from .words import three

MOST_ROWS = 1000  # drawn rows of the recap: ten thousand single rows would take minutes in Word


def annexes(data: ReportData) -> list[Block]:
    return [*_questionnaire(data), *_recap(data), *_comments(data)]


def _questionnaire(data: ReportData) -> list[Block]:
    rows = [[str(number), q.reader_text, _choices(q)] for number, q in enumerate(data.questions, start=1)]
    return [
        PageBreak(),
        Heading(_("Annex 1  Questionnaire")),
        Paragraph(str(data.frozen.instrument_version)),
        Table([_("Nr."), _("Question"), _("Answers and values")], rows, widths=[0.7, 5, 4]),
    ]


def _choices(question: Question) -> str:
    """The answers offered, with what each is worth where it counts; the kind of question where none are."""
    if question.unsur:
        return "\n".join(f"{value} = {words}" for value, words in question.answers)
    return "\n".join(words for _value, words in question.answers) or str(question.get_kind_display())


def _recap(data: ReportData) -> list[Block]:
    count = len(data.unsur)
    headers = [_("Nr."), *(f"U{n}" for n in range(1, count + 1))]
    align: Sequence[Align] = ["end", *["center"] * count]  # type: ignore[list-item]
    widths = [1.4, *[1.0] * count]
    note = _("One line a respondent, in random order, without anything about the person or the day.")
    if not data.matrix:
        note = _(
            "The answers are not listed one by one: they have changed since the result was frozen, or another closing "
            "differs from it by fewer than %(few)s. The result stays."
        ) % {"few": SMALLEST_GROUP}
    return [
        PageBreak(),
        Heading(_("Annex 2  Recap of the answers")),
        Note("; ".join(f"U{n} {row.label}" for n, row in enumerate(data.unsur, start=1))),
        Paragraph(note),
        *([Table(headers, _chunks(data.matrix), align=align, widths=widths)] if data.matrix else []),
        Table(
            ["", *headers[1:]],
            [
                [_("Sum"), *(angka(row.sum) for row in data.unsur)],
                ["n", *(angka(row.n) for row in data.unsur)],
                ["NRR", *(three(row.nrr) for row in data.unsur)],
                [_("Weighted NRR"), *(three(row.weighted) for row in data.unsur)],
            ],
            align=["start", *["end"] * count],  # type: ignore[list-item]
            widths=[1.9, *[1.0] * count],
        ),
        Paragraph(
            _("Sum of the weighted NRR %(sum)s x 25 = IKM %(ikm)s")
            % {"sum": weighted_sum(data), "ikm": angka(data.ikm, 2)},
            bold=True,
        ),
    ]


def _chunks(matrix: Sequence[Sequence[Decimal | None]]) -> list[list[str]]:
    """One drawn row a respondent up to MOST_ROWS; above, as few lines share a row as keep it there."""
    found, lines = [], max(1, -(-len(matrix) // MOST_ROWS))
    for start in range(0, len(matrix), lines):
        part = matrix[start : start + lines]
        numbers = "\n".join(str(start + index) for index in range(1, len(part) + 1))
        found.append([numbers, *("\n".join(_value(v) for v in column) for column in zip(*part, strict=True))])
    return found


def _value(value: Decimal | None) -> str:
    if value is None:
        return "–"
    return str(int(value)) if value == int(value) else angka(value, 2)


def _comments(data: ReportData) -> list[Block]:
    if not data.comments:
        return []
    return [
        PageBreak(),
        Heading(_("Annex 3  Comments of patrons")),
        Paragraph(_("Comments that may be published, without names, in alphabetical order.")),
        BulletList(data.comments),
    ]
