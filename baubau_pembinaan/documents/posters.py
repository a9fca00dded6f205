"""Posters and slips: a big title, a QR of at least four centimetres, and a short code for those who type it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.qr import qr_svg

from .tree import Letterhead

Paper = Literal["a4", "a5", "a6", "square"]
SIZES = {"a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "square": (160, 160)}
LEAST_QR_MM = 46  # with its quiet edge; the dark modules stay above four centimetres
QR_MM = {"a4": 95, "a5": 64, "a6": 46, "square": 52}


@dataclass(frozen=True)
class Poster:
    """What hangs at a desk. `url` is where the QR leads; `address` is typed by hand, without https://, with `code`.

    `facts` (when, where, for whom) stand below the title, `steps` are numbered below the code. `terms`: words with
    what is said of them, below the steps; the QR gives way for them.
    """

    title: str
    url: str
    address: str = ""
    code: str = ""
    lead: str = ""
    steps: Sequence[str] = ()
    note: str = ""
    facts: Sequence[str] = ()
    terms: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Slip:
    """One of eight cards on a sheet: for whom, a few lines, the code and where it is used."""

    title: str
    url: str
    code: str
    lines: Sequence[str] = ()
    note: str = ""


def poster(
    content: Poster,
    *,
    day: date,
    office: Letterhead | None = None,
    paper: Paper = "a5",
    kind: Literal["pdf", "png"] = "pdf",
    ppi: int = 200,
    language: Literal["id", "en"] = "id",
) -> bytes:
    """The poster as PDF, or as PNG for social media; the same content and day give the same bytes."""
    width, height = SIZES[paper]
    with override(language):
        data = {
            **asdict(content),
            "width": width,
            "height": height,
            "qr_mm": max(LEAST_QR_MM, round(QR_MM[paper] * 0.75)) if content.terms else QR_MM[paper],
            "scan_label": _("Scan this code with your phone's camera"),
            "type_label": _("or type"),
        }
        return _made("poster.typ", data, [content.url], office, day, language, kind, ppi)


def slips(
    content: Sequence[Slip],
    *,
    day: date,
    office: Letterhead | None = None,
    language: Literal["id", "en"] = "id",
) -> bytes:
    """Slips to cut out, eight to an A4 sheet, as PDF. ValueError without any."""
    if not content:
        raise ValueError("There is no slip to print.")
    with override(language):
        data = {
            "title": _("Slips"),
            "slips": [asdict(slip) for slip in content],
            "scan_label": _("Scan, or open this address and type the code:"),
        }
        return _made("slips.typ", data, [slip.url for slip in content], office, day, language, "pdf", 200)


Section = dict[str, Any]


def section(title: str, lines: Sequence[str] = (), *, kind: Literal["text", "list", "steps"] = "text") -> list[Section]:
    """A headed part of a brochure; none where there is nothing to say."""
    said = [line for line in lines if line]
    return [{"kind": kind, "title": title, "lines": said}] if said else []


def hours_section(title: str, rows: Sequence[tuple[str, str]]) -> list[Section]:
    return [{"kind": "hours", "title": title, "rows": list(rows)}] if rows else []


@dataclass(frozen=True)
class Brochure:
    """A tri-fold: the front says title and lead; `inside` are its three panels, `flap` the one folded in; the back has
    the QR to `url`, the `address` typed by hand, the channel's `code` and ways to reach the office."""

    title: str
    url: str
    address: str
    code: str
    lead: str
    inside: tuple[Sequence[Section], Sequence[Section], Sequence[Section]]
    flap: Sequence[Section]
    contacts: Sequence[str] = ()


def brochure(
    content: Brochure, *, day: date, office: Letterhead | None = None, language: Literal["id", "en"] = "id"
) -> bytes:
    """A4 landscape, two pages, as PDF; the same content and day give the same bytes."""
    with override(language):
        data = {
            **asdict(content),
            "scan_label": _("Scan this code with your phone's camera"),
            "type_label": _("or type"),
            "code_label": _("Channel code:"),
            "front_note": _("Service brochure"),
        }
        return _made("brochure.typ", data, [content.url], office, day, language, "pdf", 200)


def _made(
    template: str,
    data: dict[str, Any],
    urls: Sequence[str],
    office: Letterhead | None,
    day: date,
    language: str,
    kind: Literal["pdf", "png"],
    ppi: int,
) -> bytes:
    from .render.pictures import picture_kind, printable
    from .render.typeset import compile_template, deep_plain

    # Two quiet modules here, the white card around the code gives the others.
    files = {f"qr-{index}.svg": qr_svg(url, border=2).encode() for index, url in enumerate(urls)}
    emblem = ""
    if office and office.emblem:
        picture = printable(office.emblem)
        emblem = f"emblem.{picture_kind(picture)}"
        files[emblem] = picture
    shared = {
        "office": (office.name or office.line_2) if office else "",
        "city": office.line_1 if office else "",
        "emblem": emblem,
        "emblem_alt": _("Emblem"),
        "qr_alts": [_("QR code to %(address)s") % {"address": url} for url in urls],
        "date": [day.year, day.month, day.day],
        "language": language,
    }
    stamp = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return compile_template(template, deep_plain(data | shared) | {"timestamp": stamp}, files, kind=kind, ppi=ppi)[0]
