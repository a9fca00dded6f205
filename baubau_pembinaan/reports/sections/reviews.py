"""How far the year's performance reviews are: numbers only, never a person's rating."""

from datetime import date

from django.utils.translation import gettext as _

from baubau_pembinaan.core.xlsx import Column
from baubau_pembinaan.documents.tree import Heading, Note, Paragraph
from baubau_pembinaan.reports.content import Grid, Part
from baubau_pembinaan.reports.periods import Span
from evaluations.selectors.figures import review_progress

LEAST = 5  # fewer released reviews would tell who has which predikat (the guard of rulings 1)


def reviews(span: Span, day: date) -> list[Part]:
    progress = review_progress(span.year, day)
    title = Heading(_("Performance reviews"))
    if progress is None:
        return [title, Paragraph(_("The reviews of %(year)s have not been started.") % {"year": span.year})]
    steps = [
        (_("Reviews of the year"), progress.total),
        (_("Plan agreed"), progress.agreed),
        (_("Self-assessment handed in"), progress.handed_in),
        (_("Evaluated by the supervisor"), progress.rated),
        (_("Released"), progress.released),
        (_("Locked"), progress.locked),
    ]
    parts: list[Part] = [
        title,
        Grid(
            _("Progress of the reviews"),
            [Column(_("Step")), Column(_("Reviews"), "int")],
            [list(row) for row in steps],
            widths=[5, 2],
        ),
    ]
    if progress.released >= LEAST:
        parts.append(
            Grid(
                _("Predikat of released reviews"),
                [Column(_("Predikat")), Column(_("Staff"), "int")],
                [[str(predicate.label), n] for predicate, n in progress.predicates],
                widths=[5, 2],
            )
        )
    elif progress.released:
        parts.append(Note(_("Fewer than five reviews are released, so their predikat are not listed.")))
    return parts
