"""The rules of the database asked before anything is stored: its own check constraints, over many rows at once."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

RULES = """select conname, pg_get_expr(conbin, conrelid) from pg_constraint
where conrelid = %s::regclass and contype = 'c' order by conname"""


def broken_by(rows: Mapping[int, Model]) -> dict[int, list[str]]:
    """The names of the rules that rows of one model break, by the numbers that these were given.

    PostgreSQL is given the rows as one document of the table’s own type, so that it judges what it would store.
    """
    if not rows:
        return {}
    model = type(next(iter(rows.values())))
    table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
    held = json.dumps([{**_columns(row), key: number} for number, row in rows.items()], default=_plain)
    found: dict[int, list[str]] = defaultdict(list)
    rules = _rules(table)
    cases = ", ".join(f"({expression}) is false" for expression in rules.values())
    if cases:
        with connection.cursor() as cursor:
            judged = f'select "{key}", {cases} from '.replace("%", "%%")
            cursor.execute(f'{judged} jsonb_populate_recordset(null::"{table}", %s::jsonb)', [held])
            for number, *breaks in cursor.fetchall():
                found[number] += [name for name, broken in zip(rules, breaks, strict=True) if broken]
    return {number: names for number, names in found.items() if names}


@cache
def _rules(table: str) -> dict[str, str]:
    """The expressions of the table’s check constraints, by name."""
    with connection.cursor() as cursor:
        cursor.execute(RULES, [table])
        return dict(cursor.fetchall())


def _columns(row: Model) -> dict[str, Any]:
    return {one.column: getattr(row, one.attname) for one in row._meta.concrete_fields}


def _plain(value: Any) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return str(value)
