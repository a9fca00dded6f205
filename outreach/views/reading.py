"""Staff pages: reading challenges, who takes part, what they read, certificates."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.choices import RegistrationKind
from outreach.models import ConsentWay, ReadingChallenge
from outreach.reading_forms import ChallengeForm, JoinForm
from outreach.services import reading as deeds
from outreach.services.consents import mark_of, newest_texts, refuse_other_words
from outreach.views.sessions import refuse

KINDS = [
    (RegistrationKind.PERSON.value, lambda: _("One person")),
    (RegistrationKind.FAMILY.value, lambda: _("A family")),
    (RegistrationKind.GROUP.value, lambda: _("A class or group")),
]


def chosen_kind(wanted: str, *, classes: bool) -> str:
    known = [kind for kind, _words in KINDS[: 3 if classes else 2]]
    return wanted if wanted in known else known[0]


class ChallengeList(PermissionRequiredMixin, ListView):
    permission_required = "outreach.view_readingchallenge"
    template_name = "outreach/reading/list.html"
    context_object_name = "challenges"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.reading.challenges()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address, today = row_addresses("outreach:challenge-detail"), timezone.localdate()
        rows = [{"challenge": one, "url": address(one.pk), **state_of(one, today)} for one in context["challenges"]]
        return context | {"rows": rows}


def state_of(challenge: ReadingChallenge, today: Any) -> dict[str, str]:
    """Where a challenge stands, and its tone."""
    if challenge.ends_on < today:
        return {"word": _("Over"), "tone": "plain"}
    if not challenge.is_published:
        return {"word": _("Not open yet"), "tone": "wait"}
    return {"word": _("Open"), "tone": "done"}


class ChallengeEdit(PermissionRequiredMixin, View):
    """A new challenge, or with `pk` a known one."""

    permission_required = "outreach.change_readingchallenge"

    def _challenge(self, pk: int | None) -> ReadingChallenge | None:
        return None if pk is None else get_object_or_404(ReadingChallenge, pk=pk)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        challenge = self._challenge(pk)
        return self._page(request, challenge, ChallengeForm(instance=challenge))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        challenge = self._challenge(pk)
        form = ChallengeForm(request.POST, instance=challenge)
        if form.is_valid():
            try:
                kept = deeds.save_challenge(
                    challenge=form.save(commit=False),
                    goals=form.goals(),
                    badges=form.cleaned_data["badge_lines"],
                    by=request.user,
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The challenge is kept."))
                return redirect("outreach:challenge-detail", pk=kept.pk)
        return self._page(request, challenge, form)

    def _page(self, request: HttpRequest, challenge: Any, form: ChallengeForm) -> HttpResponse:
        return render(request, "outreach/reading/form.html", {"form": form, "challenge": challenge})


class ChallengeDetail(PermissionRequiredMixin, ListView):
    """What each age has read, and the parties, fifty a page."""

    permission_required = "outreach.view_readingchallenge"
    template_name = "outreach/reading/detail.html"
    context_object_name = "parties"
    paginate_by = 50
    challenge: ReadingChallenge

    def get_queryset(self) -> Any:
        self.challenge = get_object_or_404(ReadingChallenge, pk=self.kwargs["pk"])
        return selectors.reading.parties(self.challenge, search=self.query, unchecked=self.unchecked)

    @property
    def unchecked(self) -> bool:
        return self.request.GET.get("periksa") == "1"

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").replace("\x00", "").split())[:80]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today, address = timezone.localdate(), row_addresses("outreach:reading-party")
        bands = selectors.reading.bands(self.challenge)
        return context | {
            "challenge": self.challenge,
            "rows": [{"party": party, "url": address(party.pk)} for party in context["parties"]],
            "bands": bands,
            "readers": sum(row.readers for row in bands),
            "finished": sum(row.finished for row in bands),
            "books": sum(row.books for row in bands),
            "minutes": sum(row.minutes for row in bands),
            "open": self.challenge.is_published and self.challenge.ends_on >= today,
            "query": self.query,
            "unchecked": self.unchecked,
            "to_check": sum(row.unchecked for row in bands),
            **state_of(self.challenge, today),
        }


class ChallengeXlsx(PermissionRequiredMixin, View):
    """Parties with their sums; names only for those who may note reading."""

    permission_required = "outreach.log_reading"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        challenge = get_object_or_404(ReadingChallenge, pk=pk)
        columns = [
            Column(_("Name")), Column(_("Kind")), Column(_("Readers"), "int"), Column(_("Finished"), "int"),
            Column(_("Books"), "int"), Column(_("Minutes"), "int"), Column(_("Activities"), "int"),
        ]  # fmt: skip
        rows = (
            [
                str(party), party.get_kind_display(), party.size, party.done, party.books_read, party.minutes_read,
                party.activities_read,
            ]
            for party in selectors.reading.parties(challenge)[:10_000]
        )  # fmt: skip
        return xlsx_response(title=challenge.title, columns=columns, rows=rows, office=Library.current().name)


class PartyAdd(PermissionRequiredMixin, View):
    """Desk entry for people without a device, and for classes. `?sebagai=`."""

    permission_required = "outreach.log_reading"

    def _challenge(self, pk: int) -> ReadingChallenge:
        found = selectors.reading.challenge_for_page(pk)
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        challenge, kind = self._challenge(pk), chosen_kind(request.GET.get("sebagai", ""), classes=True)
        return self._page(request, challenge, JoinForm(challenge=challenge, kind=kind, desk=True))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        challenge, kind = self._challenge(pk), chosen_kind(request.POST.get("sebagai", ""), classes=True)
        form = JoinForm(request.POST, challenge=challenge, kind=kind, desk=True)
        if form.is_valid():
            try:
                refuse_other_words(request.POST.get("words", ""), at=timezone.now())
                party = deeds.join(
                    challenge=challenge, by=request.user, at=timezone.now(), way=ConsentWay.PAPER, **form.party()
                )
            except ValidationError as refusal:
                refuse_consent(form, refusal)
            else:
                messages.success(request, _("They take part now."))
                return redirect("outreach:reading-party", pk=party.pk)
        return self._page(request, challenge, form)

    def _page(self, request: HttpRequest, challenge: ReadingChallenge, form: JoinForm) -> HttpResponse:
        kinds = [(kind, words()) for kind, words in KINDS]
        texts = newest_texts(timezone.now())
        context = {"challenge": challenge, "form": form, "kinds": kinds, "texts": texts, "words": mark_of(texts)}
        return render(request, "outreach/reading/join.html", context)


def refuse_consent(form: JoinForm, refusal: ValidationError) -> None:
    """A missing consent stands beside its box."""
    for field, problems in refusal.update_error_dict({}).items():
        field = "agreed" if field == "attendance" else field
        form.add_error(field if field in form.fields else None, problems)
