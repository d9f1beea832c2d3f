"""Words as cells of a spreadsheet, and back: nothing runs as a formula, no date is rewritten, and no word is lost."""

import re
from collections.abc import Iterable

# What a spreadsheet would take for a formula, or for a date or number that it then writes in its own way. An
# apostrophe counts too, so that one that was there before can be told from one that we put there.
TAKEN_FOR_MORE = re.compile(r"[=+\-@＝＋－＠'].*|[0-9]+([./:\-][0-9]+)+", re.DOTALL)


def cell(words: str) -> str:
    return f"'{words}" if TAKEN_FOR_MORE.fullmatch(words) else words


def words_of(entered: str) -> str:
    entered = entered.strip()
    return entered[1:] if entered.startswith("'") and TAKEN_FOR_MORE.fullmatch(entered[1:]) else entered


def listed(entries: Iterable[str]) -> str:
    return "; ".join(entries)


def entries_of(entered: str) -> list[str]:
    return [entry for part in entered.split(";") if (entry := part.strip())]
