"""Words that statements written out have in common."""

from collections.abc import Iterable

from collections_app.choices import GONE


def quoted(values: Iterable[str]) -> str:
    """Words of this room's own, as a statement written out takes them."""
    return ", ".join(f"'{value}'" for value in values)


def is_gone(title: str) -> str:
    """Whether every copy of the title, whose key `title` names, is gone: `models.catalogue.is_held`, the other way."""
    return f"""
EXISTS (SELECT FROM collections_app_item AS gone WHERE gone.title_id = {title} AND gone.status IN ({quoted(GONE)})
AND NOT EXISTS (SELECT FROM collections_app_item AS here
                WHERE here.title_id = gone.title_id AND NOT here.status IN ({quoted(GONE)})))
"""  # noqa: S608 - own words only
