"""What those are told who decide about somebody's enrolment."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.accounts.selectors import supervisor_of
from baubau_pembinaan.notifications.services import Words
from training.choices import Origin
from training.duty_people import supervisor_user
from training.models import Enrolment

from .telling import tell, tell_user, url_of


def asked(enrolment: Enrolment) -> None:
    supervisor = supervisor_of(enrolment.profile, timezone.localdate(enrolment.requested_at))
    key = f"training.enrolment.{enrolment.pk}.asked"
    tell(supervisor, key=key, **_to_decide(enrolment), url=reverse("training:approvals"))


def asked_of_unit(rows: list[Enrolment]) -> None:
    """The same for several people, put forward together; two statements for all of their supervisors."""
    if not rows:
        return
    on = timezone.localdate(rows[0].requested_at)
    asked_for = Enrolment.objects.filter(pk__in=[row.pk for row in rows]).order_by()
    leads = dict(asked_for.annotate(leader=supervisor_user(on)).values_list("pk", "leader"))
    users = User.objects.filter(is_active=True).in_bulk(set(leads.values()) - {None})
    for row in rows:
        user = users.get(leads[row.pk])
        if user is not None:
            key = f"training.enrolment.{row.pk}.asked"
            tell_user(user, key=key, **_to_decide(row), url=reverse("training:approvals"))


def _to_decide(enrolment: Enrolment) -> dict[str, Words]:
    """What somebody reads who is to decide about the enrolment."""
    if enrolment.origin == Origin.UNIT:
        return {
            "subject": lambda: _("A seat for %(person)s?") % {"person": enrolment.profile},
            "body": lambda: (
                _("%(person)s was put forward with the whole unit for “%(session)s”. Please decide.")
                % {"person": enrolment.profile, "session": enrolment.session.title}
            ),
        }
    return {
        "subject": lambda: _("%(person)s asks for a seat") % {"person": enrolment.profile},
        "body": lambda: (
            _("%(person)s would like to take part in “%(session)s”. Please decide.")
            % {"person": enrolment.profile, "session": enrolment.session.title}
        ),
    }


def endorsed(enrolment: Enrolment) -> None:
    """Those who give the second approval learn of it, and the person learns where the request stands."""
    key = f"training.enrolment.{enrolment.pk}.endorsed"
    for user in _second_approvers(enrolment):
        tell_user(user, key=key, **_to_decide(enrolment), url=reverse("training:approvals"))
    tell(
        enrolment.profile,
        key=key,
        subject=lambda: (
            _("Your supervisor agrees; the second approval follows: %(session)s") % {"session": enrolment.session.title}
        ),
        body=lambda: _("You will be told once it is decided."),
        url=url_of(enrolment.session),
    )


def _second_approvers(enrolment: Enrolment) -> list[User]:
    """Heads of the agency, or the administrators where no head could decide: never the person of the enrolment."""
    others = User.objects.filter(is_active=True).exclude(profile=enrolment.profile).order_by("pk")
    heads = list(others.filter(groups__name=Role.AGENCY_HEAD))
    return heads or list(others.filter(groups__name=Role.ADMINISTRATOR))
