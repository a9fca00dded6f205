"""The first pages of the two doors that are ours: patrons' and staff's."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from baubau_pembinaan.portal import home
from baubau_pembinaan.portal.greeting import called, greeting


@method_decorator(login_not_required, name="dispatch")
class PublicHome(TemplateView):
    template_name = "portal/public/home.html"


class StaffHome(TemplateView):
    template_name = "portal/home/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime()
        reader = home.Reader(user=self.request.user, today=now.date())
        return super().get_context_data(
            now=now,
            greeting=greeting(called(str(self.request.user)), now.time()),
            **home.compose(reader),
            **kwargs,
        )
