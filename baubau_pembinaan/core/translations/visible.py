"""A heuristic look for words in templates that stand outside every translation tag."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings
from django.template.base import Lexer, TokenType

SPOKEN_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "label"}
_SILENT = {"script", "style", "code", "kbd"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_WORD = re.compile(r"[^\W\d_]{2,}")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,6}\b")  # IKM, PDF, XLSX, ID, EN


def untranslatable_texts(template: Path) -> Iterator[str]:
    """Sentences naming the template, the line and the text. Mark a proper name with translate="no"."""
    source = template.read_text(encoding="utf-8")
    shown = template.relative_to(settings.BASE_DIR)
    markup = _without_tags(source)
    if template.suffix == ".txt":
        found = [(number, line.strip()) for number, line in enumerate(markup.splitlines(), 1)]
    else:
        reader = _Reader()
        reader.feed(markup)
        found = reader.found
    for line, text in found:
        if _WORD.search(_ABBREVIATION.sub("", text)):
            yield f"{shown}:{line}: {text[:60]!r} stands outside a translation tag"


def _without_tags(source: str) -> str:
    """The template with Django's own tags, comments and translated blocks blanked, its lines kept."""
    out: list[str] = []
    closing = ""
    for token in Lexer(source).tokenize():
        blank = "\n" * token.contents.count("\n")
        if token.token_type == TokenType.BLOCK:
            name, *words = token.contents.split()
            if closing and name == closing:
                closing = ""
            elif name == "block" and words and words[0].endswith(("class", "coltype")):
                closing = "endblock"  # words for a class attribute of the layout (coltype: the admin's)
            elif not closing and name in ("blocktranslate", "blocktrans", "comment", "verbatim"):
                closing = f"end{name}"
            out.append(blank)
        elif token.token_type == TokenType.TEXT and not closing:
            out.append(token.contents)
        else:
            out.append("0" if token.token_type == TokenType.VAR and not blank else blank)
    return "".join(out)


def _is_a_name(tag: str, given: dict[str, str | None]) -> bool:
    """Proper names (translate="no") and words of a named other tongue (lang) stay as they are."""
    return given.get("translate") == "no" or (tag != "html" and "lang" in given)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._quiet: list[str] = []  # the open elements whose text is not for reading aloud

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID and (self._quiet or tag in _SILENT or _is_a_name(tag, given)):
            self._quiet.append(tag)
        spoken = SPOKEN_ATTRIBUTES | ({"value"} if given.get("type") in ("submit", "button", "reset") else set())
        if not self._quiet:
            for name in spoken & set(given):
                self.found.append((self.getpos()[0], given[name] or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._quiet:
            while self._quiet.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._quiet and data.strip():
            self.found.append((self.getpos()[0], " ".join(data.split())))
