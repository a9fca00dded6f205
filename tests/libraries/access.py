"""Who gets in at the library's doors."""

from baubau_pembinaan.libraries.models import Library
from tests.doors import PUBLIC, Door
from tests.factories.libraries import give_emblem


def _emblem(world, user):
    return {"name": give_emblem(Library.objects.get(pk=world.library.pk))}


DOORS = {
    "libraries:emblem": Door(PUBLIC, _emblem, post=False),
}
