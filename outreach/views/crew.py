"""The head's page of colleagues who lead events: what the rooms above know of their training stands here."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView


class CrewPage(PermissionRequiredMixin, TemplateView):
    permission_required = "outreach.approve_event"
    template_name = "outreach/crew/list.html"
