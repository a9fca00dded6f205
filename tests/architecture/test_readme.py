"""What a newcomer reads first is true: commands, sign-ins, links and pictures, the same in both languages."""

import re

import pytest
from django.conf import settings
from django.core.management import get_commands

from baubau_pembinaan.accounts.demo_people import SIGN_INS

ROOT = settings.BASE_DIR
READMES = ["README.md", "README.id.md"]
PAGES = sorted([*READMES, *(str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md"))])
LARGEST_PICTURE = 120_000


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def table_names(name: str) -> set[str]:
    """What stands in code type in the first cell of the tables: commands, targets, variables."""
    cells = [line.split("|")[1] for line in text_of(name).splitlines() if line.startswith("| `")]
    return {words.split()[0] for cell in cells for words in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)\)|src=\"([^\"]+)\"", text_of(page))
    gone = [one for pair in links for one in pair if one and not ((ROOT / page).parent / one).exists()]
    assert gone == []


@pytest.mark.parametrize("page", READMES)
def test_commands_and_targets_exist(page):
    text = text_of(page)
    targets = set(re.findall(r"^([a-z0-9]+):", text_of("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`| {4})make ([a-z0-9]+)", text)) - targets == set()
    typed = set(re.findall(r"manage\.py ([a-z]\w+)", text)) | {
        n for n in table_names(page) if re.fullmatch(r"[a-z]+_\w+", n)
    }
    assert len(typed) > 5
    assert typed - set(get_commands()) == set()


@pytest.mark.parametrize("page", READMES)
def test_demo_sign_ins_are_those_that_work(page):
    for role, username, password in SIGN_INS:
        assert re.search(rf"{role} +{username} +{password}\n", text_of(page)), username


def test_both_languages_say_as_much():
    english, indonesian = (table_names(page) for page in READMES)
    assert english == indonesian
    chapters = [len(re.findall(r"^## ", text_of(page), re.MULTILINE)) for page in READMES]
    assert chapters[0] == chapters[1]


def test_every_decision_is_in_the_index():
    index = text_of("docs/decisions/README.md")
    records = {path.name for path in (ROOT / "docs" / "decisions").glob("0*.md")}
    assert set(re.findall(r"\((0[\w-]+\.md)\)", index)) == records


def test_pictures_are_small():
    heavy = [path.name for path in (ROOT / "docs" / "images").iterdir() if path.stat().st_size > LARGEST_PICTURE]
    assert heavy == []
