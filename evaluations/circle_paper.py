"""The result of a round of 360-degree feedback on paper: what its page shows, and no name but the person's."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.documents.tree import Block, BulletList, Document, Heading, Note, Paragraph, Table
from evaluations.models import Review
from evaluations.review_papers import paper_of
from evaluations.selectors.circles import outcome_of, round_of


def round_paper(review: Review, today: date) -> Document:
    """Of a closed round. ValueError before its end."""
    with override("id"):
        found = round_of(review)
        outcome = outcome_of(found) if found else None
        if found is None or outcome is None:
            raise ValueError("The round is not closed.")
        blocks: list[Block] = [Heading(_("A. The seven BerAKHLAK values"), 2)]
        if outcome.figures.groups:
            rows = [[value, *cells] for value, cells in outcome.rows]
            blocks += [
                Table([_("Value"), *outcome.columns], rows),
                Note(_("Means from 1 (hardly ever) to 4 (always); in brackets how many answered")),
                Note(
                    _(
                        "Relations with fewer than four answers are put together. A dash: fewer than four could say, or"
                        " a subtraction would show what one to three people said."
                    )
                ),
            ]
        else:
            blocks.append(Paragraph(_("Fewer than four people answered, so nothing is shown.")))
        blocks += [Heading(_("B. What goes well"), 2), _texts(outcome.strengths)]
        blocks += [Heading(_("C. What could grow"), 2), _texts(outcome.growth)]
        return paper_of(review, _("360-DEGREE FEEDBACK"), blocks, found.closes_on, today)


def _texts(texts: list[str]) -> Block:
    return BulletList(texts) if texts else Paragraph(_("Nobody wrote anything here."))
