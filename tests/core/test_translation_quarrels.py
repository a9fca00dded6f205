"""One English text has one Indonesian, whichever room says it."""

import polib

from baubau_pembinaan.core.translations import catalogue
from baubau_pembinaan.core.translations.rooms import Room, rooms


def test_the_rooms_agree():
    assert list(catalogue.quarrels(rooms())) == []


def test_two_ways_are_named(tmp_path, monkeypatch):
    made = []
    for name, word in (("a", "Buka"), ("b", "Dibuka")):
        file = tmp_path / f"{name}.po"
        po = polib.POFile()
        po.append(polib.POEntry(msgid="Open", msgstr=word))
        po.save(str(file))
        room = object.__new__(Room)
        monkeypatch.setattr(Room, "catalogue", property(lambda self: self.__dict__["_file"]))
        room.__dict__.update(name=name, _file=file)
        made.append(room)
    assert list(catalogue.quarrels(made)) == ["'Open' is translated in more than one way (a: 'Buka'; b: 'Dibuka')"]
