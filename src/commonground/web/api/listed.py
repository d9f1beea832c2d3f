"""Long lists come in stretches: so many from here, and how many there are."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from ninja import Query, Schema
from pydantic import Field

MOST = 500
Item = TypeVar("Item")

Limit = Annotated[int, Query(100, ge=1, le=MOST, description=f"How many to give, up to {MOST}.")]
Offset = Annotated[int, Query(0, ge=0, le=1_000_000, description="How many to pass over first.")]


class Stretch(Schema):
    """Where a stretch stands in its list."""

    total: int = Field(description="How many there are in all.")
    offset: int = Field(description="How many were passed over.")
    limit: int = Field(description="How many were asked for.")


def stretch(every: Sequence[Item], limit: int, offset: int, of: Callable[[Item], Any]) -> dict[str, Any]:
    """So many from here."""
    items = [of(one) for one in every[offset : offset + limit]]
    return {"total": len(every), "offset": offset, "limit": limit, "items": items}
