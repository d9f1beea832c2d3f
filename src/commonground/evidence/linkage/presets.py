"""Presets: which pairs of records are worth comparing, by the kind of list they come from.

Comparing every record with every other is waste: two people who share neither name nor date of birth nor postcode are
not one. A rule brings together the records that share something; what is dependable differs from list to list.
"""

from collections.abc import Iterable
from dataclasses import dataclass

RULES = {
    "date of birth, either way round": "l.dob_either = r.dob_either",
    "sound of both names": "l.forename_sound = r.forename_sound AND l.surname_sound = r.surname_sound",
    "sound of surname and year of birth": "l.surname_sound = r.surname_sound AND l.dob_year = r.dob_year",
    "sound of forename and year of birth": "l.forename_sound = r.forename_sound AND l.dob_year = r.dob_year",
    "postcode": "l.postcode = r.postcode",
}
"""What brings two records together, as the database is asked for it."""


@dataclass(frozen=True)
class Preset:
    """A kind of list, and the rules that find its records again elsewhere."""

    key: str
    title: str
    rules: tuple[str, ...]
    because: str


_DATE = "date of birth, either way round"
_NAMES = ("sound of both names", "sound of surname and year of birth")
PRESETS = {
    preset.key: preset
    for preset in (
        Preset("police", "Police records", (_DATE, *_NAMES),
               "Names and dates are given on the spot, sometimes falsely; the postcode may be that of the event."),
        Preset("youth_justice", "Youth justice records",
               (_DATE, *_NAMES, "sound of forename and year of birth", "postcode"),
               "Dates of birth are checked; surnames change between carers, and so do addresses."),
        Preset("hospital", "Hospital extracts", (_DATE, "sound of both names", "postcode"),
               "Date of birth and postcode are asked for first; names are typed as they are heard."),
        Preset("other", "Any other list", tuple(RULES), "Nothing is known of it, so everything is tried."),
    )
}  # fmt: skip


def rules_for(kinds: Iterable[str]) -> tuple[str, ...]:
    """The rules for these kinds of list together, in one order. Raises ValueError for a kind that is not known.

    >>> len(rules_for(["police", "hospital"]))
    4
    """
    wanted: set[str] = set()
    for kind in kinds:
        if kind not in PRESETS:
            raise ValueError(f"“{kind}” is not a kind of list; there are {', '.join(PRESETS)}")
        wanted |= set(PRESETS[kind].rules)
    return tuple(rule for rule in RULES if rule in wanted)
