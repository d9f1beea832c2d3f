"""The actions of a plan, narrowed by what a page is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonground.plan.reading import ShownAction

NOBODY = "nobody"
"""The word for an owner or an agency that is not there, and for a colour that nobody has said."""


@dataclass(frozen=True)
class Wanted:
    """What the actions are narrowed by; nothing where it is empty."""

    theme: str = ""
    agency: str = ""
    owner: str = ""
    rag: str = ""
    follows: str = ""
    timeliness: str = ""
    state: str = ""
    kind: str = ""

    def has(self, action: ShownAction) -> bool:
        """Whether an action is among them."""
        row = action.row
        found = {
            "theme": row.theme.key,
            "agency": row.agency.public_id if row.agency else NOBODY,
            "owner": row.owner.public_id if row.owner and not action.is_orphan else NOBODY,
            "rag": row.rag or NOBODY,
            "follows": action.judged.derived.rag or NOBODY,
            "timeliness": action.judged.timeliness,
            "state": row.state,
            "kind": row.kind,
        }
        return all(getattr(self, name) in ("", str(value)) for name, value in found.items())


def narrowed(actions: Iterable[ShownAction], wanted: Wanted) -> list[ShownAction]:
    """Those that are wanted, in their order."""
    return [one for one in actions if wanted.has(one)]
