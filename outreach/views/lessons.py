"""Staff pages of information-literacy classes: the library of plans, the class on its date, observing a colleague."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.qr import qr_svg
from outreach import selectors
from outreach.choices import AgeBand, TestPhase
from outreach.lesson_forms import ChoosePlanForm, CountForm, ObservationForm, PlanForm
from outreach.links import test_url
from outreach.models import ClassLesson, LessonPlan, Observation, Session
from outreach.services import lessons as deeds
from outreach.views.packs import Searched
from outreach.views.sessions import refuse

CLASSES_SHOWN = 20


class PlanList(PermissionRequiredMixin, Searched, ListView):
    permission_required = "outreach.view_lessonplan"
    template_name = "outreach/lesson/list.html"
    context_object_name = "plans"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.lessons.plans(
            search=self.query,
            band=self.request.GET.get("usia", ""),
            active=self.request.GET.get("semua") != "1",
        ).distinct()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address, band = row_addresses("outreach:plan-detail"), self.request.GET.get("usia", "")
        rows = [{"plan": plan, "url": address(plan.pk)} for plan in context["plans"]]
        filters = [{"name": "usia", "label": _("Age"), "value": band, "options": AgeBand.choices}]
        return context | {"rows": rows, "query": self.query, "filters": filters}


class PlanDetail(PermissionRequiredMixin, View):
    """The plan, and what all classes taught by it gained together."""

    permission_required = "outreach.view_lessonplan"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = get_object_or_404(selectors.lessons.plans_with_outcomes(), pk=pk)
        questions = selectors.lessons.questions_of(plan.pk)
        rows = selectors.lessons.gains(questions, selectors.lessons.plan_tallies(plan))
        address = row_addresses("outreach:class")
        classes = [
            {
                "session": lesson.session,
                "url": address(lesson.session_id),
                "gain": selectors.lessons.total(selectors.lessons.gains(questions, lesson.tallies.all())),
            }
            for lesson in selectors.lessons.classes_of(plan)[:CLASSES_SHOWN]
        ]
        context = {
            "plan": plan,
            "questions": questions,
            "gains": selectors.lessons.by_outcome(rows),
            "total": selectors.lessons.total(rows),
            "classes": classes,
        }
        return render(request, "outreach/lesson/detail.html", context)


class PlanEdit(PermissionRequiredMixin, View):
    """A new plan, or with `pk` a known one."""

    permission_required = "outreach.change_lessonplan"

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        plan = None if pk is None else get_object_or_404(LessonPlan, pk=pk)
        return self._page(request, plan, PlanForm(instance=plan))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        plan = None if pk is None else get_object_or_404(LessonPlan, pk=pk)
        form = PlanForm(request.POST, instance=plan)
        if form.is_valid():
            data = form.cleaned_data
            try:
                kept = deeds.save_plan(
                    plan=form.save(commit=False),
                    outcomes=data["outcomes"],
                    questions=data["questions"],
                    by=request.user,
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The lesson plan is kept."))
                return redirect("outreach:plan-detail", pk=kept.pk)
        return self._page(request, plan, form)

    def _page(self, request: HttpRequest, plan: LessonPlan | None, form: PlanForm) -> HttpResponse:
        title = _("Change the lesson plan") if plan else _("New lesson plan")
        return render(request, "outreach/lesson/form.html", {"form": form, "plan": plan, "title": title})


class PlanCopy(PermissionRequiredMixin, View):
    permission_required = "outreach.change_lessonplan"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        copy = deeds.copy_plan(plan=get_object_or_404(LessonPlan, pk=pk), by=request.user)
        messages.success(request, _("This is the copy: change what you need."))
        return redirect("outreach:plan-edit", pk=copy.pk)


def _session(pk: int) -> Session:
    return get_object_or_404(Session.objects.select_related("event", "lesson__plan"), pk=pk)


def _lesson(session: Session) -> ClassLesson | None:
    return getattr(session, "lesson", None)


class ClassPage(PermissionRequiredMixin, View):
    """A date as a class: its plan (POST chooses it), the test before and after with the gain, what peers saw."""

    permission_required = "outreach.view_lessonplan"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = _session(pk)
        lesson = _lesson(session)
        return self._page(request, session, lesson, ChoosePlanForm(initial={"plan": lesson and lesson.plan_id}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("outreach.run_session"):
            raise PermissionDenied
        session = _session(pk)
        form = ChoosePlanForm(request.POST)
        if form.is_valid():
            try:
                deeds.teach_by(session=session, plan=form.cleaned_data["plan"])
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The lesson plan of this class is chosen."))
                return redirect("outreach:class", pk=pk)
        return self._page(request, session, _lesson(session), form)

    def _page(
        self, request: HttpRequest, session: Session, lesson: ClassLesson | None, form: ChoosePlanForm
    ) -> HttpResponse:
        me, now = profile_of(request.user), timezone.now()
        questions = selectors.lessons.questions_of(lesson.plan_id) if lesson else []
        rows = selectors.lessons.gains(questions, lesson.tallies.order_by("pk")) if lesson else []
        seen = [
            row for row in selectors.lessons.observations_of(session)
            if request.user.has_perm("outreach.read_observation", row)
        ]  # fmt: skip
        context = {
            "session": session,
            "event": session.event,
            "lesson": lesson,
            "form": form,
            "gains": rows,
            "outcomes": selectors.lessons.by_outcome(rows),
            "total": selectors.lessons.total(rows),
            "runs": request.user.has_perm("outreach.run_session"),
            "open": bool(questions) and deeds.takes_answers(session, now),
            "phases": [
                (phase, words, test_url(session, phase), qr_svg(test_url(session, phase), title=str(words)))
                for phase, words in TestPhase.choices
            ]
            if lesson
            else [],
            "observations": seen,
            "may_observe": me is not None
            and request.user.has_perm("outreach.change_lessonplan")
            and session.starts_at <= now
            and not session.is_cancelled,
        }
        return render(request, "outreach/lesson/class.html", context)


class CountPage(PermissionRequiredMixin, View):
    """Hands or paper sheets counted in the room."""

    permission_required = "outreach.run_session"

    def _lesson(self, pk: int, phase: str) -> ClassLesson:
        if phase not in TestPhase.values:
            raise Http404
        return get_object_or_404(ClassLesson.objects.select_related("session__event", "plan"), session=pk)

    def get(self, request: HttpRequest, pk: int, phase: str) -> HttpResponse:
        lesson = self._lesson(pk, phase)
        initial: dict[str, Any] = {}
        for row in lesson.tallies.filter(phase=phase):
            initial |= {f"r{row.question_id}": row.right, f"n{row.question_id}": row.asked}
        form = CountForm(questions=selectors.lessons.questions_of(lesson.plan_id), initial=initial)
        return self._page(request, lesson, phase, form)

    def post(self, request: HttpRequest, pk: int, phase: str) -> HttpResponse:
        lesson = self._lesson(pk, phase)
        form = CountForm(request.POST, questions=selectors.lessons.questions_of(lesson.plan_id))
        if form.is_valid():
            try:
                deeds.count_by_hand(lesson=lesson, phase=phase, counts=form.counts(), at=timezone.now())
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The count is kept."))
                return redirect("outreach:class", pk=pk)
        return self._page(request, lesson, phase, form)

    def _page(self, request: HttpRequest, lesson: ClassLesson, phase: str, form: CountForm) -> HttpResponse:
        words = TestPhase(phase).label
        context = {
            "lesson": lesson,
            "session": lesson.session,
            "event": lesson.session.event,
            "form": form,
            "phase": words,
        }
        return render(request, "outreach/lesson/count.html", context)


class ObservePage(PermissionRequiredMixin, View):
    """What I saw of a colleague's teaching on this date; writing again corrects it."""

    permission_required = "outreach.change_lessonplan"

    def _form(self, request: HttpRequest, session: Session, data: Any = None) -> ObservationForm:
        me = profile_of(request.user)
        if me is None:
            raise Http404
        mine = session.observations.filter(observer=me).first()
        teachers = StaffProfile.objects.filter(facilitations__in=selectors.events.crew_on(session)).exclude(pk=me.pk)
        return ObservationForm(
            data,
            instance=mine or Observation(session=session, observer=me),
            teachers=teachers.distinct().order_by("name", "pk"),
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = _session(pk)
        return self._page(request, session, self._form(request, session))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = _session(pk)
        form = self._form(request, session, request.POST)
        if form.is_valid():
            try:
                deeds.observe(observation=form.save(commit=False), by=request.user, at=timezone.now())
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The observation is kept. Talk about it soon."))
                return redirect("outreach:class", pk=pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: ObservationForm) -> HttpResponse:
        context = {"session": session, "event": session.event, "form": form}
        return render(request, "outreach/lesson/observe.html", context)
