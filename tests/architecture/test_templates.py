"""Templates hold no inline style or script (a strict policy forbids them), ask no other host, and all parse."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(file.relative_to(ROOT)) for file in ROOT.rglob("*") if file.suffix in (".html", ".txt"))
# Mail programs read no style sheets; their styles stand on the elements.
STYLED_BY_HAND = re.compile(r"(^|/)emails?/|layouts/email")
_TAG = re.compile(r"{% comment.*?endcomment %}|{%.*?%}|{#.*?#}|{{.*?}}", re.DOTALL)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name, value in attrs:
            if name == "style" or re.fullmatch(r"on[a-z]+", name):
                self.faults.append(f"line {self.getpos()[0]}: <{tag} {name}=…>")
            asks = tag != "a" and name in ("src", "href", "action", "srcset", "poster")
            if asks and re.match(r"(https?:)?//|javascript:", value or ""):
                self.faults.append(f"line {self.getpos()[0]}: <{tag}> asks {value}")
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.faults.append(f"line {self.getpos()[0]}: inline <{tag}>")


def faults(source: str) -> list[str]:
    reader = Reader()
    reader.feed(_TAG.sub("", source))
    return reader.faults


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_parses_and_holds_nothing_inline(name):
    engines["django"].get_template(name)
    if name.endswith(".html") and not STYLED_BY_HAND.search(name):
        assert faults((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color:red">x</p>',
        "<style>p{}</style>",
        "<script>x()</script>",
        '<a onclick="x()">x</a>',
        '<script src="https://example.org/x.js"></script>',
        '<form action="//example.org"></form>',
    ],
)
def test_a_fault_would_be_seen(source):
    assert faults(source)
