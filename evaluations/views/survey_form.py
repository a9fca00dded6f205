"""The questions and the respondent block as the survey form draws them; cached while nobody has filled anything in."""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations import selectors
from evaluations.choices import OTHER_OCCUPATION, Demographic
from evaluations.forms import DEMOGRAPHIC_FIELDS, OTHER, SERVICE, ParsedAnswer, question_cards
from evaluations.models import Period
from evaluations.services.answering import OTHER_WORDS

FRAGMENT_SECONDS = 60


def questions_fragment(period: Period, parsed: ParsedAnswer | None) -> str:
    """The questions and the respondent block; cached while nobody has filled anything in."""
    services = selectors.public.services_of(period.survey)
    asked = f"{period.survey.asks_about_respondent}:{bool(services)}:{period.survey.unit_id}"
    key = f"survey-form:{period.version_id}:{asked}:{get_language()}"
    if parsed is None and (cached := cache.get(key)):
        return mark_safe(cached)  # noqa: S308  # our own rendered template
    questions = selectors.public.questions_of(period)
    groups = selectors.public.option_groups()
    context = {
        "questions": question_cards(questions, parsed),
        "groups": [
            {
                "name": name,
                "label": kind.label,
                "options": [{"code": option.code, "label": str(option)} for option in groups.get(kind, [])],
                "chosen": parsed.demographics.get(name) if parsed else None,
                "error": parsed.errors.get(name) if parsed else None,
                "other": _other_words(groups, parsed) if name == "occupation" else None,
            }
            for name, kind in (DEMOGRAPHIC_FIELDS.items() if period.survey.asks_about_respondent else ())
        ]
        + _service_group(services, parsed),
    }
    html = render_to_string("evaluations/survey/_questions.html", context)
    if parsed is None:
        cache.set(key, html, FRAGMENT_SECONDS)
    return mark_safe(html)  # noqa: S308


def _other_words(groups: Mapping[int, Any], parsed: ParsedAnswer | None) -> dict[str, Any] | None:
    """The box for words beside the occupation "other", where that is on offer."""
    if all(option.code != OTHER_OCCUPATION for option in groups.get(Demographic.OCCUPATION, [])):
        return None
    said = parsed.extras.get(OTHER_WORDS, "") if parsed else ""
    return {"name": OTHER, "chosen": said, "error": parsed.errors.get(OTHER) if parsed else None}


def _service_group(services: Mapping[int, str], parsed: ParsedAnswer | None) -> list[dict[str, Any]]:
    """The question which desk it was, where the survey is about several."""
    if not services:
        return []
    return [
        {
            "name": SERVICE,
            "label": _("Service you received"),
            "options": [{"code": pk, "label": name} for pk, name in services.items()],
            "chosen": parsed.service if parsed else None,
            "error": parsed.errors.get(SERVICE) if parsed else None,
        }
    ]
