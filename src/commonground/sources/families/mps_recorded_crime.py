"""The MPS files of recorded crime by area: one row an area and category, one column a month."""

from collections.abc import Mapping

from commonground.sources import Check

CLASSIFIES = """
    case when count(*) filter (lower(trim(minor)) = 'stalking and harassment') > 0 then 'home-office-2024'
         when count(*) filter (lower(trim(minor)) = 'violence with injury') > 0 then 'home-office-2019'
         when count(*) filter (lower(trim(minor)) in ('common assault', 'wounding/gbh')) > 0
         then 'mps-old' end
    from delivered
"""
"""SQL for the classification: each generation has a category of violence that the one before it had not."""

COLUMNS: Mapping[str, str] = {
    "area_type": "VARCHAR",
    "area_code": "VARCHAR",
    "area_vintage": "VARCHAR",
    "area_name": "VARCHAR",
    "borough": "VARCHAR",
    "major": "VARCHAR",
    "minor": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
    "count": "BIGINT",
    "mark": "VARCHAR",
}

MONTHS = """
    (select heading, month_start(heading) as first_day, month_end(heading) as last_day
     from headings) as months
"""
"""SQL for the months of the headings, read once and not in every row; joined by ``heading``."""

MONTH = """
    first_day as start, last_day as "end",
    coalesce(whole(value), case when mark(value) is null then 0 end) as count, mark(value) as mark
"""
"""SQL for the month of a heading and the number under it."""

UNPLACED = "(unknown|heathrow|aviation|airport|not known|other / nk|outside)"
"""Regular expression for names that the MPS gives among boroughs and that are none."""

CAVEATS = (
    "Offences recorded in the month, not committed in it; past months are revised in later publications.",
    "The City of London has its own police force and is not in these figures.",
)
BREAKS = ("mps_april_2013", "mps_connect_2024")


def not_a_borough(name: str) -> Check:
    """That the name is of no borough; where most are not, the columns have been mixed up."""
    known = f"place_code({name}, 'local_authority') like 'E09%'"
    return Check(
        "the borough is not a borough of London",
        f"not coalesce({known}, false) and not regexp_matches(lower({name}), '{UNPLACED}')",
        tolerated=True,
    )
