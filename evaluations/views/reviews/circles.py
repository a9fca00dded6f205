"""360-degree feedback: the round of a review, the list of reviewers while it is made, and the form without a name."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from baubau_pembinaan.accounts.models import StaffProfile
from evaluations.circle_forms import LINES, OTHERS, AnswerForm, OpenForm, ProposeForm
from evaluations.models import Review, RoundReviewer
from evaluations.selectors import circles as selectors
from evaluations.services.reviews import circles

from .base import NeedsProfile
from .lost import NOT_ASKED, lost_page
from .rounds import ListForm, ListWithdraw, Switched, begin, may_propose
from .typed import Word, Words, names_of


class RoundDetail(Switched):
    """Whom the list names while it is made, then until when answers come, at the end what they say."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, access, row = begin(request, pk)
        makes_list = may_propose(review, access, row)
        reviewers = selectors.proposed(row) if makes_list else []
        hands_out = access.is_lead and row is not None and row.is_open
        guests = selectors.guests(row) if makes_list or hands_out else []
        reads = row is not None and row.is_closed and selectors.may_read_outcome(access, review)
        context = {
            "review": review,
            "round": row,
            "makes_list": makes_list,
            "reviewers": reviewers,
            "guests": guests,
            "may_open": makes_list and access.is_lead and selectors.enough(reviewers, guests),
            "may_begin": circles.may_begin(review),
            "waits_for_release": row is not None and row.is_closed and not reads,
            "outcome": selectors.outcome_of(row) if reads and row else None,
        }
        return render(request, "evaluations/circle/detail.html", context)


class RoundPropose(ListForm):
    """Several colleagues at once."""

    template = "evaluations/circle/propose.html"

    def form(self, review: Review, data: Any = None) -> ProposeForm:
        return ProposeForm(data, today=timezone.localdate(), review=review)

    def deed(self, form: ProposeForm, **who: Any) -> str:
        chosen = form.proposals
        circles.propose_reviewers(chosen=chosen, **who)
        said = ngettext("%(n)s colleague is proposed.", "%(n)s colleagues are proposed.", len(chosen))
        return said % {"n": len(chosen)}

    def refuse(self, form: ProposeForm, refusal: ValidationError) -> None:
        if isinstance(refusal, circles.ProposalsRefused):
            form.refuse(refusal.problems)
        else:
            super().refuse(form, refusal)

    def look_further(self, form: ProposeForm, review: Review) -> None:
        form.refuse(circles.refused_reviewers(review=review, chosen=form.proposals, on=timezone.localdate()))

    def words(self, request: HttpRequest) -> Words:
        """Each line: the name chosen or typed, and the relation."""
        sent = [
            (n, *(request.POST.get(f"{field}_{n}", "").strip()[:250] for field in ("reviewer", "relation")))
            for n in range(1, LINES + 1)
        ]
        named = names_of(StaffProfile, (who for _n, who, _relation in sent))
        relations = dict(OTHERS)
        return [
            Word(
                _("Reviewer %(n)s") % {"n": n},
                ": ".join(filter(None, (named.get(who, who), str(relations.get(what, ""))))),
            )
            for n, who, what in sent
            if who
        ]


class RoundWithdraw(ListWithdraw):
    row_of = RoundReviewer

    def deed(self, row: RoundReviewer, **who: Any) -> None:
        circles.withdraw_reviewer(proposed=row, **who)


class RoundOpen(ListForm):
    """The supervisor approves the list."""

    template = "evaluations/circle/open.html"
    typed, whose = (OpenForm,), ("is_lead",)

    def form(self, review: Review, data: Any = None) -> OpenForm:
        return OpenForm(data)

    def deed(self, form: OpenForm, **who: Any) -> str:
        circles.open_round(**who, **form.cleaned_data)
        return _("The reviewers are asked. From now on no page shows the list.")

    def next_page(self, review: Review) -> str:
        links = selectors.guests(selectors.round_of(review))
        return "evaluations:round-guests" if links else super().next_page(review)


class RoundsAsked(NeedsProfile, Switched, TemplateView):
    """About whom I am asked."""

    template_name = "evaluations/circle/asked.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = selectors.asked_lines(self.profile, timezone.localdate())
        return super().get_context_data(asked=asked, **kwargs)


class RoundAnswerForm(NeedsProfile, Switched):
    """The form without a name: its address names the review, not whoever fills it in."""

    def _review(self, pk: int) -> Review:
        row = selectors.asked_of(self.profile, timezone.localdate()).filter(round__review=pk).first()
        if row is None:
            raise Http404
        return row.round.review

    def _page(self, request: HttpRequest, review: Review, form: AnswerForm) -> HttpResponse:
        context = {"form": form, "review": review, "is_own": review.person_id == self.profile.pk}
        return render(request, "evaluations/circle/answer.html", context)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._review(pk), AnswerForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = AnswerForm(request.POST)
        try:
            review = self._review(pk)
            if not form.is_valid():
                return self._page(request, review, form)
            circles.answer_round(review=review, by=request.user, on=timezone.localdate(), **form.answer)
        except (Http404, PermissionDenied):  # it ended meanwhile
            return self._too_late(request, form)
        messages.success(request, _("Thank you. Your answer is kept without your name."))
        return redirect("evaluations:rounds-asked")

    def _too_late(self, request: HttpRequest, form: AnswerForm) -> HttpResponse:
        """The same for every number, asked or not: it tells nothing but what was typed. Http404 without words."""
        typed = ((form.fields[name].label, request.POST.get(name, "").strip()) for name in ("strength", "growth"))
        words = [Word(str(label), text, is_long=True) for label, text in typed if text]
        if not words:
            raise Http404
        return lost_page(request, NOT_ASKED, words, status=404, is_anonymous=True)
