"""What administrators do with people: import, roles, one-time links, leaving, merging."""

from base64 import b64decode, b64encode
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from baubau_pembinaan.accounts import long_lists, services
from baubau_pembinaan.accounts.forms import LeavingForm, MergeForm, RolesForm, StaffListForm
from baubau_pembinaan.accounts.models import StaffProfile, User
from baubau_pembinaan.accounts.services.invitations import NoEmail, link_address
from baubau_pembinaan.core.qr import qr_svg
from baubau_pembinaan.core.tables import TableRefused, is_long
from baubau_pembinaan.core.xlsx import xlsx_response

TRIED_LIVES = 60 * 60  # seconds
LARGEST_TRIED = 1_000_000  # signs; a field of a form may not grow for ever. Some ten thousand people fit.


class ManagesPeople(PermissionRequiredMixin):
    permission_required = "accounts.manage_people"


class ManagesSomebody(ManagesPeople):
    """A page about one account, with a person or without."""

    account: Any  # a User, or None for a person who has none yet

    def find_account(self) -> User:
        """The account, made where absent."""
        return self.account

    def get_success_url(self) -> str:
        raise NotImplementedError


class ManagesPerson(ManagesSomebody):
    """A page about the person in the address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.has_permission():
            self.person = get_object_or_404(StaffProfile.objects.select_related("user"), pk=kwargs["pk"])
            self.account = self.person.user
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.get_success_url()
        return super().get_context_data(person=self.person, name=self.person, back=back, **kwargs)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return reverse("accounts:person-detail", args=[self.person.pk])

    def find_account(self) -> User:
        return services.ensure_account(profile=self.person, by=self.request.user, at=timezone.now())


class StaffImport(ManagesPeople, FormView):
    """A trial names who would come and who would change; a second press takes the very list that was tried.

    A long list goes to a worker; the page watches it.
    """

    template_name = "accounts/person/import.html"
    form_class = StaffListForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "tried" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            tried = signing.loads(request.POST["tried"], salt=self._salt(), max_age=TRIED_LIVES)
        except signing.BadSignature:
            messages.error(request, _("This trial is too old. Choose the file once more."))
            return redirect("accounts:person-import")
        return self._take(StaffListForm(), b64decode(tried), dry_run=False)

    def form_valid(self, form: StaffListForm) -> HttpResponse:
        file, dry_run = form.cleaned_data["file"], form.cleaned_data["dry_run"]
        if is_long(file) and long_lists.hand_over(
            file, name=file.name, dry_run=dry_run, by=self.request.user, at=timezone.now()
        ):
            words = _("The list is being read. You may leave this page; a message tells the outcome.")
            messages.success(self.request, words)
            return redirect("accounts:person-import")
        return self._take(form, file.read(), dry_run=dry_run, name=file.name)

    def _salt(self) -> str:
        return f"accounts.staff-list.{self.request.user.pk}"

    def _take(self, form: StaffListForm, content: bytes, *, dry_run: bool, name: str = "") -> HttpResponse:
        source = BytesIO(content)
        source.name = name
        try:
            report = services.import_staff(source, by=self.request.user, at=timezone.now(), dry_run=dry_run)
        except TableRefused as refusal:
            context = self.get_context_data(form=form, problems=refusal.problems)
            return self.render_to_response(context, status=422)
        if dry_run:
            tried = signing.dumps(b64encode(content).decode(), salt=self._salt(), compress=True)
            fits = len(tried) <= LARGEST_TRIED
            again = StaffListForm(initial={"dry_run": fits})
            return self.render_to_response(
                self.get_context_data(form=again, report=report, tried=tried if fits else "")
            )
        messages.success(
            self.request,
            _("Staff list taken: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.")
            % {"created": report.created, "updated": report.updated, "unchanged": report.unchanged},
        )
        return redirect("accounts:person-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=list(services.COLUMNS), words=services.words_of_the_list(), **kwargs)


class StaffTemplate(ManagesPeople, View):
    """The empty staff list: its headings, ready to be filled and imported."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return xlsx_response(title=_("Staff list to fill in"), columns=services.columns_of_the_list(), rows=[])


class GivesRoles(ManagesSomebody, FormView):
    template_name = "accounts/person/roles.html"
    form_class = RolesForm

    def get_initial(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {
            "roles": list(self.account.groups.values_list("name", flat=True)),
            "inspector_until": self.account.inspector_until,
        }

    def form_valid(self, form: RolesForm) -> HttpResponse:
        try:
            user = self.find_account()
            services.set_roles(user=user, by=self.request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("Roles of %(name)s saved.") % {"name": user.person_name})
        return redirect(self.get_success_url())


class RolesChange(ManagesPerson, GivesRoles):
    pass


class GivesLinks(ManagesSomebody, View):
    """A one-time link, by e-mail or as a slip to print. The slip is the answer itself: it can be shown only once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        back = self.get_success_url()
        try:
            user = self.find_account()
            invitation, token = services.issue_link(user=user, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(back)
        if request.POST.get("deliver") == "email":
            try:
                services.mail_link(invitation=invitation, token=token)
            except NoEmail as refusal:
                messages.error(request, " ".join(refusal.messages))
            except OSError:
                messages.error(request, _("The mail server did not take the message. Print the slip instead."))
            else:
                messages.success(request, _("The link is on its way to %(name)s.") % {"name": user.person_name})
            return redirect(back)
        address = link_address(token)
        context = {
            "account": invitation.user,
            "invitation": invitation,
            "address": address,
            "qr": qr_svg(address),
            "back": back,
        }
        response = render(request, "accounts/person/slip.html", context)
        response["Cache-Control"] = "no-store"
        return response


class LinkIssue(ManagesPerson, GivesLinks):
    pass


class LinkRevoke(ManagesPerson, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.revoke_links(user=self.person.user, by=request.user, at=timezone.now())
        except services.OnlyForSuperusers as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.get_success_url())
        messages.success(request, _("Unused links of %(name)s no longer work.") % {"name": self.person})
        return redirect(self.get_success_url())


class Leaving(ManagesPerson, FormView):
    template_name = "accounts/person/leave.html"
    form_class = LeavingForm

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def form_valid(self, form: LeavingForm) -> HttpResponse:
        try:
            services.deactivate(profile=self.person, by=self.request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(self.request, _("%(name)s can no longer sign in. All records stay.") % {"name": self.person})
        return redirect(self.get_success_url())


class Returning(ManagesPerson, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            services.reactivate(profile=self.person, by=request.user, at=timezone.now())
        except services.OnlyForSuperusers as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.get_success_url())
        messages.success(request, _("%(name)s may sign in again.") % {"name": self.person})
        return redirect(self.get_success_url())


class Merging(ManagesPeople, FormView):
    """First a preview, then the deed; nothing happens before the second press."""

    template_name = "accounts/person/merge.html"
    form_class = MergeForm

    def form_valid(self, form: MergeForm) -> HttpResponse:
        keep, drop = form.cleaned_data["keep"], form.cleaned_data["drop"]
        preview = services.preview_merge(keep=keep, drop=drop)
        if "confirm" not in self.request.POST or preview.obstacles:
            context = self.get_context_data(form=form, preview=preview, keep=keep, drop=drop)
            return self.render_to_response(context)
        try:
            kept = services.merge_people(keep=keep, drop=drop, by=self.request.user, at=timezone.now())
        except (services.CannotMerge, services.OnlyForSuperusers) as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The two records of %(name)s are one now.") % {"name": kept})
        return redirect("accounts:person-detail", pk=kept.pk)
