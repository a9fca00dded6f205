"""Families join a reading challenge and note what they read behind their own link. No sign-in, no script."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.core.flood import count_in_window, origin_mark
from baubau_pembinaan.core.form_token import handed_back, make_token
from baubau_pembinaan.core.net import client_address
from outreach import selectors
from outreach.links import read_reading_link, reading_path, reading_url, whatsapp
from outreach.models import ReadingChallenge, ReadingParty
from outreach.reading_forms import JoinForm, LogForm
from outreach.selectors.reading import Progress
from outreach.services import reading as deeds
from outreach.services.consents import mark_of, newest_texts
from outreach.services.reading_log import GRACE, take_back
from outreach.services.spent_forms import is_spent, spend
from outreach.views.reading import KINDS, chosen_kind, refuse_consent
from outreach.views.reading_parties import certificate_of, found_party, new_log_form, note
from outreach.views.registering import public_page
from outreach.views.sure import ask, forgetting_readers, is_sure, reading_no_more

SALT, LIFETIME, LEAST_SECONDS, MOST_IN_TEN_MINUTES = "outreach.reading-form", timedelta(hours=12), 4, 20


@public_page
class PublicReading(ListView):
    """The challenges that run or come, with their goals."""

    http_method_names = ["get", "head"]
    template_name = "outreach/public/reading.html"
    context_object_name = "challenges"
    paginate_by = 20

    def get_queryset(self) -> Any:
        return selectors.reading.running(timezone.localdate())


@public_page
class PublicJoin(View):
    """`?sebagai=orang|keluarga`; classes join at the desk, where the school's consent is seen."""

    def _challenge(self, pk: int) -> ReadingChallenge:
        found = selectors.reading.challenge_for_page(pk)
        if found is None or not found.is_published or found.ends_on < timezone.localdate():
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        challenge, kind = self._challenge(pk), chosen_kind(request.GET.get("sebagai", "keluarga"), classes=False)
        return self._page(request, challenge, JoinForm(challenge=challenge, kind=kind))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        challenge, now = self._challenge(pk), timezone.now()
        kind = chosen_kind(request.POST.get("sebagai", ""), classes=False)
        form = JoinForm(request.POST, challenge=challenge, kind=kind)
        handed = handed_back(
            request.POST.get("token", ""), challenge.pk,
            salt=SALT, lifetime=LIFETIME, said=mark_of(newest_texts(now)), is_used=_is_used, is_spent=is_spent,
        )  # fmt: skip
        token, again = handed.opened, handed.again
        if token is None:
            form.add_error(None, _("This page was open for too long. Your words are still here: please send it again."))
            return self._page(request, challenge, form, again, status=422)
        if not form.is_valid():
            return self._page(request, challenge, form, again, status=422)
        sent = count_in_window(f"reading:{origin_mark(client_address(request), purpose='reading')}")
        fast = (now - token.issued_at).total_seconds() < LEAST_SECONDS
        if request.POST.get("website") or fast or sent > MOST_IN_TEN_MINUTES:
            form.add_error(None, _("This was very quick or very often. Wait a moment, then send it again."))
            return self._page(request, challenge, form, again, status=429)
        try:
            party = deeds.join(challenge=challenge, at=now, nonce=token.nonce, **form.party())
        except ValidationError as refusal:
            refuse_consent(form, refusal)
            return self._page(request, challenge, form, again, status=422)
        spend(token.nonce, at=now)
        return redirect(reading_path(party))

    def _page(
        self, request: HttpRequest, challenge: ReadingChallenge, form: JoinForm, token: str = "", *, status: int = 200
    ) -> HttpResponse:
        texts = newest_texts(timezone.now())
        context = {
            "challenge": challenge,
            "form": form,
            "kinds": [(kind, words()) for kind, words in KINDS[:2]],
            "texts": texts,
            "token": token or make_token(challenge.pk, salt=SALT, said=mark_of(texts)),
        }
        return render(request, "outreach/public/reading_join.html", context, status=status)


def _is_used(nonce: str) -> bool:
    return ReadingParty.objects.filter(nonce=nonce).exists()


class WithLink(View):
    def party(self, token: str) -> ReadingParty:
        key = read_reading_link(token)
        if key is None:
            raise Http404
        return found_party(link_key=key, erased_at=None)


@public_page
class ReadingPage(WithLink):
    """How far each reader is, and a form to note more."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        party = self.party(token)
        return self._page(request, token, party, selectors.reading.progress_of(party, party.challenge))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        party = self.party(token)
        progress = selectors.reading.progress_of(party, party.challenge)
        form = LogForm(request.POST, readers=[one.reader for one in progress])
        if note(request, party, form, by=None):
            return redirect("outreach:reading", token=token)
        return self._page(request, token, party, progress, form, status=422)

    def _page(
        self,
        request: HttpRequest,
        token: str,
        party: ReadingParty,
        progress: list[Progress],
        form: LogForm | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        challenge, today = party.challenge, timezone.localdate()
        context = {
            "party": party,
            "challenge": challenge,
            "token": token,
            "progress": progress,
            "form": form or new_log_form(progress),
            "open": challenge.starts_on <= today <= challenge.ends_on + GRACE and party.withdrawn_at is None,
            "entries": selectors.reading.entries(party, own=True),
            "address": reading_url(party),
            "to_myself": whatsapp(reading_url(party), party.phone) if party.phone else "",
        }
        return render(request, "outreach/public/reading_page.html", context, status=status)


@public_page
class ReadingCertificate(WithLink):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str, number: int) -> HttpResponse:
        return certificate_of(self.party(token), number)


@public_page
class ReadingWithdraw(WithLink):
    """The guardian takes the consent back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        party = self.party(token)
        if not is_sure(request):
            return ask(request, reading_no_more(), reverse("outreach:reading", args=[token]))
        deeds.withdraw(party=party, at=timezone.now())
        messages.success(request, _("The consent is withdrawn: nothing more is noted."))
        return redirect("outreach:reading", token=token)


@public_page
class ReadingTakeBack(WithLink):
    """A family's own wrong entry goes."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str, press: Any) -> HttpResponse:
        party = self.party(token)
        if not selectors.reading.own_entries(party).filter(press=press).exists():
            raise Http404
        try:
            take_back(party=party, press=press)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The entry is removed."))
        return redirect("outreach:reading", token=token)


@public_page
class ReadingForget(WithLink):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        party = self.party(token)
        if not is_sure(request):
            return ask(request, forgetting_readers(), reverse("outreach:reading", args=[token]))
        deeds.forget(party=party, at=timezone.now())
        messages.success(request, _("Your names are removed. What you read stays as numbers."))
        return redirect("outreach:public-reading")
