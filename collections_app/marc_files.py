"""Files of MARC records, ISO 2709 and MARCXML: told by their content and taken apart, record by record."""

import codecs
import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, XMLPullParser
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _
from pymarc import Field, Indicators, Record, Subfield
from pymarc.exceptions import PymarcException

from .marc_letters import MARC8, UTF8, WINDOWS, Letters, in_windows
from .slims.dialect import NotRecognised
from .slims.encodings import wide_encoding

ISO, XML = "marc21", "marcxml"
_LEADER = re.compile(rb"^\d{5}[a-z ][a-z ]{2}.{2}22\d{5}")
# Leader and directory, whatever lengths the leader names: the directory ends where its twelves of digits do.
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*?(.{24})((?:\d{12})+)\x1e", re.DOTALL)
END = b"\x1d"
LARGEST_RECORD = 1024 * 1024
LONGEST_RECORD = 99_999  # bytes that ISO 2709 can count
LARGEST_XML_RECORD = 1024 * 1024
Found = tuple[Record | None, str]  # a record with a warning or "", or why there is none


def kind_of(file: IO[bytes]) -> str:
    """ISO, XML or "" for anything else, by content."""
    file.seek(0)
    head = file.read(16 * 1024)
    file.seek(0)
    if _LEADER.match(head.lstrip()[:24]) or _BEGINS.match(head):
        return ISO
    if wide := wide_encoding(head):
        head = head.decode(wide, errors="replace").encode()
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if text.startswith(b"<") and (
        b"MARC21/slim" in head or re.search(rb"<(?:\w+:)?(?:collection|record|leader)\b", head)
    ):
        return XML
    return ""


def records(file: IO[bytes], kind: str) -> Iterator[Found]:
    """Each record of the file. Raises NotRecognised where it is broken as a whole."""
    file.seek(0)
    return _iso(file) if kind == ISO else _xml(file)


def _iso(file: IO[bytes]) -> Iterator[Found]:
    letters = Letters()
    for data in _raw(file):
        if not data.isascii() and (found := _BEGINS.match(data)) and found.group(1)[9:10] != b"a":
            letters.weigh(data[found.end() :])
    file.seek(0)
    for data in _raw(file):
        yield _decoded(data, letters)


def _raw(file: IO[bytes]) -> Iterator[bytes]:
    """Each record up to its end mark: line ends between records, and lengths that are blank or wrong, do no harm."""
    rest = b""
    while piece := file.read(64 * 1024):
        *whole, rest = (rest + piece).split(END)
        for data in whole:
            if data.strip():
                yield data + END
        if len(rest) > LARGEST_RECORD:
            raise NotRecognised(_("A record of this MARC file does not end within 1 MB; such files are not taken."))
    if rest.strip():
        yield rest


def _decoded(data: bytes, letters: Letters) -> Found:
    damaged = _("This record is damaged: its directory or its fields are not where MARC has them. Export it anew.")
    if not (found := _BEGINS.match(data)):
        return None, damaged
    leader, directory = found.group(1).replace(b"#", b" "), found.group(2)
    body = data[found.end() :]
    base = len(leader) + len(directory) + 1
    length = min(base + len(body), LONGEST_RECORD)
    written, note = MARC8, ""
    if leader[9:10] != b"a" and not body.isascii():  # what it says of its letters is blank, not what it is
        written = letters.of(body)
        if written == UTF8:
            leader = leader[:9] + b"a" + leader[10:]
        elif letters.is_doubtful(body):
            name = "Windows-1252" if written == WINDOWS else "MARC-8"
            note = _("This record does not say how its letters are written; they were read as %(name)s.")
            note = note % {"name": name}
        if written == WINDOWS:
            body = in_windows(body)
    leader = b"%05d%s%05d%s" % (length, leader[5:12], base, leader[17:])
    try:
        whole = leader + directory + b"\x1e" + body
        return Record(whole, to_unicode=True, utf8_handling="replace", file_encoding=written), note
    except (PymarcException, ValueError, LookupError):
        return None, damaged


def _texts(file: IO[bytes]) -> Iterator[bytes | str]:
    """The file in pieces; of UTF-16, which the parser does not tell without its mark, as text."""
    wide = wide_encoding(file.read(16 * 1024))
    file.seek(0)
    decoder = codecs.getincrementaldecoder(wide)(errors="replace") if wide else None
    while piece := file.read(64 * 1024):
        yield decoder.decode(piece) if decoder else piece


def _xml(file: IO[bytes]) -> Iterator[Found]:
    """Record by record, in pieces; document types and entities are refused (they can unfold without end)."""
    parser = XMLPullParser(events=("start", "end"))
    root: Element | None = None
    waiting, seam = 0, ""  # letters since the last record ended; the end of the piece before
    try:
        for piece in _texts(file):
            text = seam + (piece if isinstance(piece, str) else piece.decode("latin-1"))
            seam = text[-10:]
            if "<!DOCTYPE" in text or "<!ENTITY" in text:
                raise NotRecognised(_("This XML declares a document type; such files are not taken."))
            waiting += len(piece)
            if waiting > LARGEST_XML_RECORD:
                raise NotRecognised(_("A record of this XML does not end within 1 MB; such files are not taken."))
            parser.feed(piece)
            for event, element in parser.read_events():
                if event == "start":
                    root = element if root is None else root
                    continue
                if element.tag.rpartition("}")[2] == "record":
                    waiting = 0
                    yield _from_xml(element), ""
                    element.clear()
                    if root is not None and root is not element:
                        root.clear()
        parser.close()
    except (ExpatError, SyntaxError) as error:
        raise NotRecognised(_("The XML of this file is broken: %(why)s.") % {"why": error}) from error


def _from_xml(element: Element) -> Record:
    record = Record(force_utf8=True)
    for child in element:
        name, text = child.tag.rpartition("}")[2], child.text or ""
        if name == "leader" and len(text) == 24:
            record.leader = text
        elif name == "controlfield":
            record.add_field(Field(tag=child.get("tag", "000"), data=text))
        elif name == "datafield":
            parts = [Subfield(part.get("code", "a"), part.text or "") for part in child]
            marks = Indicators(child.get("ind1", " ")[:1] or " ", child.get("ind2", " ")[:1] or " ")
            record.add_field(Field(tag=child.get("tag", "000"), indicators=marks, subfields=parts))
    return record
