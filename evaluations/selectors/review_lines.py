"""Who did the last thing in a review, and when: what the pages tell somebody who comes second."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.formats import pukul, tanggal_pukul
from evaluations.models import Review, WorkResult
from evaluations.review_access import leading_ids

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


# --- What is gone ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Removal:
    """A row that stood in a review: which review, whose (of a review itself), and who removed it when."""

    review: int | None
    person: int | None
    said: str


def removal_of(model: type[models.Model], pk: int, reader: Any) -> Removal | None:
    """Where the book says that this row was removed; None where it stands, or never stood."""
    book: Any = getattr(model, "history", None)
    if book is None or model._default_manager.filter(pk=pk).exists():
        return None
    line = book.filter(id=pk, history_type="-").order_by("-history_date", "-history_id").first()
    if line is None:
        return None
    review = line.id if model is Review else getattr(line, "review_id", None) or _review_of_result(line.result_id)
    return Removal(review, getattr(line, "person_id", None), _said(line.history_user_id, line.history_date, reader))


def review_of(model: type[models.Model], pk: int) -> int | None:
    """The review a row stands in."""
    path = "review" if any(field.name == "review" for field in model._meta.fields) else "result__review"
    return model._default_manager.filter(pk=pk).values_list(path, flat=True).first()


def _review_of_result(pk: int) -> int | None:
    return WorkResult.objects.filter(pk=pk).values_list("review", flat=True).first()


def led_once(profile: StaffProfile, review: int, person: int, today: date) -> bool:
    """Whether the book ever named this one, or somebody in whose place they decide, to lead or decide the review."""
    ids = leading_ids(profile, today)
    by_hand = Q(assigned_supervisor_id__in=ids) | Q(assigned_superior_id__in=ids)
    lines: Any = Review.history.filter(by_hand, id=review)
    posts: Any = Appointment.history.filter(profile_id=person, supervisor_id__in=ids)
    return lines.exists() or posts.exists()
