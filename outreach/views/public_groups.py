"""What everybody sees of a standing group: what it is, when it meets, works shown with consent. Never who belongs."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import ListView, View

from baubau_pembinaan.core.addresses import row_addresses
from outreach import selectors
from outreach.choices import RegistrationKind
from outreach.models import Registration, Session, StandingGroup
from outreach.services import groups as deeds
from outreach.views.public import seat_word
from outreach.views.registering import Register, kinds_of, public_page

MEETINGS_SHOWN, WORKS_SHOWN = 6, 24


def public_group(pk: int) -> StandingGroup:
    group = selectors.groups.public_group(pk, timezone.now())
    if group is None:
        raise Http404
    return group


@method_decorator(login_not_required, name="dispatch")
class PublicGroups(ListView):
    http_method_names = ["get", "head"]
    template_name = "outreach/public/groups.html"
    context_object_name = "groups"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return selectors.groups.public_groups(timezone.now())


@public_page
class PublicGroup(View):
    """Never cached: a work whose consent was withdrawn is gone with the next look."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        group, now = public_group(pk), timezone.localtime()
        sessions = selectors.calendar.sessions_of(group.event, now, limit=MEETINGS_SHOWN)
        for session in sessions:
            session.event = group.event
        coming = [session for session in sessions if not session.is_over(now)]
        picture = row_addresses("outreach:work-picture")
        works = selectors.groups.public_works(group)[:WORKS_SHOWN]
        context = {
            "group": group,
            "event": group.event,
            "dates": [{"session": s, "word": seat_word(s, now)[0], "tone": seat_word(s, now)[1]} for s in coming],
            "may_join": group.is_open and any(s.takes_registrations(now) for s in coming),
            "works": [{"work": work, "picture": picture(work.pk) if work.file else ""} for work in works],
        }
        return render(request, "outreach/public/group.html", context)


@method_decorator([login_not_required, never_cache], name="dispatch")
class WorkPicture(View):
    """The picture of a work everybody may see; an unknown address from the moment the consent is withdrawn."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        work = selectors.groups.public_work(pk)
        if work is None or work.file is None:
            raise Http404
        try:
            with work.file.file.open("rb") as file:
                content = file.read()
        except FileNotFoundError as lost:
            raise Http404 from lost
        headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
        return HttpResponse(content, content_type=work.file.content_type, headers=headers)


class GroupJoin(Register):
    """The registration form of the next meeting, and with it the membership."""

    def _session(self, pk: int) -> Session:
        self.group = public_group(pk)
        session = deeds.next_meeting(self.group, timezone.now())
        if session is None or not self.group.is_open:
            raise Http404
        return session

    def kinds(self, session: Session) -> list[tuple[str, str]]:
        return [row for row in kinds_of(session) if row[0] != RegistrationKind.GROUP]

    def take_in(self, session: Session, **how: Any) -> Registration:
        return deeds.join(group=self.group, **how).founder
