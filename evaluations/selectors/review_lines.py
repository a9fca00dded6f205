"""Who did the last thing in a review, and when: what the pages tell somebody who comes second."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.formats import pukul, tanggal_pukul
from evaluations.models import Review

LINES = 100  # of the book, looked through for the last jump


def last_saved(row: models.Model, reader: Any, *, by: Any = None) -> str:
    """By whom and when the row was saved last (`by`: by that account), in the reader's words; "" where unknown."""
    lines: Any = getattr(row, "history", None)
    if lines is None or not row.pk:
        return ""
    found = lines.filter(history_user_id=by.pk) if by is not None else lines
    line = found.order_by("-history_date", "-history_id").values_list("history_user_id", "history_date").first()
    return _said(line[0], line[1], reader) if line else ""


def last_moved(review: Review, reader: Any) -> str:
    """Who brought the review to its stage, and when; "" where the book does not say."""
    lines: Any = review.history.order_by("-history_date", "-history_id")
    found = None
    for stage, user, at in lines.values_list("stage", "history_user_id", "history_date")[:LINES]:
        if stage != review.stage:
            break
        found = (user, at)
    return _said(found[0], found[1], reader) if found else ""


def _said(user: int | None, at: datetime, reader: Any) -> str:
    day = timezone.localtime(at)
    when = pukul(day) if day.date() == timezone.localdate() else tanggal_pukul(at)
    if user == reader.pk:
        return _("by you, on another page or device, %(when)s") % {"when": when}
    if user is None:
        return _("by the system, %(when)s") % {"when": when}
    profile = StaffProfile.objects.filter(user=user).first()
    name = profile.full_name if profile else str(get_user_model().objects.filter(pk=user).first() or "–")
    return _("by %(name)s, %(when)s") % {"name": name, "when": when}
