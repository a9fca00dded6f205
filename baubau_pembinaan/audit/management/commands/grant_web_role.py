"""manage.py grant_web_role: run by the tables' owner after each migrate, so that web and worker own nothing."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from psycopg2.sql import SQL, Identifier, Literal

from baubau_pembinaan.audit.guards import append_only_tables


class Command(BaseCommand):
    help = "Makes the role that web and worker sign in as: it reads and writes rows, but cannot rewrite history."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", default="web")
        parser.add_argument(
            "--password", default="", help="Also settable as WEB_DB_PASSWORD; empty leaves it as it is."
        )

    @transaction.atomic
    def handle(self, *args: Any, role: str, password: str, **options: Any) -> None:
        password = password or os.environ.get("WEB_DB_PASSWORD", "")
        name = Identifier(role)
        with connection.cursor() as cursor:
            cursor.execute("select current_user = %s, exists (select from pg_roles where rolname = %s)", [role, role])
            is_me, exists = cursor.fetchone()
            if is_me:
                raise CommandError("Run this as the owner of the tables, not as the web role itself.")
            if not exists:
                cursor.execute(SQL("create role {}").format(name))
            cursor.execute(SQL("alter role {} login nosuperuser nocreatedb nocreaterole").format(name))
            if password:
                cursor.execute(SQL("alter role {} password {}").format(name, Literal(password)))
            for grant in (
                "grant usage on schema public to {}",
                "grant select, insert, update, delete on all tables in schema public to {}",
                "grant usage, select on all sequences in schema public to {}",
                "revoke insert, update, delete on django_migrations from {}",
            ):
                cursor.execute(SQL(grant).format(name))
            tables = append_only_tables()
            for table in sorted(tables):
                cursor.execute(SQL("revoke update, delete, truncate on {} from {}").format(Identifier(table), name))
        self.stdout.write(f"{role}: may read and write rows; {len(tables)} tables are append-only for it.")
