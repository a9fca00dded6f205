"""What the outreach room asks people to do, or to know, by a date."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Count, DateField, Exists, ExpressionWrapper, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.notifications.duties import Duty, as_rows, reader_text, register
from outreach.choices import EventStatus, FacilitatorRole, RegistrationStatus, SessionState
from outreach.models import (
    Agreement,
    Event,
    Facilitator,
    Need,
    Notice,
    NoticeState,
    Partner,
    Post,
    ReadingChallenge,
    Registration,
)

ANSWER_WITHIN = timedelta(days=14)
REPORT_WITHIN, REPORT_FORGOTTEN = timedelta(days=3), timedelta(days=60)


def _to_approve(today: date) -> QuerySet[Any, Any]:
    waiting = Event.objects.filter(status=EventStatus.SUBMITTED)
    return as_rows(
        waiting.annotate(first=Min("sessions__starts_at", filter=~Q(sessions__state=SessionState.CANCELLED))),
        subject=reader_text("title"),
        due_on=TruncDate("first"),
    )


register(
    Duty(
        code="outreach.approve-event",
        label=gettext_lazy("Events to approve"),
        rows=_to_approve,
        permission="outreach.approve_event",
        title=lambda row: _("Approve the event “%(event)s”") % {"event": row.subject},
        detail=lambda row: _("It is public only after that."),
        url=lambda row: reverse("outreach:event-detail", args=[row.ref]),
        offsets=(-14, -7, -3),
    )
)


def _mine(**dates: Any) -> QuerySet[Any, Any]:
    """(colleague, date) pairs of published events, one row each: on every date or on that date only."""
    return Facilitator.objects.filter(
        Q(session=None) | Q(session=F("event__sessions")),
        event__status=EventStatus.PUBLISHED,
        **{f"event__sessions__{name}": value for name, value in dates.items()},
    )


def _day(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _coming(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        _mine(state=SessionState.PLANNED, starts_at__gte=_day(today)),
        ref="event__sessions__pk",
        recipient="profile__user",
        subject=reader_text("event__title"),
        detail="event__place",
        due_on=TruncDate("event__sessions__starts_at"),
    )


register(
    Duty(
        code="outreach.lead-event",
        label=gettext_lazy("Events you lead tomorrow"),
        rows=_coming,
        title=lambda row: _("Tomorrow you lead “%(event)s”") % {"event": row.subject},
        url=lambda row: reverse("outreach:session-detail", args=[row.ref]),
        offsets=(-1,),
        is_task=False,
    )
)


def _to_report(today: date) -> QuerySet[Any, Any]:
    """Dates over and not reported, for those who led them; due three days after."""
    due = ExpressionWrapper(TruncDate("event__sessions__ends_at") + REPORT_WITHIN, output_field=DateField())
    over = _mine(
        state__in=(SessionState.PLANNED, SessionState.HELD),
        ends_at__lt=_day(today + timedelta(days=1)),
        ends_at__gte=_day(today - REPORT_FORGOTTEN),
    )
    return as_rows(
        over.exclude(role__in=(FacilitatorRole.ASSISTANT, FacilitatorRole.DOCUMENTATION)),
        ref="event__sessions__pk",
        recipient="profile__user",
        subject=reader_text("event__title"),
        due_on=due,
    )


register(
    Duty(
        code="outreach.report-session",
        label=gettext_lazy("Reports of events"),
        rows=_to_report,
        title=lambda row: _("Report on “%(event)s”") % {"event": row.subject},
        detail=lambda row: _("How many came, what happened, what it cost: five minutes."),
        url=lambda row: reverse("outreach:report", args=[row.ref]),
        offsets=(0, 4),
    )
)


def _by_hand(today: date) -> QuerySet[Any, Any]:
    """One row for each date whose people wait for a message a colleague sends."""
    waiting = Notice.objects.filter(state=NoticeState.BY_HAND).values("registration__session_id")
    return as_rows(
        waiting.annotate(
            n=Count("pk"), first=Min("made_at"), what=Min(reader_text("registration__session__event__title"))
        ),
        ref="registration__session_id",
        subject="what",
        detail="n",
        due_on=TruncDate("first"),
    )


register(
    Duty(
        code="outreach.send-messages",
        label=gettext_lazy("WhatsApp messages to patrons without e-mail"),
        rows=_by_hand,
        permission="outreach.manage_registration",
        title=lambda row: _("Send the messages about “%(event)s” by WhatsApp") % {"event": row.subject},
        detail=lambda row: ngettext("%(n)s message", "%(n)s messages", int(row.detail)) % {"n": row.detail},
        url=lambda row: reverse("outreach:notice-list"),
        offsets=(1,),
    )
)


def _held_aside(today: date) -> QuerySet[Any, Any]:
    odd = Registration.objects.filter(status=RegistrationStatus.HELD_ASIDE, session__starts_at__gte=_day(today))
    grouped = odd.values("session_id").annotate(
        n=Count("pk"), what=Min(reader_text("session__event__title")), starts=Min("session__starts_at")
    )
    return as_rows(grouped, ref="session_id", subject="what", detail="n", due_on=TruncDate("starts"))


register(
    Duty(
        code="outreach.decide-registrations",
        label=gettext_lazy("Registrations held aside"),
        rows=_held_aside,
        permission="outreach.manage_registration",
        title=lambda row: _("Look at the registrations held aside for “%(event)s”") % {"event": row.subject},
        detail=lambda row: ngettext("%(n)s registration", "%(n)s registrations", int(row.detail)) % {"n": row.detail},
        url=lambda row: reverse("outreach:session-detail", args=[row.ref]),
        offsets=(-3, -1),
    )
)


def _to_confirm(today: date) -> QuerySet[Any, Any]:
    """Dates in the next days with people who were asked and have not confirmed yet."""
    silent = Registration.objects.filter(
        status=RegistrationStatus.REGISTERED,
        asked_at__isnull=False,
        confirmed_at=None,
        session__starts_at__gte=_day(today),
    )
    grouped = silent.values("session_id").annotate(
        n=Count("pk"), what=Min(reader_text("session__event__title")), starts=Min("session__starts_at")
    )
    return as_rows(grouped, ref="session_id", subject="what", detail="n", due_on=TruncDate("starts"))


register(
    Duty(
        code="outreach.confirm-seats",
        label=gettext_lazy("Seats nobody has confirmed"),
        rows=_to_confirm,
        permission="outreach.manage_registration",
        title=lambda row: _("Ask who comes to “%(event)s”") % {"event": row.subject},
        detail=lambda row: (
            ngettext("%(n)s registration is not confirmed", "%(n)s registrations are not confirmed", int(row.detail))
            % {"n": row.detail}
        ),
        url=lambda row: reverse("outreach:session-detail", args=[row.ref]),
        offsets=(-2, -1),
    )
)


def _agreements(today: date) -> QuerySet[Any, Any]:
    """Agreements about to end, of partners without a newer one."""
    newer = Agreement.objects.filter(partner=OuterRef("partner"), ends_on__gt=OuterRef("ends_on"))
    ending = Agreement.objects.filter(ends_on__range=(today - timedelta(days=60), today + timedelta(days=60)))
    return as_rows(
        ending.filter(~Exists(newer), partner__is_active=True),
        ref="partner",
        subject="partner__name",
        detail="about",
        due_on="ends_on",
    )


register(
    Duty(
        code="outreach.renew-agreement",
        label=gettext_lazy("Agreements that end"),
        rows=_agreements,
        permission="outreach.change_partner",
        title=lambda row: _("Renew the agreement with %(partner)s") % {"partner": row.subject},
        url=lambda row: reverse("outreach:partner-detail", args=[row.ref]),
        offsets=(-30, -7, 1),
    )
)


def _next_steps(today: date) -> QuerySet[Any, Any]:
    steps = Partner.objects.filter(is_active=True, next_step_on__lte=today + timedelta(days=30)).exclude(next_step="")
    return as_rows(steps, subject="name", detail="next_step", due_on="next_step_on")


register(
    Duty(
        code="outreach.partner-step",
        label=gettext_lazy("Next steps with partners"),
        rows=_next_steps,
        permission="outreach.change_partner",
        title=lambda row: _("Take the next step with %(partner)s") % {"partner": row.subject},
        url=lambda row: reverse("outreach:partner-detail", args=[row.ref]),
        offsets=(-3, 1),
    )
)


def _needs(today: date) -> QuerySet[Any, Any]:
    """Wishes nobody has answered yet; due fourteen days after they came."""
    due = ExpressionWrapper(F("asked_on") + ANSWER_WITHIN, output_field=DateField())
    return as_rows(Need.objects.unanswered(), subject="text", detail="district__name", due_on=Cast(due, DateField()))


register(
    Duty(
        code="outreach.answer-need",
        label=gettext_lazy("Community needs to answer"),
        rows=_needs,
        permission="outreach.manage_need",
        title=lambda row: _("Answer the wish “%(wish)s”") % {"wish": Truncator(row.subject).chars(60)},
        detail=lambda row: row.detail or "",
        url=lambda row: reverse("outreach:need-detail", args=[row.ref]),
        offsets=(-3, 1),
    )
)


def _held_needs(today: date) -> QuerySet[Any, Any]:
    """One row for each day on which wishes were held aside."""
    grouped = Need.objects.filter(is_held=True).order_by().values("asked_on").annotate(n=Count("pk"), first=Min("pk"))
    return as_rows(grouped, ref="first", subject=Cast("n", CharField()), due_on="asked_on")


register(
    Duty(
        code="outreach.decide-needs",
        label=gettext_lazy("Community needs held aside"),
        rows=_held_needs,
        permission="outreach.manage_need",
        title=lambda row: (
            ngettext("Look at %(n)s wish held aside", "Look at %(n)s wishes held aside", int(row.subject))
            % {"n": row.subject}
        ),
        url=lambda row: f"{reverse('outreach:need-list')}?disisihkan=1",
        offsets=(1, 3),
    )
)


def _ending(today: date) -> QuerySet[Any, Any]:
    running = ReadingChallenge.objects.filter(is_published=True, ends_on__range=(today, today + timedelta(days=30)))
    return as_rows(running, subject=reader_text("title"), due_on="ends_on")


register(
    Duty(
        code="outreach.challenge-ends",
        label=gettext_lazy("Reading challenges that end"),
        rows=_ending,
        permission="outreach.log_reading",
        title=lambda row: (
            _("“%(challenge)s” ends: note the last reading, print the certificates") % {"challenge": row.subject}
        ),
        url=lambda row: reverse("outreach:challenge-detail", args=[row.ref]),
        offsets=(-7, -1),
        is_task=False,
        switch="reading_challenge",
    )
)


def _posts(today: date) -> QuerySet[Any, Any]:
    waiting = Post.objects.filter(posted_on=None, day__lte=today + timedelta(days=14))
    return as_rows(
        waiting,
        ref="channel__campaign",
        subject="channel__campaign__title",
        detail="channel__label",
        due_on="day",
    )


register(
    Duty(
        code="outreach.publish-post",
        label=gettext_lazy("Posts of campaigns"),
        rows=_posts,
        permission="outreach.change_campaign",
        title=lambda row: _("Post for “%(campaign)s”: %(where)s") % {"campaign": row.subject, "where": row.detail},
        url=lambda row: reverse("outreach:campaign-detail", args=[row.ref]),
        offsets=(-1, 1),
        switch="campaign_channels",
    )
)
