"""What the database itself refuses: migration operations that put triggers on tables.

`AppendOnly("app.HistoricalThing")` lets rows in and never out or over. The single way out is a retention run: a row
of audit_retentionrun written in the very transaction that deletes, naming the table and the day before which lines go
(audit.services.retention), at least KEEP_MONTHS_AT_LEAST ago. TRUNCATE works only in a test database (test_...).

`NoCycle("app.Thing", "parent")` keeps a tree a tree, also when two people move two branches at the same moment.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

KEEP_MONTHS_AT_LEAST = 24  # proposal of the office's retention schedule; no law names a figure

_APPEND_ONLY_FUNCTION = r"""
CREATE OR REPLACE FUNCTION pembinaan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    run text := coalesce(current_setting('pembinaan.retention_run', true), '');
    line jsonb;
    allowed boolean := false;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        -- Anybody who may connect can set the setting, so it opens nothing outside a test's own database.
        IF current_setting('pembinaan.allow_truncate', true) = 'on' AND current_database() LIKE 'test\_%' THEN
            RETURN NULL;
        END IF;
    ELSIF TG_OP = 'DELETE' AND run ~ '^[0-9]+$' AND TG_NARGS > 0 THEN
        line := to_jsonb(OLD);
        SELECT TRUE INTO allowed FROM audit_retentionrun r
         WHERE r.id = run::bigint AND r.transaction_id = pg_current_xact_id()::text::bigint
           AND r.table_name = TG_ARGV[0]
           -- A day's grace: months end on different days in different time zones.
           AND r.keep_from <= clock_timestamp() - interval '@MONTHS@ months' + interval '1 day'
           AND (TG_NARGS > 2 OR (line->>TG_ARGV[1])::timestamptz < r.keep_from);
        IF allowed AND TG_NARGS > 2 THEN  -- a side table: its line goes only after the line it belongs to
            EXECUTE format('SELECT NOT EXISTS (SELECT 1 FROM %I WHERE %I = $1)', TG_ARGV[0], TG_ARGV[1])
               INTO allowed USING (line->>TG_ARGV[2])::bigint;
        END IF;
        IF allowed THEN RETURN OLD; END IF;
    END IF;
    RAISE EXCEPTION '% on % is refused: the table only grows', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
""".replace("@MONTHS@", str(KEEP_MONTHS_AT_LEAST))

_NO_CYCLE_FUNCTION = """
CREATE OR REPLACE FUNCTION pembinaan_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key text := TG_ARGV[0];
    parent text := TG_ARGV[1];
    above bigint;
    met boolean;
BEGIN
    IF TG_LEVEL = 'STATEMENT' THEN
        -- One mover at a time: the second looks after the first has committed. Taken before any row is locked, or two
        -- movers would wait for each other.
        PERFORM pg_advisory_xact_lock(hashtext(TG_TABLE_NAME), hashtext(parent));
        RETURN NULL;
    END IF;
    above := (to_jsonb(NEW)->>parent)::bigint;
    IF above IS NULL THEN RETURN NEW; END IF;
    EXECUTE format(
        'WITH RECURSIVE up AS (SELECT $1 AS id UNION SELECT t.%2$I FROM %1$I t JOIN up ON t.%3$I = up.id '
        'WHERE t.%2$I IS NOT NULL) SELECT EXISTS (SELECT 1 FROM up WHERE id = $2)', TG_TABLE_NAME, parent, key)
       INTO met USING above, (to_jsonb(NEW)->>key)::bigint;
    IF met THEN
        RAISE EXCEPTION 'a row of % would stand above itself', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
"""


def append_only_function() -> str:
    """The SQL that makes the guard's function or brings it up to date; run again where its words change."""
    return _APPEND_ONLY_FUNCTION


class TriggerOperation(Operation):
    """A trigger that comes with its migration and goes with its reversal; leaves the models as they are."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, *args: Any) -> None:
        self.model = model
        self.args = args

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model, *self.args], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the models."""

    def sql(self, model: Any, quote: Any) -> tuple[list[str], list[str]]:
        """(statements that make it, statements that take it away)."""
        raise NotImplementedError

    def _run(self, app_label: str, editor: Any, state: Any, *, forwards: bool) -> None:
        model = state.apps.get_model(self.model)
        if self.allow_migrate_model(editor.connection.alias, model):
            for statement in self.sql(model, editor.quote_name)[0 if forwards else 1]:
                editor.execute(statement, params=None)

    def database_forwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(app_label, editor, to_state, forwards=True)

    def database_backwards(self, app_label: str, editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(app_label, editor, from_state, forwards=False)


class AppendOnly(TriggerOperation):
    """Make the table of `model` refuse UPDATE, DELETE and TRUNCATE.

    A history table's old lines may go in a retention run; any other table's rows never go.
    """

    def sql(self, model: Any, quote: Any) -> tuple[list[str], list[str]]:
        table = quote(model._meta.db_table)
        arguments = ", ".join(f"'{word}'" for word in retention_arguments(model))
        make = (
            f"CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION pembinaan_append_only({arguments})"
        )
        whole = (
            f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION pembinaan_append_only()"
        )
        drop = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in ("append_only_rows", "append_only_whole")]
        return [_APPEND_ONLY_FUNCTION, *drop, make, whole], drop

    def describe(self) -> str:
        return f"Let the table of {self.model} only grow"


def retention_arguments(model: Any) -> list[str]:
    """What the trigger needs to judge a retention run: [table, date column], or for the side table of a many-to-many
    field [parent table, parent key, own column to it]; nothing where no run may ever delete."""
    names = {field.name for field in model._meta.get_fields()}
    if "history_date" in names:
        return [model._meta.db_table, "history_date"]
    if "m2m_history_id" in names:
        parent = model._meta.get_field("history").related_model
        return [parent._meta.db_table, parent._meta.pk.column, model._meta.get_field("history").column]
    return []


class NoCycle(TriggerOperation):
    """Refuse a row that would stand above itself through the foreign key named second."""

    def sql(self, model: Any, quote: Any) -> tuple[list[str], list[str]]:
        table, parent = model._meta.db_table, model._meta.get_field(self.args[0]).column
        name = f"{table}_{self.args[0]}_no_cycle"
        make, drop = [], []
        for level, trigger in (("STATEMENT", f"{name}_gate"), ("ROW", name)):
            drop.append(f"DROP TRIGGER IF EXISTS {quote(trigger)} ON {quote(table)}")
            make.append(
                f"CREATE TRIGGER {quote(trigger)} BEFORE INSERT OR UPDATE OF {quote(parent)} ON {quote(table)} "
                f"FOR EACH {level} EXECUTE FUNCTION pembinaan_no_cycle('{model._meta.pk.column}', '{parent}')"
            )
        return [_NO_CYCLE_FUNCTION, *drop, *make], drop

    def describe(self) -> str:
        return f"Keep {self.model}.{self.args[0]} free of cycles"
