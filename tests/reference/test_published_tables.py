"""The invented tables and people of the reference set, as the audit of anybody's files reads them."""

import csv
import json
from pathlib import Path

import pytest

from commonground.evidence.disclosure import published
from commonground.methods.anonymity import anonymity

DATA = Path(__file__).parent / "data" / "disclosure"
CASES = json.loads((DATA / "expected.json").read_text())["cases"]
PEOPLE = json.loads((DATA / "k_anonymity_expected.json").read_text())


def columns(name: str) -> dict[str, list[str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        head, *rows = list(csv.reader(file))
    return {heading: [row[i] for row in rows] for i, heading in enumerate(head)}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["table"])
def test_what_is_inferred_and_the_fewest_cells_to_hide(case) -> None:
    given = columns(case["table"])
    names = list(given)

    def name(place) -> str:
        return f"{given[names[0]][place[0]]}, {names[place[1] + 1]}"

    table = published.with_margins(published.crossed(case["table"], given))
    found = published.inspect([table])
    assert {(cell.name, cell.low, cell.high) for cell in found.secret} == {
        (name(one["cell"]), one["low"], one["high"]) for one in case["intervals_if_only_primary_hidden"]
    }
    exact = {name(place) for place in case["exactly_disclosed_if_only_primary_hidden"]}
    assert {cell.name for cell in found.secret if cell.is_exact} == exact
    assert len(found.further) == case["fewest_complementary_cells"]
    assert sum(cell.low for cell in found.further) == case["smallest_hidden_total_among_them"]
    assert not [cell for cell in found.cells if cell.low_after == cell.high_after]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["table"])
def test_the_intervals_of_the_example_set(case) -> None:
    given = columns(case["table"])
    names = list(given)
    whole = published.with_margins(published.crossed(case["table"], given))
    hidden = {tuple(place) for place in (*case["primary"], *case["example_complementary"])}
    marked = {
        heading: cells if i == 0 else ["*" if (row, i - 1) in hidden else cell for row, cell in enumerate(cells)]
        for i, (heading, cells) in enumerate(given.items())
    }
    said = published.crossed(case["table"], marked).cells
    table = published.Table(case["table"], {**whole.cells, **said})
    found = published.inspect([table], small=0)
    assert {(cell.name, cell.low, cell.high) for cell in found.secret} == {
        (f"{given[names[0]][one['cell'][0]]}, {names[one['cell'][1] + 1]}", one["low"], one["high"])
        for one in case["intervals_with_example"]
    }
    assert found.further == ()


def test_groups_of_people_that_look_alike() -> None:
    people = columns("people.csv")
    known = {name: people[name] for name in PEOPLE["quasi_identifiers"]}
    found = anonymity(known, people["offence"])
    assert (found.smallest, found.groups) == (PEOPLE["k_minimum"], PEOPLE["groups"])
    assert dict(zip(map(str, found.levels), found.below.tolist(), strict=True)) == PEOPLE["records_with_k_below"]
    without = found.without[found.columns.index("ward")].tolist()
    assert dict(zip(map(str, found.levels), without, strict=True)) == PEOPLE["without_ward"]
    assert found.given_away == PEOPLE["records_with_one_offence_value_in_group_of_two_or_more"]
