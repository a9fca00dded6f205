"""The poster that hangs where the service is given: the index, who answered, thank you."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import angka, rentang_tanggal
from baubau_pembinaan.documents.letterhead import letterhead
from baubau_pembinaan.documents.render.pictures import picture_kind, printable
from baubau_pembinaan.documents.render.typeset import compile_template, deep_plain
from baubau_pembinaan.libraries.models import Library
from evaluations.models import FrozenResult, Period
from evaluations.models.instrument import in_language
from evaluations.report.data import profiled_closing, profiles_at
from evaluations.selectors.results import whole_period_rows
from evaluations.words import grade_words

SIZES = {"a4": (210, 297), "a3": (297, 420)}


def result_poster(period: Period, result: FrozenResult, paper: str = "a4", language: str = "id") -> bytes:
    """A PDF; the same result and paper give the same bytes. Groups under five are merged (results.profiles)."""
    office, library = letterhead(), Library.current()
    width, height = SIZES[paper]
    day = timezone.localtime(result.frozen_at).date()
    files: dict[str, bytes] = {}
    emblem = ""
    if office.emblem:
        picture = printable(office.emblem)
        emblem = f"emblem.{picture_kind(picture)}"
        files[emblem] = picture
    with override(language):
        found = profiles_at(result, [] if "profile" in result.data else whole_period_rows(period))
        told_apart = (found[0], found[2]) if profiled_closing(result) == result else ()  # sex, education
        data: dict[str, Any] = {
            "width": width,
            "height": height,
            "language": language,
            "date": [day.year, day.month, day.day],
            "office": office.name or office.line_2,
            "city": office.line_1,
            "emblem": emblem,
            "emblem_alt": _("Emblem"),
            "title": _("Community Satisfaction Index"),
            "unit": library.name,
            "service": _service(period, result),
            "period": rentang_tanggal(period.starts_on, period.ends_on),
            "ikm_label": _("IKM value"),
            "ikm": angka(Decimal(result.data["ikm"]), 2),
            "mutu": result.data["grade"],
            "mutu_words": grade_words(result.data["grade"]),
            "respondents_label": _("Respondents"),
            "respondents": angka(result.data["respondents"]),
            "groups": [
                {"title": profile.title, "rows": [[group.label, angka(group.n)] for group in profile.groups]}
                for profile in told_apart
                if profile.groups
            ],
            "thanks": _("Thank you for your answers. They help us to serve you better."),
        }
    stamp = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return compile_template("result.typ", deep_plain(data) | {"timestamp": stamp}, files)[0]


def _service(period: Period, result: FrozenResult) -> str:
    """What the survey was about, by its name at the closing."""
    survey = period.survey
    if "title" in result.data:
        return in_language(*result.data["service"]) or in_language(*result.data["title"])
    return str(survey.service_point or survey.unit or survey.reader_title)
