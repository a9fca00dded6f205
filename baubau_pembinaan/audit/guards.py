"""Which tables the database itself keeps append-only."""

from django.db import connection


def append_only_tables() -> set[str]:
    """Tables of this schema whose triggers refuse UPDATE, DELETE and TRUNCATE (core.triggers), all switched on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
            "AND t.tgname IN ('append_only_rows', 'append_only_whole') AND t.tgenabled = 'O' "
            "GROUP BY c.relname HAVING count(*) = 2"
        )
        return {name for (name,) in cursor.fetchall()}
