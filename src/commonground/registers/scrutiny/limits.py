"""How long, and by whom, section 60 could be authorised: by the day of the authorisation, each with its source.

The Act allows 24 hours and, as it was amended, 24 more; the Best Use of Stop and Search scheme, which forces joined of
their own will, allowed less from 2014 until its conditions were lifted. Whoever finds a better source, or a change,
adds or mends a line here; an entry is held to the line of its own day.
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
    extended_by: Rank
    test: str  # how sure the authoriser had to be of serious violence to come
    source: str


LIMITS = (
    Limit(
        date.min, 24, 48, Rank.INSPECTOR, Rank.SUPERINTENDENT, "may",
        "Criminal Justice and Public Order Act 1994, section 60, as amended, as the Home Office’s equality impact "
        "assessment of the changes of 2019 sums it up",
    ),
    Limit(
        date(2014, 8, 26), 15, 39, Rank.ACC, Rank.ACC, "will",
        "Best Use of Stop and Search scheme, August 2014, as the same assessment sums it up: above chief "
        "superintendent, extended by 9 hours and then 15",
    ),
    Limit(
        date(2019, 3, 31), 15, 39, Rank.INSPECTOR, Rank.SUPERINTENDENT, "may",
        "Pilot in seven forces (ITV News of that day; Criminal Justice Alliance, May 2021): rank and belief, not "
        "hours. It is taken here that the Metropolitan Police was one of them; other forces kept to the line before",
    ),
    Limit(
        date(2019, 8, 11), 24, 48, Rank.INSPECTOR, Rank.SUPERINTENDENT, "may",
        "Pilot in all forces, all conditions of the scheme lifted (Counter Terror Business, 12 August 2019; "
        "Magistrates’ Association, 16 August 2019)",
    ),
    Limit(
        date(2022, 5, 16), 24, 48, Rank.INSPECTOR, Rank.SUPERINTENDENT, "may",
        "Made permanent by the Home Secretary’s letter to forces of 16 May 2022 (Police Professional of that day; Home "
        "Office equality impact assessment, 31 May 2022)",
    ),
)  # fmt: skip
NOTICE = (
    "The scheme of 2014 asked forces to tell the community before, where practicable, and after. From 16 May 2022 they "
    "need not tell it before; since the PACE Code A that Parliament debated in December 2023 they are to tell it where "
    "that helps the operation (House of Lords, 12 December 2023). This register asks for both all the same, and says "
    "where one is missing."
)


def limit_on(day: date) -> Limit:
    """What held on the day; before the first line, the first."""
    return next((one for one in reversed(LIMITS) if one.since <= day), LIMITS[0])
