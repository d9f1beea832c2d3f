"""Charts: what they say, what they leave out, and that they can be drawn."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
import specimen
from hypothesis import given
from hypothesis import strategies as st

from commonground.evidence.figure import plain
from commonground.report import charts
from commonground.report.charts import WITHHELD
from commonground.report.charts.look import HATCH
from commonground.report.charts.scale import classes, place
from commonground.report.charts.values import cell, number, reason, written
from commonground.report.render.drawing import drawn, picture

MONTHS = [date(2023, m, 1) for m in range(1, 13)]


def monthly(values, **more):
    return charts.monthly("key", "Title", MONTHS[: len(values)], values, what="offences", **more)


@pytest.fixture(scope="module")
def every():
    return specimen.some_charts()


def test_the_words_of_a_series_are_its_ends_its_highest_and_its_lowest():
    assert monthly([10, 1250, 3, 12]).alternative == (
        "Offences, January 2023 to April 2023. First 10, last 12. "
        "Highest 1,250 in February 2023, lowest 3 in March 2023."
    )


def test_a_break_is_said_and_one_outside_the_months_is_not():
    breaks = [charts.Break(date(2023, 3, 1), "move to CONNECT"), charts.Break(date(2013, 4, 1), "MPS rules")]
    said = monthly([10, 12, 11, 9], breaks=breaks).alternative
    assert said.endswith("Counted otherwise from March 2023 (move to CONNECT).")


def test_a_withheld_month_is_a_gap_a_mark_and_words():
    chart = monthly([10, WITHHELD, None, 12])
    assert chart.alternative.endswith("Not shown: 1 is withheld: small number; 1 has no data.")
    assert [plain(row[1]) for row in chart.table.rows] == ["10", "withheld", "no data", "12"]
    svg = drawn(chart.spec, "key", "Title")
    assert "withheld: small number" in svg and "no data" in svg


@pytest.mark.parametrize(
    ("quarter", "lines"),
    [("April to June 2023", ["Apr to Jun", "2023"]),
     ("December 2023 to February 2024", ["Dec 2023", "to Feb 2024"]),
     ("2018-Q2", ["2018-Q2"])],
)  # fmt: skip
def test_the_name_of_a_quarter_stands_in_lines_beneath_its_bars(quarter, lines):
    from commonground.report.charts.look import WIDE
    from commonground.report.charts.series import _lines

    assert _lines(quarter, WIDE) == lines


def test_nothing_to_show_is_said():
    assert monthly([WITHHELD, WITHHELD]).alternative == (
        "Offences: nothing can be shown. Not shown: 2 are withheld: small number."
    )


def test_counts_start_at_nought():
    svg = drawn(monthly([900, 1000, 950]).spec, "key", "Title")
    assert ">0</text>" in svg


def test_a_ranking_is_in_order_and_says_where_the_area_stands():
    chart = charts.ranking(
        "key", "Title", ["A", "Lewisham", "C"], [5, -2.95, WITHHELD], [1, -6.8, WITHHELD], [9, 1, WITHHELD],
        what="change, per cent", highlight="Lewisham", unit="%",
    )  # fmt: skip
    assert [plain(row[0]) for row in chart.table.rows] == ["Lewisham", "A", "C"]
    assert chart.alternative == (
        "Change, per cent, 2 areas. Lowest −3.0% in Lewisham, highest 5% in A. Lewisham has −3.0%, number 1 "
        "from the lowest of 2. Not shown: 1 is withheld: small number. Its interval is −6.8% to 1%."
    )


def test_a_funnel_names_the_areas_outside(every):
    assert every["funnel"].alternative.endswith("Beyond the outer limits: Elm.")
    assert [plain(row[3]) for row in every["funnel"].table.rows] == ["no", "no", "yes"]


def test_a_breakdown_says_every_group():
    chart = charts.breakdown(
        "key", "Title", ["Male", "Female"], {"all": [12, WITHHELD]}, what="victims", of="Sex"
    )
    assert chart.alternative == "Victims: Male, 12; Female, withheld: small number."


def test_concentration_says_where_half_is():
    line = [i / 100 for i in range(101)]
    chart = charts.concentration("key", "Title", line, line, what="harm", of="wards", half=0.5)
    assert chart.alternative == (
        "Harm: the worst tenth of wards hold 10% of the whole, the worst quarter 25%. "
        "Half of the whole is in 50.0% of wards."
    )


def test_the_table_of_an_hour_chart_is_hours_by_days(every):
    table = every["hours"].table
    assert len(table.rows) == 24 and table.head[1] == "Monday" and plain(table.rows[4][3]) == "withheld"


@pytest.mark.slow
def test_each_chart_draws_for_page_and_phone_without_its_secret(every):
    for chart in every.values():
        for spec, widest in ((chart.spec, 690), (chart.narrow, 310)):
            svg = drawn(spec, chart.key, chart.title, chart.alternative)
            root = ElementTree.fromstring(svg)
            assert float(root.get("width")) <= widest
            assert str(specimen.SECRET) not in svg and str(specimen.SECRET) not in str(spec)
            assert "1e+" not in svg and HATCH not in svg


@pytest.mark.slow
def test_no_words_are_smaller_than_twelve_pixels_on_a_phone_or_a_page(every):
    for chart in every.values():
        for spec in (chart.spec, chart.narrow):
            sizes = {float(s) for s in re.findall(r'font-size="([\d.]+)px"', drawn(spec, "k", "t"))}
            assert min(sizes) >= 11


def test_ids_in_a_drawing_carry_its_name():
    svg = drawn(monthly([1, 2, 3]).spec, "one", "Title", "Words")
    assert all(i.startswith("one-") for i in re.findall(r'\bid="([^"]+)"', svg))
    assert all(i.startswith("one-") for i in re.findall(r"url\(#([^)]+)\)", svg))
    assert '<title id="one-title">Title</title><desc id="one-desc">Words</desc>' in svg


def test_a_title_cannot_become_markup():
    assert "<b>" not in drawn(monthly([1, 2, 3]).spec, "one", "A <b> \\1 & B", "<b>")


def test_a_chart_may_not_fetch():
    spec = dict(monthly([1, 2, 3]).spec, data={"url": "https://example.org/x.csv"})
    spec["layer"] = [{"mark": "point", "encoding": {"x": {"field": "a", "type": "quantitative"}}}]
    svg = None
    with pytest.raises(ValueError):
        svg = drawn(spec, "one", "Title")
    assert svg is None


def test_a_picture_is_drawn_at_twice_its_size():
    png, width = picture(monthly([1, 2, 3]).spec)
    assert width == 680
    assert int.from_bytes(png[16:20], "big") == 1360


def test_numbers_are_written_for_readers():
    assert [written(n) for n in (1234, -2.95, 0, 1.25)] == ["1,234", "−3.0", "0", "1.2"]
    assert cell(None) == ("no data",) and cell(12) == ("12",) and cell(WITHHELD) == (WITHHELD,)
    assert number(specimen.HIDDEN) is None and reason(specimen.HIDDEN) == "withheld: small number"


def test_classes_are_round_and_cover_whole_numbers():
    scale = classes([3, 14, 27, 38, 52, 61, 74, 88, 93, 1250])
    assert scale.edges == (27, 52, 74, 93)
    assert scale.labels == ("3 to 26", "27 to 51", "52 to 73", "74 to 92", "93 to 1,250")
    assert classes([]).labels == () and classes([7, 7]).labels == ("7",)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=80))
def test_every_value_lies_in_the_class_that_its_label_says(values):
    scale = classes(values)
    assert len(scale.labels) == len(set(scale.labels)) == len(scale.edges) + 1
    for value in values:
        ends = [int(n.replace(",", "")) for n in scale.labels[place(scale, value)].split(" to ")]
        assert ends[0] <= value <= ends[-1]
