"""The catalogue tools: extraction, merging, compiling, checking."""

import gettext

import polib
import pytest

from baubau_pembinaan.core.translations import catalogue
from baubau_pembinaan.core.translations.extract import Message, NotOneText, messages_in
from baubau_pembinaan.core.translations.rooms import Room
from baubau_pembinaan.core.translations.visible import untranslatable_texts


@pytest.fixture
def room(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    source = tmp_path / "page.py"
    source.write_text('_("Good morning, %(name)s.")\nngettext("%(n)s book", "%(n)s books", n)\n')
    return Room("sample", tmp_path / "locale", python=[source])


def fill(room: Room, **texts: str) -> None:
    po = catalogue.read(room.catalogue)
    for entry in po:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: texts["plural"]}
        else:
            entry.msgstr = texts["single"]
    po.save(str(room.catalogue))


def test_python_messages_are_found_by_function(tmp_path):
    file = tmp_path / "a.py"
    file.write_text('_("one" " two")\npgettext_lazy("month", "May")\nngettext("a", "b", 2)\nprint("no")\n_(variable)\n')
    assert messages_in(file) == {Message("one two"), Message("May", "month"), Message("a", "", "b")}


@pytest.mark.parametrize("call", ['_(f"Hello {name}")', '_("Hello %s" % name)', '_("Hello " + name)'])
def test_a_message_built_from_pieces_is_refused(tmp_path, call):
    file = tmp_path / "a.py"
    file.write_text(call)
    with pytest.raises(NotOneText):
        messages_in(file)


def test_template_messages_are_found_in_every_tag(tmp_path):
    file = tmp_path / "a.html"
    file.write_text(
        """{% load i18n %}  {% translate "It's 5%" %}{{ x|default:_("None yet") }}
        {% blocktranslate trimmed count n=n %}
            {{ n }} row
        {% plural %}{{ n }} rows{% endblocktranslate %}
        {% include "b.html" with title=_("Books") %}{% translate "May" context "month" %} def f(:
        """
    )
    assert messages_in(file) == {
        Message("It's 5%%"),
        Message("None yet"),
        Message("%(n)s row", "", "%(n)s rows"),
        Message("Books"),
        Message("May", "month"),
    }


def test_updating_keeps_translations_and_drops_unused_words(room):
    assert catalogue.update(room) == (2, 2, 0)
    fill(room, single="Selamat pagi, %(name)s.", plural="%(n)s buku")
    room.python[0].write_text('_("Good morning, %(name)s.")\n_("New")\n')
    assert catalogue.update(room) == (2, 1, 1)
    assert [(entry.msgid, entry.msgstr) for entry in catalogue.read(room.catalogue)] == [
        ("Good morning, %(name)s.", "Selamat pagi, %(name)s."),
        ("New", ""),
    ]


def test_updating_twice_writes_the_same_bytes(room):
    catalogue.update(room)
    first = room.catalogue.read_bytes()
    catalogue.update(room)
    assert room.catalogue.read_bytes() == first


def test_a_full_catalogue_has_no_problems(room):
    catalogue.update(room)
    fill(room, single="Selamat pagi, %(name)s.", plural="%(n)s buku")
    assert list(catalogue.problems(room)) == []


def test_a_missing_catalogue_names_app_message_and_file(room):
    assert next(catalogue.problems(room)) == (
        "sample: '%(n)s book' (page.py) is not in the catalogue; run manage.py update_translations sample"
    )


def test_a_lost_hole_is_a_problem(room):
    catalogue.update(room)
    fill(room, single="Selamat pagi.", plural="%(jumlah)s buku")
    faults = list(catalogue.problems(room))
    assert len(faults) == 2 and "jumlah" in faults[0] and "name" in faults[1]


def test_a_fuzzy_entry_is_a_problem(room):
    catalogue.update(room)
    fill(room, single="Selamat pagi, %(name)s.", plural="%(n)s buku")
    po = polib.pofile(str(room.catalogue))
    po[0].flags.append("fuzzy")
    po.save(str(room.catalogue))
    assert [line for line in catalogue.problems(room) if "fuzzy" in line]


def test_compiled_catalogues_are_readable_and_rewritten_only_when_stale(room):
    catalogue.update(room)
    fill(room, single="Selamat pagi, %(name)s.", plural="%(n)s buku")
    assert catalogue.compile_all(iter([room.catalogue])) == 1
    assert catalogue.compile_all(iter([room.catalogue])) == 0
    with room.catalogue.with_suffix(".mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    assert words.gettext("Good morning, %(name)s.") == "Selamat pagi, %(name)s."
    assert words.ngettext("%(n)s book", "%(n)s books", 3) == "%(n)s buku"


def test_words_outside_translation_tags_are_found(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    file = tmp_path / "a.html"
    file.write_text(
        '<h1>Beranda</h1>\n<img alt="Foto">\n<input type="submit" value="Simpan">\n{% if x %}<p>Halo</p>{% endif %}\n'
    )
    assert [line.split(" ")[:2] for line in untranslatable_texts(file)] == [
        ["a.html:1:", "'Beranda'"],
        ["a.html:2:", "'Foto'"],
        ["a.html:3:", "'Simpan'"],
        ["a.html:4:", "'Halo'"],
    ]


def test_translated_words_marked_names_and_abbreviations_are_let_through(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    file = tmp_path / "a.html"
    file.write_text(
        "{% load i18n %}{# a note #}<h1>{% translate 'Home' %} · IKM 85,50</h1><span translate='no'>Perpusnas</span>"
        "{% blocktranslate %}Hello <b>there</b>{% endblocktranslate %}"
        "<input name='nama' value='{{ x }}' title='{{ y }}'>"
        "{% comment %}Nothing{% endcomment %}<code>manage.py</code>{% block body_class %}staff{% endblock %}"
        "{% block coltype %}colM{% endblock %}"
        "<button lang='en'>English</button>"
    )
    assert list(untranslatable_texts(file)) == []
