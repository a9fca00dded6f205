"""Staff page: what a training brought, on four levels."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from evaluations.guard import SMALLEST_GROUP
from evaluations.selectors.training_results import results_of
from training.models import Programme, Session


class TrainingResultsPage(PermissionRequiredMixin, TemplateView):
    permission_required = ("evaluations.view_survey", "training.view_session")
    template_name = "evaluations/afterwards/training.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(smallest_group=SMALLEST_GROUP, **kwargs)


class OfSession(TrainingResultsPage):
    """One session; sessions in preparation have none."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = get_object_or_404(Session.objects.announced().select_related("programme"), pk=kwargs["pk"])
        return super().get_context_data(
            results=results_of([session]), session=session, programme=session.programme, sessions=1, **kwargs
        )


class OfProgramme(TrainingResultsPage):
    """All sessions of a programme that were announced and not called off."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programme = get_object_or_404(Programme, pk=kwargs["pk"])
        sessions = list(programme.sessions.announced().exclude(status="cancelled").order_by("starts_on", "pk"))
        return super().get_context_data(
            results=results_of(sessions), programme=programme, sessions=len(sessions), **kwargs
        )
