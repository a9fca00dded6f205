"""Who gets in at the library's doors."""

from datetime import timedelta

from django.utils import timezone

from baubau_pembinaan.libraries.models import Holiday, Library
from tests.doors import NOBODY, PUBLIC, Door
from tests.factories.libraries import give_emblem


def _emblem(world, user):
    return {"name": give_emblem(Library.objects.get(pk=world.library.pk))}


def _library(world, user):
    return {"object_id": world.library.pk}


DOORS = {
    # One library: nobody adds or deletes it, and its list leads to the form.
    "admin:libraries_library_add": NOBODY,
    "admin:libraries_library_delete": Door(NOBODY, _library),
    "libraries:emblem": Door(PUBLIC, _emblem, post=False),
}


def _holiday():
    """A day of its own each time."""
    day = timezone.localdate() + timedelta(days=Holiday.objects.count())
    return Holiday.objects.create(date=day, name="Libur Contoh")


ADMIN_OBJECTS = {Holiday: _holiday}
