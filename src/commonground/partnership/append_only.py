"""Tables that only grow: the database itself refuses UPDATE, DELETE and TRUNCATE, also by raw SQL."""

from django.db.migrations import RunSQL

FUNCTION = RunSQL(
    """
    create function append_only() returns trigger language plpgsql as $$
    begin
        raise exception 'the rows of % are never changed or deleted', tg_table_name
            using errcode = 'integrity_constraint_violation';
    end $$
    """,
    "drop function append_only()",
)


def append_only(table: str, unless: str = "") -> RunSQL:
    """A migration’s operation: the table refuses to lose or change a row.

    ``unless`` is a condition on ``old`` under which a row may be deleted after all.
    """
    condition = f"when (not {unless})" if unless else ""
    return RunSQL(
        f"""
        create trigger never_updated before update on {table} for each row execute function append_only();
        create trigger never_deleted before delete on {table} for each row {condition} execute function append_only();
        create trigger never_emptied before truncate on {table} for each statement execute function append_only();
        """,
        f"""
        drop trigger never_updated on {table};
        drop trigger never_deleted on {table};
        drop trigger never_emptied on {table};
        """,
    )
