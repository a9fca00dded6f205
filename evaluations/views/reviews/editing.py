"""The frame of each page that is one form about one row of a review.

A page drawn from an older state is told what differs; one whose stage is over is told so, its words shown to be copied.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from evaluations.models import Review
from evaluations.review_access import Access
from evaluations.selectors.review_lines import last_saved
from evaluations.services.reviews.refusals import EditedMeanwhile, NotAtThisStage

from .base import SENT, draft_name, form_page, found
from .lost import TellsLate
from .moved import moved_page

Form = Any  # a PartForm, or one that is drawn, compared and kept like it


class EditPart(TellsLate):
    """Find the row, ask whether it is theirs now, draw or save."""

    moves = False

    title: str | Promise = ""
    done = "evaluations:review-detail"  # where to after saving, with the review's id
    forms: ClassVar[Mapping[type[Any], str]] = {}  # each form of this page, at whatever stage: whose it is in Access

    def row(self, pk: int) -> Any:
        raise NotImplementedError

    def form_for(self, review: Review, access: Access) -> type[Any] | None:
        """The form this reader may fill in now; None: none of it is theirs."""
        raise NotImplementedError

    def save(self, row: Any, form: Form, **who: Any) -> None:
        raise NotImplementedError

    def whose_page(self) -> Iterable[str]:
        return self.forms.values()

    def typed_forms(self) -> Iterable[type[Any]]:
        return self.forms

    def _begin(self, request: HttpRequest, pk: int) -> tuple[Any, Review, Access, type[Any] | None]:
        row = self.row(pk)
        review, access = found(request, row.pk if isinstance(row, Review) else row.review_id)
        return row, review, access, self.form_for(review, access) if review.cycle.is_running else None

    def _theirs(self, access: Access) -> list[type[Any]]:
        return [form for form, whose in self.forms.items() if getattr(access, whose)]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, review, access, form = self._begin(request, pk)
        if form is None:
            once = self._theirs(access)
            if not once:
                raise PermissionDenied
            return self._moved(request, review, once[-1](instance=row), row, 403)
        return self._page(request, review, form(instance=row), row)

    def _page(self, request: HttpRequest, review: Review, form: Form, row: Any, **more: Any) -> HttpResponse:
        """The form, its words kept on the device until they are saved."""
        draft = draft_name(request, type(form).__name__, row.pk)
        more |= {"draft": draft, "facts": self.facts(row, review, form)}
        return form_page(request, review, form, self.title_of(row), **more)

    def _moved(self, request: HttpRequest, review: Review, form: Form, row: Any, status: int) -> HttpResponse:
        draft = draft_name(request, type(form).__name__, row.pk)
        return moved_page(request, review, form, draft=draft, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, review, access, form_class = self._begin(request, pk)
        sent = next((form for form in self._theirs(access) if form.names_sent() & set(request.POST)), None)
        if sent is not None and sent is not form_class:
            words = sent(instance=row, initial=request.POST.dict())
            return self._moved(request, review, words, row, 409)
        if form_class is None:
            raise PermissionDenied
        form = form_class(request.POST, instance=row)
        if form.is_valid():
            who = {"by": request.user, "on": timezone.localdate()}
            try:
                self.save(row, form, **who)
            except EditedMeanwhile as refusal:
                return self._told(request, review, form, refusal, row)
            except NotAtThisStage:  # between the look and the deed
                review, _access = found(request, review.pk)
                return self._moved(request, review, form_class(instance=row, initial=form.cleaned_data), row, 409)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("Saved."))
                request.session[SENT] = draft_name(request, type(form).__name__, row.pk)
                return redirect(self.done, pk=review.pk)
        return self._page(request, review, form, row)

    def _told(
        self, request: HttpRequest, review: Review, form: Form, refusal: EditedMeanwhile, row: Any
    ) -> HttpResponse:
        """What differs, one's own words still in the form, and the fresh state: pressing again is a decision."""
        row = refusal.row if isinstance(refusal.row, type(row)) else row
        told = {"differences": refusal.differences, "told": refusal.messages[0]}
        told["saved"] = last_saved(refusal.row, request.user, by=self.writer(request))
        page = self._page(request, review, form.again(refusal.row, request.POST.dict()), row, **told)
        page.status_code = 409
        return page

    def writer(self, request: HttpRequest) -> Any:
        """The one account that may write this, where it is one alone; else the book says who it was."""
        return None

    def title_of(self, row: Any) -> Any:
        return self.title

    def facts(self, row: Any, review: Review, form: Form) -> list[tuple[Any, str]]:
        """(label, text) of what one writes about, so that nobody has to remember the page before."""
        return []
