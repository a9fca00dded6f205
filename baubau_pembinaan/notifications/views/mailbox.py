"""The mails of an installation without a mail server, for the administrator to read."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.views.generic import TemplateView

from baubau_pembinaan.notifications import mailbox


class _Mailbox(PermissionRequiredMixin, TemplateView):
    """There only while mail lands in a folder; passwords travel by mail, so administrators alone."""

    permission_required = "notifications.view_mailbox"

    def has_permission(self) -> bool:
        allowed = super().has_permission()
        if allowed and not mailbox.is_in_use():
            raise Http404
        return allowed


class MailList(_Mailbox):
    template_name = "notifications/mailbox/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(letters=mailbox.newest(), **kwargs)


class MailDetail(_Mailbox):
    template_name = "notifications/mailbox/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = mailbox.find(self.kwargs["name"], self.kwargs["number"])
        if letter is None:
            raise Http404
        return super().get_context_data(letter=letter, **kwargs)
