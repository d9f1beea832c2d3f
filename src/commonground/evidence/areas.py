"""Areas: found by name or code, and gathered into the groups that are compared.

Local authorities, police force areas, regions and countries are always known. Wards and LSOAs are known from
the
look-ups that are loaded, each with the year of its codes and the local authority it lies in.
"""

import csv
import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
import pyarrow.parquet as pq

from commonground.evidence.edition import Edition
from commonground.evidence.finding import Area
from commonground.methods.similarity import nearest

LONDON = "E12000007"
CITY_OF_LONDON = "E09000001"
METROPOLITAN = "E23000001"
TYPES = ("local_authority", "force", "region", "country", "ward", "msoa", "lsoa")
CALLED = {"local_authority": "local authority", "lsoa": "LSOA", "msoa": "MSOA", "force": "police force area"}
LOOKUPS = (
    # source, type, vintage, start of the column names
    ("lookup_lsoa21_ward24_ltla24", "ward", "2024", "ward24"),
    ("lookup_lsoa21_ward24_ltla24", "lsoa", "2021", "lsoa21"),
    ("lookup_lsoa11_lsoa21_ltla22", "lsoa", "2011", "lsoa11"),
    ("lookup_ward21_ltla21", "ward", "2021", "ward21"),
)
ALIKE = 10
"""How many similar areas an area is compared with."""


class UnknownArea(LookupError):
    """No area, or no group of areas, has this name or code; the message names those that are near."""


@dataclass(frozen=True)
class Small:
    """A ward or LSOA, the year of its code, and the code of its local authority."""

    area: Area
    vintage: str
    parent: str


@cache
def places() -> tuple[Area, ...]:
    """Local authorities, police force areas, regions and countries of England and Wales, always known."""
    return tuple(Area(row["code"], row["name"], row["type"]) for row in _rows())


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (files("commonground.sources") / "places.csv").open(encoding="utf-8") as opened:
        return tuple(csv.DictReader(opened))


@cache
def _region_of() -> dict[str, str]:
    return {row["code"]: row["region"] for row in _rows()}


def london_local_authorities() -> list[Area]:
    """The 32 boroughs and the City of London, by name."""
    found = (a for a in places() if a.type == "local_authority" and _region_of()[a.code] == LONDON)
    return sorted(found, key=lambda area: area.name)


def london_boroughs() -> list[Area]:
    """The 32 boroughs policed by the Metropolitan Police, by name."""
    return [area for area in london_local_authorities() if area.code != CITY_OF_LONDON]


def force_areas() -> list[Area]:
    """The police force areas of England and Wales, by name."""
    return sorted((a for a in places() if a.type == "force"), key=lambda area: area.name)


@cache
def force_named(name: str) -> str | None:
    """The code of the police force area whose force is written so: "City of London Police", "avon-and-
    somerset".
    """
    wanted = _force(name)
    return next((a.code for a in places() if a.type == "force" and _force(a.name) == wanted), None)


def _force(name: str) -> frozenset[str]:
    return frozenset(_plain(name).split()) - {"police", "service", "constabulary", "of", "and"}


def force_of(local_authority: str) -> str | None:
    """The code of the force that polices a local authority; None for a county of districts, or one not known here."""
    return _forces().get(local_authority) or None


@cache
def _forces() -> dict[str, str]:
    return {row["code"]: row["force"] for row in _rows()}


NAMED: dict[str, Callable[[], list[Area]]] = {
    "london-boroughs": london_boroughs,
    "london-local-authorities": london_local_authorities,
    "force-areas": force_areas,
}


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


class Gazetteer:
    """Every area that can be named: those always known, and the wards and LSOAs of the loaded look-ups."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.editions = editions
        self._within: dict[tuple[Area, str, str | None], list[Area]] = {}

    @cached_property
    def small(self) -> tuple[Small, ...]:
        """The wards and LSOAs, those of the latest year first."""
        found: dict[str, Small] = {}
        for source, area_type, vintage, start in LOOKUPS:
            held = [edition for edition in self.editions if edition.source == source]
            if not held:
                continue
            names = [f"{start}_code", f"{start}_name", "local_authority_code"]
            table = pq.read_table(held[-1].rows, columns=names).group_by(names).aggregate([])
            for code, name, parent in zip(*(table[n].to_pylist() for n in names), strict=True):
                found.setdefault(code, Small(Area(code, name or code, area_type), vintage, parent))
        return tuple(found.values())

    def find(self, name_or_code: str, type: str | None = None) -> Area:
        """The area with this name or code; a ward may be said with its borough. Raises UnknownArea."""
        if type in ("ward", "lsoa") or re.fullmatch(r"[EWew]0[15]\d{6}", name_or_code.strip()):
            return self._small(name_or_code, type)
        try:
            return find(name_or_code, places(), type)
        except UnknownArea:
            if type is None and any(
                _plain(s.area.name) == _plain(name_or_code.split(",")[0]) for s in self.small
            ):
                return self._small(name_or_code, None)
            raise

    def _small(self, name_or_code: str, type: str | None) -> Area:
        name, _, within = name_or_code.partition(",")
        parent = find(within, places(), "local_authority").code if within.strip() else None
        known = [s for s in self.small if type in (None, s.area.type) and parent in (None, s.parent)]
        if not self.small:
            raise UnknownArea(f"“{name_or_code}”: wards and LSOAs are known once the look-ups are loaded.")
        alike = [s for s in known if _plain(s.area.name) == _plain(name)]
        latest = [s for s in alike if s.vintage == alike[0].vintage]
        if len(latest) > 1:
            where = sorted(f"{name.strip()}, {find(s.parent, places()).name}" for s in latest)
            raise UnknownArea(
                f"There are {len(latest)} areas called “{name.strip()}”: say {' or '.join(where[:6])}."
            )
        return latest[0].area if latest else find(name, (s.area for s in known), type)

    def parent(self, area: Area) -> Area | None:
        """The local authority that a ward or LSOA lies in."""
        return self._parents.get(area.code)

    @cached_property
    def _parents(self) -> dict[str, Area]:
        known = {place.code: place for place in places()}
        return {small.area.code: known[small.parent] for small in self.small if small.parent in known}

    def within(self, area: Area, type: str, vintage: str | None = None) -> list[Area]:
        """The wards or LSOAs of a local authority, by name; of the latest codes, or those of a year."""
        if (area, type, vintage) not in self._within:
            self._within[area, type, vintage] = self._inside(area, type, vintage)
        return self._within[area, type, vintage]

    def _inside(self, area: Area, type: str, vintage: str | None) -> list[Area]:
        for source, area_type, year, start in LOOKUPS:
            held = [edition for edition in self.editions if edition.source == source]
            if held and area_type == type and vintage in (None, year):
                names = [f"{start}_code", f"{start}_name"]
                inside = [("local_authority_code", "=", area.code)]
                table = pq.read_table(held[-1].rows, columns=names, filters=inside)
                pairs = set(zip(*(table[name].to_pylist() for name in names), strict=True))
                return sorted(
                    (Area(code, name or code, type) for code, name in pairs), key=lambda a: (a.name, a.code)
                )
        return []

    def group(self, name: str, describe: Callable[[Area], Sequence[float] | None]) -> list[Area]:
        """The areas of a group. Raises UnknownArea.

        Groups: those of NAMED; "wards of Lewisham", "lsoas of Lewisham", "2011 lsoas of Lewisham"; "similar
        to Lewisham", itself and the ten nearest by what ``describe`` gives of each (None where it is not
        known).
        """
        if name in NAMED:
            return NAMED[name]()
        if found := re.fullmatch(r"(?:(\d{4}) )?(ward|lsoa)s of (.+)", name, re.IGNORECASE):
            area = find(found[3], places(), "local_authority")
            inside = self.within(area, found[2].lower(), found[1])
            if not inside:
                raise UnknownArea(
                    f"The {found[2].lower()}s of {area.name} are known once the look-ups are loaded."
                )
            return inside
        if found := re.fullmatch(r"similar to (.+)", name, re.IGNORECASE):
            return _similar(find(found[1], places(), "local_authority"), describe)
        raise UnknownArea(
            f"There is no group of areas “{name}”; there is {', '.join(NAMED)}, “wards of Lewisham”, "
            "“lsoas of Lewisham”, “similar to Lewisham”."
        )


def _similar(area: Area, describe: Callable[[Area], Sequence[float] | None]) -> list[Area]:
    boroughs = london_boroughs()
    pool = boroughs if area in boroughs else [a for a in places() if a.type == area.type]
    described = {place: told for place in pool if (told := describe(place)) is not None}
    if area not in described:
        raise UnknownArea(
            f"Areas similar to {area.name} cannot be found: the Indices of Deprivation, the population "
            f"estimates and "
            "the look-ups of LSOAs must be loaded."
        )
    known = list(described)
    rows = nearest(np.array(list(described.values())), known.index(area), ALIKE)
    return [area, *(known[row] for row in rows)]
