"""How a review page finds its review: other people's give 404, so that an address tells nothing."""

from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from evaluations.models import Review
from evaluations.review_access import Access
from evaluations.review_choices import Stage
from evaluations.selectors import reviews as selectors

TONES = {
    Stage.PLANNING: "plain",
    Stage.PROPOSED: "wait",
    Stage.RUNNING: "info",
    Stage.SELF: "info",
    Stage.RATING: "wait",
    Stage.CALIBRATION: "wait",
    Stage.RELEASED: "info",
    Stage.ACKNOWLEDGED: "done",
    Stage.OBJECTED: "late",
    Stage.LOCKED: "done",
    Stage.WITHDRAWN: "plain",
}


# In the session: which draft was saved just now. The next page lets the device forget it, once.
SENT = "review_draft_sent"


def draft_name(request: HttpRequest, *parts: object) -> str:
    """Under what the device keeps a draft: the account's own, so that two people at one desk never meet."""
    return "-".join(map(str, ("kinerja", request.user.pk, *parts)))


def found(request: HttpRequest, pk: int) -> tuple[Review, Access]:
    """The review and the reader's access to it. Http404 where it is none of the reader's business."""
    pair = selectors.review_for(request.user, pk, timezone.localdate())
    if pair is None:
        raise Http404
    return pair


def form_page(request: HttpRequest, review: Review, form: Any, title: Any, **more: Any) -> HttpResponse:
    return render(request, "evaluations/review/form.html", {"form": form, "review": review, "title": title, **more})


class NeedsProfile(AccessMixin):
    """Pages about oneself: an account without a person behind it has none."""

    request: HttpRequest

    @property
    def profile(self) -> StaffProfile:
        profile = profile_of(self.request.user)
        if profile is None:
            raise Http404
        return profile
