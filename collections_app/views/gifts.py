"""Staff pages: gifts, exchange and deposit, from the offer to the copies on the shelf."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView, ListView

from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.phones import shown_phone
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from collections_app import gift_papers
from collections_app.choices import GiftStatus
from collections_app.gift_forms import GiftForm, GiftPaperForm, GiftVerdictsForm, TakeInForm
from collections_app.models import Gift
from collections_app.selectors import gifts as selectors
from collections_app.selectors.money import year_choices
from collections_app.services import gifts as deeds

from .deliveries import answer
from .pages import FormPage, name_doubles, shown_page, words_of, year_of

TONES = {
    GiftStatus.OFFERED: "wait",
    GiftStatus.ACCEPTED: "info",
    GiftStatus.TAKEN: "done",
    GiftStatus.REFUSED: "plain",
}
TITLES_A_PAGE = 25  # with the choice beside each of them a page stays light


class Filtered:
    request: HttpRequest

    def chosen(self) -> dict[str, Any]:
        status = self.request.GET.get("status", "")
        return {"search": words_of(self.request), "status": status, "year": year_of(self.request)}


class GiftList(PermissionRequiredMixin, Filtered, ListView):
    permission_required = "collections_app.view_gift"
    template_name = "collections_app/gift/list.html"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.gifts_listed(**self.chosen())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = row_addresses("collections_app:gift-detail")
        words = {value: str(label) for value, label in GiftStatus.choices}
        rows = [
            {"gift": gift, "url": address(gift.pk), "word": words[gift.status], "tone": TONES[gift.status]}
            for gift in context["object_list"]
        ]
        said, year = self.request.GET.get("status", ""), year_of(self.request) or ""
        years = year_choices(selectors.gift_years())
        filters = [
            {"name": "status", "label": _("Status"), "value": said, "options": GiftStatus.choices},
            {"name": "tahun", "label": _("Year"), "value": year, "options": years},
        ]
        return context | {"rows": rows, "query": words_of(self.request), "filters": filters}


class GiftXlsx(PermissionRequiredMixin, Filtered, View):
    permission_required = "collections_app.view_gift"

    def get(self, request: HttpRequest) -> HttpResponse:
        columns = [
            Column(_("Giver"), width=35), Column(_("Came by")), Column(_("Offered on"), "date"),
            Column(_("Letter of the giver"), "text"), Column(_("Titles"), "int"), Column(_("Titles accepted"), "int"),
            Column(_("Copies"), "int"), Column(_("Status")), Column(_("Thank-you letter"), "text"),
            Column(_("Handover minutes"), "text"), Column(_("Received on"), "date"), Column(_("Given in return")),
        ]  # fmt: skip
        rows = (
            [
                gift.giver, gift.get_source_display(), gift.offered_on, gift.letter_no, gift.titles, gift.accepted,
                gift.copies, gift.get_status_display(), gift.thanks.text if gift.thanks else "",
                gift.number.text if gift.number else "", gift.taken_on, gift.given_back,
            ]
            for gift in selectors.gifts(**self.chosen())[:10_000]
        )  # fmt: skip
        return xlsx_response(
            title=_("Gifts of books"), period=str(year_of(request) or ""), columns=columns, rows=rows,
            office=Library.current().name,
        )  # fmt: skip


class GiftDetail(PermissionRequiredMixin, View):
    """The offer with its titles; POST holds the selection committee's word on those the page shows."""

    permission_required = "collections_app.view_gift"

    def _page(self, request: HttpRequest, gift: Gift, form: GiftVerdictsForm, page: Any) -> HttpResponse:
        decides = gift.is_offered and request.user.has_perm("collections_app.manage_demand")
        owned = selectors.owned_among(form.lines) if gift.is_offered else {}
        address = row_addresses("collections_app:title-detail")
        rows = [
            {
                "line": line,
                "field": form[f"line-{line.pk}"] if decides else None,
                "owned": owned.get(line.pk),
                "record_url": address(line.record_id) if line.record_id else "",
                "owned_url": address(owned[line.pk].pk) if line.pk in owned else "",
            }
            for line in form.lines
        ]
        context = {
            "gift": gift, "form": form, "rows": rows, "page_obj": page, "decides": decides,
            "phone": shown_phone(gift.phone) if gift.phone else "",
            "tone": TONES[GiftStatus(gift.status)],
            "manages": request.user.has_perm("collections_app.manage_gift"),
        }  # fmt: skip
        return render(request, "collections_app/gift/detail.html", context)

    def _shown(self, request: HttpRequest, pk: int) -> tuple[Gift, Any]:
        gift = get_object_or_404(selectors.gifts(), pk=pk)
        return gift, shown_page(request, selectors.lines_of(gift), total=gift.titles, per_page=TITLES_A_PAGE)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift, page = self._shown(request, pk)
        return self._page(request, gift, GiftVerdictsForm(lines=page.object_list), page)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("collections_app.manage_demand"):
            raise PermissionDenied
        gift, page = self._shown(request, pk)
        form = GiftVerdictsForm(request.POST, lines=page.object_list)
        if not form.is_valid():
            return self._page(request, gift, form, page)
        try:
            deeds.decide_titles(gift=gift, verdicts=form.verdicts, by=request.user, take_rest="rest" in request.POST)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(request, gift, form, page)
        messages.success(request, _("The decisions are kept."))
        there = reverse("collections_app:gift-detail", args=[pk])
        return redirect(f"{there}?page={page.number}" if page.number > 1 else there)


class GiftPage(FormPage):
    """A form that hangs on one gift."""

    permission_required = "collections_app.manage_gift"

    @cached_property
    def gift(self) -> Gift:
        return get_object_or_404(Gift, pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("collections_app:gift-detail", args=[self.kwargs["pk"]])

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:gift-list"), _("Gifts of books")), (self.back(), self.gift.giver)]


class GiftAdd(FormPage):
    permission_required = "collections_app.manage_gift"
    made: Gift | None = None

    def title(self) -> str:
        return _("New gift")

    def lead(self) -> str:
        return _("Enter who gives and, after that, the titles. The selection committee decides on each.")

    def trail(self) -> list[tuple[str, str]]:
        return [(reverse("collections_app:gift-list"), _("Gifts of books"))]

    def back(self) -> str:
        if self.made is not None:
            return reverse("collections_app:gift-detail", args=[self.made.pk])
        return reverse("collections_app:gift-list")

    def form(self, data: Any = None) -> GiftForm:
        return GiftForm(data, initial={"offered_on": timezone.localdate()})

    def deed(self, form: GiftForm) -> None:
        self.made = deeds.save_gift(gift=form.save(commit=False), by=self.request.user)


class GiftEdit(GiftPage):
    def title(self) -> str:
        return _("Edit the gift")

    def form(self, data: Any = None) -> GiftForm:
        return GiftForm(data, instance=self.gift)

    def deed(self, form: GiftForm) -> None:
        deeds.save_gift(gift=form.save(commit=False), by=self.request.user)

    def audited(self) -> Any:
        return self.gift


class GiftHistory(PermissionRequiredMixin, DetailView):
    """Who changed what."""

    permission_required = "collections_app.manage_gift"
    queryset = Gift.objects.all()
    context_object_name = "gift"
    template_name = "collections_app/gift/history.html"


class GiftAnswer(PermissionRequiredMixin, View):
    """Every title is decided: the answer to the giver gets its number."""

    permission_required = "collections_app.manage_demand"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift, now = get_object_or_404(Gift, pk=pk), timezone.now()
        try:
            gift = deeds.answer_gift(gift=gift, by=request.user, at=now, on=timezone.localdate(now))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            words = _("Answered. The thank-you letter has the number %(number)s.") % {"number": gift.thanks}
            messages.success(request, words)
        return redirect("collections_app:gift-detail", pk=pk)


class GiftTakeIn(GiftPage):
    def title(self) -> str:
        return _("Take in the books")

    def lead(self) -> str:
        return _("Each accepted copy gets its accession number, and whoever asked for the title hears that it is here.")

    def form(self, data: Any = None) -> TakeInForm:
        return TakeInForm(data, initial={"day": timezone.localdate()})

    def deed(self, form: TakeInForm) -> None:
        gift = deeds.take_in_gift(gift=self.gift, by=self.request.user, at=timezone.now(), on=form.cleaned_data["day"])
        words = _("Taken in. The handover minutes have the number %(number)s.") % {"number": gift.number}
        messages.success(self.request, words)
        lines = gift.lines.filter(record__isnull=False).select_related("record").order_by("pk")
        name_doubles(self.request, [line.record for line in lines])


class GiftLetter(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_gift"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(selectors.gifts().exclude(thanks=None), pk=pk)
        paper = gift_papers.thank_you_letter(gift, list(selectors.lines_of(gift)))
        return answer(request, paper, f"surat-terima-kasih-{pk}")


class GiftMinutes(PermissionRequiredMixin, View):
    permission_required = "collections_app.view_gift"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        gift = get_object_or_404(selectors.gifts().exclude(number=None), pk=pk)
        paper = gift_papers.gift_minutes(gift, list(selectors.lines_of(gift)))
        return answer(request, paper, f"bast-hadiah-{pk}")


class GiftScan(GiftPage):
    done = gettext_lazy("The signed paper is kept.")

    def title(self) -> str:
        return _("Attach a paper")

    def form(self, data: Any = None) -> GiftPaperForm:
        return GiftPaperForm(data, self.request.FILES if data is not None else None)

    def deed(self, form: GiftPaperForm) -> None:
        scan = form.cleaned_data["scan"]
        deeds.attach_paper(gift=self.gift, upload=scan, name=scan.name, by=self.request.user, at=timezone.now())
