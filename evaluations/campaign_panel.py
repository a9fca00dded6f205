"""The surveys a campaign's channels can lead to, with a link for each channel (panel "outreach.campaign")."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

SURVEYS_SHOWN = 5


def campaign_panel(request: HttpRequest, rows: list[dict[str, Any]]) -> tuple[str, dict[str, Any]] | None:
    """`rows` are those of the campaign's report: each with `brought` (its `channel` may be None) and `label`."""
    from evaluations.selectors.campaigns import surveys_open_on

    channels = [(row["brought"].channel.code, row["label"]) for row in rows if row["brought"].channel]
    if not channels:
        return None
    surveys = [
        (survey.reader_title, [(label, link(survey.code, code)) for code, label in channels])
        for survey in surveys_open_on(timezone.localdate())[:SURVEYS_SHOWN]
    ]
    return ("evaluations/survey/_channels.html", {"surveys": surveys}) if surveys else None


def link(survey: str, channel: str) -> str:
    return settings.SITE_URL + reverse("evaluations:survey-from-channel", args=[survey, channel])
