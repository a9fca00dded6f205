"""Staff pages of registrations: at the desk, by phone, one by one, and messages a colleague sends by hand."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.choices import RegistrationStatus
from outreach.links import guardian_url, self_service_url, whatsapp
from outreach.models import ConsentWay, Notice, NoticeState, Purpose, Registration, Session
from outreach.registration_form import RegistrationForm
from outreach.services import groups, own_data, registering
from outreach.services.consents import mark_of, newest_texts, photo_purpose, refuse_other_words
from outreach.services.notices import mark_sent_by_hand
from outreach.services.queue import position_of
from outreach.views.registering import chosen_kind, kinds_of
from outreach.views.rows import registration_row, registration_tone
from outreach.views.sessions import refuse
from outreach.views.sure import Question, ask, cancelling, discarding, forgetting, is_sure, withdrawing


class RegistrationAdd(PermissionRequiredMixin, View):
    """Somebody stands at the desk or calls: the same form, and who agreed how."""

    permission_required = "outreach.manage_registration"

    def _session(self, pk: int) -> Session:
        session = get_object_or_404(Session.objects.public().select_related("event"), pk=pk)
        if not session.event.needs_registration:
            raise Http404
        return session

    def _form(self, session: Session, kind: str, data: Any = None) -> RegistrationForm:
        questions = selectors.registrations.questions_of(session.event)
        return RegistrationForm(data, event=session.event, kind=kind, questions=questions, desk=True)

    def kinds(self, session: Session) -> list[tuple[str, str]]:
        return kinds_of(session)

    def take_in(self, session: Session, **how: Any) -> Registration:
        return registering.register(session=session, **how)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self._session(pk)
        kind = chosen_kind(session, request.GET.get("sebagai", ""), self.kinds(session))
        return self._page(request, session, self._form(session, kind))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = self._session(pk)
        kind = chosen_kind(session, request.POST.get("sebagai", ""), self.kinds(session))
        form = self._form(session, kind, request.POST)
        if form.is_valid():
            try:
                refuse_other_words(request.POST.get("words", ""), at=timezone.now())
                registration = self.take_in(
                    session,
                    party=form.party(),
                    at=timezone.now(),
                    source=form.cleaned_data["source"],
                    by=request.user,
                    way=form.cleaned_data.get("way") or ConsentWay.PAPER,
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("Registered: %(state)s.") % {"state": registration.get_status_display()})
                return redirect("outreach:registration-detail", pk=registration.pk)
        return self._page(request, session, form)

    def _page(self, request: HttpRequest, session: Session, form: RegistrationForm) -> HttpResponse:
        texts = newest_texts(timezone.now())
        context = {
            "session": session,
            "event": session.event,
            "form": form,
            "kinds": self.kinds(session),
            "texts": texts,
            "words": mark_of(texts),
        }
        return render(request, "outreach/registration/add.html", context)


class RegistrationDetail(PermissionRequiredMixin, View):
    permission_required = "outreach.manage_registration"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        registration = selectors.registrations.registration_for_page(pk)
        if registration is None:
            raise Http404
        session, now = registration.session, timezone.now()
        texts, purpose = newest_texts(now), photo_purpose(registration)
        off = session.is_cancelled and registration.is_live
        context = {
            "registration": registration,
            "session": session,
            "event": session.event,
            "tone": "late" if off else registration_tone(registration),
            "word": _("The date is cancelled") if off else registration.get_status_display().capitalize(),
            "position": position_of(registration) if registration.is_waiting and not off else 0,
            "link": self_service_url(registration) if registration.erased_at is None else "",
            "guardian_link": guardian_url(registration) if registration.needs_guardian else "",
            "open": session.takes_registrations(now),
            "held_aside": registration.status == RegistrationStatus.HELD_ASIDE,
            "texts": texts,
            "words": mark_of(texts),
            "photo": any(c.holds for c in registration.consents.all() if c.text.purpose == purpose),
            "photo_words": texts[purpose],
            "agreed": any(c.holds for c in registration.consents.all() if c.text.purpose == Purpose.ATTENDANCE),
            "in_group": registration.membership_id is not None,
        }
        return render(request, "outreach/registration/detail.html", context)


QUESTIONS: dict[str, Callable[[Registration], Question]] = {
    "batal": cancelling,
    "tarik-izin": lambda _row: withdrawing(),
    "hapus": lambda _row: forgetting(),
    "buang": lambda _row: discarding(),
}


class RegistrationDeed(PermissionRequiredMixin, View):
    """One deed for somebody at the desk, by POST only; what cannot be taken back is asked first."""

    permission_required = "outreach.manage_registration"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        registration = get_object_or_404(Registration.objects.select_related("session__event"), pk=pk)
        deeds = {
            "batal": self._cancel,
            "pasti": self._confirm,
            "terima": self._accept,
            "tautan": self._renew,
            "setujui": self._take_in,
            "buang": self._discard,
            "wali": self._guardian,
            "foto": self._photos,
            "tarik-izin": self._withdraw,
            "hapus": self._forget,
        }
        if deed not in deeds:
            raise Http404
        if deed in QUESTIONS and not is_sure(request):
            back = reverse("outreach:registration-detail", args=[pk])
            return ask(request, QUESTIONS[deed](registration), back, staff=True)
        try:
            words, gone = deeds[deed](request, registration)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            gone = False
        else:
            messages.success(request, words)
        if gone:
            return redirect("outreach:session-detail", pk=registration.session_id)
        return redirect(reverse("outreach:registration-detail", args=[pk]))

    def _cancel(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        registering.cancel(registration=registration, at=timezone.now())
        return _("The registration is cancelled."), False

    def _confirm(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        registering.confirm(registration=registration, at=timezone.now())
        return _("Noted: they come."), False

    def _accept(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        registering.accept_invitation(registration=registration, at=timezone.now())
        return _("The seat is theirs."), False

    def _renew(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        own_data.renew_link(registration=registration)
        return _("A new link is made; the old one no longer works."), False

    def _take_in(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        registering.look_after(registration=registration, accept=True, by=request.user, at=timezone.now())
        return _("The registration counts."), False

    def _discard(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        registering.look_after(registration=registration, accept=False, by=request.user, at=timezone.now())
        return _("The registration was discarded."), True

    def _photos(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        agrees, now = request.POST.get("photo") == "yes", timezone.now()
        if agrees:
            refuse_other_words(request.POST.get("words", ""), at=now)
        way = _way(request)
        groups.photos_everywhere(registration=registration, agrees=agrees, at=now, way=way, by=request.user)
        return (_("Noted: photos are fine.") if agrees else _("Noted: no photos.")), False

    def _withdraw(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        groups.withdraw_whole(registration=registration, at=timezone.now())
        return _("The consent is withdrawn: the seats and the membership it gave have ended."), False

    def _forget(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        groups.forget_whole(registration=registration, at=timezone.now())
        return _("The names are removed; only the count stays."), False

    def _guardian(self, request: HttpRequest, registration: Registration) -> tuple[str, bool]:
        photo = request.POST.get("photo")
        refuse_other_words(request.POST.get("words", ""), at=timezone.now())
        registering.answer_as_guardian(
            registration=registration,
            agrees=request.POST.get("answer") == "yes",
            photo=None if photo not in ("yes", "no") else photo == "yes",
            name=registration.guardian_name,
            at=timezone.now(),
            way=_way(request),
            by=request.user,
        )
        return _("The guardian's answer is kept."), False


def _way(request: HttpRequest) -> str:
    return ConsentWay.PHONE if request.POST.get("way") == ConsentWay.PHONE else ConsentWay.PAPER


class RegistrationXlsx(PermissionRequiredMixin, View):
    """Who registered for a date; for those who run it only."""

    permission_required = "outreach.manage_registration"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        session = get_object_or_404(Session.objects.select_related("event"), pk=pk)
        questions = list(session.event.questions.order_by("order", "pk"))
        columns = [
            Column(_("Name")), Column(_("Who comes")), Column(_("People"), "int"),
            Column(_("Grown-ups who come along"), "int"), Column(_("Phone"), "text"),
            Column(_("E-mail")), Column(_("Needs")), *(Column(question.text) for question in questions),
            Column(_("Photos")), Column(_("Status")), Column(_("Registered at"), "datetime"),
        ]  # fmt: skip
        found = selectors.registrations.registrations_of(session).prefetch_related("answers")
        rows = (
            [
                row.name, registration_row(row, str)["who"], row.seats, row.companions, row.phone, row.email, row.needs,
                *(answers.get(question.pk, "") for question in questions),
                _("no photos") if selectors.registrations.no_photos(row, session.event) else "",
                row.get_status_display(), row.queued_at,
            ]
            for row in found
            for answers in ({answer.question_id: answer.text for answer in row.answers.all()},)
        )  # fmt: skip
        title = _("Registrations: %(event)s") % {"event": str(session)}
        return xlsx_response(title=title, columns=columns, rows=rows, office=Library.current().name)


class NoticeList(PermissionRequiredMixin, ListView):
    """Messages to send on WhatsApp: open, send, mark, next."""

    permission_required = "outreach.manage_registration"
    template_name = "outreach/notice/list.html"
    context_object_name = "notices"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.registrations.notices_by_hand()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = []
        for notice in context["notices"]:
            with translation.override(notice.language):
                link = whatsapp(notice.body, notice.phone) if notice.phone else ""
            rows.append({"notice": notice, "link": link, "event": notice.registration.session.event})
        return context | {"rows": rows}


class NoticeSent(PermissionRequiredMixin, View):
    permission_required = "outreach.manage_registration"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(Notice.objects.select_related("registration"), pk=pk)
        told = notice.state == NoticeState.IN_PERSON
        mark_sent_by_hand(notice=notice, by=request.user, at=timezone.now())
        messages.success(request, _("Noted: they were told.") if told else _("Marked as sent."))
        if request.POST.get("back") == "date":
            return redirect("outreach:session-detail", pk=notice.registration.session_id)
        return redirect("outreach:notice-list")
