"""Events are placed by the code they carry, else by their point; what cannot be placed is counted."""

import random
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from invented_editions import month, put
from pyproj import Transformer

from commonground.evidence.choice import Tally
from commonground.evidence.measure import measures
from commonground.evidence.periods import Period
from commonground.evidence.placing import Placing
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store

JUNE = month(2018, 6)
LEWISHAM, GREENWICH, CITY = "E09000023", "E09000011", "E09000001"
WEST, EAST, SPLIT, OLD = "E01090001", "E01090002", "E01090003", "E01090004"
WARD, OTHER_WARD = "E05090001", "E05090002"
BACK = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def square(code, easting, vintage="2021", usable=True):
    return {
        "area_type": "lsoa", "area_vintage": vintage, "area_code": code, "parent_code": None,
        "wkb": shapely.to_wkb(shapely.box(easting, 175000, easting + 1000, 176000)), "crs": "EPSG:27700",
        "usable_for_points": usable,
    }  # fmt: skip


def event(easting=None, northing=175500, **more):
    longitude, latitude = (None, None) if easting is None else BACK.transform(easting, northing)
    return {"start": JUNE[0], "end": JUNE[1], "longitude": longitude, "latitude": latitude, **more}


EVENT = {"longitude": pa.float64(), "latitude": pa.float64()}
OUTLINE = {"wkb": pa.binary(), "usable_for_points": pa.bool_()}


def to_2021(code, ward, authority):
    return {"lsoa21_code": code, "ward24_code": ward, "local_authority_code": authority}


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    put(store, [square(WEST, 538000), square(EAST, 539000), square("E01099999", 538000, "2021", False)],
        source="boundaries", classification=None, schema=OUTLINE)  # fmt: skip
    now = [
        to_2021(WEST, WARD, LEWISHAM),
        to_2021(EAST, OTHER_WARD, GREENWICH),
        to_2021(SPLIT, WARD, LEWISHAM),
    ]
    put(store, now, source="lookup_lsoa21_ward24_ltla24", classification=None)
    split = [
        {"lsoa11_code": OLD, "lsoa21_code": part, "local_authority_code": LEWISHAM} for part in (WEST, SPLIT)
    ]
    apart = [
        {"lsoa11_code": "E01090005", "lsoa21_code": part, "local_authority_code": LEWISHAM}
        for part in (WEST, EAST)
    ]
    put(store, split + apart, source="lookup_lsoa11_lsoa21_ltla22", classification=None)
    return store


def placed(store, events, source="police_points", **more):
    numbered = [{**event, "number": number} for number, event in enumerate(events)]
    edition = put(
        store, numbered, source=source, classification=None, schema=EVENT | {"number": pa.int64()}, **more
    )
    edition = store.edition(edition.id)
    table = pq.read_table(Placing(store.editions()).placed(edition))
    return table.sort_by("number").select(["local_authority_code", "ward_code", "lsoa_code"]).to_pylist()


def place(authority, ward, lsoa):
    return {"local_authority_code": authority, "ward_code": ward, "lsoa_code": lsoa}


def test_by_point(store):
    here = [event(538500), event(539500), event(538500), event(545000), event(), event(540015), event(540025)]
    assert placed(store, here) == [
        place(LEWISHAM, WARD, WEST), place(GREENWICH, OTHER_WARD, EAST), place(LEWISHAM, WARD, WEST),
        place(None, None, None), place(None, None, None),
        place(GREENWICH, OTHER_WARD, EAST), place(None, None, None),  # 15 metres outside, and 25
    ]  # fmt: skip


def test_the_code_that_was_given_speaks_before_the_point(store):
    given = [event(539500, lsoa_code=WEST), event(539500, lsoa_code=None), event(lsoa_code="E01000001")]
    assert placed(store, given, "police_street") == [
        place(LEWISHAM, WARD, WEST), place(GREENWICH, OTHER_WARD, None), place(None, None, "E01000001"),
    ]  # fmt: skip


def test_an_lsoa_of_2011_stays_one(store):
    given = [event(lsoa_code=OLD), event(lsoa_code="E01090005")]
    assert placed(store, given, "police_street") == [
        place(LEWISHAM, WARD, OLD),  # split, but both parts are in one ward
        place(LEWISHAM, None, "E01090005"),  # its parts lie in two wards
    ]


def test_placed_once_again_when_the_outlines_change_and_gone_when_forgotten(store):
    edition = store.edition(
        put(store, [event(538500)], source="police_points", classification=None, schema=EVENT).id
    )
    first = Placing(store.editions()).placed(edition)
    written = first.stat().st_mtime_ns
    assert Placing(store.editions()).placed(edition) == first
    assert first.stat().st_mtime_ns == written
    put(
        store,
        [square(WEST, 500000), square(EAST, 538000)],
        source="boundaries",
        classification=None,
        schema=OUTLINE,
    )
    second = Placing(store.editions()).placed(edition)
    assert second != first
    assert not first.exists()
    store.forget(edition.id)
    assert not second.exists()
    assert store.editions("police_points") == []


def test_a_borough_that_the_partner_names_needs_no_look_up(tmp_path):
    store = Store(tmp_path)
    victim = {"knife_crime": "yes", "domestic": "yes", "sex": "female", "start": JUNE[0], "end": JUNE[1]}
    rows = [
        {**victim, "local_authority_code": LEWISHAM, "lsoa_code": None},
        {**victim, "local_authority_code": None, "lsoa_code": WEST},
    ]
    put(store, rows, source="police_victims", classification=None)
    evidence, measure = Evidence(store), measures()["domestic_knife_victims"]
    (choice,) = evidence.choices(measure, "local_authority")
    assert evidence.tally(measure, evidence.area("Lewisham"), Period(*JUNE), choice, sex="Female") == Tally(1)
    assert evidence.unplaced(measure, choice, "local_authority", Period(*JUNE)) == Tally(1, 0, True, 2)
    assert evidence.choices(measure, "ward") == []


def test_a_force_counts_only_where_it_polices(store):
    robbery = {"crime_type": "Robbery", "reported_by": "City of London Police"}
    events = [event(lsoa_code=WEST, **robbery), event(lsoa_code="E01000001", **robbery)]
    parts = ["City of London Police"]
    put(store, events, source="police_street", classification=None, parts=parts, schema=EVENT)
    evidence, measure = Evidence(store), measures()["street_level_robbery"]
    (choice,) = evidence.choices(measure, "local_authority")
    assert evidence.tally(measure, evidence.area("Lewisham"), Period(*JUNE), choice) == Tally(None, 0, False)
    (choice,) = evidence.choices(measure, "force")
    assert evidence.tally(measure, evidence.area("E23000034"), Period(*JUNE), choice) == Tally(2)


def test_a_few_events_of_other_forces_are_not_the_count_of_a_place(tmp_path):
    store, leeds, county = Store(tmp_path), "E08000035", "E10000024"
    put(store, [to_2021(WEST, WARD, leeds), to_2021(EAST, OTHER_WARD, county)], source="lookup_lsoa21_ward24_ltla24",
        classification=None)  # fmt: skip
    parts = ["British Transport Police", "Nottinghamshire Police"]
    events = [event(lsoa_code=lsoa, crime_type="Robbery", reported_by=by) for lsoa in (WEST, EAST) for by in parts]
    put(store, events, source="police_street", classification=None, parts=parts, schema=EVENT)
    evidence, measure = Evidence(store), measures()["street_level_robbery"]
    (choice,) = evidence.choices(measure, "local_authority")
    for code in (leeds, county):
        assert evidence.tally(measure, evidence.area(code), Period(*JUNE), choice) == Tally(None, 0, False)


def ray(x, y, ring):
    """Even-odd rule, the plain way."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@pytest.mark.slow
def test_points_of_london_lie_where_a_slow_ray_says(london):
    outlines = []
    for edition in london.editions:
        if edition.source == "boundaries" and edition.area_types == ("lsoa",):
            for row in pq.read_table(edition.rows).to_pylist():
                if row["area_vintage"] == "2021":
                    shape = shapely.from_wkb(row["wkb"])
                    parts = shapely.get_parts(shape) if shape.geom_type == "MultiPolygon" else [shape]
                    rings = [list(p.exterior.coords) for p in parts] + [
                        list(r.coords) for p in parts for r in p.interiors
                    ]
                    outlines.append((row["area_code"], shape.bounds, rings))
    grid = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    (edition,) = [e for e in london.editions if e.source == "police_points"]
    table = pq.read_table(london.placing.placed(edition), columns=["longitude", "latitude", "lsoa_code"])
    sample = table.take(random.Random(2018).sample(range(table.num_rows), 150)).to_pylist()
    differ = 0
    for row in sample:
        x, y = grid.transform(row["longitude"], row["latitude"])
        near = [(code, rings) for code, (west, south, east, north), rings in outlines
                if west <= x <= east and south <= y <= north]  # fmt: skip
        found = [code for code, rings in near if sum(ray(x, y, ring) for ring in rings) % 2]
        assert len(found) <= 1
        differ += found != [row["lsoa_code"]] and found != []
    assert differ == 0


def test_a_quarter_of_the_searches_has_no_place_and_it_is_said(london):
    (edition,) = [e for e in london.editions if e.source == "police_stop_and_search"]
    rows = pq.read_table(edition.rows, columns=["longitude"])
    without = rows["longitude"].null_count
    measure = measures()["stop_and_search"]
    choice = london.choices(measure, "local_authority")[0]
    whole = Period(choice.periods[0][0], choice.periods[-1][1])
    found = london.unplaced(measure, choice, "local_authority", whole)
    assert found.of == rows.num_rows
    assert without <= found.count <= without + 0.01 * rows.num_rows  # a few have a place outside London
    assert round(100 * without / rows.num_rows) == 26
