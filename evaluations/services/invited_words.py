"""What is said to those who attended, with their link."""

from typing import Any

from django.utils.translation import gettext as _

from baubau_pembinaan.notifications.services import notify
from evaluations.links import invitation_path, invitation_url
from evaluations.models import Invitation
from evaluations.notification_kinds import AFTERWARDS
from outreach.models import Registration
from training.models import Enrolment


def tell_participant(invitation: Invitation, row: Enrolment) -> None:
    user = row.profile.user
    if user is None or not user.is_active:
        return
    notify(
        recipient=user,
        key=f"evaluations.survey-link.{invitation.pk}.{invitation.key[:6]}",
        kind=AFTERWARDS.code,
        subject=lambda: _("How was “%(session)s”?") % {"session": row.session.title},
        body=lambda: _(
            "A few questions, about a minute, without your name. The link is yours alone and takes one answer; nobody"
            " can tell which answer came by it."
        ),
        url=invitation_path(invitation),
    )


def event_words(invitation: Invitation) -> Any:
    def words(registration: Registration) -> tuple[str, list[str]]:
        title = registration.session.event.reader_title
        lines = [
            _("Thank you for coming. A few questions, about a minute, without your name:"),
            invitation_url(invitation),
            _("The link takes one answer, and nobody can tell which answer came by it."),
        ]
        return _("How was “%(session)s”?") % {"session": title}, lines

    return words
