"""One line of the register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from baubau_pembinaan.documents.models import StoredFile
from baubau_pembinaan.documents.render import to_pdf
from baubau_pembinaan.documents.tree import Document


@dataclass(frozen=True)
class Paper:
    """kind: what sort of paper, in the office's words. content: makes or reads the bytes, called while the bundle is
    packed; None where there is only an address, or nothing. missing: why there is none; such a line is red.
    url: the page of its row, without the site's address."""

    kind: str
    title: str
    number: str = ""
    day: date | None = None
    url: str = ""
    stem: str = ""
    ending: str = "pdf"
    content: Callable[[], bytes] | None = None
    missing: str = ""


def made(document: Callable[[], Document]) -> Callable[[], bytes]:
    """The paper's PDF, put together when it is asked for."""
    return lambda: to_pdf(document())


def held(stored: StoredFile) -> Callable[[], bytes]:
    """The bytes of a kept file."""

    def read() -> bytes:
        with stored.file.open("rb") as file:
            return file.read()

    return read


def linked(title: str, address: str) -> Callable[[], bytes]:
    """A text file that leads on to what is kept elsewhere."""
    return lambda: f"{title}\r\n{_('Kept elsewhere; open this address:')}\r\n{address}\r\n".encode()
