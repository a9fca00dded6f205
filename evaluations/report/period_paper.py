"""The result of a period as a paper of the office: what its page shows, under the letterhead."""

from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.charts import bar_chart
from baubau_pembinaan.core.formats import angka, nama_periode, rentang_tanggal, tanggal
from baubau_pembinaan.documents import letterhead
from baubau_pembinaan.documents.tree import Block, BulletList, Chart, Document, Heading, Note, Paragraph, Table
from baubau_pembinaan.libraries.models import Library
from evaluations.choices import Unsur
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import Period
from evaluations.selectors.analysis import question_means
from evaluations.selectors.results import Rows, period_result, profiles, whole_period_rows
from evaluations.skm import SkmResult
from evaluations.words import crowd_words, ikm_words, mutu_words


def period_document(period: Period, *, on: date, language: Literal["id", "en"] = "id") -> Document:
    """The count as it stands on that day, closed or not; groups come guarded, words of patrons not at all."""
    with override(language):
        library, survey = Library.current(), period.survey
        summary = whole_period_rows(period)
        result = period_result(period, summary)
        place = survey.service_point or survey.unit or library.name
        about = f"{place}\n{nama_periode(period.key)}, {rentang_tanggal(period.starts_on, period.ends_on)}"
        signer = letterhead.default_signer(on)
        return Document(
            title=survey.reader_title,
            subtitle=about,
            date=on,
            blocks=[
                *(_index(result) if result.unsur else _means(period, summary, result)),
                *_profiles(summary),
                *([letterhead.signature(on, signer)] if signer else []),
                Note(
                    _("Period: %(status)s. Counted on %(day)s, formula %(formula)s.")
                    % {"status": period.get_status_display(), "day": tanggal(on), "formula": result.formula_version}
                ),
            ],
            letterhead=letterhead.letterhead(library),
            page=letterhead.page(library),
            language=language,
            author=library.name,
        )


def _respondents(n: int) -> str:
    return _("Respondents: %(n)s") % {"n": angka(n)}


def _index(result: SkmResult) -> list[Block]:
    found: list[Block] = [
        Heading(_("Community Satisfaction Index (IKM)")),
        Paragraph(ikm_words(result) or _("No IKM: at least one unsur has no answer."), bold=True),
        Paragraph(_respondents(result.respondents)),
        Heading(_("Result per unsur")),
        Table(
            [_("Unsur"), "n", _("Sum"), "NRR", _("Weighted NRR"), _("On 100"), _("Mutu")],
            [
                [
                    str(Unsur(u.key).label),
                    angka(u.n),
                    angka(u.sum),
                    *("–" if value is None else angka(value, 3) for value in (u.nrr_3, u.weighted_3)),
                    "–" if u.on_100 is None else angka(u.on_100, 2),
                    mutu_words(u.grade),
                ]
                for u in result.unsur
            ],
            align=["start", "end", "end", "end", "end", "end", "start"],
            widths=[4, 0.9, 1.1, 1.1, 1.5, 1.3, 2],
        ),
    ]
    if result.priorities:
        found += [
            Heading(_("Improve first")),
            BulletList(
                [f"{Unsur(u.key).label}: NRR {angka(u.nrr_3 or 0, 3)}" for u in result.priorities], ordered=True
            ),
        ]
    if result.crowd:
        found.append(Paragraph(crowd_words(result.crowd)))
    if result.respondents:
        bars = [(str(Unsur(u.key).label), u.nrr_3) for u in result.unsur]
        found.append(Chart(bar_chart(bars, title=_("NRR per unsur (1 to 4)"), value_label="NRR", places=2, maximum=4)))
    return found


def _means(period: Period, summary: Rows, result: SkmResult) -> list[Block]:
    if not summary:
        return [Paragraph(_("No answers yet, or too few to be shown."))]
    found: list[Block] = [Paragraph(_respondents(result.respondents)), Heading(_("What they said"))]
    for row in question_means(period, summary):
        mean = "–" if row.mean is None else angka(row.mean, 2)
        found += [
            Paragraph(row.text, bold=True),
            Paragraph(
                _("Mean %(mean)s of %(best)s, from %(n)s answers")
                % {"mean": mean, "best": angka(row.best), "n": angka(row.n)}
            ),
            Table(
                [_("Answer"), "n"],
                [[words, angka(n)] for words, n in row.answers],
                align=["start", "end"],
                widths=[4, 1],
            ),
        ]
    return found


def _profiles(summary: Rows) -> list[Block]:
    tables: list[Block] = [
        Table(
            [profile.title, _("Respondents"), "%"],
            [[group.label, angka(group.n), angka(group.share, 1)] for group in profile.groups],
            align=["start", "end", "end"],
            widths=[4, 1.4, 1],
        )
        for profile in profiles(summary)
        if profile.groups
    ]
    if not tables:
        return []
    words = _("Groups of fewer than %(n)s people stand together with others.") % {"n": SMALLEST_GROUP}
    return [Heading(_("Who answered")), Paragraph(words), *tables]
