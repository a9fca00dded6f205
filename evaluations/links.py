"""Addresses that leave the house: on posters, in QR codes, in mails."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse

from evaluations.models import Invitation, RoundGuest, Survey


def survey_url(survey: Survey) -> str:
    """The full address a patron opens; SITE_URL drives it."""
    return settings.SITE_URL + reverse("evaluations:survey-answer", args=[survey.code])


def opens_here_only() -> bool:
    """Whether addresses name this very computer, so that no phone reaches them."""
    return urlsplit(settings.SITE_URL).hostname in {"localhost", "127.0.0.1", "::1"}


def short_address(survey: Survey) -> str:
    """The same without the protocol, as people type it."""
    return survey_url(survey).split("://", 1)[1]


# --- Links for those who attended -------------------------------------------------------------------------------
# The key is 128 random bits, the signature keeps guessers off the database; a new key makes the old link void.

INVITATION = "evaluations.invitation"


def invitation_path(invitation: Invitation) -> str:
    return reverse("evaluations:invited", args=[Signer(salt=INVITATION).sign(invitation.key)])


def invitation_url(invitation: Invitation) -> str:
    """The full address, for e-mail and for what a colleague sends by hand."""
    return settings.SITE_URL + invitation_path(invitation)


def read_invitation(token: str) -> str:
    """The key behind a genuine link. Raises BadSignature."""
    return Signer(salt=INVITATION).unsign(token)


# --- Links for reviewers from outside -----------------------------------------------------------------------------

ROUND_GUEST = "evaluations.round-guest"


def guest_url(guest: RoundGuest) -> str:
    """The full address of the form about one person, for somebody without an account."""
    return settings.SITE_URL + reverse("evaluations:round-guest", args=[Signer(salt=ROUND_GUEST).sign(guest.key)])


def read_guest(token: str) -> str:
    """The key behind a genuine link. Raises BadSignature."""
    return Signer(salt=ROUND_GUEST).unsign(token)
