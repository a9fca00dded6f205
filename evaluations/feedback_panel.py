"""What those who attended said, on the page of the session (training) and of the event (outreach)."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from outreach.panel_subjects import Run
from training.models import Session

Drawn = tuple[str, dict[str, Any]] | None


def session_panel(request: HttpRequest, session: Session) -> Drawn:
    """For those who read results, of sessions that are announced."""
    from evaluations.selectors.invited import feedback_about
    from evaluations.services.invited import is_asking_over

    if not request.user.has_perm("evaluations.view_survey") or session.is_cancelled or session.is_draft:
        return None
    found = feedback_about({"training_session": session})
    asks = found.survey is None or found.survey.asks_by_itself
    ask_url = reverse("evaluations:ask-about-session", args=[session.pk])
    impact = reverse("evaluations:training-results", args=[session.pk])
    over = is_asking_over(session, answering_ended=found.is_closed, on=timezone.localdate())
    manages = not over and request.user.has_perm("training.choose_questions", session)
    context = _context(found, asks, ask_url, manages=manages)
    return "evaluations/afterwards/_panel.html", context | {"impact_url": impact}


def event_panel(request: HttpRequest, run: Run) -> Drawn:
    """For those who read results, once a date of the event has begun; nobody is asked before somebody wants it."""
    from evaluations.selectors.invited import feedback_about

    event = run.event
    if not request.user.has_perm("evaluations.view_survey") or not event.is_published or not run.has_begun:
        return None
    found = feedback_about({"event": event})
    asks = found.survey is not None and found.survey.asks_by_itself
    ask_url = reverse("evaluations:ask-about-event", args=[event.pk])
    context = _context(found, asks, ask_url, manages=request.user.has_perm("evaluations.manage_survey"))
    context["by_code"] = not event.needs_registration
    return "evaluations/afterwards/_panel.html", context


def _context(found: Any, asks: bool, ask_url: str, *, manages: bool) -> dict[str, Any]:
    from evaluations.guard import SMALLEST_GROUP

    return {
        "feedback": found,
        "asks": asks,
        "ask_url": ask_url,
        "smallest_group": SMALLEST_GROUP,
        "manages": manages,
    }
