"""The plan that somebody sent in and has not brought in yet: it waits with their drafts, for them alone."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from commonground.partnership.changes import drafts
from commonground.partnership.models.draft import Draft
from commonground.plan.changes.possible import NotPossible
from commonground.plan.moving.guess import ColumnMapping
from commonground.plan.moving.tables import Tables


@dataclass(frozen=True)
class Waiting:
    """What the file holds, and what its columns mean so far."""

    tables: Tables
    mapping: ColumnMapping
    draft: Draft


def address(request: HttpRequest) -> str:
    """Where somebody goes on with it."""
    return reverse("plan-import-columns", args=(request.actor.partnership.slug,))  # type: ignore[attr-defined]


def waiting(request: HttpRequest) -> Waiting | None:
    """What this person sent in at this table and has not decided about."""
    draft = drafts.draft_for(request.actor, address(request))  # type: ignore[attr-defined]
    if draft is None:
        return None
    tables, mapping = (draft.fields[name][0] for name in ("tables", "mapping"))
    return Waiting(Tables.model_validate_json(tables), ColumnMapping.model_validate_json(mapping), draft)


def keep(request: HttpRequest, tables: Tables, mapping: ColumnMapping) -> None:
    """Let it wait. Raises NotPossible for a plan that is too long for that."""
    fields = {
        "tables": [tables.model_dump_json(exclude_defaults=True)],
        "mapping": [mapping.model_dump_json(exclude_defaults=True)],
    }
    title = f"Plan sent in: {tables.file}"[:120]
    if drafts.keep(address(request), title, fields, by=request.actor) is None:  # type: ignore[attr-defined]
        raise NotPossible(
            f"{tables.file} holds more than {drafts.LONGEST:,} letters. Take out the tables that are not the plan and "
            "send it again. Nothing was taken over."
        )


def let_go(request: HttpRequest, why: str) -> None:
    """Forget it."""
    drafts.let_go(address(request), by=request.actor, why=why)  # type: ignore[attr-defined]
