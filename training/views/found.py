"""The session of a page, by a kept statement."""

from typing import Any

from django.db.models import DateField, Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.utils import timezone

from baubau_pembinaan.core.statements import KeptModels, blank
from training.choices import EnrolmentStatus
from training.models import Meeting, Session, TestQuestion
from training.selectors import sessions as reading
from training.selectors.rates import with_rate

from .team import at_work, led


def session_or_404(request: HttpRequest, pk: int, kept: KeptModels[Session] | None = None, **values: Any) -> Session:
    """The session with its seats counted; `kept` asks `_session` with more, for a page that would else ask once more.

    Those in preparation exist for planners and those who lead them only.
    """
    session = (kept or _SESSION).first(session=pk, on=timezone.localdate(), **values)
    if session is None or (session.is_draft and not request.user.has_perm("training.lead_session", session)):
        raise Http404
    return session


def _session(**more: Any) -> QuerySet[Session]:
    questions = TestQuestion.objects.filter(programme=OuterRef("programme"), is_active=True)
    rows = Session.objects.filter(pk=blank("session")).select_related("programme__subject", "coordinator")
    in_line = reading.enrolled(EnrolmentStatus.WAITING)
    rows = reading.with_seats(rows.annotate(has_test=Exists(questions), in_line=in_line, **more))
    day = Coalesce(OuterRef("ends_on"), blank("on", DateField()))
    return with_rate(rows, on=day, programme="programme__").order_by()


_SESSION = KeptModels(_session)
FOR_ALL = KeptModels(lambda: _session(has_nominable=Exists(at_work())))
FOR_A_LEADER = KeptModels(lambda: _session(has_nominable=Exists(led())))
MEETINGS = KeptModels(
    lambda: Meeting.objects.filter(session=blank("session")).select_related("trainer").order_by("starts_at", "pk")
)
