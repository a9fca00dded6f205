"""Titles that hold the words of a search, ranked by the database in one statement kept ready."""

from baubau_pembinaan.core.statements import KeptText
from collections_app.models.catalogue import LEFT

from .texts import is_gone

FOREMOST, WEIGHED = 1_000, 3_000  # titles shown of a search, and weighed for it

_WEIGHT = """
ts_rank(search, (SELECT query FROM said)) + CASE WHEN starts_with(words, %(words)s::text) THEN 1 ELSE 0 END AS weight
"""
_CHOSEN = """
search @@ (SELECT query FROM said) AND %(main_class)s::text IN ('', main_class) AND %(audience)s::text IN ('', audience)
"""


def ranking(held: str, *, foremost: int = FOREMOST, weighed: int = WEIGHED) -> KeptText:
    """The keys of the best of titles with the words: by name, first words, rank, then by title.

    Where more have the words than are shown, those named or beginning so come before; where more than are weighed,
    they are looked up. The words are read once, not for each title.
    """
    return KeptText(f"""
WITH said AS MATERIALIZED (
    SELECT to_tsquery('indonesian', %(stems)s::text) || to_tsquery('simple', %(prefixes)s::text) AS query
), found AS MATERIALIZED (
    SELECT id, title, upper(title) = upper(%(said)s::text) AS named, {_WEIGHT},
        upper(title) = upper(%(said)s::text) OR starts_with(left(words, {LEFT}), %(words)s::text || ' ') AS begins
    FROM collections_app_title AS about WHERE {_CHOSEN} {held} LIMIT {weighed}
), beginning AS MATERIALIZED (
    SELECT id, title, upper(title) = upper(%(said)s::text) AS named, {_WEIGHT}, true AS begins
    FROM (
        SELECT id, title, words, search, main_class, audience FROM collections_app_title
        WHERE upper(title) = upper(%(said)s::text) OR (
            left(words, {LEFT}) ~>=~ (%(words)s::text || ' ') AND left(words, {LEFT}) ~<~ (%(words)s::text || '!')
        ) OFFSET 0
    ) AS about
    WHERE (SELECT count(*) FROM found) >= {weighed} AND {_CHOSEN} {held} ORDER BY named DESC LIMIT {weighed}
)
SELECT ARRAY(
    SELECT id FROM (
        SELECT * FROM beginning UNION ALL
        SELECT * FROM found WHERE NOT EXISTS (SELECT FROM beginning WHERE beginning.id = found.id)
    ) AS each
    ORDER BY begins AND (SELECT count(*) FROM found) >= {foremost} DESC, named DESC, weight DESC, title COLLATE "C", id
    LIMIT {foremost}
)
""")  # noqa: S608 - own words only


_ALL, _HELD = ranking(""), ranking(f"AND NOT {is_gone('about.id')}")


def best(*, said: str, words: str, stems: str, prefixes: str, main_class: str, audience: str, held: bool) -> list[int]:
    """`words` are what is `said`, plain; `stems` and `prefixes` what is looked for. held: those the library has."""
    asked = {"said": said, "words": words, "stems": stems, "prefixes": prefixes}
    rows = (_HELD if held else _ALL).rows(**asked, main_class=main_class, audience=audience)
    found: list[int] = rows[0][0]
    return found
