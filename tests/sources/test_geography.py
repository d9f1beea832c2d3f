"""Boundaries and look-ups: how many areas, of which year, in which coordinates, and fit for what."""

import json

import pytest
import shapely
from delivered import DATA, plain, read, read_file, stated_rows

from commonground.sources.readers.refusal import Refusal

# file, areas, type, year, coordinates, fit for telling where a point is
SHAPES = [
    ("London_Ward_2018_ESRI.zip", 657, "ward", "2018", "EPSG:27700", True),
    ("england_wales_police_force_areas_2020.geojson", 43, "force", None, "OGC:CRS84", False),
    ("london-2011-lsoa-gen20.zip", 4_835, "lsoa", "2011", "EPSG:27700", True),
    ("london-2021-lad22-gen20.zip", 33, "local_authority", None, "EPSG:27700", True),
    ("london-2021-lsoa-gen20.zip", 4_994, "lsoa", "2021", "EPSG:27700", True),
    ("london-2021-msoa-gen20.zip", 1_002, "msoa", "2021", "EPSG:27700", True),
    ("london_ltla24_boroughs.geojson", 33, "local_authority", None, "OGC:CRS84", False),
    ("london_wards22.geojson", 684, "ward", "2022", "OGC:CRS84", False),
]
LOOKUPS = {
    "LLSOA_Dec_2021_PWC_for_England_and_Wales_2022.csv.gz": "lookup_lsoa21_centroids",
    "lookup_lsoa11_lsoa21_ltla22.csv.gz": "lookup_lsoa11_lsoa21_ltla22",
    "lookup_lsoa11_msoa11_england.csv.gz": "lookup_lsoa11_msoa11",
    "lookup_lsoa11_ward17.csv.gz": "lookup_lsoa11_ward17",
    "lookup_lsoa21_ward24_ltla24.csv.gz": "lookup_lsoa21_ward24_ltla24",
    "lookup_ward21_ltla21.csv.gz": "lookup_ward21_ltla21",
}
SQUARE_KM = 1_572  # Greater London


def codes(file, column="area_code", where="true"):
    return {code for (code,) in read(file).rows(f"select distinct {column} from tidied where {where}")}


@pytest.mark.parametrize(("file", "areas", "area_type", "year", "crs", "fit"), SHAPES)
def test_every_area_once_with_its_year(file, areas, area_type, year, crs, fit):
    reading = read(f"boundaries-london/{file}")
    assert reading.tidied.source.key == "boundaries"
    assert reading.tidied.rows_read == reading.tidied.rows_loaded == areas
    assert reading.rows("select count(distinct area_code), count(area_name) from tidied") == [(areas, areas)]
    assert reading.rows("select distinct area_type, area_vintage, crs, usable_for_points from tidied") == [
        (area_type, year, crs, fit)
    ]


@pytest.mark.parametrize(("file", "areas", "area_type", "year", "crs", "fit"), SHAPES)
def test_outlines_are_valid_and_where_they_should_be(file, areas, area_type, year, crs, fit):
    outlines = shapely.from_wkb(
        [w for (w,) in read(f"boundaries-london/{file}").rows("select wkb from tidied")]
    )
    assert shapely.is_valid(outlines).all()
    assert set(shapely.get_type_id(outlines)) <= {3, 6}
    if crs == "EPSG:27700":
        assert shapely.area(outlines).sum() / 1e6 == pytest.approx(SQUARE_KM, rel=0.03)
    west, south, east, north = shapely.total_bounds(outlines)
    corners = (80_000, 5_000, 660_000, 660_000) if crs == "EPSG:27700" else (-7, 49, 2, 56)
    assert corners[0] < west < east < corners[2]
    assert corners[1] < south < north < corners[3]


def test_every_boundary_file_is_tested():
    assert {p.name for p in (DATA / "boundaries-london").iterdir() if p.name != "README.md"} == {
        s[0] for s in SHAPES
    }


def test_the_outline_of_an_area_is_that_of_the_file():
    raw = json.loads((DATA / "boundaries-london/london_ltla24_boroughs.geojson").read_text())
    slow = {f["properties"]["ltla24_code"]: f["geometry"]["coordinates"] for f in raw["features"]}
    lewisham = read("boundaries-london/london_ltla24_boroughs.geojson").one(
        "select wkb from tidied where area_name = 'Lewisham'"
    )
    (polygon,) = shapely.get_parts(shapely.from_wkb(lewisham))
    assert [list(point) for point in polygon.exterior.coords] == slow["E09000023"][0][0]


def test_parents_are_boroughs():
    boroughs = codes("boundaries-london/london-2021-lad22-gen20.zip")
    assert len(boroughs) == 33
    for file in (
        "London_Ward_2018_ESRI.zip",
        "london_wards22.geojson",
        "london-2011-lsoa-gen20.zip",
        "london-2021-lsoa-gen20.zip",
    ):
        assert codes(f"boundaries-london/{file}", "parent_code") == boroughs
    lewisham = "parent_code = 'E09000023'"
    assert len(codes("boundaries-london/London_Ward_2018_ESRI.zip", where=lewisham)) == 18
    assert len(codes("boundaries-london/london_wards22.geojson", where=lewisham)) == 19
    assert len(codes("boundaries-london/london-2011-lsoa-gen20.zip", where=lewisham)) == 169


def test_wards_of_2018_and_2022_share_names_and_not_codes():
    old, new = ("boundaries-london/London_Ward_2018_ESRI.zip", "boundaries-london/london_wards22.geojson")
    changed = codes(old) - codes(new)
    assert len(changed) == 503
    names = dict(read(old).rows("select area_code, area_name from tidied where parent_code = 'E09000023'"))
    now = {n for (n,) in read(new).rows("select area_name from tidied where parent_code = 'E09000023'")}
    assert set(names) <= changed and {"Blackheath", "Bellingham"} <= set(names.values()) & now


@pytest.mark.parametrize(("file", "source"), LOOKUPS.items())
def test_every_row_of_a_lookup(file, source):
    tidied = read(f"geography-lookups/{file}").tidied
    assert tidied.source.key == source
    assert tidied.rows_read == tidied.rows_loaded == stated_rows("geography-lookups")[file]


def test_lsoas_that_split_or_merged():
    reading = read("geography-lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz")
    assert reading.counted("change") == {
        ("unchanged",): 33_647, ("split",): 1_900, ("merged",): 239, ("irregular",): 9,
    }  # fmt: skip
    assert (
        reading.one("select count(*) from tidied where (change = 'unchanged') <> (lsoa11_code = lsoa21_code)")
        == 0
    )
    slow = {(r["lsoa11_code"], r["lsoa21_code"], r["ltla22_code"])
            for r in plain("geography-lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz")}  # fmt: skip
    assert set(reading.rows("select lsoa11_code, lsoa21_code, local_authority_code from tidied")) == slow


def test_lookups_and_boundaries_know_the_same_areas():
    london = "local_authority_code like 'E09%'"
    between = "geography-lookups/lookup_lsoa11_lsoa21_ltla22.csv.gz"
    assert codes(between, "lsoa11_code", london) == codes("boundaries-london/london-2011-lsoa-gen20.zip")
    assert codes(between, "lsoa21_code", london) == codes("boundaries-london/london-2021-lsoa-gen20.zip")
    wards = codes("geography-lookups/lookup_lsoa21_ward24_ltla24.csv.gz", "ward24_code", london)
    assert wards == codes("boundaries-london/london_wards22.geojson")
    before = codes("geography-lookups/lookup_ward21_ltla21.csv.gz", "ward21_code", london)
    assert before == codes("boundaries-london/London_Ward_2018_ESRI.zip")
    assert codes("geography-lookups/lookup_lsoa11_msoa11_england.csv.gz", "lsoa11_code") >= codes(
        "boundaries-london/london-2011-lsoa-gen20.zip"
    )


def test_centroids_lie_in_their_lsoas():
    points = {
        code: shapely.Point(x, y)
        for code, x, y in read("geography-lookups/LLSOA_Dec_2021_PWC_for_England_and_Wales_2022.csv.gz").rows(
            "select area_code, easting, northing from tidied"
        )
    }
    outlines = read("boundaries-london/london-2021-lsoa-gen20.zip").rows("select area_code, wkb from tidied")
    outside = [code for code, wkb in outlines if not shapely.from_wkb(wkb).buffer(20).contains(points[code])]
    assert len(outlines) == 4_994
    assert len(outside) <= 5  # of LSOAs in several pieces, the middle may be between them


# -- areas of others --


def geojson(tmp_path, properties, name="areas.geojson", **more):
    square = [[[-0.02, 51.44], [-0.01, 51.44], [-0.01, 51.45], [-0.02, 51.45], [-0.02, 51.44]]]
    features = [
        {"type": "Feature", "properties": p, "geometry": {"type": "Polygon", "coordinates": square}}
        for p in properties
    ]
    path = tmp_path / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"LSOA21CD": "E01003244", "LSOA21NM": "Lewisham 001A"},
         ("lsoa", "2021", "E01003244", "Lewisham 001A", None)),
        ({"lsoa11_code": "E01003244"}, ("lsoa", "2011", "E01003244", None, None)),
        ({"WD22CD": "E05013714", "WD22NM": "Bellingham", "LAD22CD": "E09000023"},
         ("ward", "2022", "E05013714", "Bellingham", "E09000023")),
        # A borough dissolved from its wards keeps the attributes of one: the first attribute is its own.
        ({"LAD22NM": "Lewisham", "WD22CD": "E05013714", "WD22NM": "Bellingham", "LAD22CD": "E09000023"},
         ("local_authority", None, "E09000023", "Lewisham", None)),
        ({"ltla24_code": "W06000001", "ltla24_name": "Isle of Anglesey"},
         ("local_authority", None, "W06000001", "Isle of Anglesey", None)),
        ({"pfa20_code": "E23000001"}, ("force", None, "E23000001", None, None)),
        ({"MSOA21CD": "E02000653"}, ("msoa", "2021", "E02000653", None, None)),
    ],
)  # fmt: skip
def test_areas_are_known_by_their_code_columns(tmp_path, properties, said):
    reading = read_file(geojson(tmp_path, [properties]))
    assert reading.rows("select area_type, area_vintage, area_code, area_name, parent_code from tidied") == [
        said
    ]


def test_a_bare_gss_code_needs_the_year_in_the_name(tmp_path):
    ward = [{"NAME": "Bellingham", "GSS_CODE": "E05000435"}]
    with pytest.raises(Refusal, match="does not say of which year its wards are"):
        read_file(geojson(tmp_path, ward))
    assert read_file(geojson(tmp_path, ward, "wards_2014.geojson")).rows(
        "select area_type, area_vintage from tidied"
    ) == [("ward", "2014")]


@pytest.mark.parametrize(
    ("properties", "more", "said"),
    [
        ([{"LSOA21CD": "E01003244"}, {"LSOA21CD": "E01003244"}], {}, "no attribute with a code of its own"),
        ([{"LSOA21CD": "E01003244"}, {"LSOA21CD": "Lewisham 001B"}], {}, "area 2 has no code of a lsoa"),
        ([{"shape": "1"}], {}, "not a file that is known here"),
        (
            [{"LSOA21CD": "E01003244"}],
            {"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}},
            "coordinates",
        ),
    ],
)
def test_areas_that_cannot_stand_are_refused(tmp_path, properties, more, said):
    with pytest.raises(Refusal, match=said):
        read_file(geojson(tmp_path, properties, **more))


def test_a_truncated_shapefile_is_refused(tmp_path):
    import zipfile

    with zipfile.ZipFile(DATA / "boundaries-london/london-2021-lad22-gen20.zip") as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(tmp_path / "cut.zip", "w") as cut:
        for name, content in parts.items():
            cut.writestr(name, content[: len(content) // 2] if name.endswith(".shp") else content)
    with pytest.raises(Refusal, match="cannot be read to its end"):
        read_file(tmp_path / "cut.zip")
