"""Areas: found by name or code, and gathered into the groups that are compared."""

import csv
import difflib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from commonground.evidence.finding import Area

LONDON = "E12000007"
CITY_OF_LONDON = "E09000001"
TYPES = ("local_authority", "ward", "lsoa", "msoa", "force", "region", "country")
CALLED = {"local_authority": "local authority", "lsoa": "LSOA", "msoa": "MSOA", "force": "police force area"}


class UnknownArea(LookupError):
    """No area has this name or code; the message names those that are near."""


@cache
def places() -> tuple[Area, ...]:
    """Local authorities, police force areas, regions and countries of England and Wales, always known."""
    return tuple(Area(row["code"], row["name"], row["type"]) for row in _rows())


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (files("commonground.sources") / "places.csv").open(encoding="utf-8", newline="") as opened:
        return tuple(csv.DictReader(opened))


@cache
def _region_of() -> dict[str, str]:
    return {row["code"]: row["region"] for row in _rows()}


def london_local_authorities() -> list[Area]:
    """The 32 boroughs and the City of London, by name."""
    return sorted(
        (a for a in places() if a.type == "local_authority" and _region_of()[a.code] == LONDON),
        key=lambda a: a.name,
    )


def london_boroughs() -> list[Area]:
    """The 32 boroughs policed by the Metropolitan Police, by name."""
    return [area for area in london_local_authorities() if area.code != CITY_OF_LONDON]


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("&", "and").replace("-", " ").replace(",", " ").split())


def find(name_or_code: str, among: Iterable[Area], type: str | None = None) -> Area:
    """The area with this code or name; where types share a name, the first of TYPES. Raises UnknownArea."""
    wanted = _plain(name_or_code)
    known = [area for area in among if type in (None, area.type)]
    found = [a for a in known if a.code.lower() == wanted] or [a for a in known if _plain(a.name) == wanted]
    if found:
        return min(found, key=lambda area: TYPES.index(area.type))
    names = {_plain(area.name): area.name for area in known}
    near = [names[n] for n in difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)]
    near += [names[n] for n in names if wanted and wanted in n and names[n] not in near][:3]
    kind = CALLED.get(type or "", type or "area")
    said = f" Did you mean {' or '.join(near[:4])}?" if near else ""
    raise UnknownArea(f"There is no {kind} called “{name_or_code}” here.{said}")
