"""Somebody typed, and what they wrote about is gone or no longer theirs: they are told, and get their words back (409).

Only who still reads the review, or once led it, is told anything; for everybody else the address tells nothing.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from baubau_pembinaan.accounts.rules import profile_of
from evaluations.models import Review
from evaluations.review_access import Access
from evaluations.selectors.review_lines import led_once, removal_of, review_of
from evaluations.selectors.reviews import review_for

from .typed import Words, words_typed


def lost_page(
    request: HttpRequest,
    happened: str | Promise,
    words: Words,
    review: Review | None = None,
    *,
    status: int = 409,
    is_anonymous: bool = False,
) -> HttpResponse:
    """`is_anonymous`: words promised to stand without a name, which nobody is advised to send on with theirs."""
    context = {"happened": happened, "words": words, "review": review, "is_anonymous": is_anonymous}
    return render(request, "evaluations/review/lost.html", context, status=status)


class TellsLate(View):
    """A page of a review whose POST may come after its row or its right is gone."""

    model: ClassVar[type[Any]] = Review  # what the id of the address names
    typed: ClassVar[tuple[type[Any], ...]] = ()  # the forms of this page
    whose: ClassVar[tuple[str, ...]] = ()  # whose page it is, by attributes of Access
    moves: ClassVar[bool] = True  # False: the page itself tells that the stage has moved

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except (Http404, PermissionDenied):
            page = self._late_page(request, kwargs["pk"]) if request.method == "POST" else None
            if page is None:
                raise
            return page

    def _late_page(self, request: HttpRequest, pk: int) -> HttpResponse | None:
        """None where nothing may be told."""
        user = request.user
        if not user.is_authenticated:
            return None
        words = self.words(request)
        removal = removal_of(self.model, pk, user)
        review_pk = pk if self.model is Review else removal.review if removal else review_of(self.model, pk)
        pair = review_for(user, review_pk, timezone.localdate()) if review_pk else None
        if pair is None:
            return self._from_outside(request, review_pk, words)
        review, access = pair
        if removal is not None:
            happened = _("It was removed %(by_whom)s.") % {"by_whom": removal.said}
            return lost_page(request, happened, words, review) if self._is_theirs(access) else None
        if not words:
            return None
        if self._is_theirs(access):
            return lost_page(request, self.moved(review), words, review) if self.moves else None
        return self._of_another(request, review, words, review)

    def _from_outside(self, request: HttpRequest, review_pk: int | None, words: Words) -> HttpResponse | None:
        """The review is gone, or none of the reader's business any more."""
        if not (review_pk and words):
            return None
        review = Review.objects.filter(pk=review_pk).first()
        if review is not None:
            return self._of_another(request, review, words, None)
        removal = removal_of(Review, review_pk, request.user)
        me = profile_of(request.user)
        if removal is None or me is None:
            return None
        if removal.person != me.pk and not led_once(me, review_pk, removal.person, timezone.localdate()):
            return None
        said = _("The review was removed %(by_whom)s: the start of its cycle was taken back.")
        return lost_page(request, said % {"by_whom": removal.said}, words)

    def _of_another(
        self, request: HttpRequest, review: Review, words: Words, shown: Review | None
    ) -> HttpResponse | None:
        """Somebody else leads or decides by now. Who, is not told."""
        me, leaders = profile_of(request.user), {"is_lead", "leads", "decides"}
        if me is None or not leaders.intersection(self.whose_page()):
            return None
        if me.pk == review.person_id or not led_once(me, review.pk, review.person_id, timezone.localdate()):
            return None
        return lost_page(request, _("Somebody else leads or decides this review now."), words, shown)

    def _is_theirs(self, access: Access) -> bool:
        return any(getattr(access, name) for name in self.whose_page())

    def whose_page(self) -> Iterable[str]:
        return self.whose

    def typed_forms(self) -> Iterable[type[Any]]:
        return self.typed

    def moved(self, review: Review) -> str:
        """Why it is too late, for whoever still has to do with the review."""
        if not review.cycle.is_running:
            return _("Its cycle is not running, so nothing in it changes.")
        said = _("It stands at the stage “%(stage)s” now, so this can no longer be done.")
        return said % {"stage": review.get_stage_display()}

    def words(self, request: HttpRequest) -> Words:
        return words_typed(self.typed_forms(), request.POST.dict())


NOT_TAKEN = gettext_lazy("Notes about this person are no longer taken: the review has gone on, or has ended.")
NOT_ASKED = gettext_lazy(
    "Your feedback is no longer asked for here: the round has ended, or you have answered it before."
)
