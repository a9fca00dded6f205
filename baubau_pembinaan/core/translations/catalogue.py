"""One room's catalogue: bringing it up to date, and what is wrong with it."""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings

from .extract import Message, extract
from .rooms import LANGUAGE, WITHOUT_INDONESIAN, Room

_HEADER = {
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
_HOLE = re.compile(r"%\((\w+)\)[a-z]|%([a-z])|\{(\w*)(?::[^}]*)?\}")


def wanted(room: Room) -> dict[Message, list[Path]]:
    """The messages this room's catalogue must carry, with the files that use them.

    Overridden templates of allauth and the admin keep those packages' own Indonesian; only what it lacks is ours.
    """
    messages = extract(room.python)
    for message, files in extract(room.templates).items():
        if room.third_party and _of_upstream(files) and message in upstream():
            continue
        messages.setdefault(message, []).extend(files)
    for message, files in extract(room.third_party, ours=False).items():
        if message not in upstream():
            messages.setdefault(message, []).extend(files)
    return messages


def update(room: Room) -> tuple[int, int, int]:
    """Merge the messages in use into the room's .po file; (in use, still untranslated, dropped).

    Translations are kept; what nothing uses any more is dropped. Neither dates nor line numbers are written, and
    entries stand sorted, so two branches that add words seldom conflict.
    """
    old = {_key(entry): entry for entry in read(room.catalogue)}
    messages = wanted(room)
    new = polib.POFile(wrapwidth=0)
    new.metadata = _HEADER
    for message in sorted(messages):
        entry = _entry(message, old.get((message.context, message.msgid)))
        entry.occurrences = [(name, "") for name in sorted({_shown(file) for file in messages[message]})]
        new.append(entry)
    if messages or room.catalogue.exists():
        room.catalogue.parent.mkdir(parents=True, exist_ok=True)
        text = str(new).rstrip("\n") + "\n"
        if not room.catalogue.exists() or room.catalogue.read_text(encoding="utf-8") != text:
            room.catalogue.write_text(text, encoding="utf-8")
    dropped = len(set(old) - {(message.context, message.msgid) for message in messages})
    return len(messages), sum(not entry.translated() for entry in new), dropped


def problems(room: Room) -> Iterator[str]:
    """Sentences naming the catalogue, the message and its file, for each message that a reader would miss."""
    entries = {_key(entry): entry for entry in read(room.catalogue)}
    for message, files in sorted(wanted(room).items()):
        entry = entries.get((message.context, message.msgid))
        where = f"{room.name}: {message.msgid!r} ({_shown(files[0])})"
        if entry is None:
            yield f"{where} is not in the catalogue; run manage.py update_translations {room.name}"
        elif entry.fuzzy:
            yield f"{where} is marked fuzzy"
        elif not entry.translated():
            yield f"{where} has no Indonesian"
        else:
            yield from (f"{where}: {fault}" for fault in _hole_faults(message, entry))


def quarrels(rooms: Iterable[Room]) -> Iterator[str]:
    """One message that two rooms translate differently: Django joins all catalogues, so one would win everywhere."""
    spoken: dict[tuple[str, str], dict[str, str]] = {}
    for room in rooms:
        for entry in read(room.catalogue) if room.catalogue.exists() else []:
            if entry.msgstr:
                spoken.setdefault(_key(entry), {}).setdefault(entry.msgstr, room.name)
    for (_context, message), ways in sorted(spoken.items()):
        if len(ways) > 1:
            said = "; ".join(f"{room}: {text!r}" for text, room in ways.items())
            yield f"{message!r} is translated in more than one way ({said})"


def compile_all(files: Iterator[Path]) -> int:
    """Write the .mo beside each .po whose .mo is older or absent; how many were written. Needs no gettext."""
    written = 0
    for po in files:
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        handle, name = tempfile.mkstemp(dir=mo.parent, suffix=".tmp")
        os.close(handle)
        read(po).save_as_mofile(name)
        Path(name).chmod(0o644)
        Path(name).replace(mo)  # a reader sees the old or the new one, never half of it
        written += 1
    return written


def read(po: Path) -> polib.POFile:
    return polib.pofile(str(po), wrapwidth=0) if po.exists() else polib.POFile(wrapwidth=0)


def upstream_catalogues() -> Iterator[Path]:
    """The Indonesian catalogues that Django and the installed packages bring."""
    import django

    folders = [Path(django.__file__).parent / "conf" / "locale"]
    folders += [Path(config.path) / "locale" for config in apps.get_app_configs() if "site-packages" in config.path]
    for folder in folders:
        yield folder / LANGUAGE / "LC_MESSAGES" / "django.po"


@cache
def upstream() -> frozenset[Message]:
    """The messages that Django and the installed packages already say in Indonesian."""
    return frozenset(
        Message(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")
        for catalogue in upstream_catalogues()
        for entry in read(catalogue)
        if entry.translated()
    )


def _of_upstream(files: list[Path]) -> bool:
    """Whether all these templates override ones of an installed package."""
    base = Path(settings.BASE_DIR) / "templates"
    folders = {"admin", "account", "mfa", "usersessions", "allauth", "simple_history", *WITHOUT_INDONESIAN}
    return all(file.is_relative_to(base) and file.relative_to(base).parts[0] in folders for file in files)


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return (entry.msgctxt or "", entry.msgid)


def _entry(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None)
    before = (old.msgstr or old.msgstr_plural.get(0, "")) if old else ""
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = {0: before}
    else:
        entry.msgstr = before
    if "%(" in message.msgid:
        entry.flags = ["python-format"]
    if old:
        entry.tcomment = old.tcomment
        if old.fuzzy:
            entry.flags.append("fuzzy")
    return entry


def _holes(text: str) -> set[str]:
    return {"".join(match) for match in _HOLE.findall(text.replace("%%", ""))}


def _hole_faults(message: Message, entry: polib.POEntry) -> Iterator[str]:
    asked = _holes(message.plural or message.msgid)
    given = _holes(entry.msgstr_plural.get(0, "") if message.plural else entry.msgstr)
    if message.plural and given - _holes(message.msgid) - asked:
        yield f"unknown holes {sorted(given - asked)}"
    elif not message.plural and asked != given:
        yield f"holes differ: {sorted(asked ^ given)}"


def _shown(file: Path) -> str:
    text = str(file)
    return text.split("site-packages/")[1] if "site-packages/" in text else str(file.relative_to(settings.BASE_DIR))
