"""A consent to photos that is taken back: the photos there are must be looked through, and somebody must hear of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from baubau_pembinaan.accounts.models import User
from baubau_pembinaan.core.formats import hari_tanggal
from baubau_pembinaan.notifications.services import notify
from outreach.choices import FacilitatorRole
from outreach.models import Consent, Facilitator, Session, on_date

LOOKING_ON = (FacilitatorRole.ASSISTANT, FacilitatorRole.DOCUMENTATION)


@transaction.atomic
def withdraw_photos(*, standing: QuerySet[Consent], at: datetime) -> None:
    """Take these standing consents to photos back. Dates that have begun are marked, and who leads them is told.

    Before a date begins nobody has taken a picture: there the list of the day says it.
    """
    ids = list(standing.order_by("pk").values_list("pk", flat=True))
    begun = Session.objects.filter(registrations__consents__in=ids, starts_at__lte=at)
    chosen = Session.objects.filter(pk__in=begun.values("pk")).select_for_update(of=("self",))
    for session in chosen.select_related("event").order_by("pk"):
        session.photos_withdrawn_at = at
        session.save(update_fields=["photos_withdrawn_at"])
        _tell(session, at)
    Consent.objects.filter(pk__in=ids, withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def photos_looked_through(*, session: Session, since: datetime) -> bool:
    """Somebody looked through the photos and took out what must go; False where another consent went meanwhile."""
    return bool(Session.objects.filter(pk=session.pk, photos_withdrawn_at=since).update(photos_withdrawn_at=None))


def _tell(session: Session, at: datetime) -> None:
    for user in _leaders(session):
        notify(
            recipient=user,
            key=f"outreach.session.{session.pk}.photos.{at:%Y%m%d%H%M%S%f}",
            kind="task",
            subject=lambda: _("Look through the photos: %(event)s") % {"event": session.event.reader_title},
            body=lambda: (
                _("Somebody withdrew the consent to photos of %(day)s. Take out every picture that shows them.")
                % {"day": hari_tanggal(session.starts_at)}
            ),
            url=reverse("outreach:session-detail", args=[session.pk]),
        )


def _leaders(session: Session) -> Iterable[Any]:
    """Who leads this date; where nobody does, everybody of it, else the author."""
    there = Facilitator.objects.filter(on_date(session.pk, session.starts_at), event=session.event_id)
    crew = User.objects.filter(is_active=True).order_by("pk")
    leading = [*crew.filter(profile__facilitations__in=there.exclude(role__in=LOOKING_ON)).distinct()]
    leading = leading or [*crew.filter(profile__facilitations__in=there).distinct()]
    return leading or User.objects.filter(pk=session.event.author_id or 0, is_active=True)
