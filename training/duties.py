"""What the training room asks people to do, or to know, by a date."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from baubau_pembinaan.accounts.models import Appointment, StaffProfile
from baubau_pembinaan.core.formats import angka
from baubau_pembinaan.notifications.duties import Duty, DutyRow, as_rows, reader_text, register
from training import offer_duties as offer_duties
from training.choices import AnnualStatus, EnrolmentStatus, ItemStatus, LedgerStatus, PlanStatus, SessionStatus
from training.models import (
    AnnualPlan,
    Certificate,
    ConferenceReport,
    DevelopmentPlan,
    Enrolment,
    ImpactReview,
    JpEntry,
    Meeting,
    Membership,
    PlanItem,
    Session,
)
from training.notification_kinds import SESSION
from training.selectors.ledger import target_subquery

CLOSING_SOON = timedelta(days=7)
ASKED_FROM_MONTH = 7  # whoever is behind in July has half a year left to plan


def supervisor_user(today: date, profile: str = "profile") -> Subquery:
    """The account of who leads the row's person today: the definitive post's supervisor first."""
    rows = Appointment.objects.on(today).filter(profile=OuterRef(profile), supervisor__isnull=False)
    return Subquery(rows.order_by("kind", "-starts_on", "-pk").values("supervisor__user")[:1])


def _requests(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Enrolment.objects.filter(status=EnrolmentStatus.REQUESTED, session__status=SessionStatus.OPEN),
        subject="profile__name",
        detail=reader_text("session__programme__title"),
        recipient=supervisor_user(today),
        due_on="session__starts_on",
    )


def _decide_title(row: DutyRow) -> str:
    return _("Decide whether %(person)s takes part") % {"person": row.subject}


register(
    Duty(
        code="training.decide-enrolment",
        label=gettext_lazy("Requests for training to decide"),
        rows=_requests,
        title=_decide_title,
        url=lambda row: reverse("training:approvals"),
        offsets=(-14, -7, -3),
    )
)


def _endorsed(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Enrolment.objects.filter(status=EnrolmentStatus.ENDORSED, session__status=SessionStatus.OPEN),
        subject="profile__name",
        detail=reader_text("session__programme__title"),
        due_on="session__starts_on",
    )


register(
    Duty(
        code="training.confirm-enrolment",
        label=gettext_lazy("Requests for training that need the second approval"),
        rows=_endorsed,
        permission="training.confirm_enrolment",
        title=_decide_title,
        url=lambda row: reverse("training:approvals"),
        offsets=(-7, -3),
        switch="two_stage_approval",
    )
)


def _meetings(today: date) -> QuerySet[Any, Any]:
    """One row for each person with a seat and each meeting from today on."""
    return as_rows(
        Enrolment.objects.filter(
            status__in=[EnrolmentStatus.SEATED, EnrolmentStatus.ATTENDED],
            session__status=SessionStatus.OPEN,
            session__meetings__starts_at__date__gte=today,
        ),
        ref="session_id",
        subject=reader_text("session__programme__title"),
        detail="session__meetings__place",
        recipient="profile__user",
        due_on="session__meetings__starts_at__date",
    )


register(
    Duty(
        code="training.attend-meeting",
        label=gettext_lazy("Meetings of your trainings"),
        rows=_meetings,
        title=lambda row: _("Take part in “%(training)s”") % {"training": row.subject},
        url=lambda row: reverse("training:session-detail", args=[row.ref]),
        offsets=(-3, -1),
        kind=SESSION.code,
        is_task=False,
    )
)


def _teaching(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Meeting.objects.filter(trainer__isnull=False, session__status=SessionStatus.OPEN, starts_at__date__gte=today),
        ref="session_id",
        subject=reader_text("session__programme__title"),
        detail="place",
        recipient="trainer__user",
        due_on="starts_at__date",
    )


register(
    Duty(
        code="training.teach-meeting",
        label=gettext_lazy("Meetings you teach"),
        rows=_teaching,
        title=lambda row: _("Teach at “%(training)s”") % {"training": row.subject},
        url=lambda row: reverse("training:session-detail", args=[row.ref]),
        offsets=(-7, -1),
        kind=SESSION.code,
        is_task=False,
    )
)


def _deadlines(today: date) -> QuerySet[Any, Any]:
    """Sessions with free seats whose enrolment ends soon: known to those who plan, so that seats are filled."""
    return as_rows(
        Session.objects.filter(status=SessionStatus.OPEN, closes_on__gte=today, closes_on__lte=today + CLOSING_SOON),
        subject=reader_text("programme__title"),
        detail="label",
        recipient="coordinator__user",
        due_on="closes_on",
    )


register(
    Duty(
        code="training.enrolment-closes",
        label=gettext_lazy("Enrolment of a session ends"),
        rows=_deadlines,
        title=lambda row: _("Look at the list of “%(training)s”: enrolment ends") % {"training": row.subject},
        url=lambda row: reverse("training:session-detail", args=[row.ref]),
        offsets=(-3, 0),
    )
)


def _line(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Enrolment.objects.filter(status=EnrolmentStatus.WAITING, session__status=SessionStatus.OPEN),
        ref="session_id",
        subject=reader_text("session__programme__title"),
        recipient="profile__user",
        due_on="session__starts_on",
    )


register(
    Duty(
        code="training.still-waiting",
        label=gettext_lazy("You are still on a waiting list"),
        rows=_line,
        title=lambda row: _("You are still on the waiting list of “%(training)s”") % {"training": row.subject},
        url=lambda row: reverse("training:session-detail", args=[row.ref]),
        offsets=(-3,),
        kind=SESSION.code,
        is_task=False,
    )
)


def _to_finish(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Session.objects.filter(status=SessionStatus.OPEN, ends_on__lt=today),
        subject=reader_text("programme__title"),
        detail="label",
        recipient="coordinator__user",
        due_on=ExpressionWrapper(F("ends_on") + timedelta(days=3), output_field=DateField()),
    )


register(
    Duty(
        code="training.finish-session",
        label=gettext_lazy("Sessions to finish"),
        rows=_to_finish,
        title=lambda row: _("Check the attendance of “%(training)s” and finish it") % {"training": row.subject},
        url=lambda row: reverse("training:session-detail", args=[row.ref]),
        offsets=(0, 4, 11),
    )
)


def _to_verify(today: date) -> QuerySet[Any, Any]:
    """One row for all that can be verified, due two weeks after the oldest came in; `subject` is the number."""
    waiting = JpEntry.objects.filter(Q(needs_proof=False) | Q(proof__isnull=False), status=LedgerStatus.EARNED)
    counted = waiting.values(together=Value(1)).annotate(n=Count("pk"), oldest=Min("entered_at__date"))
    due = ExpressionWrapper(F("oldest") + timedelta(days=14), output_field=DateField())
    return as_rows(counted, ref="together", subject="n", due_on=due)


def _verify_title(row: DutyRow) -> str:
    n = int(row.subject)
    return ngettext("Verify the JP of %(n)s training", "Verify the JP of %(n)s trainings", n) % {"n": n}


register(
    Duty(
        code="training.verify-jp",
        label=gettext_lazy("JP waiting for verification"),
        rows=_to_verify,
        permission="training.verify_jp",
        title=_verify_title,
        url=lambda row: reverse("training:verification"),
        offsets=(0, 7),
    )
)


def _without_proof(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        JpEntry.objects.filter(status=LedgerStatus.EARNED, needs_proof=True, proof=None),
        subject="title",
        recipient="profile__user",
        due_on=ExpressionWrapper(F("entered_at__date") + timedelta(days=14), output_field=DateField()),
    )


register(
    Duty(
        code="training.add-proof",
        label=gettext_lazy("Trainings whose certificate is missing"),
        rows=_without_proof,
        title=lambda row: _("Add the certificate of “%(training)s”, so that its JP count") % {"training": row.subject},
        url=lambda row: reverse("training:entry-proof", args=[row.ref]),
        offsets=(-7, 7),
    )
)


def _behind(today: date) -> QuerySet[Any, Any]:
    """People whose verified JP stay below the target of the year, from July on; due at the end of October."""
    year = today.year
    verified = JpEntry.objects.filter(profile=OuterRef("pk"), year=year, status=LedgerStatus.VERIFIED)
    summed = Subquery(verified.order_by().values("profile").annotate(total=Sum("jp")).values("total"))
    working = Q(left_on=None) | Q(left_on__gte=today)
    people = StaffProfile.objects.filter(working, user__isnull=False).annotate(
        jp_target=target_subquery(year),
        jp_has=Coalesce(summed, Decimal(0), output_field=DecimalField(max_digits=8, decimal_places=2)),
    )
    rows = people.filter(jp_target__gt=F("jp_has"))
    if today.month < ASKED_FROM_MONTH:
        rows = rows.filter(pk__in=[])
    return as_rows(
        rows, subject="jp_has", detail="jp_target", recipient="user", due_on=Value(date(year, 10, 31), DateField())
    )


def _behind_title(row: DutyRow) -> str:
    has = angka(Decimal(row.subject), 2)
    return _("Plan your JP: %(has)s of %(target)s are verified") % {"has": has, "target": row.detail}


register(
    Duty(
        code="training.reach-jp-target",
        label=gettext_lazy("JP target of the year"),
        rows=_behind,
        title=_behind_title,
        detail=lambda row: _("Find a training, or enter one held elsewhere."),
        url=lambda row: reverse("training:my-jp"),
        offsets=(-92, -31, 0, 30),
    )
)


def _own_plans(today: date) -> QuerySet[Any, Any]:
    """Plans of the year still being written, by the end of March."""
    rows = DevelopmentPlan.objects.filter(status=PlanStatus.DRAFT, year=today.year)
    return as_rows(
        rows,
        ref="profile_id",
        subject="year",
        recipient="profile__user",
        due_on=Value(date(today.year, 3, 31), DateField()),
    )


register(
    Duty(
        code="training.hand-in-plan",
        label=gettext_lazy("Development plan to hand in"),
        rows=_own_plans,
        title=lambda row: _("Hand in your development plan %(year)s") % {"year": row.subject},
        url=lambda row: reverse("training:plan", args=[row.ref, row.subject]),
        offsets=(-14, 0),
    )
)


def _plans_to_agree(today: date) -> QuerySet[Any, Any]:
    rows = DevelopmentPlan.objects.filter(status=PlanStatus.SUBMITTED)
    due = ExpressionWrapper(F("submitted_at__date") + timedelta(days=14), output_field=DateField())
    return as_rows(
        rows, ref="profile_id", subject="profile__name", detail="year", recipient=supervisor_user(today), due_on=due
    )


register(
    Duty(
        code="training.agree-plan",
        label=gettext_lazy("Development plans to agree on"),
        rows=_plans_to_agree,
        title=lambda row: _("Agree on the development plan of %(person)s") % {"person": row.subject},
        url=lambda row: reverse("training:plan", args=[row.ref, row.detail]),
        offsets=(-7, 0, 7),
    )
)


def _goals(today: date) -> QuerySet[Any, Any]:
    rows = PlanItem.objects.filter(
        status=ItemStatus.OPEN, plan__status=PlanStatus.AGREED, due_on__lte=today + timedelta(days=30)
    )
    return as_rows(
        rows,
        ref="plan__profile_id",
        subject="goal",
        detail="plan__year",
        recipient="plan__profile__user",
        due_on="due_on",
    )


register(
    Duty(
        code="training.reach-goal",
        label=gettext_lazy("Goals of your development plan"),
        rows=_goals,
        title=lambda row: _("Reach your goal “%(goal)s”") % {"goal": Truncator(row.subject).chars(80)},
        detail=lambda row: "",
        url=lambda row: reverse("training:plan", args=[row.ref, row.detail]),
        offsets=(-30, -7, 7),
    )
)


def _years_to_approve(today: date) -> QuerySet[Any, Any]:
    return as_rows(AnnualPlan.objects.filter(status=AnnualStatus.SUBMITTED), ref="year", subject="year")


register(
    Duty(
        code="training.approve-year",
        label=gettext_lazy("Yearly plans to approve"),
        rows=_years_to_approve,
        permission="training.approve_year",
        title=lambda row: _("Decide on the yearly plan %(year)s") % {"year": row.subject},
        url=lambda row: reverse("training:annual", args=[row.ref]),
        status=lambda row, today: (_("Waiting for a decision"), "wait"),
    )
)


def _impact_own(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        ImpactReview.objects.filter(own_at=None, due_on__lte=today),
        subject=reader_text("enrolment__session__programme__title"),
        recipient="enrolment__profile__user",
        due_on=ExpressionWrapper(F("due_on") + timedelta(days=14), output_field=DateField()),
    )


register(
    Duty(
        code="training.evaluate-own",
        label=gettext_lazy("Evaluation of your training after three months"),
        rows=_impact_own,
        title=lambda row: _("Say what “%(training)s” changed at work") % {"training": row.subject},
        url=lambda row: reverse("training:impact", args=[row.ref]),
        offsets=(-14, 0, 14),
    )
)


def _impact_leader(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        ImpactReview.objects.filter(leader_at=None, due_on__lte=today),
        subject="enrolment__profile__name",
        detail=reader_text("enrolment__session__programme__title"),
        recipient=supervisor_user(today, "enrolment__profile"),
        due_on=ExpressionWrapper(F("due_on") + timedelta(days=14), output_field=DateField()),
    )


register(
    Duty(
        code="training.evaluate-staff",
        label=gettext_lazy("Evaluation of your staff's training after three months"),
        rows=_impact_leader,
        title=lambda row: _("Say what a training changed at the work of %(person)s") % {"person": row.subject},
        url=lambda row: reverse("training:impact", args=[row.ref]),
        offsets=(-14, 0, 14),
    )
)


def _sharing_owed(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        ConferenceReport.objects.filter(shared_on=None),
        subject="title",
        recipient="profile__user",
        due_on="share_by",
    )


register(
    Duty(
        code="training.share-conference",
        label=gettext_lazy("Sharing sessions owed after a conference"),
        rows=_sharing_owed,
        title=lambda row: _("Share what you learnt at “%(conference)s”") % {"conference": row.subject},
        url=lambda row: reverse("training:network"),
        offsets=(-14, -3, 7, 21),
    )
)


def _memberships(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Membership.objects.filter(ends_on__gte=today, ends_on__lte=today + timedelta(days=90)),
        subject="association__name",
        recipient="profile__user",
        due_on="ends_on",
    )


register(
    Duty(
        code="training.renew-membership",
        label=gettext_lazy("Memberships that end"),
        rows=_memberships,
        title=lambda row: _("Renew your membership of %(association)s") % {"association": row.subject},
        url=lambda row: reverse("training:membership-edit", args=[row.ref]),
        offsets=(-90, -30, -7),
    )
)


def _certificates(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        Certificate.objects.filter(revoked_on=None, expires_on__gte=today, expires_on__lte=today + timedelta(days=90)),
        subject="number__text",
        recipient="enrolment__profile__user",
        due_on="expires_on",
    )


register(
    Duty(
        code="training.renew-certificate",
        label=gettext_lazy("Certificates that expire"),
        rows=_certificates,
        title=lambda row: _("Renew your certificate %(number)s") % {"number": row.subject},
        url=lambda row: reverse("training:my-certificates"),
        offsets=(-90, -30, -7),
    )
)
