"""Names of staff in patrons' words are masked until somebody decided.

A name is recognised whole, or by any of its words that is no mere particle, title or short word. Better one mask too
many than one name too few: whoever decides sees the words as written and may let names stand.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

MASK = "[nama]"
# Parts of Butonese, Malay and Arabic names that name nobody by themselves.
PARTICLES = frozenset(
    ("la", "wa", "ode", "al", "bin", "binti", "abdul", "abd", "muh", "muhammad", "mohammad", "moh", "siti", "sitti")
)
_HONORIFIC = r"(?:(?:bapak|ibu|pak|bu|kak|kakak|mas|mbak|bang|abang|mr|mrs|ms)\.?\s+)?"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def masked(text: str, names: Iterable[str]) -> str:
    """`text` with every name of `names` (people's full names without titles) replaced by MASK."""
    return masker(names)(text)


def masker(names: Iterable[str]) -> Callable[[str], str]:
    """`masked` for many texts: a house's names are looked through once."""
    pattern = _pattern(tuple(names))
    return partial(pattern.sub, MASK) if pattern else str


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """What finds any of these names; the staff of a house are the same from row to row and from page to page."""
    spoken = {part for name in names for part in _spoken(name)}
    if not spoken:
        return None
    longest_first = sorted(spoken, key=lambda part: (-len(part), part))
    any_of = "|".join(r"\s+".join(map(re.escape, part.split())) for part in longest_first)
    name = rf"(?:{any_of})(?!\w)"
    return re.compile(rf"(?<!\w){_HONORIFIC}{name}(?:\s+{name})*", re.IGNORECASE)


def _spoken(name: str) -> Iterable[str]:
    """How people may write a name: whole, or one of its words."""
    words = _WORD.findall(name)
    if len(words) > 1:
        yield " ".join(words)
    for word in words:
        if len(word) > 2 and word.lower() not in PARTICLES:
            yield word
