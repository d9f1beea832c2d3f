"""Recorded crime by LSOA and calendar year, one file a category: the category is only in the file's name."""

from commonground.sources import OGL2, Check, Column, Source
from commonground.sources.families import mps, mps_recorded_crime

# The end of the file's name -> the categories of the borough file whose sums it agrees with.
CATEGORIES = {
    "major-arson": ("Arson and Criminal Damage", "All"),
    "major-burglary": ("Burglary", "All"),
    "major-drugs": ("Drug Offences", "All"),
    "major-misc": ("Miscellaneous Crimes Against Society", "All"),
    "major-public-order": ("Public Order Offences", "All"),
    "major-robbery": ("Robbery", "All"),
    "major-sexual": ("Sexual Offences", "All"),
    "major-theft-all": ("Theft", "All"),
    "major-vehicle-offences": ("Vehicle Offences", "All"),
    "major-violence": ("Violence Against the Person", "All"),
    "major-weapons": ("Possession of Weapons", "All"),
    "minor-theft-bicycle": ("Theft", "Bicycle Theft"),
    "minor-theft-vehicle": ("Vehicle Offences", "Theft or Taking of a Motor Vehicle"),
}
NAMED = r"regexp_extract(lower(file_name()), '((?:major|minor)-[a-z-]+)[^/]*$', 1)"


def _category(place: int) -> str:
    cases = " ".join(f"when '{ending}' then '{names[place]}'" for ending, names in CATEGORIES.items())
    return f"case {NAMED} {cases} end"


SOURCE = Source(
    key="mps_lsoa_annual",
    title="MPS recorded crime by LSOA and calendar year, 2011 to 2021",
    publisher=mps.PUBLISHER,
    licence=OGL2,
    attribution=mps.ATTRIBUTION,
    about="Offences recorded in the calendar year, by LSOA of 2011; one file a category, one column a year.",
    delivery=(
        Column("area_code", ("LSOA11CD",), blank=False),
        Column("area_name", ("LSOA11NM",)),
        Column("msoa_code", ("MSOA11CD",)),
        Column("borough_code", ("LAD11CD",), blank=False),
        Column("borough", ("LAD11NM",)),
    ),
    wide=r"(?:19|20)\d{2}",
    unusable=("2020",),
    checks=(
        Check(
            "the name of the file does not end in a category that is known, such as “major-violence.csv.gz”",
            f"{_category(0)} is null",
        ),
        Check(
            "the LSOA code is not of the form E01000000",
            "not regexp_full_match(trim(area_code), 'E01[0-9]{6}')",
        ),
        Check("the LSOA is there twice", "row_number() over (partition by area_code) > 1"),
        Check(
            "sexual offences are not published by LSOA: the noughts of this file mean that nothing is known",
            f"{_category(0)} = 'Sexual Offences'",
            "reject",
        ),
    ),
    columns={**mps_recorded_crime.COLUMNS, "category": "VARCHAR"},
    tidy=f"""
        select 'lsoa' as area_type, area_code, '2011' as area_vintage,
               area_name,
               borough, {_category(0)} as major, {_category(1)} as minor,
               make_date(heading::integer, 1, 1) as start, make_date(heading::integer, 12, 31) as "end",
               whole(value) as count, mark(value) as mark, {NAMED} as category
        from delivered
    """,
    classify="'home-office-2019'",  # the columns do not tell, the sums do: those of the borough file of 2023
    parts="category",
    caveats=(
        "2020 is left out: some months were added twice when two published files were joined, about 15 per cent "
        "too many.",
        "Calendar-year sums made by a third party from the published monthly files, for the LSOAs of 2011.",
        "Offences without a usable place are left out: possession of weapons adds up to 87 to 90 per cent of "
        "its borough.",
        "The files of one minor category repeat offences that are also in the file of its major category.",
    ),
    breaks=("mps_april_2013",),
)
