"""The wards and neighbourhoods of a partnership’s own borough, or of the boroughs that it groups."""

from collections.abc import Mapping

from commonground.evidence.areas import UnknownArea
from commonground.partnership.models import Partnership
from commonground.partnership.reading_room import evidence_for


def places_of(partnership: Partnership, kind: str = "ward") -> Mapping[str, str]:
    """The names of the wards, or of another kind of area, by their codes; none before the look-ups are loaded."""
    evidence = evidence_for(partnership)
    codes = [partnership.area_code] if partnership.area_code else _grouped(partnership)
    try:
        boroughs = [evidence.area(code) for code in codes]
    except UnknownArea:
        return {}
    found = [one for borough in boroughs for one in evidence.gazetteer.within(borough, kind)]
    return {one.code: one.name for one in sorted(found, key=lambda one: one.name)}


def names_of_places(partnership: Partnership) -> Mapping[str, str]:
    """The names of wards and of neighbourhoods by their codes."""
    return {**places_of(partnership), **places_of(partnership, "lsoa")}


def _grouped(partnership: Partnership) -> list[str]:
    rows = partnership.groupings.select_related("partnership")
    return sorted(filter(None, (one.partnership.area_code for one in rows)))
