"""Places: how exactly something may be put on a map."""

from collections.abc import Iterable

NOT_BELOW_LSOA = ("police_", "istv", "ecds")
"""Sources whose places are never shown finer than an LSOA. A data.police.uk point is a stand-in for at least
eight addresses and was moved there: drawn as a place it is wrong, and it points at somebody's door. Hospital
data give free text that was geocoded, with more or less confidence."""

TOO_EXACT = {
    "longitude", "latitude", "easting", "northing", "x", "y", "lon", "lat", "lng", "point", "coordinates",
    "geometry", "address", "postcode", "uprn", "street", "location", "assault_location_description",
}  # fmt: skip


class TooExact(ValueError):
    """Something was about to be drawn or written as an exact place that may only be shown by area."""


def refuse_points(source: str, columns: Iterable[str]) -> None:
    """Let a source's table pass to a map, chart or file only if no column is finer than its LSOA.

    Raises TooExact with a sentence for the user.
    """
    if not source.startswith(NOT_BELOW_LSOA):
        return
    exact = sorted(column for column in columns if column.lower().replace(" ", "_") in TOO_EXACT)
    if exact:
        raise TooExact(
            f"{source} may be shown by LSOA or a larger area, never as exact places: "
            f"leave out {', '.join(exact)}"
        )
