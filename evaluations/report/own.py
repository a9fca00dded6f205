"""Section 3.3: what was said to the library's own questions, apart from the index."""

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.documents.tree import Block, Heading, Paragraph, Table
from evaluations.selectors.own_questions import OwnQuestion

from .data import ReportData


def own_questions(data: ReportData) -> list[Block]:
    """Nothing where the instrument has none. Short texts are counted, not quoted: nobody has moderated them."""
    if not any(q.slot is None for q in data.questions):
        return []
    found: list[Block] = [
        Heading(_("3.3 Our own questions"), 2),
        Paragraph(_("Kept apart from the ratings and never counted in the IKM.")),
    ]
    if not data.own:
        words = _("The answers have changed since the result was frozen, or another closing differs from it by few.")
        return [*found, Paragraph(words)]
    for question in data.own:
        found += _answers(question)
    return found


def _answers(question: OwnQuestion) -> list[Block]:
    blocks: list[Block] = [Paragraph(question.text, bold=True)]
    if not question.lines and not question.texts:
        return [*blocks, Paragraph(_("Too few answers to show."))]
    if question.mean is not None:
        words = _("Mean %(mean)s, from %(n)s answers") % {"mean": angka(question.mean, 2), "n": angka(question.n)}
        blocks.append(Paragraph(words))
    if not question.lines:
        return [*blocks, Paragraph(_("Short answers in people's own words: %(n)s.") % {"n": angka(question.n)})]
    rows = [[words, angka(n)] for words, n in question.lines]
    return [*blocks, Table([_("Answer"), "n"], rows, align=["start", "end"], widths=[4, 1])]
