"""What somebody meant by “G”, “On track”, a green cell, “Y”, “High”."""

import re
from typing import Any

from commonground.partnership.spreadsheets.tables import Cell
from commonground.plan.terms import Priority, Rag, Standing, Tier

Meanings = dict[Any, tuple[str, ...]]
RAGS: Meanings = {
    Rag.GREEN: ("g", "green", "on track", "on target", "on schedule", "progressing well"),
    Rag.AMBER: ("a", "amber", "y", "yellow", "at risk", "some concerns", "slipping", "minor delay", "some slippage"),
    Rag.RED: ("r", "red", "off track", "overdue", "behind", "behind schedule", "delayed", "not on track", "stalled"),
    Rag.COMPLETE: ("b", "blue", "complete", "completed", "done", "closed", "achieved", "finished", "delivered"),
    Rag.NOT_STARTED: ("not started", "not yet started", "not due to start", "not due", "grey", "gray", "not begun"),
}
FROM_COLOUR = {"green": Rag.GREEN, "amber": Rag.AMBER, "red": Rag.RED, "blue": Rag.COMPLETE}
STANDARDS: Meanings = {
    Standing.MET: ("met", "y", "yes", "fully met", "in place", "achieved", "compliant", "complete"),
    Standing.PARTLY: (
        "partly met", "partly", "partial", "partially", "partially met", "in part", "in progress", "developing",
    ),
    Standing.NOT_MET: ("not met", "n", "no", "not in place", "gap", "not achieved"),
    Standing.NOT_APPLICABLE: ("not applicable", "n/a", "na", "not relevant"),
}  # fmt: skip
OPTIONS: Meanings = {
    Standing.ADOPTED: ("adopted", "y", "yes", "chosen", "selected", "agreed", "in place"),
    Standing.ADAPTED: ("adapted", "adopted with changes", "amended", "modified"),
    Standing.DECLINED: ("declined", "n", "no", "not adopted", "not chosen", "rejected"),
}
PRIORITIES: Meanings = {
    Priority.HIGH: ("high", "h", "1", "urgent", "top"),
    Priority.MEDIUM: ("medium", "m", "2", "med"),
    Priority.LOW: ("low", "l", "3"),
}


def rag_of(cell: Cell) -> tuple[Rag | None, str]:
    """The RAG of a cell by its words, or its colour where it has none; and how it was read, where that is not plain."""
    if cell.text:
        found = _meant(cell.text, RAGS)
        return found, ""
    if cell.colour:
        meant: Any = FROM_COLOUR[cell.colour]
        return meant, f"the cell is empty and {cell.colour}; it was taken as “{meant.label}”"
    return None, ""


def standing_of(cell: Cell, tier: Tier) -> Standing | None:
    """The answer that the words of a cell give to a standard or an option."""
    return _meant(cell.text, STANDARDS if tier == Tier.MINIMUM else OPTIONS)


def priority_of(cell: Cell) -> Priority | None:
    return _meant(cell.text, PRIORITIES)


def _meant(words: str, meanings: Meanings) -> Any:
    """The one that is written so, whole or before a dash or colon: “G – new lead in post”."""
    whole = " ".join(words.casefold().split()).strip(" .")
    first = re.split(r"\s[–—-]\s|[:;(\n]", words.casefold(), maxsplit=1)[0].strip(" .")
    for said in (whole, " ".join(first.split())):
        for meaning, ways in meanings.items():
            if said in ways:
                return meaning
    return None
