"""Accounts that belong to nobody on the staff: inspectors from outside, the first administrator."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, TemplateView, View

from baubau_pembinaan.accounts import services
from baubau_pembinaan.accounts.choices import role_labels
from baubau_pembinaan.accounts.forms import ConnectForm, InspectorForm
from baubau_pembinaan.accounts.models import User

from .managing import GivesLinks, GivesRoles, ManagesPeople, ManagesSomebody


class AccountList(ManagesPeople, ListView):
    template_name = "accounts/account/list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[User]:
        return User.objects.filter(profile=None).prefetch_related("groups")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for account in context["object_list"]:
            account.labels = role_labels(group.name for group in account.groups.all())
        return context


class AccountInvite(ManagesPeople, FormView):
    template_name = "accounts/account/invite.html"
    form_class = InspectorForm

    def form_valid(self, form: InspectorForm) -> HttpResponse:
        try:
            user = services.invite_inspector(by=self.request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The account is made. Now hand over a one-time link."))
        return redirect("accounts:account-detail", pk=user.pk)


class ManagesAccount(ManagesSomebody):
    """A page about the account in the address; one with a person is managed on the person's page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.has_permission():
            self.account = get_object_or_404(User.objects.select_related("profile"), pk=kwargs["pk"])
            if self.account.person:
                return redirect("accounts:person-detail", pk=self.account.person.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.get_success_url()
        return super().get_context_data(account=self.account, name=self.account, back=back, **kwargs)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return reverse("accounts:account-detail", args=[self.account.pk])


class AccountDetail(ManagesAccount, TemplateView):
    template_name = "accounts/account/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            roles=role_labels(self.account.groups.values_list("name", flat=True)),
            is_self=self.account == self.request.user,
            may_change=services.may_manage(self.account, self.request.user),
            **kwargs,
        )


class AccountRoles(ManagesAccount, GivesRoles):
    pass


class AccountLink(ManagesAccount, GivesLinks):
    pass


class AccountDeed(ManagesAccount, View):
    """One press: the links die, or the account closes or opens again."""

    http_method_names = ["post"]
    deed: Any = None
    words = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            type(self).deed(user=self.account, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _(self.words) % {"name": self.account})
        return redirect(self.get_success_url())


class AccountLinkRevoke(AccountDeed):
    deed = services.revoke_links
    words = "Unused links of %(name)s no longer work."


class AccountClose(AccountDeed):
    deed = services.close_account
    words = "%(name)s can no longer sign in. All records stay."


class AccountReopen(AccountDeed):
    deed = services.reopen_account
    words = "%(name)s may sign in again."


class AccountConnect(ManagesAccount, FormView):
    template_name = "accounts/account/connect.html"
    form_class = ConnectForm

    def form_valid(self, form: ConnectForm) -> HttpResponse:
        try:
            person = services.connect_account(
                user=self.account, profile=form.cleaned_data["person"], by=self.request.user, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The account belongs to %(name)s now.") % {"name": person})
        return redirect("accounts:person-detail", pk=person.pk)
