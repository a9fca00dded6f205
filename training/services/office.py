"""Papers and costs of a session; the secret address of a calendar."""

from datetime import datetime
from typing import Any

from django.db import transaction

from baubau_pembinaan.accounts.models import StaffProfile
from baubau_pembinaan.core.history import acting
from baubau_pembinaan.documents.services import discard_file, store_upload
from baubau_pembinaan.documents.sniff import Kind
from training.models import CalendarFeed, Session, SessionCost, SessionPaper
from training.models.office import new_feed_token

from .programmes import APP


@transaction.atomic
def make_paper(*, session: Session, by: Any, **fields: Any) -> SessionPaper:
    """Keep a paper's number, date and own text; its body follows the session's record."""
    paper = SessionPaper(session=session, made_by=by, **fields)
    paper.full_clean()
    with acting(by):
        paper.save()
    return paper


@transaction.atomic
def keep_signed_paper(*, paper: SessionPaper, upload: Any, by: Any, at: datetime) -> SessionPaper:
    """The scan with hand and stamp. Raises FileRefused."""
    locked = SessionPaper.objects.select_for_update(of=("self",)).select_related("signed_file").get(pk=paper.pk)
    replaced = locked.signed_file
    locked.signed_file = store_upload(
        upload=upload, name=upload.name, app=APP, by=by, at=at, allowed={Kind.PDF, Kind.JPG, Kind.PNG}
    )
    with acting(by):
        locked.save()
    if replaced is not None:
        discard_file(stored=replaced)
    return locked


@transaction.atomic
def add_cost(*, session: Session, by: Any, **fields: Any) -> SessionCost:
    cost = SessionCost(session=session, **fields)
    cost.full_clean()
    with acting(by):
        cost.save()
    return cost


@transaction.atomic
def remove_cost(*, cost: SessionCost, by: Any) -> None:
    with acting(by):
        cost.delete()


@transaction.atomic
def renew_feed(*, profile: StaffProfile, at: datetime) -> CalendarFeed:
    """A new secret address; whoever knew the old one reads nothing any more."""
    feed, made = CalendarFeed.objects.select_for_update().get_or_create(profile=profile, defaults={"made_at": at})
    if not made:
        feed.token, feed.made_at = new_feed_token(), at
        feed.save()
    return feed


@transaction.atomic
def revoke_feed(*, profile: StaffProfile) -> None:
    CalendarFeed.objects.filter(profile=profile).delete()
