"""The first pages of the two doors that are ours: patrons' and staff's."""

import re
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from baubau_pembinaan.notifications.selectors import unread_count
from baubau_pembinaan.portal import home, rooms, surveys
from baubau_pembinaan.portal.greeting import called, greeting
from baubau_pembinaan.portal.navigation import entries, on_top

SURVEY_CODE = re.compile(r"[A-Za-z0-9-]{3,8}")


@method_decorator(login_not_required, name="dispatch")
class PublicHome(TemplateView):
    """What patrons can do here. `?kode=` is the short code of a poster, typed by hand."""

    template_name = "portal/public/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = request.GET.get("kode", "").strip()
        if SURVEY_CODE.fullmatch(code):
            return redirect("evaluations:survey-answer", code)
        result = surveys.published_result()
        return self.render_to_response(
            self.get_context_data(
                unknown=bool(code),
                surveys=surveys.answered_on(surveys.open_periods(), timezone.localdate()),
                result=surveys.result_figures(result) if result else None,
                parts=rooms.public_parts(timezone.now()),
            )
        )


class StaffHome(TemplateView):
    template_name = "portal/home/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime()
        unread = unread_count(self.request.user)
        daily = entries(on_top(self.request.user), self.request)
        reader = home.Reader(user=self.request.user, today=now.date(), unread=unread)
        return super().get_context_data(
            now=now,
            unread=unread,
            greeting=greeting(called(str(self.request.user)), now.time()),
            role_missing=home.role_missing(self.request.user),
            daily=daily,
            on_top=[entry.url for entry in daily],
            **home.compose(reader),
            **kwargs,
        )
