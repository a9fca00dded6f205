"""The three doors' first pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView


@method_decorator(login_not_required, name="dispatch")
class PublicHome(TemplateView):
    template_name = "portal/public/home.html"


class StaffHome(TemplateView):
    template_name = "portal/home/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs)
