"""The importance-performance picture of chapter IV."""

from django.utils.translation import gettext as _

from baubau_pembinaan.documents.tree import Block, Chart, Paragraph
from evaluations.charts import importance_picture

from .data import ReportData


def importance(data: ReportData) -> list[Block]:
    """Nothing where too few answered everything, or the answers are not those of the closing."""
    rows = [(row.label, float(row.nrr), data.importance.get(row.key)) for row in data.unsur]
    chart, _unplaced = importance_picture(rows, title=_("Importance and satisfaction per unsur"))
    if chart is None:
        return []
    words = _(
        "The lists above go by the values alone. The picture sets beside each value its importance: the correlation of "
        "the unsur with the respondent's mean over all unsur. It shows what goes together, not what causes what, and "
        "can name other unsur first."
    )
    return [Paragraph(words), Chart(chart, with_table=True, width_mm=120)]
