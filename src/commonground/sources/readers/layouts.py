"""What is in files that are not tables: the fields of GeoJSON features and shapefiles."""

import json
import warnings
from pathlib import Path

import shapefile

from commonground.sources.readers.refusal import Refusal


def geojson_fields(path: Path, name: str) -> tuple[str, ...]:
    """The property names of the first feature. Raises Refusal for anything else."""
    try:
        first = json.loads(path.read_text("utf-8-sig"))["features"][0]
        return tuple(first["properties"])
    except json.JSONDecodeError as error:
        raise Refusal(name, f"line {error.lineno}: it is not well-formed JSON. Nothing was loaded.") from None
    except (KeyError, IndexError, TypeError, UnicodeError, RecursionError):
        raise Refusal(name, "is JSON, but not a collection of GeoJSON features; nothing was loaded.") from None


def shape_fields(path: Path, name: str) -> tuple[str, ...]:
    """The attribute names of a zipped shapefile. Raises Refusal for a damaged one."""
    try:
        with warnings.catch_warnings(action="ignore"), shapefile.Reader(str(path)) as reader:
            return tuple(field[0] for field in reader.fields if field[0] != "DeletionFlag")
    except Exception:  # pyshp raises struct.error, ShapefileException, OSError, UnicodeError and others
        raise Refusal(name, "is a damaged shapefile; nothing was loaded.") from None
