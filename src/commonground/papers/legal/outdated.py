"""Law that committee reports still name and that is no longer the law. No output ever holds it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Outdated:
    """A law that was replaced: how a text names it, and what to name instead."""

    name: str
    pattern: re.Pattern[str]
    instead: str

    @property
    def warning(self) -> str:
        """What the officer is told."""
        return f"It names the {self.name}, which is no longer the law. {self.instead}"


_TEN = r"[^.;\n]{0,80}"
_WELL_BEING = r"(section|sec\.?|s\.?) ?2\b"

OUTDATED = (
    Outdated(
        "Race Relations (Amendment) Act 2000",
        re.compile(r"race\s+relations\s+\(?\s*amendment\s*\)?\s+act", re.IGNORECASE),
        "Name the public sector equality duty instead: section 149 of the Equality Act 2010.",
    ),
    Outdated(
        "Local Government Act 2000, section 2 (the power of well-being)",
        re.compile(
            rf"{_WELL_BEING}{_TEN}local\s+government\s+act\s+2000"
            rf"|local\s+government\s+act\s+2000{_TEN}({_WELL_BEING}|well-?\s?being)",
            re.IGNORECASE,
        ),
        "In England, name the general power of competence instead: section 1 of the Localism Act 2011.",
    ),
)


def outdated_in(text: str) -> list[Outdated]:
    """What the text names that is no longer the law."""
    return [law for law in OUTDATED if law.pattern.search(text)]
