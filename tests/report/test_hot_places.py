"""Hot places: what is said of invented counts in a square of 36 neighbourhoods, and that it is worked out again."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import shapely
from invented_editions import month, put

from commonground.evidence import recipes
from commonground.evidence.bordering import borders
from commonground.evidence.figure import Figure, plain
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Caveat, Chart, Notice, Paragraph, Table
from commonground.report.desk import Desk
from commonground.report.document import figures_of
from commonground.report.guard import Guard
from commonground.report.sections import hot_places

LEWISHAM = "E09000023"
SIDE = 6
CODES = [f"E01{900000 + at}" for at in range(SIDE * SIDE)]
CORNER = {0, 1, SIDE, SIDE + 1}  # the four neighbourhoods in one corner
VIOLENCE = {"major": "VIOLENCE AGAINST THE PERSON", "minor": "VIOLENCE WITH INJURY", "borough": LEWISHAM}


def name(at: int) -> str:
    return f"Lewisham {at // SIDE + 1:03}{'ABCDEF'[at % SIDE]}"


def about(at: int, span: tuple[date, date], count: int, vintage: str) -> dict[str, object]:
    return {
        "area_type": "lsoa", "area_code": CODES[at], "area_vintage": vintage, "area_name": name(at), "start": span[0],
        "end": span[1], "count": count, "mark": None,
    }  # fmt: skip


def with_places(folder: Path, *, outlined: bool = True) -> Store:
    """Neighbourhoods with their look-ups; the boundaries are squares of 500 m."""
    store = Store(folder)
    for source, start in (("lookup_lsoa21_ward24_ltla24", "lsoa21"), ("lookup_lsoa11_lsoa21_ltla22", "lsoa11")):
        rows = [
            {
                f"{start}_code": CODES[at], f"{start}_name": name(at), "local_authority_code": LEWISHAM,
                **({"ward24_code": "E05999999", "ward24_name": "Invented"} if start == "lsoa21" else {}),
            }
            for at in range(SIDE * SIDE)
        ]  # fmt: skip
        put(store, rows, source=source, classification=None, published=None)
    if outlined:
        rows = [
            {
                "area_type": "lsoa", "area_vintage": "2021", "area_code": CODES[at], "area_name": name(at),
                "wkb": shapely.to_wkb(shapely.box(x := 500 * (at % SIDE), y := 500 * (at // SIDE), x + 500, y + 500)),
                "crs": "EPSG:27700", "usable_for_points": True,
            }
            for at in range(SIDE * SIDE)
        ]  # fmt: skip
        types = {"wkb": pa.binary(), "usable_for_points": pa.bool_()}
        put(store, rows, source="boundaries", classification=None, published=None, schema=types)
    return store


def full(at: int) -> int:
    """Events a month: many in the corner, few and uneven elsewhere."""
    return 20 if at in CORNER else at % 3


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    store = with_places(tmp_path_factory.mktemp("places"))
    months = [month(2024 + at // 12, at % 12 + 1) for at in range(24)]
    put(
        store,
        [about(at, span, full(at), "2021") | VIOLENCE for span in months for at in range(SIDE * SIDE)],
        source="mps_lsoa",
    )
    years = [(date(year, 1, 1), date(year, 12, 31)) for year in range(2015, 2020)]
    yearly = {"major": "Violence Against the Person", "minor": "All", "borough": LEWISHAM, "category": "major-violence"}
    rows = [
        about(at, span, 12 * full(at) + (at * 7) % 5, "2011") | yearly for span in years for at in range(SIDE * SIDE)
    ]
    put(store, rows, source="mps_lsoa_annual", classification="home-office-2019", parts=("major-violence",))
    return Evidence(store)


def section(evidence: Evidence) -> list:
    """The section as it is shown, after both passes."""
    desk = Desk(evidence, evidence.area("Lewisham"), date(2026, 4, 1), {}, Guard(evidence))
    hot_places.build(desk)
    desk.guard.close()
    return hot_places.build(desk)


@pytest.fixture(scope="module")
def blocks(evidence: Evidence) -> list:
    return section(evidence)


def figures(blocks: list) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (part for part in block.text if isinstance(part, Figure))
        elif isinstance(block, Table | Chart):
            table = block.table if isinstance(block, Chart) else block
            yield from (figure for line in table.rows for figure in figures_of(line))


def test_the_corner_stands_out_in_both_years(blocks: list) -> None:
    said = " ".join(plain(block.text) for block in blocks if isinstance(block, Paragraph))
    assert "4 of the 36 neighbourhoods (LSOAs) stood out" in said
    assert "Of these, 4 stood out in the 12 months before as well." in said
    (listed, by_class) = [block for block in blocks if isinstance(block, Table)]
    assert [plain(line[0]) for line in listed.rows] == [name(at) for at in sorted(CORNER)]
    assert {plain(line[1]) for line in listed.rows} == {"240"}
    assert [(plain(line[0]), plain(line[2])) for line in by_class.rows] == [("Persistent", "4")]


def test_the_map_says_in_how_many_years(blocks: list) -> None:
    (chart,) = [block for block in blocks if isinstance(block, Chart)]
    assert chart.alternative.startswith("Years in which each LSOA stood out, 36 areas. Lowest 0")
    assert [plain(line[1]) for line in chart.table.rows[:5]] == ["5", "5", "5", "5", "0"]


def test_every_number_is_worked_out_again(blocks: list, evidence: Evidence) -> None:
    every = list(figures(blocks))
    assert len(every) > 40
    fresh = Evidence(evidence.store)
    assert [recipes.recompute(figure, fresh) for figure in every] == [figure.value for figure in every]


def test_it_says_what_it_cannot(blocks: list) -> None:
    (caveat,) = [block for block in blocks if isinstance(block, Caveat)]
    assert "Where police look more, more is found." in plain(caveat.text)


def test_without_boundaries_it_says_what_would_be_needed(tmp_path: Path) -> None:
    (notice,) = section(Evidence(with_places(tmp_path, outlined=False)))
    assert isinstance(notice, Notice) and "boundaries of neighbourhoods are needed" in plain(notice.text)


def test_borders_are_those_of_squares_that_touch(evidence: Evidence) -> None:
    found = borders(evidence.editions, "lsoa", CODES)
    assert found is not None and sorted(set(found.neighbours.numbers.tolist())) == [3, 5, 8]
    assert borders(evidence.editions, "lsoa", [*CODES, "E01000001"]) is None
    assert borders(evidence.editions, "ward", ["E05999999"]) is None  # one ward borders on none
