"""Points both ways round: degrees of longitude and latitude, and metres of the British National Grid."""

from collections.abc import Callable
from typing import Any

import duckdb
from duckdb.func import PythonUDFType

DEGREES, METRES = "EPSG:4326", "EPSG:27700"


def teach(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the connection ``metres_of(longitude, latitude)`` and ``degrees_of(easting, northing)``.

    Each answers with a structure of its two coordinates, within 5 metres of the Ordnance Survey's own transformation.
    """
    two: list = [duckdb.sqltype("DOUBLE")] * 2
    for name, made, origin, target in (
        ("metres_of", ("easting", "northing"), DEGREES, METRES),
        ("degrees_of", ("longitude", "latitude"), METRES, DEGREES),
    ):
        kind = duckdb.sqltype(f"STRUCT({made[0]} DOUBLE, {made[1]} DOUBLE)")
        connection.create_function(name, _turned(origin, target, made), two, kind, type=PythonUDFType.ARROW)


def _turned(origin: str, target: str, made: tuple[str, str]) -> Callable[..., Any]:
    def turned(x, y):  # arrow arrays; without annotations, which the engine would look up, and pyarrow is not here yet
        import pyarrow as pa
        from pyproj import Transformer  # here, because most files have no points to turn

        between = Transformer.from_crs(origin, target, always_xy=True)
        across, up = between.transform(x.to_numpy(), y.to_numpy())
        return pa.StructArray.from_arrays([pa.array(across), pa.array(up)], names=list(made))

    return turned
