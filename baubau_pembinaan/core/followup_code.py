"""Codes on a slip: ten Crockford base32 characters and a check character, to ask how far a thing is with no account.

Crockford's alphabet leaves out I, L, O and U; people who type them mean 1, 1 and 0. The check character is the number
modulo 37 (https://www.crockford.com/base32.html); numbers whose check would be one of the signs * ~ $ = are drawn
again, so a code is letters and digits only. A code shows a status and nothing personal; pages that take one also
count the attempts (`too_many_attempts`), since fifty bits are only as strong as the guessing is slow.
"""

import secrets

from django.core.cache import cache

from .cache import LIMIT_PREFIX

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
STORED = LENGTH + 1  # characters of a code as it is stored, without the dashes
ATTEMPTS = 20
WINDOW_SECONDS = 600
_CHECKS = f"{ALPHABET}*~$=U"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None, "\u2013": None, ".": None})


def new_code() -> str:
    """Eleven characters, random (fifty bits), as they are stored."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if (check := check_character(body)).isalnum():
            return body + check


def check_character(body: str) -> str:
    number = 0
    for sign in body:
        number = number * 32 + ALPHABET.index(sign)
    return _CHECKS[number % 37]


def read_code(text: str) -> str:
    """The stored form of what somebody typed (small letters, dashes, O for 0, I or L for 1); "" where it is no code.

    One wrong character or two exchanged neighbours never make another valid code.
    """
    typed = text.strip().upper().translate(_READ_AS)
    body, check = typed[:LENGTH], typed[LENGTH:]
    if len(typed) != STORED or any(sign not in ALPHABET for sign in body):
        return ""
    return typed if check_character(body) == check else ""


def shown_code(code: str) -> str:
    """ "4F7K29XM3PA" -> "4F7K2-9XM3P-A", as it stands on a slip."""
    return "-".join(part for part in (code[:5], code[5:LENGTH], code[LENGTH:]) if part)


def is_stopped(mark: str, *, most: int = ATTEMPTS) -> bool:
    """Whether the connection `mark` has used up its attempts; counts nothing."""
    return (cache.get(f"{LIMIT_PREFIX}followup-code:{mark}") or 0) >= most


def too_many_attempts(mark: str, *, most: int = ATTEMPTS) -> bool:
    """Count one more look for the connection `mark`; True from the `most`+1st within ten minutes."""
    key = f"{LIMIT_PREFIX}followup-code:{mark}"
    if cache.add(key, 1, WINDOW_SECONDS):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # the window ended this moment
        return False
