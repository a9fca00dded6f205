"""A survey comment that wishes for something becomes a need of the community (outreach), in the words readers see."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from evaluations.choices import CommentState
from evaluations.models import Comment, CommentHandling
from outreach.choices import NeedSource
from outreach.models import Need
from outreach.services.needs import note_need


class CommentNotDecided(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Decide who may read the comment first; a removed one becomes nothing."))


class WordsMissing(ValidationError):
    def __init__(self) -> None:
        super().__init__(_("Write the need in a sentence."))


def nonce_of(comment: Comment) -> str:
    return f"comment.{comment.pk.hex}"


def need_of(comment: Comment) -> Need | None:
    """What became of it already. One statement."""
    return Need.objects.filter(nonce=nonce_of(comment)).first()


@transaction.atomic
def turn_into_need(*, comment: Comment, text: str, theme: str, district: Any, by: Any, at: datetime) -> Need:
    """Note the need; the same comment again gives the first one. No name and no number come with it.

    Raises CommentNotDecided, WordsMissing.
    """
    care = CommentHandling.objects.select_for_update().filter(comment=comment).first()
    if care is None or care.state in (CommentState.WAITING, CommentState.REMOVED):
        raise CommentNotDecided
    words = " ".join(text.split())[:1000]
    if not words:
        raise WordsMissing
    return note_need(
        text=words, theme=theme, district=district, source=NeedSource.SURVEY, by=by, at=at, nonce=nonce_of(comment)
    )
