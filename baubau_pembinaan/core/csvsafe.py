"""Text that spreadsheets would run as a formula, made harmless in CSV and readable again without loss (ASVS 1.2.10)."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

_SIGNS = frozenset("=+-@|\t\r\n\0＝＋－＠｜")
_INVISIBLE = " \u00a0\u200b\u200c\u200d\u2060\ufeff"
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might run the text: it begins with a formula sign (also after spaces, also full-width).

    A plain number with a sign is not: -5 and +62812 stay as they are.
    """
    start = text.lstrip(_INVISIBLE)
    return bool(start) and start[0] in _SIGNS and not _NUMBER.fullmatch(start)


def neutral(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet might run it; `restore` takes it off again."""
    return f"'{text}" if is_formula_like(text.lstrip("'")) else text


def restore(text: str) -> str:
    """The text as it was before `neutral`."""
    return text[1:] if text.startswith("'") and is_formula_like(text.lstrip("'")) else text


def csv_bytes(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ";") -> bytes:
    """A CSV that Indonesian Excel opens by double click: semicolons, UTF-8 with BOM, formulas neutralised."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([neutral(str(header)) for header in headers])
    for row in rows:
        writer.writerow(["" if cell is None else neutral(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")
