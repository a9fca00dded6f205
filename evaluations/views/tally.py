"""The reference desk: tick off a question in two taps, see what was asked, wish for what was lacking."""

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.forms import CharField, Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.libraries.models import ServicePoint
from evaluations import selectors
from evaluations.models import ReferenceTally, ReferenceTopic
from evaluations.services import tally as services
from evaluations.tally_choices import TONES, TallyChannel, TallyMinutes, TallyResult

MOST_AT_ONCE = 100


def number_of(text: Any) -> int:
    """A row's number as sent; 0 for anything else."""
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _key_of(page: Any, tap: str) -> UUID | None:
    """The key of one button on one loaded page: pressed twice it counts once, another button counts too."""
    try:
        return uuid5(UUID(str(page)), tap)
    except ValueError:
        return None


class AtTheDesk(PermissionRequiredMixin):
    """Whoever ticks is a person on the staff."""

    permission_required = "evaluations.add_referencetally"
    request: HttpRequest

    def has_permission(self) -> bool:
        return super().has_permission() and profile_of(self.request.user) is not None

    @property
    def me(self) -> StaffProfile:
        profile = profile_of(self.request.user)
        assert profile is not None
        return profile


class Tally(AtTheDesk, View):
    """`?saluran=`, `?menit=`, `?titik=` keep the last choice, so that the next question is one tap."""

    def get(self, request: HttpRequest) -> HttpResponse:
        today, get = timezone.localdate(), request.GET
        channel = get.get("saluran") if get.get("saluran") in TallyChannel.values else TallyChannel.DESK
        minutes = (
            number_of(get.get("menit")) if number_of(get.get("menit")) in TallyMinutes.values else TallyMinutes.FIVE
        )
        done = selectors.tally.of_today(self.me, today)
        context = {
            "topics": list(selectors.tally.active_topics()),
            "results": TallyResult.choices,
            "channels": TallyChannel.choices,
            "channel": channel,
            "spans": TallyMinutes.choices,
            "minutes": int(minutes),
            "points": [(row.pk, row.title) for row in ServicePoint.objects.active().order_by("name", "pk")],
            "point": number_of(get["titik"]) if "titik" in get else selectors.tally.usual_point(self.me, today),
            "key": uuid4(),
            "me": self.me,
            "today": today,
            "done": [{"row": row, "tone": TONES[TallyResult(row.result)]} for row in done],
            "just": done[0] if done and "saluran" in get else None,  # the page again after a tap
        }
        return render(request, "evaluations/tally/desk.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """The page without scripts: one tick, then the page again with the same choice."""
        said = request.POST
        topic, _colon, result = said.get("tap", "").partition(":")
        entry = {
            "key": _key_of(said.get("key"), said.get("tap", "")),
            "topic": topic,
            "result": result,
            "channel": said.get("channel"),
            "minutes": said.get("minutes"),
            "service_point": said.get("service_point"),
        }
        try:
            services.tick(**read_entry(entry), staff=self.me, today=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        chosen = f"saluran={entry['channel'] or ''}&menit={number_of(entry['minutes'])}"
        return redirect(f"{reverse('evaluations:tally')}?{chosen}&titik={number_of(entry['service_point'])}")


def read_entry(entry: Any) -> dict[str, Any]:
    """One tick as sent by the page or kept by its script. Raises ValidationError for what no page sends."""
    try:
        topic = ReferenceTopic.objects.filter(pk=number_of(entry["topic"])).first()
        point = ServicePoint.objects.filter(pk=number_of(entry.get("service_point"))).first()
        day = entry.get("day")
        read = {
            "key": UUID(str(entry["key"])),
            "topic": topic,
            "result": TallyResult(entry["result"]),
            "channel": TallyChannel(entry["channel"]),
            "minutes": TallyMinutes(number_of(entry["minutes"])),
            "service_point": point,
            "day": date.fromisoformat(day) if day else timezone.localdate(),
        }
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise ValidationError(_("This tick cannot be read.")) from error
    if topic is None:
        raise ValidationError(_("This tick cannot be read."))
    return read


class TallySend(AtTheDesk, View):
    """Ticks kept by the page's script: JSON list in, keys that are `done` and those `refused` with the reason out.

    Each says whose it is (`staff`); somebody else's is neither, and stays on the phone for its owner.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            entries = json.loads(request.body)
        except (ValueError, RecursionError):
            return HttpResponseBadRequest()
        if not isinstance(entries, list) or len(entries) > MOST_AT_ONCE:
            return HttpResponseBadRequest()
        done, refused = [], []
        for entry in entries:
            key = entry.get("key") if isinstance(entry, dict) else None
            if isinstance(entry, dict) and str(entry.get("staff")) != str(self.me.pk):
                continue
            try:
                services.tick(**read_entry(entry), staff=self.me, today=timezone.localdate())
            except ValidationError as refusal:
                refused.append({"key": key, "why": " ".join(refusal.messages)})
            else:
                done.append(key)
        return JsonResponse({"done": done, "refused": refused})


class WishForm(Form):
    title = CharField(label=gettext_lazy("Title or subject that is missing"), max_length=300)
    author = CharField(label=gettext_lazy("Author, if known"), max_length=200, required=False)


class TallyOne(AtTheDesk, View):
    """A tick of one's own; somebody else's is not found."""

    def tally(self, pk: int) -> ReferenceTally:
        row = selectors.tally.own(self.me, pk)
        if row is None:
            raise Http404
        return row


class TallyTakeBack(TallyOne):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.take_back(tally=self.tally(pk), staff=self.me, today=timezone.localdate())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Taken back."))
        return redirect("evaluations:tally")


class TallyUnanswered(PermissionRequiredMixin, ListView):
    """All that nobody could answer, topic by topic, each with the step to the board of demands."""

    permission_required = "evaluations.view_referencetally"
    template_name = "evaluations/tally/unanswered.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.tally.unanswered()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        wishes = user.has_perm("evaluations.add_referencetally") and profile_of(user) is not None
        return super().get_context_data(wishes=wishes, **kwargs)


class TallyWish(AtTheDesk, View):
    """What the library lacked goes to the board of demands, whoever was asked for it."""

    def tally(self, pk: int) -> ReferenceTally:
        row = selectors.tally.to_wish_for(pk)
        if row is None:
            raise Http404
        return row

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self.tally(pk), WishForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form = self.tally(pk), WishForm(request.POST)
        if form.is_valid():
            try:
                services.wish_for(tally=row, by=request.user, on=timezone.localdate(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("It stands on the board of demands now."))
                return redirect("evaluations:tally-unanswered")
        return self._page(request, row, form, 422)

    def _page(self, request: HttpRequest, row: ReferenceTally, form: WishForm, status: int = 200) -> HttpResponse:
        return render(request, "evaluations/tally/wish.html", {"row": row, "form": form}, status=status)
