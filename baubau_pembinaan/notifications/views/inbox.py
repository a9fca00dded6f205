"""A person's own messages."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, ListView

from baubau_pembinaan.notifications import selectors, services
from baubau_pembinaan.notifications.forms import PreferenceForm
from baubau_pembinaan.notifications.models import Message

from .messengers import messenger_lines


class Inbox(ListView):
    """Everybody signed in sees their own messages, newest first."""

    template_name = "notifications/message/list.html"
    context_object_name = "inbox"
    paginate_by = 25
    paginator_class = Paginator

    def get_queryset(self) -> QuerySet[Message]:
        return selectors.inbox_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unread=selectors.unread_count(self.request.user), **kwargs)


class OpenMessage(View):
    """Mark one's own message read and go where it points."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        message = get_object_or_404(selectors.inbox_of(request.user), pk=pk)
        services.mark_read(messages=[message.pk], by=request.user, at=timezone.now())
        return redirect(message.url or "notifications:inbox")


class ReadAll(View):
    def post(self, request: HttpRequest) -> HttpResponse:
        if services.mark_read(messages=None, by=request.user, at=timezone.now()):
            messages.success(request, _("All messages are marked as read."))
        return redirect("notifications:inbox")


class Preferences(FormView):
    """Everybody signed in chooses for themselves."""

    template_name = "notifications/preference/edit.html"
    form_class = PreferenceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"messengers": messenger_lines(context["form"], self.request.user, timezone.now())}

    def form_valid(self, form: PreferenceForm) -> HttpResponse:
        for way in form.ways:
            services.set_wishes(user=self.request.user, channel=way, wishes=form.wishes(way))
        messages.success(self.request, _("Your choice is saved."))
        return redirect("notifications:preferences")
