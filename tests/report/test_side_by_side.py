"""The chart of two shares side by side: its words, its table, both drawings."""

from commonground.report.charts.side_by_side import side_by_side
from commonground.report.render.drawing import drawn


def chart():
    shares = {"of the offences": [12.5, 80.0], "of the harm": [60.0, None]}
    names = ["Robbery", "Assault"]
    return side_by_side("s", "Shares", names, shares, what="share", of="Offence", unit="%", above="By X")


def test_words_and_table() -> None:
    made = chart()
    assert made.alternative == (
        "Share of the offences: Robbery, 12.5%; Assault, 80%. Share of the harm: Robbery, 60%; Assault, no data."
    )
    assert made.table.head == ("Offence", "Share of the offences, %", "Share of the harm, %")
    assert made.table.rows[1] == (("Assault",), ("80",), ("no data",))


def test_both_drawings_can_be_drawn() -> None:
    made = chart()
    for spec in (made.spec, made.narrow):
        assert spec
        svg = drawn(spec, made.key, made.title, made.alternative)
        assert "By X" in svg and "Robbery" in svg and "no data" in svg
