"""Staff pages of standing groups: members, attendance over time, works."""

from collections.abc import Iterable
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
from baubau_pembinaan.core.charts import line_chart
from baubau_pembinaan.core.formats import tanggal_pendek
from baubau_pembinaan.core.xlsx import Column, xlsx_response
from baubau_pembinaan.libraries.models import Library
from outreach import selectors
from outreach.choices import RegistrationKind
from outreach.group_forms import GroupForm, WorkForm
from outreach.models import ConsentWay, Membership, Session, StandingGroup, Work
from outreach.services import groups as deeds
from outreach.services import works as work_deeds
from outreach.views.desk import RegistrationAdd
from outreach.views.packs import Searched
from outreach.views.registering import kinds_of
from outreach.views.rows import Counted
from outreach.views.sessions import refuse

WORKS_SHOWN, MEMBERS_SHOWN = 10, 25


class GroupList(PermissionRequiredMixin, Searched, ListView):
    permission_required = "outreach.view_standinggroup"
    template_name = "outreach/group/list.html"
    context_object_name = "groups"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.groups.groups(search=self.query, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        address = row_addresses("outreach:group-detail")
        rows = [{"group": group, "url": address(group.pk)} for group in context["groups"]]
        return context | {"rows": rows, "query": self.query}


def _group(pk: int) -> StandingGroup:
    return get_object_or_404(StandingGroup.objects.select_related("event"), pk=pk)


class GroupDetail(PermissionRequiredMixin, View):
    """Attendance over time for all who see events; names and works for those who run registrations."""

    permission_required = "outreach.view_standinggroup"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = timezone.localtime()
        group: Any = selectors.groups.for_page(pk, now)
        if group is None:
            raise Http404
        meetings = selectors.groups.meetings_of(group, now)
        runs = request.user.has_perm("outreach.manage_registration")
        address, registration = row_addresses("outreach:session-detail"), row_addresses("outreach:registration-detail")
        members = Counted(selectors.groups.members_of(group, now), MEMBERS_SHOWN, group.all_members if runs else 0)
        members_page = members.get_page(request.GET.get("page"))
        who = _who(members_page)
        works = Counted(selectors.groups.works_of(group), WORKS_SHOWN, group.all_works if runs else 0)
        works_page = works.get_page(request.GET.get("karya"))
        context = {
            "group": group,
            "event": group.event,
            "next": timezone.localtime(group.next_start) if group.next_start else None,
            "may_join": group.is_open and group.next_start is not None and group.event.is_published,
            "meetings": [{"meeting": row, "url": address(row.session.pk)} for row in reversed(meetings)],
            "chart": _chart(meetings) if len(meetings) > 1 else None,
            "members": [(row, who.get(row.founder_id, ""), registration(row.founder_id)) for row in members_page],
            "members_page": members_page,
            "works": list(works_page),
            "works_page": works_page,
            "runs": runs,
        }
        return render(request, "outreach/group/detail.html", context)


def _who(members: Iterable[Membership]) -> dict[int, str]:
    """Id of the registration they joined with -> who comes; one statement."""
    people = selectors.registrations.people_of([row.founder_id for row in members])
    return {registration: ", ".join(names) for registration, names in people.items()}


def _chart(meetings: list[Any]) -> Any:
    labels = [tanggal_pendek(timezone.localtime(row.session.starts_at)) for row in meetings]
    series = {
        _("Expected"): [row.expected for row in meetings],
        _("Came"): [row.came for row in meetings],
    }
    return line_chart(labels, series, title=_("Attendance over time"), minimum=0)


class GroupEdit(PermissionRequiredMixin, View):
    """A new group (`?acara=` chooses its event), or with `pk` a known one."""

    permission_required = "outreach.change_standinggroup"

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        group = None if pk is None else _group(pk)
        asked = request.GET.get("acara", "")
        initial = {"event": asked if asked.isdecimal() and len(asked) < 10 else None}
        return self._page(request, group, GroupForm(instance=group, initial=initial if pk is None else None))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        group = None if pk is None else _group(pk)
        form = GroupForm(request.POST, instance=group)
        if form.is_valid():
            try:
                kept = deeds.save_group(group=form.save(commit=False), by=request.user)
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The group is kept."))
                return redirect("outreach:group-detail", pk=kept.pk)
        return self._page(request, group, form)

    def _page(self, request: HttpRequest, group: StandingGroup | None, form: GroupForm) -> HttpResponse:
        title = _("Change the group") if group else _("New group")
        return render(request, "outreach/group/form.html", {"form": form, "group": group, "title": title})


class MemberAdd(RegistrationAdd):
    """Somebody stands at the desk and wants to belong."""

    group: StandingGroup

    def _session(self, pk: int) -> Session:
        self.group = _group(pk)
        session = deeds.next_meeting(self.group, timezone.now())
        if session is None:
            raise Http404
        return session

    def kinds(self, session: Session) -> list[tuple[str, str]]:
        return [row for row in kinds_of(session) if row[0] != RegistrationKind.GROUP]

    def take_in(self, session: Session, **how: Any) -> Any:
        return deeds.join(group=self.group, **how).founder


class MemberLeave(PermissionRequiredMixin, View):
    permission_required = "outreach.manage_registration"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        membership = get_object_or_404(Membership.objects.select_related("group"), pk=pk)
        deeds.leave(membership=membership, at=timezone.now())
        messages.success(request, _("The membership has ended; the seats at coming meetings are free."))
        return redirect("outreach:group-detail", pk=membership.group_id)


class WorkAdd(PermissionRequiredMixin, View):
    permission_required = "outreach.manage_registration"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        group = _group(pk)
        return self._page(request, group, WorkForm(group=group))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        group = _group(pk)
        form = WorkForm(request.POST, request.FILES, group=group, instance=Work(group=group))
        if form.is_valid():
            picture = form.cleaned_data["picture"]
            try:
                work_deeds.add_work(
                    work=form.save(commit=False),
                    by=request.user,
                    at=timezone.now(),
                    upload=picture or None,
                    name=picture.name if picture else "",
                    agreed_by=form.cleaned_data["agreed_by"],
                )
            except ValidationError as refusal:
                refuse(form, refusal)
            else:
                messages.success(request, _("The work is kept."))
                return redirect("outreach:group-detail", pk=pk)
        return self._page(request, group, form)

    def _page(self, request: HttpRequest, group: StandingGroup, form: WorkForm) -> HttpResponse:
        context = {"form": form, "group": group, "title": _("Add a work")}
        return render(request, "outreach/group/form.html", context)


class WorkDeed(PermissionRequiredMixin, View):
    """`izin`: somebody signed (their name is sent); `tarik`: the consent is withdrawn; `hapus`: the work goes."""

    permission_required = "outreach.manage_registration"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, deed: str) -> HttpResponse:
        work, now = get_object_or_404(Work.objects.select_related("file"), pk=pk), timezone.now()
        try:
            if deed == "izin":
                name = " ".join(request.POST.get("name", "").replace("\x00", "").split())[:80]
                if not name:
                    raise ValidationError(_("Write who signed."))
                work_deeds.show_work(work=work, name=name, way=ConsentWay.PAPER, at=now, by=request.user)
                messages.success(request, _("The consent is kept: the work is on the group's page."))
            elif deed == "tarik":
                work_deeds.take_off(work=work, at=now)
                messages.success(request, _("The work is no longer on the group's page."))
            elif deed == "hapus":
                work_deeds.remove_work(work=work)
                messages.success(request, _("The work is removed."))
            else:
                raise Http404
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("outreach:group-detail", pk=work.group_id)


class GroupXlsx(PermissionRequiredMixin, View):
    """Who belongs and how often they came; for those who run registrations only."""

    permission_required = "outreach.manage_registration"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        group, now = _group(pk), timezone.now()
        columns = [
            Column(_("Name")), Column(_("Who comes")), Column(_("Phone"), "text"), Column(_("E-mail")),
            Column(_("Member since"), "datetime"), Column(_("Left the group"), "datetime"),
            Column(_("Meetings"), "int"), Column(_("Came"), "int"), Column(_("Last time"), "datetime"),
        ]  # fmt: skip
        members: list[Any] = selectors.groups.members_of(group, now)[:5000]
        who = _who(members)
        rows = (
            [
                str(row), who.get(row.founder_id, ""), row.founder.phone, row.founder.email, row.joined_at,
                row.left_at, row.expected, row.came, row.last,
            ]
            for row in members
        )  # fmt: skip
        title = _("Members: %(group)s") % {"group": str(group)}
        return xlsx_response(title=title, columns=columns, rows=rows, office=Library.current().name)
