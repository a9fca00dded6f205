"""Titles and copies for tests. Every call makes a new one."""

from itertools import count
from typing import Any

from collections_app.identity import match_key
from collections_app.models import Item, Title

_numbers = count(1)


def make_title(title: str = "", *, copies: int = 0, **fields: Any) -> Title:
    number = next(_numbers)
    name = title or f"Judul Contoh {number}"
    fields.setdefault("contributors", ["Penulis Contoh"])
    key = match_key(name, (fields["contributors"] or [""])[0], fields.get("year"), fields.get("edition", ""))
    made = Title.objects.create(title=name, match_key=key, **fields)
    for _copy in range(copies):
        make_item(made)
    return made


def make_item(title: Title | None = None, **fields: Any) -> Item:
    return Item.objects.create(title=title or make_title(), **{"code": f"C{next(_numbers):06d}", **fields})
