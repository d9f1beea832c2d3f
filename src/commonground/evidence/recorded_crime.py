"""How the Metropolitan Police publishes recorded crime: the same categories by borough, ward and LSOA."""

from commonground.evidence.measure import Condition, Count

MONTHLY = ("mps_borough", "mps_ward", "mps_lsoa")
NO_LOCATION = (
    "Offences without a usable location are left out, so that small areas do not add up to the borough."
)


def recorded(
    *,
    home_office_2024: tuple[Condition, ...] = (),
    home_office_2019: tuple[Condition, ...] = (),
    mps_old: tuple[Condition, ...] = (),
    by_year: tuple[Condition, ...] = (),
    by: tuple[str, ...] = (),
    old_caveat: str = "",
) -> tuple[Count, ...]:
    """The ways to count a category: each classification that has it, at each level, and by calendar year and
    LSOA.

    A classification given no conditions does not have the category.
    """
    generations = (
        ("home-office-2024", home_office_2024, ()),
        ("home-office-2019", home_office_2019, ()),
        ("mps-old", mps_old, (old_caveat,) if old_caveat else ()),
    )
    monthly = tuple(
        Count(
            source=source,
            classification=classification,
            where=where,
            by=by,
            caveats=(*caveats, *(() if source == "mps_borough" else (NO_LOCATION,))),
        )
        for source in MONTHLY
        for classification, where, caveats in generations
        if where
    )
    if not by_year:
        return monthly
    return (*monthly, Count(source="mps_lsoa_annual", where=by_year, caveats=(NO_LOCATION,)))
