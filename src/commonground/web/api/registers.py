"""Registers: what each holds, and its entries, for systems whose key opens them. Restricted columns are in none."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from commonground.registers.moving.forms import entry_as_json
from commonground.registers.moving.out import definitions
from commonground.registers.reading import columns_for, entries_of, readable
from commonground.registers.register import Register, registers
from commonground.web.api.listed import Limit, Offset, Stretch, stretch
from commonground.web.api.problem import Refused

router = Router(tags=["Registers"])
Key = Annotated[
    str, Path(pattern=r"^[a-z0-9_]{1,40}$", description="The key of the register.", examples=["test_purchases"])
]
Start = Annotated[date | None, Query(None, description="Entries of this day or later.")]
End = Annotated[date | None, Query(None, description="Entries of this day or earlier.")]
Agency = Annotated[
    str | None, Query(None, pattern=r"^[a-z0-9]{12}$", description="Entries of the agency with this reference.")
]
Ward = Annotated[str | None, Query(None, pattern=r"^[A-Z][0-9]{8}$", description="Entries in the ward with this code.")]
Value = str | int | float | bool | list[Any] | dict[str, Any] | None


class RegisterColumn(Schema):
    """A column of a register."""

    key: str
    title: str
    meaning: str
    choices: dict[str, str] = Field(description="What may stand in it, by key; empty where it is free.")
    required: bool


class RegisterInBrief(Schema):
    """A register in a list."""

    key: str
    title: str
    about: str
    note: str = Field(description="What must be said wherever it is shown.")


class RegisterList(Stretch):
    """The registers that may be read."""

    items: list[RegisterInBrief]


class RegisterDescribed(RegisterInBrief):
    """A register with its columns."""

    columns: list[RegisterColumn]


class RegisterEntry(Schema):
    """One entry."""

    reference: str
    withdrawn: bool = Field(description="Whether it was withdrawn: no count has it in.")
    values: dict[str, Value] = Field(description="What stands in each column, by the key of the column.")


class EntryList(Stretch):
    """Entries, the latest first."""

    register_key: str
    invented: bool = Field(description="Whether the entries were made for a demonstration.")
    items: list[RegisterEntry]


@router.get("", response=RegisterList, url_name="registers", summary="List the registers")
def listed(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Those that the key opens; none for a key that was made without the registers."""
    return stretch(readable(request.actor), limit, offset, _brief)  # type: ignore[attr-defined]


@router.get("/{key}", response=RegisterDescribed, url_name="register", summary="Describe one register")
def one(request: HttpRequest, key: Key) -> dict[str, Any]:
    """Its columns, what each means, and what may stand in it."""
    found = _register(request, key)
    names = columns_for(found, request.actor, found.columns)  # type: ignore[attr-defined]
    columns = [
        {
            "key": name, "title": title, "meaning": meaning, "required": name in found.required,
            "choices": {str(choice): words for choice, words in found.choices(name).items()},
        }
        for name, (title, meaning) in zip(names, definitions(found, names), strict=True)
    ]  # fmt: skip
    return {**_brief(found), "columns": columns}


@router.get("/{key}/entries", response=EntryList, url_name="entries", summary="Read the entries of one register")
def entries(
    request: HttpRequest, key: Key, start: Start = None, end: End = None, agency: Agency = None, ward: Ward = None,
    limit: Limit = 100, offset: Offset = 0,
) -> dict[str, Any]:  # fmt: skip
    """All entries, also withdrawn ones, with every column that is not restricted."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = _register(request, key)
    rows = entries_of(found, actor).during(start or date.min, end or date.max).order_by("-on", "-id")
    if agency:
        rows = rows.filter(agency__public_id=agency)
    if ward:
        rows = rows.filter(ward=ward)
    names = columns_for(found, actor, found.columns)
    items = [entry_as_json(found, one, names) for one in rows[offset : offset + limit]]
    return {
        "total": rows.count(), "offset": offset, "limit": limit, "register_key": found.key,
        "invented": actor.partnership.demonstration, "items": items,
    }  # fmt: skip


def _register(request: HttpRequest, key: str) -> Register:
    found = registers().get(key)
    if found is None or not found.reads(request.actor):  # type: ignore[attr-defined]
        raise Refused(404, "There is no such register, or this key does not open it.")
    return found


def _brief(found: Register) -> dict[str, str]:
    return {"key": found.key, "title": found.title, "about": found.about, "note": found.note}
