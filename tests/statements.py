"""The words of the statements a page asked, also of those its connection had prepared (core/prepared.py)."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def texts(captured: CaptureQueriesContext) -> list[str]:
    """What was asked, in order; for `EXECUTE name(values)` the prepared statement with the call behind it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements")
        prepared = dict(cursor.fetchall())
    return [_text(query["sql"], prepared) for query in captured.captured_queries]


def _text(sql: str, prepared: dict[str, str]) -> str:
    if not sql.startswith("EXECUTE "):
        return sql
    name = sql.split("(")[0].split()[1]
    return f"{prepared[name].partition(' AS ')[2]} /* {sql} */"
