"""One step from a wish of the community to the draft of a training or a wish for a book, which opens at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from evaluations.need_panel import may_take
from evaluations.services import need_deeds
from outreach.models import Need

BEGIN: dict[str, tuple[Any, Any]] = {
    "training": (
        need_deeds.begin_training,
        gettext_lazy("The training is drafted. Now give it days, places and trainers."),
    ),
    "book": (need_deeds.begin_book, gettext_lazy("The book stands among the wishes now.")),
}


class NeedBegin(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        if not may_take(request.user, step):
            raise PermissionDenied
        need = get_object_or_404(Need, pk=pk)
        title = " ".join(request.POST.get("title", "").replace("\x00", "").split())[:120]
        if not title:
            messages.error(request, _("Write the title first."))
            return redirect("outreach:need-detail", pk=pk)
        begin, said = BEGIN[step]
        try:
            made = begin(need=need, title=title, by=request.user, on=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("outreach:need-detail", pk=pk)
        messages.success(request, said)
        return redirect(made.deed_path)
