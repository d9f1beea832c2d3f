"""The limits of months and quarters: apart on each side of a break, of shown numbers alone, said in words."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from invented_editions import month, put, row
from pages_written import LEWISHAM, TODAY, VAP, planted

from commonground.evidence import recipes, usual
from commonground.evidence.areas import london_boroughs
from commonground.evidence.breaks import BREAKS
from commonground.evidence.figure import Figure, plain
from commonground.evidence.periods import Period, parse
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report.blocks import Paragraph
from commonground.report.pages import measure
from commonground.report.pages.asked import Asked
from commonground.report.pages.downloads import download
from commonground.report.pages.page import write
from commonground.report.render.drawing import drawn

HEAD = ("Mean of the limits", "Lower limit", "Upper limit")
KNIVES = Asked(LEWISHAM, "knife_crime")
INJURY = Asked(LEWISHAM, "violence_with_injury")


@pytest.fixture(scope="module")
def page(boroughs):
    return write(measure.build, boroughs, KNIVES, TODAY)


def rows(page):
    """By month, its number and its three limits."""
    table = page.charts[0].table
    assert table.head[-3:] == HEAD
    return {plain(r[0]): (r[1][0], *(cell[0] for cell in r[-3:])) for r in table.rows}


def words(page):
    return " ".join(plain(b.text) for b in page.blocks if isinstance(b, Paragraph))


def by_hand(numbers):
    """Mean and limits as the rules say, with a pencil."""
    ranges = [abs(b - a) for a, b in pairwise(numbers)]
    kept = [r for r in ranges if r < 3.267 * sum(ranges) / len(ranges)]
    mean, reach = sum(numbers) / len(numbers), 2.66 * sum(kept) / len(kept)
    return pytest.approx((mean, max(0, mean - reach), mean + reach))


def test_limits_are_worked_out_on_each_side_of_the_break_alone(page):
    told = rows(page)
    names = list(told)
    move = names.index("February 2024")
    assert [cell for cell in told["February 2024"][1:]] == ["–"] * 3, "the month of the move belongs to neither side"
    for side in (names[:move], names[move + 1 :]):
        limits = {tuple(f.value for f in told[name][1:]) for name in side}
        assert len(side) >= 12 and len(limits) == 1
        assert limits.pop() == by_hand([told[name][0].value for name in side])


def test_every_limit_is_worked_out_again(boroughs, page):
    limits = {f for cells in rows(page).values() for f in cells[1:] if isinstance(f, Figure)}
    assert {f.method for f in limits} == {"usual_mean", "usual_lower", "usual_upper"} and len(limits) == 6
    assert all(recipes.recompute(f, boroughs) == f.value for f in limits)


def test_the_limits_are_in_the_download_the_words_and_both_drawings(page):
    file = download(page, "csv").content.decode("utf-8-sig")
    head, first, *_ = csv.reader(StringIO(file))
    assert tuple(head[-3:]) == HEAD
    assert [float(cell) for cell in first[-3:]] == pytest.approx([f.value for f in rows(page)[first[0]][1:]], abs=0.06)
    (chart,) = page.charts
    assert "Limits: XmR, Making data count, shift of 7." in chart.alternative
    assert chart.alternative.count("Usual limits, ") == 2
    for spec in (chart.spec, chart.narrow):
        svg = drawn(spec, chart.key, chart.title)
        assert "usual limits, mean dashed" in svg and "shift of 7" in svg


def invented(tmp_path, counts, start=(2022, 1)):
    """Lewisham with these counts of violence with injury month by month, and the other boroughs with thousands."""
    found, first = [], Period(*month(*start))
    for borough in london_boroughs():
        for i, count in enumerate(counts):
            span = first.shifted(i)
            n = count if borough == LEWISHAM else 1000 + i
            found.append(row(borough.code, (span.start, span.end), n, major=VAP, minor="Violence with Injury"))
    put(Store(tmp_path), found)
    return Evidence(Store(tmp_path))


LEVEL = [100, 110, 104, 96, 101, 108, 95, 99, 107, 103, 97, 105]


def test_withheld_months_take_no_part_and_no_limit_tells_them(tmp_path):
    counts = LEVEL * 4
    counts[4] = 3
    page = write(measure.build, invented(tmp_path, counts), INJURY, TODAY)
    told = rows(page)
    withheld = {name for name, (number, *_) in told.items() if number.withheld}
    assert "May 2022" in withheld and len(withheld) >= 2
    before = [name for name in list(told)[:25] if name not in withheld]
    mean, lower, upper = told[before[0]][1:]
    assert mean.value == pytest.approx(sum(told[name][0].value for name in before) / len(before))
    assert 0 < lower.value < mean.value < upper.value
    for limit in (mean, lower, upper):
        of = [f"{p.start:%B %Y}" for p in map(parse, dict(limit.arguments)["period"].split(","))]
        assert of == before
    assert "A month that is withheld or has no number takes no part in the limits." in words(page)


def test_where_no_two_shown_months_follow_one_another_there_are_no_limits(tmp_path):
    page = write(measure.build, planted(Store(tmp_path)), INJURY, TODAY)
    assert page.charts[0].table.head == ("Month", "Number", "12-month average")
    assert words(page).count("no limits are drawn") == 2


def test_a_month_above_the_limits_is_named_and_not_explained(tmp_path):
    counts = LEVEL * 4
    counts[25], counts[42] = 300, 180  # the month of the break, which is on neither side, and July 2025
    said = words(write(measure.build, invented(tmp_path, counts), INJURY, TODAY))
    usually = "the limits within which this number usually varies"
    assert f" July 2025 lies above {usually}; that is unusual, it does not say why." in said
    assert "February 2024" not in said


def test_a_quiet_series_says_that_nothing_lies_outside(tmp_path):
    said = words(write(measure.build, invented(tmp_path, [*LEVEL] * 4), INJURY, TODAY))
    assert (
        "No month from January 2022 to December 2025 lies outside the limits within which this number usually varies."
    ) in said
    assert "unusual" not in said


def test_a_shift_is_said_as_unusual(tmp_path):
    counts = [*LEVEL * 2, *[100, 120] * 8, 100, *[116, 118, 117, 119, 118, 116, 117]]
    said = words(write(measure.build, invented(tmp_path, counts), INJURY, TODAY))
    shift = "From June 2025 to December 2025 every month lies above the mean: a shift."
    assert f"{shift} That is unusual too; it does not say why." in said


def test_a_side_with_fewer_than_twelve_months_has_no_limits_and_says_so(tmp_path):
    page = write(measure.build, invented(tmp_path, LEVEL * 2 + LEVEL), INJURY, TODAY)
    told = rows(page)
    assert told["December 2024"][1:] == ("–", "–", "–") and told["March 2022"][2].value > 0
    assert "From March 2024 to December 2024 no limits are drawn: they need the numbers of at least" in words(page)
    assert "No month from January 2022 to January 2024 lies outside" in words(page)


def test_the_lower_limit_of_a_count_is_never_below_nought(tmp_path):
    page = write(measure.build, invented(tmp_path, [5, 40, 6, 30, 8, 35] * 8), INJURY, TODAY)
    lower = {f.value for _, _, f, _ in rows(page).values() if isinstance(f, Figure)}
    assert lower == {0.0}


def test_quarters_have_limits_where_twelve_lie_on_one_side(tmp_path):
    counts = [300 + (n * 37) % 50 for n in range(12 * 5)]
    evidence = invented(tmp_path, counts, (2024, 3))
    page = write(measure.build, evidence, replace(INJURY, view="quarter"), date(2029, 6, 1))
    told = rows(page)
    assert len(told) == 12
    (limits,) = {cells[1:] for cells in told.values()}
    assert tuple(f.value for f in limits) == by_hand([number.value for number, *_ in told.values()])
    assert tuple(recipes.recompute(f, evidence) for f in limits) == tuple(f.value for f in limits)
    assert "quarter from" in words(page)
    for spec in (page.charts[0].spec, page.charts[0].narrow):
        assert "usual limits, mean dashed" in drawn(spec, "key", "title")


def test_quarters_over_a_break_have_none_and_say_so(boroughs):
    page = write(measure.build, boroughs, replace(KNIVES, view="quarter"), TODAY)
    assert page.charts[0].table.head[-1] == "Reading"
    assert "they need the numbers of at least twelve quarters one after" in words(page)


def test_shares_and_years_have_no_limits(boroughs):
    for view in ("rolling", "year"):
        page = write(measure.build, boroughs, replace(KNIVES, view=view), TODAY)
        assert all(not set(HEAD) & set(table.head) for table in page.tables) and "limits" not in words(page)


def test_sides_leave_the_window_of_a_break_out():
    run = [parse("2024-01").shifted(n) for n in range(4)]
    move = BREAKS["mps_connect_2024"]
    assert usual.sides(run, [move]) == [[run[0]], [run[2], run[3]]]
    one_day = BREAKS["ecds_july_2025"]
    run = [parse("2025-06"), parse("2025-07")]
    assert usual.sides(run, [one_day]) == [[run[0]], [run[1]]]
    assert usual.sides([parse("2025-06..2025-08")], [one_day]) == []
    assert usual.sides(run, []) == [run]


def test_numbers_in_order_have_a_gap_where_a_month_is_left_out():
    windows = [parse("2025-01"), parse("2025-02"), parse("2025-05")]
    assert str(usual.in_order(windows, [1, None, 3])) == "[1, nan, nan, 3]"
