"""What several staff pages of this room share."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from collections_app.models import Title
from collections_app.selectors.known import doubles_among


def name_doubles(request: HttpRequest, titles: Iterable[Title]) -> None:
    """Say which of the titles just taken in may stand in the catalogue under another spelling."""
    for new, other in doubles_among(titles, today=timezone.localdate()):
        messages.warning(
            request,
            _("“%(new)s” is new in the catalogue, where “%(other)s” stands already. Is it the same title?")
            % {"new": new.title[:80], "other": other.title[:80]},
        )


def refuse(form: Any, refusal: ValidationError) -> None:
    """Put a service's words beside the field they are about."""
    for field, problems in refusal.update_error_dict({}).items():
        form.add_error(field if field in form.fields else None, problems)


def year_of(request: HttpRequest) -> int | None:
    """The year the reader chose (`?tahun=2026`), None for every other text."""
    said = request.GET.get("tahun", "")
    year = int(said) if said.isascii() and said.isdigit() and len(said) == 4 else 0
    return year if year >= 1900 else None  # there is no year 0 to compare a date with


def words_of(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:80]


def shown_page(request: HttpRequest, rows: Any, *, total: int, per_page: int) -> Any:
    """The page of `rows` the reader asks for (`?page=2`); `total` is counted already."""
    pages = Paginator(rows, per_page)
    pages.count = total
    return pages.get_page(request.GET.get("page"))


def onward(request: HttpRequest, page: Any, still_open: int) -> HttpResponse:
    """After a page of decisions of a long list: the next page, the first one after the last."""
    messages.info(request, _("Kept. %(count)s rows are not decided yet.") % {"count": still_open})
    number = page.next_page_number() if page.has_next() else 1
    return redirect(f"{request.path}?page={number}")


class FormPage(PermissionRequiredMixin, View):
    """One form: who may, the deed, where next. The title and the words of the button are the deed's name."""

    template_name = "collections_app/money/form.html"
    done: Any = ""
    danger = False

    def title(self) -> str:
        raise NotImplementedError

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def deed(self, form: Any) -> Any:
        raise NotImplementedError

    def back(self) -> str:
        """Where to go, done or not."""
        raise NotImplementedError

    def trail(self) -> list[tuple[str, str]]:
        """(address, words) of the pages above this one."""
        return []

    def lead(self) -> str:
        return ""

    def page(self, form: Any) -> HttpResponse:
        context = {
            "form": form,
            "title": self.title(),
            "cancel_url": self.back(),
            "danger": self.danger,
            "trail": self.trail(),
            "lead": self.lead(),
            "audited": self.audited(),
        }
        return render(self.request, self.template_name, context)

    def audited(self) -> Any:
        """The row whose history stands under the form."""
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            self.deed(form)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self.page(form)
        if self.done:
            messages.success(request, self.done)
        return redirect(self.back())
