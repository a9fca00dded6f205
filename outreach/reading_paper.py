"""The certificate of a reader who finished: a paper with the office's head, the number and what was read."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from baubau_pembinaan.core.formats import angka, rentang_tanggal
from baubau_pembinaan.documents.letterhead import default_signer, letterhead, signature
from baubau_pembinaan.documents.tree import Block, Document, Page, Paragraph
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
