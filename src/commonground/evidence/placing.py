"""Placing: the local authority, ward and LSOA of each event, from its LSOA code or else from its point.

An event keeps the LSOA its publisher gave it, in the codes of that file: an LSOA of 2011 that was split
cannot be given to one of 2021. Its ward is the ward of 2024 that fits the LSOA best, and is left empty where
the parts of a split LSOA lie in different wards. An event without a code gets the LSOA of 2021 that its
point lies in.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from commonground.evidence import areas
from commonground.evidence.edition import Edition

PLACED = (
    "Given to areas by its LSOA code or its anonymised point; what has neither is in no area, and is counted "
    "apart."
)
"""The caveat of every count of events."""

TYPES = ("local_authority", "ward", "lsoa")
BOUNDARIES, LSOA_2021, LSOA_2011 = "boundaries", "lookup_lsoa21_ward24_ltla24", "lookup_lsoa11_lsoa21_ltla22"
NEEDED = (BOUNDARIES, LSOA_2021, LSOA_2011)
TOLERANCE = 20.0
"""Metres by which outlines are generalised: a point that near an outline, and in none, is in the nearest."""
MADE = 2
"""Raise it when the way of placing changes, so that what was placed before is placed again."""


class Placing:
    """What the loaded look-ups and outlines allow events to be placed in."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.used = [edition for edition in editions if edition.source in NEEDED]

    @property
    def possible(self) -> bool:
        """Whether there is anything to place events with."""
        return bool(self.used)

    @cached_property
    def _key(self) -> str:
        return " ".join([str(MADE), *sorted(edition.sha256 for edition in self.used)])

    def placed(self, edition: Edition) -> Path:
        """The edition's events with local_authority_code, ward_code and lsoa_code, made once and kept beside
        them.

        What was made with other look-ups or outlines is made again and takes its place; it goes with the
        edition.
        """
        assert edition.folder is not None
        name = hashlib.sha256(f"{edition.sha256} {self._key}".encode()).hexdigest()[:16]
        target = edition.folder / f"placed-{name}.parquet"
        if not target.exists():
            before = list(edition.folder.glob("placed-*.parquet"))
            with tempfile.TemporaryDirectory(prefix=".placing-", dir=edition.folder) as folder:
                draft = Path(folder) / "rows.parquet"
                self._write(edition, draft)
                draft.replace(target)
            for old in before:
                old.unlink(missing_ok=True)
        return target

    def _write(self, edition: Edition, target: Path) -> None:
        connection = duckdb.connect()
        connection.read_parquet(str(edition.rows)).create_view("events")
        columns = [row[0] for row in connection.execute("describe events").fetchall()]
        connection.register("lsoas", self._lsoas(connection))
        force = next((column for column in ("force", "reported_by") if column in columns), None)
        if force:
            names = [row[0] for row in connection.execute(f"select distinct {force} from events").fetchall()]
            coded = [areas.force_named(name) if name else None for name in names]
            connection.register(
                "forces",
                pa.table({"name": pa.array(names, pa.string()), "code": pa.array(coded, pa.string())}),
            )
        has_code, has_point = "lsoa_code" in columns, "longitude" in columns
        has_authority = "local_authority_code" in columns  # a partner names the borough itself
        ours = ("lsoa_code", "local_authority_code")
        kept = ", ".join(f'e."{column}"' for column in columns if column not in ours)
        code, joins = "null::varchar", ""
        if force:
            kept += ", forces.code as force_code"
            joins += f" left join forces on forces.name = e.{force}"
        if has_code:
            code = "e.lsoa_code"
            joins += " left join lsoas given on given.code = e.lsoa_code"
        if has_point:
            unique = "select distinct longitude, latitude from events where longitude is not null"
            connection.register(
                "points", self._points(connection, unique + (" and lsoa_code is null" if has_code else ""))
            )
            on = "on p.longitude = e.longitude and p.latitude = e.latitude"
            joins += f" left join points p {on} left join lsoas found on found.code = p.code"
            code = code if has_code else "p.code"
        sides = [side for side, there in (("given", has_code), ("found", has_point)) if there]
        if has_code and has_point:  # the point speaks only where there is no code
            joins = joins.replace(on, f"{on} and e.lsoa_code is null")
        said_itself = ["e.local_authority_code"] if has_authority else []
        authority = ", ".join([*said_itself, *(f"{side}.local_authority_code" for side in sides), "null"])
        ward = ", ".join([*(f"{side}.ward_code" for side in sides), "null"])
        said = str(target).replace("'", "''")
        connection.execute(
            f"copy (select {kept}, {code} as lsoa_code, coalesce({authority}) as local_authority_code, "
            f"coalesce({ward}) as ward_code from events e{joins}) to '{said}' (format parquet, compression "
            f"zstd)"
        )

    def _held(self, source: str) -> Edition | None:
        return next((edition for edition in reversed(self.used) if edition.source == source), None)

    def _lsoas(self, connection: duckdb.DuckDBPyConnection) -> pa.Table:
        """Each LSOA code, of 2021 or 2011, with its local authority and, if it has one, its ward of 2024."""
        now, before = self._held(LSOA_2021), self._held(LSOA_2011)
        parts = []
        if now:
            parts.append(
                "select lsoa21_code as code, any_value(local_authority_code) as local_authority_code, "
                f"any_value(ward24_code) as ward_code, 1 as rank from '{now.rows}' group by 1"
            )
        if before:
            ward, join = (
                ("n.ward24_code", f" left join '{now.rows}' n using (lsoa21_code)") if now else ("null", "")
            )
            parts.append(
                "select lsoa11_code as code, any_value(b.local_authority_code) as local_authority_code, "
                f"case when count(distinct {ward}) = 1 then any_value({ward}) end as ward_code, 2 as rank "
                f"from '{before.rows}' b{join} group by 1"
            )
        for edition in self.used:
            if edition.source == BOUNDARIES and "lsoa" in edition.area_types:
                parts.append(
                    "select area_code as code, parent_code as local_authority_code, null as ward_code, 3 as "
                    "rank "
                    f"from '{edition.rows}' where area_type = 'lsoa'"
                )
        names = ("code", "local_authority_code", "ward_code")
        none = f"select {', '.join(f'null::varchar as {name}' for name in names)}, 9 as rank"
        return connection.execute(
            f"select code, local_authority_code, ward_code from ({' union all '.join([*parts, none])}) "
            "where code is not null qualify row_number() over (partition by code order by rank) = 1"
        ).to_arrow_table()

    def _points(self, connection: duckdb.DuckDBPyConnection, unique: str) -> pa.Table:
        """Each point with the code of the LSOA it lies in, or within TOLERANCE of; null where it lies in
        none.
        """
        import shapely  # here, because most questions place nothing
        from pyproj import Transformer

        table = connection.execute(unique).to_arrow_table()
        longitude, latitude = (table[name].to_numpy() for name in ("longitude", "latitude"))
        codes, outlines = self._outlines(connection)
        found = np.full(table.num_rows, None, dtype=object)
        if len(codes) and table.num_rows:
            grid = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
            points = shapely.points(*grid.transform(longitude, latitude))
            tree = shapely.STRtree(outlines)
            point, outline = tree.query_nearest(points, max_distance=TOLERANCE, all_matches=False)
            found[point] = codes[outline]
        return pa.table(
            {"longitude": longitude, "latitude": latitude, "code": pa.array(found.tolist(), pa.string())}
        )

    def _outlines(self, connection: duckdb.DuckDBPyConnection) -> tuple[np.ndarray, np.ndarray]:
        """Codes and outlines of LSOAs on the British National Grid, of the latest year; never the coarse
        ones.
        """
        import shapely

        paths = [str(e.rows) for e in self.used if e.source == BOUNDARIES and "lsoa" in e.area_types]
        if not paths:
            return np.array([]), np.array([])
        connection.read_parquet(paths).create_view("outlines", replace=True)
        rows = connection.execute(
            "select area_code, wkb from outlines where area_type = 'lsoa' and usable_for_points and crs = "
            "'EPSG:27700' "
            "and area_vintage = (select max(area_vintage) from outlines where area_type = 'lsoa' and "
            "usable_for_points and crs = 'EPSG:27700') order by area_code"
        ).fetchall()
        return np.array([code for code, _ in rows], dtype=object), shapely.from_wkb([wkb for _, wkb in rows])
