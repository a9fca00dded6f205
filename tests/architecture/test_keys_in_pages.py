"""A key in a page is written as it is: with the reader's thousands separator, the 1,355th row would be nobody's."""

import re
from pathlib import Path

import pytest
from django.template import engines

ROOT = Path(__file__).parents[2] / "templates"
BARE = re.compile(r"\{\{ *[\w.]*\b(?:pk|(?<!auto_)id|\w+(?<!auto)_id) *\}\}")


def test_no_template_writes_a_key_as_a_number():
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in sorted(ROOT.rglob("*.html"))
        if path.relative_to(ROOT).parts[0] not in {"admin", "allauth", "bootstrap5"}
        for hit in BARE.findall(path.read_text())
        if "auto_id" not in hit and "id_for_label" not in hit
    ]
    assert found == []


@pytest.mark.parametrize(("written", "text"), [("{{ pk }}", "1.355"), ("{{ pk|stringformat:'s' }}", "1355")])
def test_a_number_has_dots_and_a_key_has_none(written, text):
    assert engines["django"].from_string(written).render({"pk": 1355}) == text
