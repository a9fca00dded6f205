"""Staff pages: what patrons wrote, deciding about it, answering it."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.formats import tanggal
from evaluations import selectors
from evaluations.choices import CommentState
from evaluations.comment_forms import DecisionForm, FilterForm, people_to_choose
from evaluations.masking import masked
from evaluations.models import Comment
from evaluations.services import comments as services
from evaluations.views.comment_needs import need_context

ON_A_PAGE = 20


def draw(comments: list[Comment]) -> list[Comment]:
    """Each with `words` (names masked until decided), `late` and, where masking hid something, `unmasked`."""
    names, today = services.staff_names(), timezone.localdate()
    for comment in comments:
        care = comment.care
        waits = care.state == CommentState.WAITING
        comment.words = masked(comment.text, names) if waits else care.shown
        comment.unmasked = comment.text if comment.words != comment.text else ""
        comment.late = comment.is_overdue(today)
    return comments


class CommentList(PermissionRequiredMixin, ListView):
    permission_required = "evaluations.view_survey"
    template_name = "evaluations/comment/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        self.form = FilterForm(self.request.GET)
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        survey = chosen.get("survey")
        return selectors.comments.comments(
            self.request.user,
            timezone.localdate(),
            state=chosen.get("state", ""),
            survey=survey.pk if survey else None,
            only_overdue=bool(chosen.get("overdue")),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.form, **kwargs)
        context["comments"] = draw(list(context["page_obj"]))
        return context


class CommentModeration(PermissionRequiredMixin, View):
    """Twenty waiting comments on one page, decided with the keyboard alone and sent at once."""

    permission_required = "evaluations.moderate_comment"

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = selectors.comments.to_decide(request.user, timezone.localdate())
        people = people_to_choose(timezone.localdate())
        forms = [self._form(c, people) for c in draw(list(waiting[:ON_A_PAGE]))]
        return self._page(request, forms, waiting.count() if len(forms) == ON_A_PAGE else len(forms))

    def post(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        wanted = [pk for text in request.POST.getlist("comment")[:ON_A_PAGE] if (pk := _uuid(text))]
        found = selectors.comments.visible_to(request.user, today).filter(pk__in=wanted).order_by("day", "pk")
        people = people_to_choose(today)
        done: Counter[str] = Counter()
        refused = []
        for comment in draw(list(found)):
            form = self._form(comment, people, request.POST)
            if form.is_valid() and not form.is_decided:
                continue
            if form.is_valid() and _carry_out(form, request):
                done[form.cleaned_data["state"]] += 1
            else:
                refused.append(form)
        if done:
            number = done.total()
            words = ngettext("%(n)s comment is decided.", "%(n)s comments are decided.", number) % {"n": number}
            parts = ", ".join(f"{state.label} {done[state]}" for state in CommentState if done[state])
            messages.success(request, f"{words} {parts}.")
        if refused:
            return self._page(request, refused, len(refused), status=422)
        return redirect("evaluations:comment-moderation")

    def _form(self, comment: Comment, people: Any, data: Any = None) -> DecisionForm:
        return DecisionForm(data, prefix=comment.pk.hex, comment=comment, people=people, later=True)

    def _page(self, request: HttpRequest, forms: list[DecisionForm], waiting: int, status: int = 200) -> HttpResponse:
        context = {"forms": forms, "waiting": waiting}
        return render(request, "evaluations/comment/moderation.html", context, status=status)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _carry_out(form: DecisionForm, request: HttpRequest) -> bool:
    """The deed; a refusal stands beside the form."""
    try:
        services.decide_comment(
            comment=form.comment, decision=form.decision(), by=request.user, seen=form.cleaned_data["seen"]
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


DECIDED = {
    CommentState.PUBLIC: gettext_lazy("Decided: everybody may read this comment."),
    CommentState.UNIT: gettext_lazy("Decided: only the unit reads this comment."),
    CommentState.PERSON: gettext_lazy("Decided: only the person named reads this comment."),
    CommentState.REMOVED: gettext_lazy("Decided: the comment is removed, its words are gone."),
}


def _decided(form: DecisionForm) -> str:
    """What was decided, and who sees to it by when."""
    decision = form.decision()
    said = [str(DECIDED[decision.state])]
    if decision.state == CommentState.REMOVED:
        return said[0]
    if decision.owner and decision.due_on:
        place = {"name": decision.owner, "day": tanggal(decision.due_on)}
        said.append(_("%(name)s sees to it by %(day)s.") % place)
    elif decision.owner:
        said.append(_("%(name)s sees to it.") % {"name": decision.owner})
    return " ".join(said)


def _comment_for(request: HttpRequest, pk: UUID) -> Comment:
    """The comment, where this reader may see it; else 404, which does not tell that it exists."""
    return get_object_or_404(selectors.comments.visible_to(request.user, timezone.localdate()), pk=pk)


class CommentDetail(PermissionRequiredMixin, View):
    """One comment: readers read, moderators decide, its owner finishes it, the person named answers."""

    permission_required = "evaluations.view_survey"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._page(request, _comment_for(request, pk))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        comment = _comment_for(request, pk)
        if not request.user.has_perm(selectors.comments.MODERATE):
            return self.handle_no_permission()
        form = DecisionForm(request.POST, comment=comment, people=people_to_choose(timezone.localdate()))
        if form.is_valid() and _carry_out(form, request):
            messages.success(request, _decided(form))
            return redirect("evaluations:comment-detail", pk=pk)
        return self._page(request, comment, form)

    def _page(self, request: HttpRequest, comment: Comment, form: DecisionForm | None = None) -> HttpResponse:
        profile, care = profile_of(request.user), draw([comment])[0].care
        moderates = request.user.has_perm(selectors.comments.MODERATE)
        decided = care.state not in (CommentState.WAITING, CommentState.REMOVED)
        about_me = profile is not None and care.person_id == profile.pk
        if form is None and moderates and not about_me and care.state != CommentState.REMOVED:
            form = DecisionForm(comment=comment, people=people_to_choose(timezone.localdate()))
        context = {
            "comment": comment,
            "care": care,
            "form": form,
            "moderates": moderates,
            "may_reply": about_me and decided,
            **need_context(request, comment),
            "may_finish": decided and care.finished_on is None and (moderates or _owns(profile, care)) and care.owner,
        }
        return render(request, "evaluations/comment/detail.html", context, status=422 if form and form.errors else 200)


def _owns(profile: Any, care: Any) -> bool:
    return profile is not None and care.owner_id == profile.pk


class CommentDeed(PermissionRequiredMixin, View):
    """One step by the owner or the person named, by POST only; a refusal comes back as a message."""

    permission_required = "evaluations.view_survey"
    http_method_names = ["post"]
    done: Any = ""

    def deed(self, request: HttpRequest, comment: Comment) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        comment = _comment_for(request, pk)
        try:
            self.deed(request, comment)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, self.done)
        return redirect("evaluations:comment-detail", pk=pk)


class CommentFinish(CommentDeed):
    done = gettext_lazy("The comment is finished.")

    def deed(self, request: HttpRequest, comment: Comment) -> None:
        owns = _owns(profile_of(request.user), comment.care)
        if not owns and not request.user.has_perm(selectors.comments.MODERATE):
            raise services.CommentRefused(_("Only the person who sees to this comment may finish it."))
        services.finish_comment(
            comment=comment, answer=request.POST.get("answer", "")[:2000], by=request.user, today=timezone.localdate()
        )


class CommentReply(CommentDeed):
    done = gettext_lazy("Your answer stands beside the comment.")

    def deed(self, request: HttpRequest, comment: Comment) -> None:
        services.reply_to_comment(comment=comment, text=request.POST.get("reply", "")[:2000], by=request.user)
