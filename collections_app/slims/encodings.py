"""Telling how the letters of a file are written, by the bytes that stand in it."""

import codecs
import re
from typing import IO

PIECE = 256 * 1024
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = bytes(range(0x80, 0x100))
_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")


def encoding_of(file: IO[bytes]) -> str:
    """UTF-16 and UTF-8 by their marks, UTF-16 also by its empty halves; UTF-8 where most of what is no plain letter is;
    else Windows-1252.

    So one byte cut off somewhere costs one sign, not every accent of the file. Reads in pieces.
    """
    file.seek(0)
    head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    file.seek(0)
    if wide := wide_encoding(file.read(PIECE)):
        return wide
    file.seek(0)
    whole, broken, rest = 0, 0, b""
    while piece := file.read(PIECE):
        piece = rest + piece
        rest = piece[len(piece.rstrip(_HIGH)) :][-3:]  # a sign may go on in the next piece
        piece = piece[: len(piece) - len(rest)]
        left, signs = _MANY_BYTES.subn(b"", piece)
        whole += signs
        broken += len(_HIGH_BYTES.findall(left))
    left, signs = _MANY_BYTES.subn(b"", rest)
    whole, broken = whole + signs, broken + len(_HIGH_BYTES.findall(left))
    return "utf-8" if not broken or whole > broken else "cp1252"


def encoding_of_bytes(text: bytes) -> str:
    """UTF-8 where most of what is no plain letter is, else Windows-1252."""
    left, whole = _MANY_BYTES.subn(b"", text)
    broken = len(_HIGH_BYTES.findall(left))
    return "utf-8" if not broken or whole > broken else "cp1252"


def wide_encoding(head: bytes) -> str:
    """UTF-16 without a mark, or with one: of letters and signs every other byte is empty; "" where it is none."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) // 4
    if len(head) >= 4 and max(even, odd) > half and min(even, odd) * 20 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""
