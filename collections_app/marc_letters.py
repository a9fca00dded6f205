"""Which letters MARC records are written in that do not say so: UTF-8, MARC-8 as the rules want, or Windows-1252.

In MARC-8 an accent stands before its letter, in Windows-1252 they are one sign: what follows a sign tells which it is.
"""

import re

from .slims.encodings import encoding_of_bytes

UTF8, MARC8, WINDOWS = "utf-8", "iso8859-1", "cp1252"  # pymarc's word for MARC-8 is its second one
_NOT_IN_MARC8 = re.compile(rb"[\x80-\x87\x8a-\x8c\x8f-\xa0\xc9-\xdf]|[\xe0-\xfe](?![A-Za-z\xe0-\xfe])")
_ACCENTED = re.compile(rb"[\xe0-\xfe](?=[A-Za-z])")
_MARC8_PAIRS = re.compile(
    rb"[\xe1\xe2\xe3\xe5\xe8](?=[aeiouAEIOU])|[\xe4\xe6](?=[aoguAOGU])|\xea(?=[auAU])|\xf0(?=[cstCST])|"
    rb"\xf2(?=[hdtszHDTSZ])|[A-Za-z][\xae\xb0](?=[A-Za-z])"
)
_EITHER = re.compile(rb"\xe9(?=[cszrenCSZREN])|\xe4(?=[nN])|\xe2(?=[cnszCNSZ])")
_NO_SIGNS = bytes.maketrans(b"\x81\x8d\x8f\x90\x9d", b"?????")  # what Windows-1252 has no sign for


class Letters:
    """What the records of one file are written in; they all speak, so that one with a single accent is no guess."""

    def __init__(self) -> None:
        self.windows = self.marc8 = 0

    def weigh(self, body: bytes) -> None:
        windows, marc8 = _weights(body)
        self.windows += windows
        self.marc8 += marc8

    def of(self, body: bytes) -> str:
        if encoding_of_bytes(body) == "utf-8":
            return UTF8
        return WINDOWS if self.windows > self.marc8 else MARC8

    def is_doubtful(self, body: bytes) -> bool:
        """Whether somebody should look at the names of this record."""
        windows, _marc8 = _weights(body)
        return self.of(body) == WINDOWS or bool(windows) or (not self.marc8 and bool(_EITHER.search(body)))


def _weights(body: bytes) -> tuple[int, int]:
    """(signs that only Windows-1252 has so, signs that only MARC-8 has so)."""
    if body.isascii() or encoding_of_bytes(body) == "utf-8":
        return 0, 0
    marc8, either = len(_MARC8_PAIRS.findall(body)), len(_EITHER.findall(body))
    accents = len(_ACCENTED.findall(body))
    alone = len(_NOT_IN_MARC8.findall(body))
    return 2 * alone + max(0, accents - marc8 - either), marc8


def in_windows(body: bytes) -> bytes:
    """The bytes with a question mark for those that mean nothing in Windows-1252."""
    return body.translate(_NO_SIGNS)
