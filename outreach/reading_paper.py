"""The certificate of a reader who finished: a paper with the office's head, the number and what was read."""

from functools import lru_cache
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, ImageDraw

from baubau_pembinaan.core.formats import angka, rentang_tanggal
from baubau_pembinaan.documents.letterhead import default_signer, letterhead, signature
from baubau_pembinaan.documents.tree import Block, Document, Page, Paragraph, Picture
from baubau_pembinaan.libraries.models import Library
from outreach.models import Reader, ReadingChallenge
from outreach.selectors.reading import Progress


def certificate(progress: Progress, challenge: ReadingChallenge) -> Document:
    """In Indonesian, as it hangs on the wall; KeyError-free only for a reader who finished (has a number)."""
    reader: Reader = progress.reader
    number = reader.certificate
    assert number is not None
    library = Library.current()
    with override("id"):
        read = ", ".join(f"{angka(done)} {label}" for label, done, _goal in progress.parts if done)
        span = rentang_tanggal(challenge.starts_on, challenge.ends_on)
        blocks: list[Block] = [
            Picture(open_book(), alt=_("An open book"), width_mm=52),
            Paragraph(_("Given to"), align="center"),
            Paragraph(str(reader), align="center", bold=True),
            Paragraph(_("who finished the reading challenge"), align="center"),
            Paragraph(challenge.title, align="center", bold=True),
            Paragraph(_("%(days)s, with %(read)s.") % {"days": span, "read": read}, align="center"),
        ]
        if progress.badges:
            names = ", ".join(badge.name for badge in progress.badges)
            blocks.append(Paragraph(_("Badges: %(names)s") % {"names": names}, align="center"))
        if signer := default_signer(number.day):
            blocks.append(signature(number.day, signer))
        return Document(
            title=_("Reading Certificate"),
            number=number.text,
            date=number.day,
            blocks=blocks,
            letterhead=letterhead(library),
            page=Page(landscape=True, top=15, bottom=15, left=25, right=25),
            author=library.name,
        )


@lru_cache(maxsize=1)
def open_book() -> bytes:
    """An open book under a sun, drawn here: the same bytes each time."""
    image = Image.new("RGB", (960, 520), "#FFFFFF")
    pen = ImageDraw.Draw(image)
    for turn in range(-3, 4):
        pen.line((480 + turn * 50, 190, 480 + turn * 115, 30 + abs(turn) * 32), fill="#F2B84B", width=16)
    pen.ellipse((370, 120, 590, 340), fill="#F2B84B")
    pen.polygon([(90, 220), (470, 290), (470, 490), (90, 420)], fill="#0A4D5C")
    pen.polygon([(870, 220), (490, 290), (490, 490), (870, 420)], fill="#0A4D5C")
    pen.polygon([(120, 200), (470, 262), (470, 462), (120, 400)], fill="#EAF3F5")
    pen.polygon([(840, 200), (490, 262), (490, 462), (840, 400)], fill="#EAF3F5")
    for row in range(4):
        y = 246 + row * 40
        pen.line((160, y, 430, y + 48), fill="#7FA8B3", width=8)
        pen.line((800, y, 530, y + 48), fill="#7FA8B3", width=8)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
