"""Chapters III and IV: who answered, what came out, what follows."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from baubau_pembinaan.core.charts import bar_chart, line_chart
from baubau_pembinaan.core.formats import angka, nama_periode, periode_singkat, tanggal
from baubau_pembinaan.documents.tree import Block, BulletList, Chart, Heading, Note, Paragraph, Table
from evaluations.choices import FollowUpStatus, Unsur
from evaluations.guard import SMALLEST_GROUP
from evaluations.models import FollowUp
from evaluations.skm import half_up
from evaluations.words import crowd_words

from .data import ReportData, UnsurRow
from .importance import importance
from .own import own_questions
from .words import action, days, due, earlier_figures, in_charge, result_words, service, standing, three


def results(data: ReportData) -> list[Block]:
    return [
        Heading(_("CHAPTER III  RESULTS")),
        *earlier_figures(data),
        Heading(_("3.1 Profile of the respondents"), 2),
        Paragraph(
            _("Groups of fewer than %(n)s people stand together with others, so that nobody can be recognised.")
            % {"n": SMALLEST_GROUP}
        ),
        *_earlier_profile(data),
        *_profiles(data),
        Heading(_("3.2 Community Satisfaction Index (IKM)"), 2),
        Paragraph(
            _("The IKM of %(service)s in the period %(days)s is %(result)s, from %(n)s respondents.")
            % {
                "service": service(data),
                "days": days(data),
                "result": result_words(data),
                "n": angka(data.respondents),
            },
            bold=True,
        ),
        _unsur_table(data),
        Chart(
            bar_chart(
                [(row.label, row.nrr) for row in data.unsur],
                title=_("NRR per unsur (1 to 4)"),
                value_label="NRR",
                places=3,
                maximum=4,
            )
        ),
        *own_questions(data),
    ]


def _earlier_profile(data: ReportData) -> list[Block]:
    if data.profiled == data.frozen:
        return []
    words = _(
        "The groups are those of closing no. %(number)s with %(n)s respondents: since then fewer than %(few)s answers "
        "came or went, and the difference would tell who gave them."
    ) % {
        "number": data.profiled.number,
        "n": angka(data.profiled.data["respondents"]),
        "few": SMALLEST_GROUP,
    }
    return [Paragraph(words)]


def _profiles(data: ReportData) -> list[Block]:
    tables: list[Block] = [
        Table(
            [profile.title, _("Respondents"), "%"],
            [[group.label, angka(group.n), angka(group.share, 1)] for group in profile.groups],
            align=["start", "end", "end"],
            widths=[4, 1.4, 1],
        )
        for profile in data.profiles
        if profile.groups
    ]
    return tables or [Paragraph(_("Too few respondents to show groups."))]


def _unsur_table(data: ReportData) -> Table:
    def row(number: int, unsur: UnsurRow) -> list[str]:
        counted = [angka(unsur.n), angka(unsur.sum), three(unsur.nrr), three(unsur.weighted)]
        return [f"U{number}", unsur.label, *counted, angka(on_100(unsur), 2), mutu(data, unsur)]

    return Table(
        [_("Nr."), _("Unsur"), "n", _("Sum"), "NRR", _("Weighted NRR"), _("On 100"), _("Mutu")],
        [row(number, unsur) for number, unsur in enumerate(data.unsur, start=1)],
        align=["start", "start", "end", "end", "end", "end", "end", "center"],
        widths=[0.8, 4.2, 0.9, 1.2, 1.1, 1.6, 1.2, 1],
        caption=_("Result per unsur"),
        total=[
            "",
            _("IKM of the service"),
            angka(data.respondents),
            "",
            "",
            weighted_sum(data),
            angka(data.ikm, 2),
            data.grade,
        ],
    )


def exact_nrr(unsur: UnsurRow) -> Fraction:
    """From the sum where one question feeds the unsur, else as the closing kept it."""
    return Fraction(unsur.sum, unsur.n) if unsur.n and sum(unsur.counts) == unsur.n else Fraction(unsur.nrr)


def on_100(unsur: UnsurRow) -> Decimal:
    """The unsur on the scale 25 to 100."""
    return half_up(exact_nrr(unsur) * 25, 2)


def mutu(data: ReportData, unsur: UnsurRow) -> str:
    """The grade of one unsur, by the bands of the whole."""
    return next((grade for grade, floor in data.bands if on_100(unsur) >= Decimal(floor)), "–")


def weighted_sum(data: ReportData) -> str:
    """Four places, so that 25 times it is the IKM as printed."""
    return angka(half_up(sum(map(exact_nrr, data.unsur), Fraction(0)) / len(data.unsur), 4), 4)


def analysis(data: ReportData, day: date) -> list[Block]:
    """Chapter IV as things stood on `day`, that of the paper."""
    return [
        Heading(_("CHAPTER IV  ANALYSIS AND FOLLOW-UP")),
        Heading(_("4.1 Weak and strong unsur"), 2),
        *_weak_and_strong(data),
        *importance(data),
        *_comment_line(data),
        *_complaint_lines(data),
        Heading(_("4.2 Follow-up plan"), 2),
        plan_table(data.plan, day) if data.plan else Paragraph(_("No follow-up has been planned yet.")),
        Heading(_("4.3 Follow-up of the previous period"), 2),
        *realised(data),
        Heading(_("4.4 Trend"), 2),
        *_trend(data),
    ]


def _weak_and_strong(data: ReportData) -> list[Block]:
    if not data.weak and not data.crowd:
        return [Paragraph(_("All unsur stand alike; none is weaker than the others."))]
    blocks: list[Block] = []
    if data.weak:
        blocks = [
            Paragraph(_("These unsur have the lowest values and come first when the service is improved:")),
            BulletList([_valued(row) for row in data.weak], ordered=True),
        ]
    if data.crowd:
        blocks.append(Paragraph(crowd_words(data.crowd)))
    if data.strong:
        blocks += [
            Paragraph(_("These unsur have the highest values and are to be kept:")),
            BulletList([_valued(row) for row in data.strong], ordered=True),
        ]
    return blocks


def _valued(row: UnsurRow) -> str:
    return _("%(unsur)s: NRR %(nrr)s") % {"unsur": row.label, "nrr": three(row.nrr)}


def _comment_line(data: ReportData) -> list[Block]:
    if not data.comments:
        return []
    words = _("%(n)s comments of patrons that may be published stand in annex 3.") % {"n": angka(len(data.comments))}
    return [Paragraph(words)]


def _complaint_lines(data: ReportData) -> list[Block]:
    """What stands behind unsur pengaduan: counts of the same desk and days, nobody's words, and no
    count of one to four people."""
    found = data.complaints
    if found.asked < SMALLEST_GROUP or not any(row.key == Unsur.PENGADUAN for row in data.unsur):
        return []
    answered = found.answered + found.declined
    told = [found.asked]
    words = [
        _("Behind the unsur of handling complaints stand %(n)s complaints and questions received in the period.")
        % {"n": angka(found.asked)}
    ]
    for n, sentence in (
        (answered, _("Answered: %(n)s.")),
        (found.in_time, _("Answered in time: %(n)s.")),
        (found.reopened, _("Opened again by the sender: %(n)s.")),
    ):
        if _tells_nobody(n, told):
            told.append(n)
            words.append(sentence % {"n": angka(n)})
    if found.days is not None and answered >= SMALLEST_GROUP:
        words.append(_("The first answer took %(days)s days (median).") % {"days": angka(found.days, 1)})
    if found.judged and _tells_nobody(found.judged, told) and _tells_nobody(found.satisfied, [*told, found.judged]):
        words.append(
            _("%(n)s of %(judged)s senders who said so were satisfied with the answer.")
            % {"n": angka(found.satisfied), "judged": angka(found.judged)}
        )
    return [Paragraph(" ".join(words))]


def _tells_nobody(n: int, told: Sequence[int]) -> bool:
    """Whether a count may stand beside those told already: neither it nor what lies between speaks of one to four."""
    return all(gap == 0 or abs(gap) >= SMALLEST_GROUP for gap in (n, *(n - other for other in told)))


def plan_table(rows: list[FollowUp], day: date) -> Table:
    return Table(
        [_("Unsur"), _("Follow-up"), _("Person in charge"), _("Due date"), _("Status")],
        [[r.get_unsur_display(), action(r), in_charge(r), due(r), standing(r, day)] for r in rows],
        widths=[1.9, 3.6, 2.3, 1.8, 2.2],
        caption=_("Follow-up plan, as of %(day)s") % {"day": tanggal(day)},
    )


def realised(data: ReportData) -> list[Block]:
    """What the previous period promised and what became of it, with the unsur before and after."""
    if data.previous is None:
        return [Paragraph(_("This is the first period of the survey; there is nothing to look back on."))]
    planned = [row for row in data.previous_plan if row.status != FollowUpStatus.PROPOSED]
    if not planned:
        words = _("No follow-up was planned for the period %(key)s.") % {"key": nama_periode(data.previous.period.key)}
        return [Paragraph(words)]
    done = sum(row.status == FollowUpStatus.DONE for row in planned)
    return [
        Paragraph(
            _("Of %(n)s follow-ups planned for the period %(key)s, %(done)s were carried out.")
            % {"n": angka(len(planned)), "key": nama_periode(data.previous.period.key), "done": angka(done)}
        ),
        realised_table(data, planned),
        Note(
            _(
                "“Enough to conclude” means: at least 30 respondents in both periods and a difference larger than "
                "1.96 standard errors. A change of the unsur does not prove that the follow-up caused it."
            )
        ),
    ]


def realised_table(data: ReportData, rows: list[FollowUp]) -> Table:
    def line(row: FollowUp) -> list[str]:
        pair = data.compared.get(row.pk)
        values = f"{three(pair.change.before.nrr)} → {three(pair.change.after.nrr)}\n{pair.sentence}" if pair else "–"
        came = row.outcome if row.status == FollowUpStatus.DONE else row.reason
        status = str(row.get_status_display())
        return [str(row.get_unsur_display()), action(row), f"{status}: {came}" if came else status, values]

    return Table(
        [_("Unsur"), _("Follow-up"), _("What came of it"), _("NRR before and after")],
        [line(row) for row in rows],
        widths=[2, 3.4, 3.6, 2.6],
    )


def _trend(data: ReportData) -> list[Block]:
    if len(data.trend) < 2:
        return [Paragraph(_("A trend shows as soon as a second period is closed."))]
    keys = [row.key for row in data.unsur]
    shown = data.trend[-8:]
    rows = []
    for closed in shown:
        measured = [closed.measure(key) for key in keys]
        ikm = closed.result.data["ikm"]
        rows.append(
            [nama_periode(closed.period.key), *(three(m.nrr) if m else "–" for m in measured), angka_or_dash(ikm)],
        )
    return [
        Chart(
            line_chart(
                [periode_singkat(c.period.key) for c in shown],
                {"IKM": [float(c.result.data["ikm"]) if c.result.data["ikm"] else None for c in shown]},
                title=_("IKM over the periods"),
                places=2,
            )
        ),
        Table(
            [_("Period"), *(f"U{n}" for n in range(1, len(keys) + 1)), "IKM"],
            rows,
            align=["start", *["end"] * (len(keys) + 1)],  # type: ignore[list-item]
            caption=_("NRR per unsur and IKM over the periods"),
        ),
        Note("; ".join(f"U{n} {row.label}" for n, row in enumerate(data.unsur, start=1))),
    ]


def angka_or_dash(text: str | None) -> str:
    return angka(Decimal(text), 2) if text else "–"
