"""Staff pages: the questionnaires, their versions and questions; copying and publishing."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import DetailView, ListView

from evaluations import selectors
from evaluations.models import InstrumentVersion
from evaluations.services.comfort import add_comfort_questions, lacks_comfort_questions
from evaluations.services.instruments import copy_version, publish_version


class InstrumentList(PermissionRequiredMixin, ListView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/survey/instruments.html"
    context_object_name = "versions"

    def get_queryset(self) -> Any:
        return selectors.surveys.instrument_versions()


class VersionDetail(PermissionRequiredMixin, DetailView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/survey/version.html"
    context_object_name = "version"
    queryset = InstrumentVersion.objects.select_related("instrument").annotate(first_used=Min("periods__starts_on"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        questions = list(self.object.questions.order_by("order", "pk"))
        lacks = lacks_comfort_questions(self.object, {question.key for question in questions})
        return super().get_context_data(
            questions=questions, lacks_comfort=lacks, used_since=_used_before_published(self.object), **kwargs
        )


def _used_before_published(version: Any) -> date | None:
    """The first day of its first period (`first_used`), where that was before the version came into this system:
    periods may be older than the system, brought in from files."""
    if version.first_used is None or version.published_at is None:
        return None
    return version.first_used if version.first_used < timezone.localdate(version.published_at) else None


class VersionDeed(PermissionRequiredMixin, View):
    permission_required = "evaluations.manage_survey"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(InstrumentVersion.objects.select_related("instrument"), pk=pk)
        try:
            version, said = self.deed(version)
        except ValidationError as refusal:
            for message in refusal.messages:
                messages.error(request, message)
        else:
            messages.success(request, said)
        return redirect("evaluations:version-detail", pk=version.pk)

    def deed(self, version: InstrumentVersion) -> tuple[InstrumentVersion, str]:
        raise NotImplementedError


class VersionCopy(VersionDeed):
    def deed(self, version: InstrumentVersion) -> tuple[InstrumentVersion, str]:
        draft = copy_version(version=version)
        return draft, _("%(version)s is a draft now.") % {"version": draft}


class VersionPublish(VersionDeed):
    def deed(self, version: InstrumentVersion) -> tuple[InstrumentVersion, str]:
        done = publish_version(version=version, at=timezone.now())
        return done, _("Published. New periods use this version; it never changes any more.")


class VersionComfort(VersionDeed):
    def deed(self, version: InstrumentVersion) -> tuple[InstrumentVersion, str]:
        draft = add_comfort_questions(version=version)
        return draft, _("The two questions stand at the end. They never count in the IKM.")
