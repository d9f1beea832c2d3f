"""What a column of somebody’s own plan may mean, and what such columns are usually called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

OVER_COLUMNS = ("", "Nothing: leave this column out")


@dataclass(frozen=True)
class Target:
    """A meaning, what the page calls it, and the usual names of its column, in small letters.

    ``several``: more than one column may have it.
    """

    key: str
    title: str
    names: tuple[str, ...]
    several: bool = False


_ALL = (
    Target("title", "What is to be done, or the standard’s words", (
        "action", "actions", "title", "what will we do", "what we will do", "what", "activity", "activities",
        "delivery action", "key action", "action required", "agreed action", "description of action", "commitment",
        "task", "minimum standard", "standard", "minimum standards", "requirement",
    )),
    Target("description", "More about it", ("description", "detail", "details", "how", "how will we do it")),
    Target("theme", "Theme", ("theme", "strand", "pillar", "workstream", "work stream", "priority area", "section")),
    Target("ref", "Your own reference", ("ref", "reference", "action ref", "no", "number", "#", "id", "item")),
    Target("serves", "Standard or option of the template", (
        "standard ref", "minimum standard ref", "template ref", "standards", "std", "ms ref", "links to standard",
        "min std", "template reference",
    )),
    Target("standing", "Answer: met, partly met, not met", (
        "answer", "met", "standard met", "in place", "met y/n", "compliance", "position against standard", "adopted",
        "are we meeting this",
    )),
    Target("reason", "Reason for the answer", ("reason", "reasons", "rationale", "why not")),
    Target("agency", "Lead agency", (
        "lead agency", "agency", "lead organisation", "organisation", "lead partner", "lead", "lead agency/partner",
        "delivery lead", "lead body",
    )),
    Target("owner", "Accountable person", (
        "owner", "lead officer", "responsible officer", "responsible", "responsible person", "action owner",
        "named lead", "who", "by whom", "officer", "accountable", "accountable person", "lead name", "named officer",
    )),
    Target("contributors", "Agencies that help", (
        "partners", "supporting partners", "other partners", "contributors", "supporting agencies", "with",
    )),
    Target("starts", "Starts", ("start", "starts", "start date", "from")),
    Target("due", "Due", (
        "due", "due date", "deadline", "by when", "timescale", "timescales", "target date", "completion date", "when",
        "end date", "timeframe", "date due", "complete by", "milestone date",
    )),
    Target("priority", "Priority", ("priority", "priority level")),
    Target("funder", "Funder", ("funder", "funding", "funding source", "funded by", "budget")),
    Target("success", "What success looks like", (
        "success", "outcome", "outcomes", "what success looks like", "what will success look like", "success measure",
        "success criteria", "intended outcome", "expected outcome", "how will we know", "impact",
    )),
    Target("rag", "RAG", ("rag", "status", "rag status", "rag rating", "rag progress", "current rag", "brag")),
    Target("progress", "Progress or commentary", (
        "progress", "update", "updates", "latest update", "commentary", "comments", "comment", "position", "notes",
        "current position", "progress update", "narrative", "local position", "progress to date", "q1 update",
        "q2 update", "q3 update", "q4 update", "local commentary",
    ), several=True),
    Target("evidence", "Evidence", (
        "evidence", "evidence of progress", "source of evidence", "assurance",
    ), several=True),
)  # fmt: skip

TARGETS: Mapping[str, Target] = {target.key: target for target in _ALL}
"""Every meaning that a column can be given, by its key."""


def meaning_of(head: str) -> tuple[str, int]:
    """The meaning of a column by its name, and how sure that is: 2 by the whole name, 1 by words of it, 0 by none."""
    plain = _plain(head)
    if not plain:
        return "", 0
    for target in _ALL:
        if plain in target.names:
            return target.key, 2
    within = [(len(name), target.key) for target in _ALL for name in target.names if _says(plain, name)]
    return (max(within)[1], 1) if within and len(plain) <= 60 else ("", 0)


def _plain(head: str) -> str:
    """Small letters, without what stands in brackets and without marks at the ends."""
    words = re.sub(r"\([^)]*\)", " ", head.casefold().replace("’", "'"))
    return " ".join(words.split()).strip(" .:?*")


def _says(head: str, name: str) -> bool:
    return len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", head) is not None
