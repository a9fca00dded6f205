"""Staff pages: campaigns, their channels and posts, and which channel brought people."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import ListView

from baubau_pembinaan.accounts.rules import profile_of
from baubau_pembinaan.core.addresses import row_addresses
from baubau_pembinaan.core.charts import bar_chart
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.links import channel_url
from outreach.models import Campaign, Post
from outreach.promotion_forms import CampaignForm, ChannelForm, PostForm
from outreach.services import promotion as deeds
from outreach.views.events import people
from outreach.views.rows import Counted
from outreach.views.sessions import refuse

CHANNELS_SHOWN, POSTS_ON_A_PAGE = 30, 10


class CampaignList(PermissionRequiredMixin, ListView):
    permission_required = "outreach.view_campaign"
    template_name = "outreach/campaign/list.html"
    context_object_name = "campaigns"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.promotion.campaigns()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = row_addresses("outreach:campaign-detail")
        return context | {"rows": [{"campaign": one, "url": address(one.pk)} for one in context["campaigns"]]}


class CampaignDetail(PermissionRequiredMixin, View):
    """The report, the channels with their codes and posters, the calendar of posts."""

    permission_required = "outreach.view_campaign"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = _found(pk)
        every = selectors.promotion.brought(campaign)
        rows = _busiest(every)
        today = timezone.localdate()
        posts = Counted(selectors.promotion.posts(campaign), POSTS_ON_A_PAGE, campaign.planned).get_page(
            request.GET.get("page")
        )
        items = [(_label(row), row.registrations) for row in rows]
        context = {
            "campaign": campaign,
            "rows": [_row(row) for row in rows],
            "chart": bar_chart(items, title=_("Registrations by channel"), value_label=_("Registrations"))
            if any(n for _words, n in items)
            else None,
            "posts": [{"post": post, "late": post.posted_on is None and post.day < today} for post in posts],
            "posts_page": posts,
            "left_out": len(every) - len(rows),
            "beside": sum(row.beside for row in every),
            "has_channels": len(every) > 1,
            "ask": f"{settings.SITE_URL}{reverse('outreach:channel-ask')}".partition("://")[2],
            "registers": campaign.event.needs_registration,
        }
        return render(request, "outreach/campaign/detail.html", context)


def _busiest(rows: list[selectors.promotion.Brought]) -> list[selectors.promotion.Brought]:
    """The channels that brought most, in their order, and last who came without a code; the Excel file has them all."""
    *channels, without = rows
    kept = sorted(channels, key=lambda row: -row.registrations)[:CHANNELS_SHOWN]
    return [*(row for row in channels if any(row is one for one in kept)), without]


def _label(row: selectors.promotion.Brought) -> str:
    return str(row.channel) if row.channel else _("Without a code, during the campaign")


def _row(row: selectors.promotion.Brought) -> dict[str, Any]:
    address = _address(row)
    return {"brought": row, "label": _label(row), "address": address, "short": address.partition("://")[2]}


def _address(row: selectors.promotion.Brought) -> str:
    return channel_url(row.channel) if row.channel else ""


class CampaignXlsx(PermissionRequiredMixin, View):
    permission_required = "outreach.view_campaign"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = _found(pk)
        columns = [
            Column(_("Channel")), Column(_("Code")), Column(_("Registrations"), "int"), Column(_("People"), "int"),
            Column(_("Came"), "int"), Column(_("Survey answers"), "int"), Column(_("Short address")),
        ]  # fmt: skip
        rows = (
            [
                _label(row), row.channel.code if row.channel else "", row.registrations, row.people, row.came,
                row.answers, _address(row),
            ]
            for row in selectors.promotion.brought(campaign)
        )  # fmt: skip
        return xlsx_response(title=campaign.title, columns=columns, rows=rows, office=Library.current().name)


def _found(pk: int) -> Campaign:
    campaign = selectors.promotion.campaign_for_page(pk)
    if campaign is None:
        raise Http404
    return campaign


def _form(request: HttpRequest, form: Any, title: str, campaign: Campaign | None) -> HttpResponse:
    return render(request, "outreach/campaign/form.html", {"form": form, "title": title, "campaign": campaign})


class CampaignEdit(PermissionRequiredMixin, View):
    """A new campaign (`?acara=` chooses the event), or with `pk` a known one."""

    permission_required = "outreach.change_campaign"

    def _campaign(self, pk: int | None) -> Campaign | None:
        return None if pk is None else get_object_or_404(Campaign, pk=pk)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        campaign = self._campaign(pk)
        asked = request.GET.get("acara", "")
        initial = {"event": asked if asked.isdecimal() and len(asked) < 10 else None}
        return self._page(request, campaign, CampaignForm(instance=campaign, initial=initial if pk is None else None))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        campaign = self._campaign(pk)
        form = CampaignForm(request.POST, instance=campaign)
        if not form.is_valid():
            return self._page(request, campaign, form)
        kept = deeds.save_campaign(campaign=form.save(commit=False), by=request.user)
        messages.success(request, _("The campaign is kept."))
        return redirect("outreach:campaign-detail", pk=kept.pk)

    def _page(self, request: HttpRequest, campaign: Campaign | None, form: CampaignForm) -> HttpResponse:
        return _form(request, form, _("Change the campaign") if campaign else _("New campaign"), campaign)


class ChannelAdd(PermissionRequiredMixin, View):
    permission_required = "outreach.change_campaign"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _form(request, ChannelForm(), _("Add a channel"), _found(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign, form = _found(pk), ChannelForm(request.POST)
        if form.is_valid():
            try:
                channel = deeds.add_channel(campaign=campaign, **form.cleaned_data)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The channel has the code %(code)s.") % {"code": channel.code})
                return redirect("outreach:campaign-detail", pk=pk)
        return _form(request, form, _("Add a channel"), campaign)


class PostAdd(PermissionRequiredMixin, View):
    permission_required = "outreach.change_campaign"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = _found(pk)
        initial = {"day": max(campaign.starts_on, timezone.localdate()), "colleague": profile_of(request.user)}
        return _form(request, PostForm(campaign=campaign, people=people(), initial=initial), _("Plan a post"), campaign)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = _found(pk)
        form = PostForm(request.POST, campaign=campaign, people=people())
        if form.is_valid():
            try:
                deeds.plan_post(**form.cleaned_data)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The post stands in the calendar."))
                return redirect("outreach:campaign-detail", pk=pk)
        return _form(request, form, _("Plan a post"), campaign)


class PostEdit(PermissionRequiredMixin, View):
    permission_required = "outreach.change_campaign"

    def _post(self, pk: int) -> Post:
        return get_object_or_404(Post.objects.select_related("channel__campaign"), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self._post(pk)
        names = ("channel", "day", "text", "text_en", "colleague")
        initial = {name: getattr(post, name) for name in names}
        form = PostForm(campaign=post.channel.campaign, people=people(), initial=initial)
        return _form(request, form, _("Change the planned post"), post.channel.campaign)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self._post(pk)
        campaign = post.channel.campaign
        form = PostForm(request.POST, campaign=campaign, people=people())
        if form.is_valid():
            try:
                deeds.change_post(post=post, **form.cleaned_data)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The post stands in the calendar."))
                return redirect("outreach:campaign-detail", pk=campaign.pk)
        return _form(request, form, _("Change the planned post"), campaign)


class PostDrop(PermissionRequiredMixin, View):
    permission_required = "outreach.change_campaign"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = get_object_or_404(Post.objects.select_related("channel"), pk=pk)
        try:
            deeds.drop_post(post=post)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The post is out of the calendar."))
        return redirect("outreach:campaign-detail", pk=post.channel.campaign_id)


class PostDone(PermissionRequiredMixin, View):
    permission_required = "outreach.change_campaign"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = get_object_or_404(Post.objects.select_related("channel"), pk=pk)
        deeds.note_posted(post=post, on=timezone.localdate())
        messages.success(request, _("Noted: it has appeared."))
        return redirect("outreach:campaign-detail", pk=post.channel.campaign_id)
