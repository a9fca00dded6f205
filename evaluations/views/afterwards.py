"""Staff pages: whether those who attended are asked, and the links they were sent."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from evaluations import selectors
from evaluations.models import Invitation, Survey
from evaluations.services import invited
from outreach.choices import EventStatus
from outreach.models import Event
from training.models import Session

# Names of participants stand here: for those who may read them in the rooms the links belong to.
SEES_LINKS = ("evaluations.manage_survey", "outreach.manage_registration", "training.view_enrolment")


class AskAbout(PermissionRequiredMixin, View):
    """One switch: whether links go out by themselves."""

    http_method_names = ["post"]

    def choose(self, pk: int, on: bool) -> None:
        raise NotImplementedError

    def back(self, pk: int) -> HttpResponse:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asks = request.POST.get("ask") == "1"
        try:
            self.choose(pk, asks)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return self.back(pk)
        said = _("Those who attend will be asked.") if asks else _("Nobody is asked by itself any more.")
        messages.success(request, said)
        return self.back(pk)


class AskAboutSession(AskAbout):
    """For whoever plans trainings, unless it is about their own teaching or they are asked themselves."""

    permission_required = "training.manage_training"

    def choose(self, pk: int, on: bool) -> None:
        rows = Session.objects.announced().select_related("programme")
        session = get_object_or_404(rows, pk=pk)
        if not self.request.user.has_perm("training.choose_questions", session):
            raise PermissionDenied
        invited.choose_asking(session=session, on=on, by=self.request.user, at=timezone.now())

    def back(self, pk: int) -> HttpResponse:
        return redirect("training:session-detail", pk=pk)


class AskAboutEvent(AskAbout):
    permission_required = "evaluations.manage_survey"

    def choose(self, pk: int, on: bool) -> None:
        survey = invited.survey_about(event=get_object_or_404(Event, pk=pk, status=EventStatus.PUBLISHED))
        invited.set_asking(survey=survey, on=on, by=self.request.user)

    def back(self, pk: int) -> HttpResponse:
        return redirect("outreach:event-detail", pk=pk)


class Invitations(PermissionRequiredMixin, ListView):
    """To whom links went. Who answered stands nowhere, so it does not stand here."""

    permission_required = SEES_LINKS
    template_name = "evaluations/afterwards/invitations.html"
    context_object_name = "invitations"
    paginate_by = 50

    def get_queryset(self) -> Any:
        rows = Survey.objects.exclude(training_session=None, event=None)
        self.survey = get_object_or_404(rows, pk=self.kwargs["pk"])
        return selectors.invited.invitations_of(self.survey)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(survey=self.survey, **kwargs)


class InvitationDeed(PermissionRequiredMixin, View):
    permission_required = SEES_LINKS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = get_object_or_404(Invitation.objects.select_related("period"), pk=pk)
        self.deed(request, invitation)
        return redirect("evaluations:invitations", pk=invitation.period.survey_id)

    def deed(self, request: HttpRequest, invitation: Invitation) -> None:
        raise NotImplementedError


class InvitationRevoke(InvitationDeed):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        invitation = get_object_or_404(selectors.invited.all_invitations(), pk=pk)
        return render(request, "evaluations/afterwards/revoke.html", {"invitation": invitation})

    def deed(self, request: HttpRequest, invitation: Invitation) -> None:
        invited.revoke_link(invitation=invitation, by=request.user, at=timezone.now())
        messages.success(request, _("The link opens nothing any more."))


class InvitationRenew(InvitationDeed):
    http_method_names = ["post"]

    def deed(self, request: HttpRequest, invitation: Invitation) -> None:
        invited.renew_link(invitation=invitation, at=timezone.now())
        messages.success(request, _("A new link is on its way; the old one opens nothing any more."))
