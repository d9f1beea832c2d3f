"""A relation between two rows of one partnership: the database itself refuses one that crosses."""

from django.db.migrations import RunSQL


def same_table(table: str, column: str, to: str) -> RunSQL:
    """A migration’s operation: ``table.column`` may only name a row of ``to`` in the same partnership.

    ``to`` needs a unique constraint over its key and partnership. A null stays allowed.
    """
    name = f"{table}_{column}_same_table"
    return RunSQL(
        f"""alter table {table} add constraint {name} foreign key ({column}, partnership_id)
            references {to} (id, partnership_id) deferrable initially deferred""",
        f"alter table {table} drop constraint {name}",
    )
