"""A drawn area: a polygon of GeoJSON, from its corners, with what is wrong with one said in a sentence."""

import json
import re
from typing import Any

from django.core.exceptions import ValidationError

MOST = 200
WEST, EAST, SOUTH, NORTH = -9, 3, 49, 61
CORNER = re.compile(r"\s*\(?\s*(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)\s*\)?\s*")


def area_from(text: str) -> dict[str, Any] | None:
    """An area from its corners, a line each as “51.4452, -0.0205”, or from GeoJSON. None for no text.

    Raises ValidationError.
    """
    if not text.strip():
        return None
    if text.lstrip().startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            raise ValidationError("The area is not whole GeoJSON: copy it again, from { to }.") from None
    else:
        found = {"type": "Polygon", "coordinates": [_ring(text)]}
    is_area(found)
    return found  # type: ignore[no-any-return]


def corners(area: dict[str, Any]) -> str:
    """The corners of an area as somebody types them, a line each: latitude, then longitude."""
    return "\n".join(f"{y:.6f}, {x:.6f}" for x, y, *_ in area["coordinates"][0][:-1])


def is_area(value: Any) -> None:
    """Raises ValidationError unless it is one closed polygon of 3 to 200 corners in the country."""
    ring = _only_ring(value)
    if not all(_is_corner(corner) for corner in ring):
        raise ValidationError("The area has a corner that is no place in the country: give latitude, then longitude.")
    if ring[0] != ring[-1]:
        raise ValidationError("The area is not closed: its last corner must be its first.")
    if len({tuple(corner) for corner in ring}) < 3:
        raise ValidationError("The area needs at least three corners.")
    if len(ring) - 1 > MOST:
        raise ValidationError(f"The area has {len(ring) - 1} corners: use at most {MOST}.")
    import shapely

    if not shapely.Polygon(ring).is_valid:
        raise ValidationError("The lines of the area cross each other: give its corners in order, going round it.")


def _only_ring(value: Any) -> list[Any]:
    rings = value.get("coordinates") if isinstance(value, dict) and value.get("type") == "Polygon" else None
    if not isinstance(rings, list) or len(rings) != 1 or not isinstance(rings[0], list) or len(rings[0]) < 2:
        raise ValidationError("The area is not one polygon without holes: draw it as one.")
    return rings[0]


def _is_corner(corner: Any) -> bool:
    if not isinstance(corner, list | tuple) or len(corner) != 2:
        return False
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in corner)
    return numbers and WEST <= corner[0] <= EAST and SOUTH <= corner[1] <= NORTH


def _ring(text: str) -> list[list[float]]:
    ring = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        found = CORNER.fullmatch(line)
        if found is None:
            raise ValidationError(f"Line {number} is no corner: write it like 51.4452, -0.0205.")
        ring.append([float(found[2]), float(found[1])])
    return ring if len(ring) > 1 and ring[0] == ring[-1] else [*ring, ring[0]]
