"""The words of the catalogue, each once: what a misspelt search is put right by before titles are looked up."""

from collections.abc import Sequence

from django.db import connection

_LEARN = """
INSERT INTO collections_app_titleword (word)
SELECT DISTINCT word FROM collections_app_title, unnest(string_to_array(words, ' ')) AS word
WHERE (%s OR id = ANY(%s)) AND length(word) BETWEEN 3 AND 60 ORDER BY word
ON CONFLICT DO NOTHING
"""
_FORGET = """
DELETE FROM collections_app_titleword WHERE word NOT IN (
    SELECT DISTINCT said FROM collections_app_title, unnest(string_to_array(words, ' ')) AS said
)
"""


def learn_words(titles: Sequence[int]) -> None:
    """Add the words of these titles (by key). Only an import calls it, of which one runs at a time: two transactions
    that add the same words in another order would wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, [False, list(titles)])


def renew_words() -> int:
    """Make the list anew from the whole catalogue; returns how many words it holds. Until then a search finds words
    that came otherwise too, a little slower."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, [True, []])
        cursor.execute(_FORGET)
        cursor.execute("SELECT count(*) FROM collections_app_titleword")
        return cursor.fetchone()[0]
