"""Chapters I and II: why, by which law, how, when, how many."""

from decimal import Decimal

from django.utils.translation import gettext as _

from baubau_pembinaan.core.formats import angka, nama_periode, tanggal
from baubau_pembinaan.documents.tree import Block, BulletList, Heading, KeyValues, Paragraph
from baubau_pembinaan.libraries.models import Library
from evaluations.sample import krejcie_morgan

from .data import ReportData
from .words import days, service


def introduction(data: ReportData) -> list[Block]:
    name = Library.current().name
    return [
        Heading(_("CHAPTER I  INTRODUCTION")),
        Heading(_("1.1 Background"), 2),
        Paragraph(
            _(
                "A public service is good when those who use it say so. %(name)s therefore asks its patrons regularly "
                "with the survey of community satisfaction (SKM) and measures the quality of the service by their "
                "answers. This report gives the result for %(service)s in the period %(days)s, the analysis and what "
                "is done about it."
            )
            % {"name": name, "service": service(data), "days": days(data)}
        ),
        Heading(_("1.2 Legal base"), 2),
        BulletList(
            [
                _("Law No. 25 of 2009 on Public Services;"),
                _(
                    "Regulation of the Minister for Administrative and Bureaucratic Reform No. 14 of 2017 on "
                    "guidelines for the survey of community satisfaction of public service units;"
                ),
                _(
                    "Circular of the Minister for Administrative and Bureaucratic Reform No. 12 of 2023 on carrying "
                    "out the survey of community satisfaction."
                ),
            ],
            ordered=True,
        ),
        Heading(_("1.3 Purpose"), 2),
        Paragraph(
            _(
                "The survey measures how satisfied patrons are, finds the strong and weak elements of the service, and "
                "gives the base for improving it and for setting the next steps."
            )
        ),
    ]


def collection(data: ReportData) -> list[Block]:
    period = data.period
    library, survey = Library.current().name, period.survey
    about_unit = survey.unit_id and not survey.service_point_id
    rows = [
        (_("Unit"), f"{data.place}, {library}" if about_unit else library),
        *([] if about_unit else [(_("Service"), service(data))]),
        (_("Survey"), f"{data.title} ({survey.code})"),
        (_("Period"), f"{nama_periode(period.key)}: {days(data)}"),
        *([(_("Closed on"), tanggal(data.day))] if data.day < period.ends_on else []),
        (_("Questionnaire"), str(data.frozen.instrument_version)),
        (_("Formula"), data.frozen.formula_version),
        (_("Respondents"), angka(data.respondents)),
    ]
    return [
        Heading(_("CHAPTER II  COLLECTING THE DATA")),
        Heading(_("2.1 Who carried it out, where and when"), 2),
        KeyValues(rows),
        Heading(_("2.2 Method"), 2),
        Paragraph(
            _(
                "Patrons answer %(n)s questions by themselves, on a phone with the code at the desk, on a device of "
                "the library or on paper. Each unsur has four answers worth 1 to 4; 4 is always the best. No name and "
                "no number of a person is kept: an answer holds only the day and half of the day. Answers that came in "
                "a flood from one connection are held aside until staff decide; they count only when accepted."
            )
            % {"n": angka(len(data.questions))}
        ),
        *_own_questions(data),
        Paragraph(
            _(
                "NRR per unsur = sum of the answers / number of answers. Weighted NRR = NRR x 1/%(n)s. IKM = sum of "
                "the weighted NRR x 25, rounded half up to two decimals only at the end. Grades: %(bands)s."
            )
            % {"n": angka(len(data.unsur)), "bands": _bands(data)}
        ),
        Heading(_("2.3 Number of respondents"), 2),
        Paragraph(_sample(data)),
    ]


def _own_questions(data: ReportData) -> list[Block]:
    own = sum(not q.unsur for q in data.questions)
    if not own:
        return []
    words = _("Questions of the library's own among them: %(n)s. They are never counted in the IKM.")
    return [Paragraph(words % {"n": angka(own)})]


def _bands(data: ReportData) -> str:
    """ "A mulai 88,31; B mulai ...": the bands of the formula the result was frozen with."""
    words = _("%(grade)s from %(floor)s")
    return "; ".join(words % {"grade": grade, "floor": angka(Decimal(floor), 2)} for grade, floor in data.bands)


def _sample(data: ReportData) -> str:
    got = angka(data.respondents)
    if not data.population:
        return _("%(n)s patrons answered. The population of the service was not recorded, so no target was set.") % {
            "n": got
        }
    target = krejcie_morgan(data.population)
    words = {"population": angka(data.population), "target": angka(target), "n": got}
    if data.respondents >= target:
        return (
            _(
                "For a population of %(population)s the table of Krejcie and Morgan sets a sample of %(target)s. "
                "%(n)s patrons answered: the target was reached."
            )
            % words
        )
    words["missing"] = angka(target - data.respondents)
    return (
        _(
            "For a population of %(population)s the table of Krejcie and Morgan sets a sample of %(target)s. "
            "%(n)s patrons answered: %(missing)s fewer than the target; keep this in mind when reading the result."
        )
        % words
    )
