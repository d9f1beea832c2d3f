"""Population: how many people live in an area, for the denominator of a rate, and how well that year is
known.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from commonground.evidence import areas
from commonground.evidence.edition import Edition
from commonground.evidence.engines import Engine
from commonground.evidence.finding import Area

ALL_AGES = "all ages"
REBASED, SINGLE_YEAR, CHILDREN, WARDS = (
    "ons_population_lsoa", "ons_population_single_year", "ons_population_children", "gla_ward_population"
)  # fmt: skip
LSOA_2021, LSOA_2011 = "lookup_lsoa21_ward24_ltla24", "lookup_lsoa11_lsoa21_ltla22"
OLDEST = 90  # stands for 90 and over in the tables by single year of age
BEST_FIT = "The population of a ward is that of the LSOAs that fit it best, and not exact."
NOT_REBASED = (
    "The population by age was estimated before the Census of 2021: for 2020 such estimates are out by up to "
    "12 per cent in most of London, and by about 30 in Camden, Westminster and the City."
)


class UnreadableAges(ValueError):
    """The words do not name a range of ages."""


@dataclass(frozen=True)
class Population:
    """People resident in an area in the middle of ``year``, which may not be the year asked for."""

    area: Area
    people: int
    year: int
    asked: int
    ages: str
    editions: tuple[Edition, ...]
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Series:
    """One way to know the population: people by area and year."""

    people: Mapping[str, Mapping[int, int]]
    editions: tuple[Edition, ...]
    caveats: tuple[str, ...] = ()


def age_range(ages: str) -> tuple[int, int]:
    """First and last year of age: "all ages", "10-17", "1-24", "65+". Raises UnreadableAges."""
    if ages == ALL_AGES:
        return 0, OLDEST
    found = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2})|\+)", ages.replace("–", "-").replace(" to ", "-"))
    if not found or (found[2] and int(found[2]) < int(found[1])):
        raise UnreadableAges(f"“{ages}” is not a range of ages such as 10-17, 65+ or all ages.")
    return int(found[1]), int(found[2] or OLDEST)


class Populations:
    """The population estimates in the store."""

    def __init__(self, editions: Sequence[Edition], engine: Engine) -> None:
        self.engine = engine
        self.held: dict[str, list[Edition]] = {}
        for edition in editions:
            self.held.setdefault(edition.source, []).append(edition)
        self._read: dict[tuple[str, str], tuple[list[_Series], Iterator[_Series]]] = {}

    def of(self, area: Area, year: int, ages: str = ALL_AGES) -> Population | None:
        """The estimate of the nearest year, the best of its kind first; None where none is loaded.

        Raises UnreadableAges.
        """
        age_range(ages)  # which raises UnreadableAges
        if area.code in (areas.LONDON, areas.METROPOLITAN):
            return self._of_all(area, year, ages)
        near: list[tuple[int, int, int]] = []
        for place, series in enumerate(self._best_first(area.type, ages)):
            years = series.people.get(area.code, {})
            near += [(abs(found - year), place, found) for found in years]
            if year in years:
                break  # none that follows can be nearer, nor better
        if not near:
            return None
        _, place, found = min(near)
        series = self._read[area.type, ages][0][place]
        other = (
            ()
            if found == year
            else (f"Population of mid-{found}, the nearest year to {year} that is loaded.",)
        )
        return Population(
            area,
            series.people[area.code][found],
            found,
            year,
            ages,
            series.editions,
            (*series.caveats, *other),
        )

    def _of_all(self, area: Area, year: int, ages: str) -> Population | None:
        """London, or the Met's part of it, as the sum of its local authorities."""
        parts = areas.london_local_authorities() if area.code == areas.LONDON else areas.london_boroughs()
        found = [self.of(part, year, ages) for part in parts]
        if any(each is None for each in found) or len({each.year for each in found if each}) != 1:
            return None
        known = [each for each in found if each]
        people = sum(each.people for each in known)
        return Population(area, people, known[0].year, year, ages, known[0].editions, known[0].caveats)

    def _best_first(self, area_type: str, ages: str) -> Iterator[_Series]:
        """Every series for such areas and ages; each is read when it is asked for, and kept."""
        key = (area_type, ages)
        if key not in self._read:
            self._read[key] = [], self._known(area_type, *age_range(ages))
        read, more = self._read[key]
        yield from read
        for series in more:
            read.append(series)
            yield series

    def _known(self, area_type: str, first: int, last: int) -> Iterator[_Series]:
        """Every series for such areas and ages, the best first."""
        everyone = (first, last) == (0, OLDEST)
        if everyone and area_type == "lsoa":
            yield from self._table(REBASED)
        if everyone and area_type in ("local_authority", "ward"):
            code = "local_authority_code" if area_type == "local_authority" else "ward24_code"
            caveats = (BEST_FIT,) if area_type == "ward" else ()
            yield from self._table(REBASED, LSOA_2021, "lsoa21_code", code, caveats)
        if everyone and area_type == "ward":
            yield from self._table(WARDS)
        if (first, last) == (0, 17):
            yield from self._table(CHILDREN, area_type=area_type)

        def of_age(rows: nw.LazyFrame) -> nw.LazyFrame:
            return rows.filter((nw.col("age") >= first) & (nw.col("age") <= last))

        if area_type in ("local_authority", "lsoa"):
            yield from self._table(SINGLE_YEAR, area_type=area_type, keep=of_age, caveats=(NOT_REBASED,))
        if area_type == "local_authority":
            yield from self._table(
                SINGLE_YEAR, LSOA_2011, "lsoa11_code", "local_authority_code", (NOT_REBASED,), keep=of_age
            )

    def _table(
        self,
        source: str,
        lookup: str | None = None,
        of: str = "",
        to: str = "",
        caveats: tuple[str, ...] = (),
        *,
        area_type: str | None = None,
        keep: Callable[[nw.LazyFrame], nw.LazyFrame] | None = None,
    ) -> Iterator[_Series]:
        """The source summed by area and year, through a look-up of LSOAs where one is named; nothing if not
        loaded.
        """
        held, through = self.held.get(source, []), self.held.get(lookup or "", [])
        wanted = "lsoa" if lookup else area_type
        used = _one_a_year(held, wanted)
        if not used or (lookup and not through):
            return
        rows = self.engine.scan([edition.rows for edition in used])
        rows = rows.filter(~nw.col("count").is_null())
        rows = rows.filter(nw.col("area_type") == wanted) if wanted else rows
        rows = keep(rows) if keep else rows
        rows = rows.select("area_code", "start", "count")
        if lookup:
            pairs = self.engine.scan([through[-1].rows]).select(of, to).unique()
            rows = rows.join(pairs, left_on="area_code", right_on=of, how="inner").with_columns(
                area_code=nw.col(to)
            )
        sums = rows.group_by("area_code", "start").agg(nw.col("count").sum())
        people: dict[str, dict[int, int]] = {}
        for row in self.engine.collect(sums).to_pylist():
            people.setdefault(row["area_code"], {})[row["start"].year] = int(row["count"])
        yield _Series(people, (*used, *through[-1:]), caveats)


def _one_a_year(held: Sequence[Edition], area_type: str | None) -> list[Edition]:
    """The latest edition of each year among those about such areas, so that nobody is counted twice."""
    latest: dict[object, Edition] = {}
    for edition in held:
        if area_type in (None, *edition.area_types):
            for span in edition.periods:
                latest[span] = edition
    return list(dict.fromkeys(latest.values()))
