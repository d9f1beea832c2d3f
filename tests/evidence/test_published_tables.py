"""Tables that somebody published: against trying every number, and what is refused."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.evidence.disclosure import published
from commonground.evidence.disclosure.cell_text import Span, Unreadable, span

ROWS, COLUMNS = ("A", "B", "C"), ("young", "old")


def crossed(cells: list[list[str]], name: str = "t", headings=COLUMNS) -> published.Table:
    """A table with the rows A, B ... and, where there is one row or column more, totals."""
    names = [*ROWS, "Total"][: len(cells)] if len(cells) <= 4 else None
    columns = {"ward": list(names or ())}
    for i in range(len(cells[0])):
        heading = headings[i] if i < len(headings) else "Total"
        columns[heading] = [row[i] for row in cells]
    return published.crossed(name, columns)


@st.composite
def hidden_tables(draw) -> tuple[list[list[int]], set[tuple[int, int]]]:
    counts = [[draw(st.integers(0, 4)) for _ in COLUMNS] for _ in ROWS]
    places = [(r, c) for r in range(3) for c in range(2)]
    return counts, draw(st.sets(st.sampled_from(places), min_size=1, max_size=4))


@settings(max_examples=30, deadline=None)
@given(hidden_tables())
def test_intervals_are_those_of_trying_every_number(drawn) -> None:
    counts, hidden = drawn
    down, across = [sum(column) for column in zip(*counts, strict=True)], [sum(row) for row in counts]
    places = sorted(hidden)
    fits = []
    for values in product(range(9), repeat=len(places)):
        tried = [row[:] for row in counts]
        for (r, c), value in zip(places, values, strict=True):
            tried[r][c] = value
        if [sum(row) for row in tried] == across and [sum(column) for column in zip(*tried, strict=True)] == down:
            fits.append(values)
    cells = [["*" if (r, c) in hidden else str(counts[r][c]) for c in range(2)] + [str(across[r])] for r in range(3)]
    cells.append([*map(str, down), str(sum(down))])
    found = published.inspect([crossed(cells)], small=0)
    tried_values = zip(places, zip(*fits, strict=True), strict=True)
    ends = {f"{ROWS[r]}, {COLUMNS[c]}": (min(values), max(values)) for (r, c), values in tried_values}
    assert {cell.name: (cell.low, cell.high) for cell in found.secret} == ends


@settings(max_examples=10, deadline=None)
@given(hidden_tables())
def test_the_advice_leaves_nothing_small_exact(drawn) -> None:
    counts, _ = drawn
    table = published.with_margins(crossed([list(map(str, row)) for row in counts]))
    found = published.inspect([table])
    assert all(cell.high_after is None or cell.low_after < cell.high_after for cell in found.secret)


def test_order_of_rows_does_not_matter() -> None:
    cells = [["*", "5", "7"], ["*", "*", "9"], ["1", "6", "7"], ["8", "15", "23"]]
    one = published.inspect([crossed(cells)], small=0)
    turned = {"ward": ["Total", "C", "B", "A"], "young": ["8", "1", "*", "*"], "old": ["15", "6", "*", "5"],
              "Total": ["23", "7", "9", "7"]}  # fmt: skip
    other = published.inspect([published.crossed("t", turned)], small=0)
    assert sorted(map(str, one.secret)) == sorted(map(str, other.secret))


def test_two_tables_tell_together_what_neither_tells() -> None:
    age = crossed([["*", "*", "10"], ["*", "*", "12"]], "age")
    sex = crossed([["2", "8", "10"], ["5", "7", "12"], ["7", "15", "22"]], "sex", ("girls", "boys"))
    total = published.listed("totals", {"young | old": ["young"], "count": ["9"]}, "count")
    assert not any(cell.is_exact for cell in published.inspect([age, sex], small=0).secret)
    both = published.listed("both", {"ward": ["A"], "young | old": ["young"], "count": ["4"]}, "count")
    found = published.inspect([age, sex, total, both], small=0)
    assert {cell.name: cell.low for cell in found.secret if cell.is_exact} == {"A, young": 4, "A, old": 6}
    assert next(cell for cell in found.cells if cell.name == "A, young").tables == ("age", "both")


def test_a_long_table_says_what_a_crossed_one_says() -> None:
    rows = [("A", "young", "*"), ("A", "old", "3"), ("A", "Total", "5"), ("B", "young", "4"), ("B", "old", "*"),
            ("B", "Total", "6"), ("Total", "young", "6"), ("Total", "old", "5"), ("Total", "Total", "11")]  # fmt: skip
    ward, age, count = (list(part) for part in zip(*rows, strict=True))
    long = published.inspect([published.listed("l", {"ward": ward, "age": age, "count": count}, "count")], small=0)
    columns = {"ward": ["A", "B", "Total"], "young": ["*", "4", "6"], "old": ["3", "*", "5"], "Total": ["5", "6", "11"]}
    wide = published.inspect([published.crossed("w", columns)], small=0)
    assert {cell.name: (cell.low, cell.high) for cell in wide.secret} == {"A, young": (2, 2), "B, old": (2, 2)}
    # in a long table the breakdowns stand in the order of the alphabet: age, ward
    assert {cell.name: (cell.low, cell.high) for cell in long.secret} == {"young, A": (2, 2), "old, B": (2, 2)}


def test_rounded_tables_leave_more_open() -> None:
    columns = {"ward": ["A", "B", "Total"], "young": ["*", "10", "15"], "old": ["5", "5", "10"],
               "Total": ["10", "15", "25"]}  # fmt: skip
    exact = published.inspect([published.crossed("t", columns)], small=0)
    loose = published.inspect([published.crossed("t", columns, 5)], rounded=True)
    assert [(cell.low, cell.high) for cell in exact.secret] == [(5, 5)]
    assert [(cell.low, cell.high) for cell in loose.secret] == [(1, 9)]
    assert str(loose) == "Of 1 cell hidden in the table, 0 could be worked out exactly."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1,204", Span(1204, 1204, False)), ("0", Span(0, 0, False)), ("7.0", Span(7, 7, False)),
        ("*", Span(0, None, True)), ("[c]", Span(0, None, True)), ("<5", Span(0, 4, True)),
        ("1 to 4", Span(1, 4, True)),
        ("fewer than 8", Span(0, 7, True)), ("10+", Span(10, None, True)), ("≤ 3", Span(0, 3, True)), ("[z]", None),
    ],
)  # fmt: skip
def test_what_a_cell_says(written, said) -> None:
    assert span(written) == said


@pytest.mark.parametrize("written", ["", "-", "3.5", "-4", "many", "5 to 3"])
def test_what_says_nothing_certain_is_refused(written) -> None:
    with pytest.raises(Unreadable):
        span(written)


def test_tables_that_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="the parts of A come to at least 9 and it is 8"):
        published.inspect([crossed([["4", "5", "8"], ["1", "1", "2"]])])
    with pytest.raises(ValueError, match="A, young is 4 in one and 5 in other: tables that count different things"):
        published.inspect([crossed([["4", "5"]], "one"), crossed([["5", "5"]], "other")])
    with pytest.raises(ValueError, match="no counts agree with all that is shown"):
        published.inspect([crossed([["*", "1", "9"], ["*", "1", "9"], ["5", "2", "18"]])], small=0)


def test_other_refusals() -> None:
    with pytest.raises(ValueError, match="t has hidden cells: its totals cannot be worked out"):
        published.with_margins(crossed([["*", "5"]]))
    with pytest.raises(ValueError, match="this cell is in the table twice"):
        published.crossed("t", {"ward": ["A", "A"], "young": ["1", "2"]})
    with pytest.raises(ValueError, match="t has one column"):
        published.crossed("t", {"ward": ["A"]})
    with pytest.raises(ValueError, match="t, A, young: “-” may mean nought or a number that is hidden"):
        published.crossed("t", {"ward": ["A"], "young": ["-"]})
    with pytest.raises(ValueError, match="must be nought or more"):
        published.inspect([crossed([["4", "5"]])], small=-1)


def test_nothing_hidden_and_nothing_small() -> None:
    found = published.inspect([crossed([["14", "15"]])])
    assert str(found) == "No cell of the table is hidden and none is small: there is nothing to infer."
    assert set(map(len, found.table().values())) == {0}
