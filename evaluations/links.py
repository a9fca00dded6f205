"""Addresses that leave the house: on posters, in QR codes, in mails."""

from django.conf import settings
from django.urls import reverse

from evaluations.models import Survey


def survey_url(survey: Survey) -> str:
    """The full address a patron opens; SITE_URL drives it."""
    return settings.SITE_URL + reverse("evaluations:survey-answer", args=[survey.code])


def short_address(survey: Survey) -> str:
    """The same without the protocol, as people type it."""
    return survey_url(survey).split("://", 1)[1]
