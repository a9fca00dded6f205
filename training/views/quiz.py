"""Tests before and after a training."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from training.choices import HOLDING_A_SEAT, TestMoment
from training.models import Programme, TestQuestion
from training.network_forms import QuestionForm
from training.services import quiz

from .common import own_profile, say_refusal, slice_of
from .found import session_or_404

MOMENTS = {"sebelum": TestMoment.BEFORE, "sesudah": TestMoment.AFTER}


class QuestionBank(PermissionRequiredMixin, View):
    """The questions of a programme, and a form for one more."""

    permission_required = "training.manage_training"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_object_or_404(Programme, pk=pk), QuestionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        form = QuestionForm(request.POST, instance=TestQuestion(programme=programme))
        if form.is_valid():
            quiz.save_question(question=form.save(commit=False), by=request.user)
            messages.success(request, _("The question is kept."))
            return redirect("training:questions", pk=pk)
        return self._page(request, programme, form)

    def _page(self, request: HttpRequest, programme: Programme, form: QuestionForm) -> HttpResponse:
        questions = slice_of(request, programme.questions.filter(is_active=True).order_by("pk"), per=25)
        context = {"programme": programme, "questions": questions, "form": form}
        return render(request, "training/quiz/questions.html", context)


class QuestionRetire(PermissionRequiredMixin, View):
    permission_required = "training.manage_training"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        question = get_object_or_404(TestQuestion, pk=pk)
        quiz.retire_question(question=question, by=request.user)
        return redirect("training:questions", pk=question.programme_id)


class TakeTest(PermissionRequiredMixin, View):
    """The participant's test, `sebelum` or `sesudah`; marked at once."""

    permission_required = "training.take_part"

    def _facts(self, request: HttpRequest, pk: int, moment: str) -> dict[str, Any]:
        if moment not in MOMENTS:
            raise Http404
        session, profile = session_or_404(request, pk), own_profile(request)
        enrolment = session.enrolments.filter(profile=profile, status__in=HOLDING_A_SEAT).first()
        attempt = enrolment.attempts.filter(moment=MOMENTS[moment]).first() if enrolment else None
        meetings = list(session.meetings.order_by("starts_at", "pk"))
        return {
            "session": session,
            "enrolment": enrolment,
            "attempt": attempt,
            "moment": MOMENTS[moment].label,
            "is_open": quiz.is_open(MOMENTS[moment], meetings, timezone.now()),
            "questions": list(session.programme.questions.filter(is_active=True).order_by("pk")),
        }

    def get(self, request: HttpRequest, pk: int, moment: str) -> HttpResponse:
        return render(request, "training/quiz/take.html", self._facts(request, pk, moment))

    def post(self, request: HttpRequest, pk: int, moment: str) -> HttpResponse:
        facts = self._facts(request, pk, moment)
        if facts["enrolment"] is None:
            messages.error(request, " ".join(quiz.NotYourTest().messages))
            return redirect("training:session-detail", pk=pk)
        answers = {}
        for question in facts["questions"]:
            value = request.POST.get(f"q-{question.pk}", "")
            if value.isascii() and value.isdigit() and len(value) < 3:
                answers[question.pk] = int(value)
        try:
            attempt = quiz.take_test(
                enrolment=facts["enrolment"], moment=MOMENTS[moment], answers=answers, at=timezone.now()
            )
        except ValidationError as refusal:
            say_refusal(request, refusal)
        else:
            holes = {"score": attempt.score, "of": attempt.out_of}
            messages.success(request, _("%(score)s of %(of)s answers are right.") % holes)
        return redirect("training:test", pk=pk, moment=moment)
