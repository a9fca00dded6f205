"""What is owed after a session, and what ends: evaluations after three months, sharing, memberships, certificates."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baubau_pembinaan.core.addresses import row_address
from baubau_pembinaan.notifications.duties import SUPERVISOR, Duty, as_rows, reader_text, register
from training.duty_people import supervisor_user
from training.models import (
    Certificate,
    ConferenceReport,
    ImpactReview,
    Membership,
)

EXPIRY_AHEAD = timedelta(days=90)
LET_GO = timedelta(days=180)  # what nobody renewed, or answered, in half a year was given up
ANSWERING = timedelta(days=14)  # after it is first asked


def _asked_lately(today: date) -> QuerySet[Any, Any]:
    """What a training changed fades from memory: it may still be written down later, but nobody is asked any more."""
    return ImpactReview.objects.asked(today).filter(due_on__gte=today - ANSWERING - LET_GO)


def _impact_own(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        _asked_lately(today).filter(own_at=None),
        subject=reader_text("enrolment__session__programme__title"),
        recipient="enrolment__profile__user",
        due_on=ExpressionWrapper(F("due_on") + ANSWERING, output_field=DateField()),
    )


register(
    Duty(
        code="training.evaluate-own",
        label=gettext_lazy("Evaluation of your training after three months"),
        rows=_impact_own,
        title=lambda row: _("Say what “%(training)s” changed at work") % {"training": row.subject},
        url=lambda row: row_address("training:impact", row.ref),
        offsets=(-14, 0, 14),
        latest=LET_GO.days,
    )
)


def _impact_leader(today: date) -> QuerySet[Any, Any]:
    return as_rows(
        _asked_lately(today).filter(leader_at=None),
        subject="enrolment__profile__name",
        detail=reader_text("enrolment__session__programme__title"),
        recipient=supervisor_user(today, "enrolment__profile"),
        due_on=ExpressionWrapper(F("due_on") + ANSWERING, output_field=DateField()),
    )


register(
    Duty(
        code="training.evaluate-staff",
        who=SUPERVISOR,
        led="enrolment__profile",
        label=gettext_lazy("Evaluation of your staff's training after three months"),
        rows=_impact_leader,
        title=lambda row: _("Say what a training changed at the work of %(person)s") % {"person": row.subject},
        url=lambda row: row_address("training:impact", row.ref),
        offsets=(-14, 0, 14),
        latest=LET_GO.days,
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
    """Until it is renewed: written as a later last day, or as a new membership of the same association."""
    same = Membership.objects.filter(profile=OuterRef("profile"), association=OuterRef("association"))
    later = same.filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")))
    return as_rows(
        Membership.objects.filter(~Exists(later), ends_on__range=(today - LET_GO, today + EXPIRY_AHEAD)),
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
        url=lambda row: row_address("training:membership-edit", row.ref),
        offsets=(-90, -30, -7),
        earliest=-EXPIRY_AHEAD.days,
        latest=LET_GO.days,
    )
)


def _certificates(today: date) -> QuerySet[Any, Any]:
    """Until the same programme brought a later one."""
    same = Certificate.objects.filter(
        revoked_on=None,
        enrolment__profile=OuterRef("enrolment__profile"),
        enrolment__session__programme=OuterRef("enrolment__session__programme"),
    )
    later = same.filter(Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")))
    expiring = Certificate.objects.filter(revoked_on=None, expires_on__range=(today - LET_GO, today + EXPIRY_AHEAD))
    return as_rows(
        expiring.filter(~Exists(later)),
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
        earliest=-EXPIRY_AHEAD.days,
        latest=LET_GO.days,
    )
)
