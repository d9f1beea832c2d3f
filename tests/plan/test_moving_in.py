"""A plan that a borough already has becomes actions and answers, and what is not plain is said with its place."""

import json
from pathlib import Path

import pytest
from drawn_plans import plans
from hypothesis import HealthCheck, given, settings

from commonground.partnership.spreadsheets.tables import Cell, Table
from commonground.plan.moving.forms import FORMS
from commonground.plan.moving.guess import NO_THEME, ColumnMapping, guess
from commonground.plan.moving.matching import Known
from commonground.plan.moving.opening import read
from commonground.plan.moving.preview import Preview, preview
from commonground.plan.moving.tables import Tables
from commonground.plan.templates.shipped import shipped

FIXTURES = Path(__file__).parent / "fixtures"
TEMPLATE = shipped()["london-2018"]
KNOWN = Known(
    agencies=(
        "Exampleton Council", "Metropolitan Police Service", "Youth Justice Service", "Trading Standards", "Health",
    ),
    people=("Jo Okafor", "Sam Rivers"),
)  # fmt: skip


def previewed(name: str, **themes: str) -> Preview:
    tables = read(FIXTURES / name, name)
    mapping = guess(tables, TEMPLATE)
    mapping = mapping.model_copy(update={"themes": mapping.themes | themes})
    return preview(tables, mapping, TEMPLATE, KNOWN)


PLACED = {"Prevention and diversion": "protecting-and-educating-young-people"}
CASES = (("invented-plan.xlsx", "guessed", {}), ("invented-plan.xlsx", "placed", PLACED),
         ("invented-plan.docx", "guessed", {}))  # fmt: skip


@pytest.mark.parametrize(("name", "how", "themes"), CASES)
def test_an_invented_plan_becomes_exactly_this(name: str, how: str, themes: dict[str, str]) -> None:
    expected = json.loads((FIXTURES / f"{name}.{how}.json").read_text("utf-8"))
    assert previewed(name, **themes).model_dump(mode="json", exclude_defaults=True) == expected


def of_rows(*rows: tuple[str, ...], **more: object) -> Tables:
    cells = tuple(tuple(Cell(text=words) for words in row) for row in rows)
    return Tables(file="a.csv", tables=(Table(name="The file", rows=cells, **more),))


def what_becomes(tables: Tables, known: Known | None = None, **themes: str) -> Preview:
    mapping = guess(tables, TEMPLATE)
    mapping = mapping.model_copy(update={"themes": mapping.themes | themes})
    return preview(tables, mapping, TEMPLATE, known)


HEAD = ("Theme", "Action", "Lead agency", "Owner", "Due date", "RAG")


def test_a_plain_row_leaves_nothing_to_say() -> None:
    found = what_becomes(of_rows(HEAD, ("Governance", "Meet", "Council", "Jo", "2019-09-30", "Green")))
    assert found.unclear == ()
    assert [action.model_dump(mode="json", exclude_defaults=True) for action in found.actions] == [
        {
            "ref": "A1", "title": "Meet", "theme": "governance", "agency": "Council", "owner": "Jo",
            "due": "2019-09-30", "rag": "green",
        }
    ]  # fmt: skip


def test_a_row_of_an_unknown_theme_waits_until_one_is_chosen() -> None:
    tables = of_rows(HEAD, ("Stuff", "Meet", "", "", "", ""))
    found = what_becomes(tables)
    assert (found.actions, [str(each) for each in found.unclear]) == (
        (),
        [
            "The file, row 2, column A (“Theme”): “Stuff” is no theme of the template.",
            "The file, row 2: It stands under no theme of the template, so it is left out; say which theme its heading "
            "means.",
        ],
    )
    assert [action.theme for action in what_becomes(tables, Stuff="governance").actions] == ["governance"]


def test_rows_below_an_unknown_heading_wait_and_below_a_remark_do_not() -> None:
    rows = (HEAD, ("Governance", "", "", "", "", ""), ("Odd words", "", "", "", "", ""), ("", "Meet", "", "", "", ""))
    tables = of_rows(*rows, spanning=(2, 3))
    assert what_becomes(tables).actions == ()
    assert [a.theme for a in what_becomes(tables, **{"Odd words": NO_THEME}).actions] == ["governance"]
    chosen = what_becomes(tables, **{"Odd words": "supporting-victims"})
    assert [action.theme for action in chosen.actions] == ["supporting-victims"]


def test_references_that_the_plan_has_are_not_given_again() -> None:
    tables = of_rows(HEAD, ("Governance", "Meet", "", "", "", ""), ("Governance", "Write", "", "", "", ""))
    found = preview(tables, guess(tables, TEMPLATE), TEMPLATE, refs_taken=frozenset({"a1"}))
    assert [action.ref for action in found.actions] == ["A2", "A3"]


def test_a_title_that_comes_twice_is_said() -> None:
    found = what_becomes(of_rows(HEAD, ("Governance", "Meet", "", "", "", ""), ("Governance", "Meet.", "", "", "", "")))
    assert [str(each) for each in found.unclear] == [
        "The file, row 3, column B (“Action”): “Meet.” stands in The file, row 2, too; both are taken over."
    ]


def test_a_file_without_heads_waits_for_somebody_to_say() -> None:
    tables = of_rows(("Meet", "Council"), ("Write", "Police"))
    mapping = guess(tables, TEMPLATE)
    assert (mapping.tables[0].holds, mapping.tables[0].columns) == ("", ("", ""))
    said = mapping.tables[0].model_copy(update={"holds": "actions", "columns": ("title", "agency")})
    found = preview(tables, ColumnMapping(tables=(said,)), TEMPLATE)
    assert [row.what for row in found.rows] == ["left out", "left out"]  # for want of a theme


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=plans)
@pytest.mark.parametrize("form", ["xlsx", "zip", "json"])
def test_what_was_taken_away_comes_back_as_it_was(form: str, plan, tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("sent") / "plan"
    path.write_bytes(FORMS[form].write(plan))
    tables = read(path, f"plan.{form}")
    assert tables.plan == plan
    found = preview(tables, guess(tables, TEMPLATE), TEMPLATE)
    assert (found.actions, found.answers, found.unclear) == (plan.actions, plan.answers, ())
