"""How long, and by whom, section 60 could be authorised: by the day of the authorisation, each with its source.

Whoever finds a better source, or a change, adds or mends a line here; an entry is held to the line of its own day.
"""

from dataclasses import dataclass
from datetime import date

from commonground.registers.scrutiny.ranks import Rank


@dataclass(frozen=True)
class Limit:
    """What held from a day on: the first hours, all hours with an extension, the lowest rank of each."""

    since: date
    hours: int
    extended: int
    rank: Rank
    test: str  # what the authoriser had to believe
    source: str
    extended_by: Rank = Rank.SUPERINTENDENT


LIMITS = (
    Limit(
        date(1995, 4, 10), 24, 48, Rank.INSPECTOR, "that serious violence may take place",
        "Criminal Justice and Public Order Act 1994, section 60, as amended: 24 hours, and 24 more by a superintendent",
    ),
    Limit(
        date(2014, 8, 26), 15, 39, Rank.ACC, "that serious violence will take place",
        "Best Use of Stop and Search scheme, 2014: 15 hours, above chief superintendent; 24 more under the Act",
    ),
    Limit(
        date(2019, 3, 31), 15, 39, Rank.INSPECTOR, "that serious violence may take place",
        "Pilot in seven forces, the Metropolitan Police among them, from 31 March 2019: rank and belief relaxed",
    ),
    Limit(
        date(2019, 8, 11), 24, 48, Rank.INSPECTOR, "that serious violence may take place",
        "Pilot in all forces as announced on 11 August 2019 (not checked here against the text of the announcement)",
    ),
    Limit(
        date(2022, 5, 16), 24, 48, Rank.INSPECTOR, "that serious violence may take place",
        "The relaxation made permanent in May 2022: 24 hours, up to 48 (the day is not checked here against its text)",
    ),
)  # fmt: skip


def limit_on(day: date) -> Limit:
    """What held on the day; before the first line, the first."""
    return next((one for one in reversed(LIMITS) if one.since <= day), LIMITS[0])
