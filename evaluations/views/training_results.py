"""Staff page: what a training brought, on four levels."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from evaluations.guard import SMALLEST_GROUP
from evaluations.selectors.training_results import results_of
from training.choices import SessionStatus
from training.models import Programme, Session


class TrainingResultsPage(PermissionRequiredMixin, TemplateView):
    permission_required = ("evaluations.view_survey", "training.view_session")
    template_name = "evaluations/afterwards/training.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(smallest_group=SMALLEST_GROUP, **kwargs)


class OfSession(TrainingResultsPage):
    """One session; sessions in preparation have none."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = results_of(Session.objects.announced().filter(pk=kwargs["pk"]))
        if not results.sessions:
            raise Http404
        session = results.sessions[0]
        return super().get_context_data(results=results, session=session, programme=session.programme, **kwargs)


class OfProgramme(TrainingResultsPage):
    """All sessions of a programme that were announced and not called off."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = Session.objects.announced().exclude(status=SessionStatus.CANCELLED)
        results = results_of(held.filter(programme=kwargs["pk"]))
        programme = results.sessions[0].programme if results.sessions else get_object_or_404(Programme, pk=kwargs["pk"])
        return super().get_context_data(results=results, programme=programme, **kwargs)
