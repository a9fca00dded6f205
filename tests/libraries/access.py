"""Who gets in at the library's doors."""

from datetime import timedelta

from django.utils import timezone

from baubau_pembinaan.accounts.choices import Role
from baubau_pembinaan.libraries.models import Announcement, ChannelVisit, Holiday, Library, MobileStop, Service
from tests.doors import NOBODY, PUBLIC, ROLES, STAFF, Door
from tests.factories.libraries import give_emblem, make_announcement, make_service, make_stop


def _emblem(world, user):
    return {"name": give_emblem(Library.objects.get(pk=world.library.pk))}


def _library(world, user):
    return {"object_id": world.library.pk}


DOORS = {
    # One library: nobody adds or deletes it, and its list leads to the form.
    "admin:libraries_library_add": NOBODY,
    "admin:libraries_library_delete": Door(NOBODY, _library),
    "libraries:public-services": Door(PUBLIC, post=False),
    "libraries:public-service": Door(PUBLIC, lambda world, user: {"code": make_service().code}, post=False),
    "libraries:public-announcements": Door(PUBLIC, post=False),
    "libraries:count-grid": Door(ROLES, posts=STAFF),
    "libraries:count-send": Door(STAFF, get=False, any_answer=True),
    "libraries:count-months": Door(ROLES, post=False),
    "libraries:count-xlsx": Door(ROLES, post=False),
    "libraries:count-import": Door(STAFF - {Role.SERVICE_OFFICER}),
    "libraries:emblem": Door(PUBLIC, _emblem, post=False),
}


def _holiday():
    """A day of its own each time."""
    day = timezone.localdate() + timedelta(days=Holiday.objects.count())
    return Holiday.objects.create(date=day, name="Libur Contoh")


def _channel_visit():
    return ChannelVisit.objects.create(service=make_service(), channel="BROSUR", day=timezone.localdate())


ADMIN_OBJECTS = {
    ChannelVisit: _channel_visit,
    Holiday: _holiday,
    Service: make_service,
    Announcement: make_announcement,
    MobileStop: make_stop,
}
