"""What of a plan its partnership lets others compare: a field that is not chosen is not in what is handed on."""

from collections.abc import Iterable, Mapping
from typing import Any

from commonground.plan.models.sharing import SHARED

Document = Mapping[str, Any]

WHOSE = ("template", "area_name")
ITEM = ("ref", "tier", "theme", "text")
ANSWER = {"answers": ("standing",), "narratives": ("narrative", "reason")}
ACTION = {
    "actions": (
        "ref", "title", "theme", "kind", "state", "serves", "description", "agency", "contributors", "level", "success",
        "shared_from", "credit",
    ),
    "rag": ("rag", "derived"),
    "costs": ("cost_band", "funder", "funded_until"),
}  # fmt: skip
THEME = {"answers": (), "actions": (), "narratives": ("commentary",)}
"""By the choice, the fields it lets through. Owners, notes, evidence, tasks and reviews are in none of them."""


def shared_part(document: Document, chosen: Iterable[str]) -> dict[str, Any]:
    """The document with the chosen fields and no other; empty where nothing is chosen."""
    choice = frozenset(chosen) & frozenset(SHARED)
    if not choice:
        return {}
    kept: dict[str, Any] = {key: document[key] for key in WHOSE if key in document}
    kept["themes"] = _only(document.get("themes"), ("key", "title"), THEME, choice)
    if choice & ANSWER.keys():
        kept["answers"] = _only(document.get("answers"), ITEM, ANSWER, choice)
    if "actions" in choice:
        kept["actions"] = _only(document.get("actions"), (), ACTION, choice)
    return kept


def _only(
    parts: Iterable[Document] | None, always: tuple[str, ...], by_choice: Mapping[str, tuple[str, ...]],
    choice: frozenset[str],
) -> list[dict[str, Any]]:  # fmt: skip
    names = (*always, *(name for key, names in by_choice.items() if key in choice for name in names))
    return [{name: part[name] for name in names if name in part} for part in parts or ()]
