"""The mini-test on a pupil's own phone: no name, no sign-in, no script."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from baubau_pembinaan.core.flood import count_in_window, origin_mark
from baubau_pembinaan.core.form_token import BadToken, make_token, read_token
from baubau_pembinaan.core.net import client_address
from outreach import selectors
from outreach.choices import TestPhase
from outreach.lesson_forms import SheetForm
from outreach.links import read_test
from outreach.models import ClassLesson
from outreach.services import lessons as deeds
from outreach.views.registering import public_page
from outreach.views.sessions import refuse

SALT, LIFETIME = "outreach.mini-test", timedelta(hours=6)
MOST_IN_TEN_MINUTES = 200  # a whole school stands behind one address


@public_page
class MiniTest(View):
    """Open from half a day before the lesson until two weeks after; one sheet counts once."""

    def _lesson(self, token: str, phase: str) -> ClassLesson:
        uid = read_test(token)
        if uid is None or phase not in TestPhase.values:
            raise Http404
        return get_object_or_404(ClassLesson.objects.select_related("session__event", "plan"), session__uid=uid)

    def get(self, request: HttpRequest, token: str, phase: str) -> HttpResponse:
        lesson = self._lesson(token, phase)
        return self._page(request, lesson, phase, SheetForm(questions=selectors.lessons.questions_of(lesson.plan_id)))

    def post(self, request: HttpRequest, token: str, phase: str) -> HttpResponse:
        lesson, now = self._lesson(token, phase), timezone.now()
        form = SheetForm(request.POST, questions=selectors.lessons.questions_of(lesson.plan_id))
        try:
            opened = read_token(request.POST.get("token", ""), salt=SALT, lifetime=LIFETIME)
        except BadToken:
            opened = None
        if not form.is_valid() or opened is None or opened.subject_id != lesson.pk:
            form.add_error(None, _("This page was open for too long. Your words are still here: please send it again."))
            return self._page(request, lesson, phase, form, status=422)
        if not any(form.answers().values()):
            form.add_error(None, _("Choose an answer first."))
            return self._page(request, lesson, phase, form, status=422)
        if count_in_window(f"test:{origin_mark(client_address(request), purpose='mini-test')}") > MOST_IN_TEN_MINUTES:
            form.add_error(None, _("This was very quick or very often. Wait a moment, then send it again."))
            return self._page(request, lesson, phase, form, status=429)
        try:
            deeds.hand_in(lesson=lesson, phase=phase, answers=form.answers(), nonce=opened.nonce, at=now)
        except ValidationError as refusal:
            refuse(form, refusal)
            return self._page(request, lesson, phase, form, status=422)
        return redirect(f"{request.path}?terima-kasih=1")

    def _page(
        self, request: HttpRequest, lesson: ClassLesson, phase: str, form: SheetForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "lesson": lesson,
            "event": lesson.session.event,
            "form": form,
            "phase": TestPhase(phase).label,
            "open": deeds.takes_answers(lesson.session, timezone.now()),
            "done": request.method == "GET" and request.GET.get("terima-kasih") == "1",
            "token": make_token(lesson.pk, salt=SALT),
        }
        return render(request, "outreach/public/mini_test.html", context, status=status)
