"""The library's own paper: letterhead, page and signers from its settings."""

from datetime import date

from baubau_pembinaan.core.formats import tanggal
from baubau_pembinaan.libraries.models import Library, Signatory

from .tree import Letterhead, Page, Signature, Signer


def letterhead(library: Library | None = None) -> Letterhead:
    """The kop of the library of this installation; a missing or unreadable emblem leaves its place empty."""
    library = library or Library.current()
    address = " ".join(
        part for part in (", ".join(p for p in (library.address, library.city) if p), library.postal_code) if part
    )
    contact = [
        f"Telp. {library.phone}" if library.phone else "",
        f"Pos-el {library.email}" if library.email else "",
        f"Laman {library.website.removeprefix('https://').rstrip('/')}" if library.website else "",
    ]
    return Letterhead(
        line_1=library.office_line_1,
        line_2=library.office_line_2 or library.name,
        name=library.name
        if library.office_line_2 and library.name.casefold() != library.office_line_2.casefold()
        else "",
        address=address,
        contact="  ·  ".join(part for part in contact if part),
        emblem=_emblem(library),
    )


def page(library: Library | None = None, *, landscape: bool = False) -> Page:
    """Paper and margins as the library has set them."""
    library = library or Library.current()
    return Page(
        paper="f4" if library.paper == "f4" else "a4",
        top=library.margin_top_mm,
        right=library.margin_right_mm,
        bottom=library.margin_bottom_mm,
        left=library.margin_left_mm,
        landscape=landscape,
    )


def signer(signatory: Signatory, *, above: str = "") -> Signer:
    return Signer(signatory.title, signatory.name, signatory.rank, signatory.nip_spaced, above)


def signature(day: date, *signers: Signer, library: Library | None = None) -> Signature:
    """The block "Baubau, 22 November 2026" with its signers, the first at the right as offices place the author."""
    library = library or Library.current()
    place = f"{library.city}, {tanggal(day)}" if library.city else tanggal(day)
    return Signature(place, signers)


def default_signer(day: date) -> Signer | None:
    """Who signs for every unit on that day, the newest appointment first; None where nobody is named."""
    found = Signatory.objects.valid_on(day).filter(units__isnull=True).order_by("-valid_from", "name", "pk").first()
    return signer(found) if found else None


def _emblem(library: Library) -> bytes:
    if not library.emblem:
        return b""
    try:
        with library.emblem.open("rb") as file:
            return file.read()
    except OSError:
        return b""
