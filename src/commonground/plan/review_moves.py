"""Two reviews side by side: which colours moved, and which texts changed. Pure: rows in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from commonground.plan.terms import Rag

Move = Literal["better", "worse", "other", "same", "new", "gone", "unknown"]
SAID: dict[Move, str] = {
    "better": "Moved towards on track",
    "worse": "Moved away from on track",
    "other": "Changed",
    "same": "As before",
    "new": "New in this review",
    "gone": "Not in this review",
    "unknown": "Cannot be compared: an update was not received",
}
PLACE = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREEN: 2, Rag.COMPLETE: 3}
TEXTS = (
    ("rag_reason", "Reason"), ("progress", "Progress"), ("next_steps", "Next steps"), ("help", "Barriers and help"),
)  # fmt: skip


class Row(Protocol):
    """What a review holds of an action."""

    ref: str
    title: str
    owner_name: str
    agency_name: str
    received: bool
    rag: str
    derived: str


@dataclass(frozen=True)
class Changed:
    """A text as it was and as it is."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Pair:
    """One action in two reviews. ``texts`` are those that differ."""

    before: Any | None
    after: Any | None
    move: Move
    texts: tuple[Changed, ...]

    @property
    def row(self) -> Any:
        """The later row, or the only one there is."""
        return self.after or self.before

    @property
    def said(self) -> str:
        return SAID[self.move]

    @property
    def moved(self) -> bool:
        return self.move in ("better", "worse", "other")

    @property
    def differs(self) -> bool:
        """Whether there is anything to read: another colour, another text, another owner."""
        return self.move != "same" or bool(self.texts)


def side_by_side(before: Iterable[Any], after: Iterable[Any]) -> list[Pair]:
    """Each action that is in either review, in the order of the later one; those that left it at the end."""
    earlier, later = ({row.action_id: row for row in rows} for rows in (before, after))
    return [pair(earlier.get(key), later.get(key)) for key in [*later, *(k for k in earlier if k not in later)]]


def pair(before: Any | None, after: Any | None) -> Pair:
    """One action, then and now."""
    return Pair(before, after, move(before, after), _texts(before, after))


def move(before: Row | None, after: Row | None) -> Move:
    """How the owner’s own colour moved."""
    if before is None or after is None:
        return "new" if before is None else "gone"
    if not (before.received and after.received):
        return "unknown"
    if before.rag == after.rag:
        return "same"
    was, now = (PLACE.get(Rag(row.rag)) if row.rag else None for row in (before, after))
    if was is None or now is None:
        return "other"
    return "better" if now > was else "worse"


def _texts(before: Any | None, after: Any | None) -> tuple[Changed, ...]:
    if before is None or after is None:
        return ()
    pairs = ((name, getattr(before, field), getattr(after, field)) for field, name in TEXTS)
    people = (("Accountable", f"{one.owner_name}, {one.agency_name}".strip(", ")) for one in (before, after))
    (name, was), (_, now) = people
    return tuple(Changed(*one) for one in (*pairs, (name, was, now)) if one[1] != one[2])
