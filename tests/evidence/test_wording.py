"""How numbers are set, and what a sentence may not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonground.evidence import periods, wording
from commonground.evidence.figure import Figure, plain
from commonground.evidence.finding import Among, Area
from commonground.evidence.measure import measures
from commonground.evidence.periods import parse

VIOLENCE = measures()["violence_against_the_person"]
LEWISHAM = Area("E09000023", "Lewisham", "local_authority")
SUMMER = parse("2018-04..2018-09")
BEFORE = periods.same_period_last_year(SUMMER)


def shown(text: str, value: float | None = 1) -> Figure:
    return Figure(value, text, "count", (), ())


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (wording.count(4678), "4,678"),
        (wording.count(4518.666), "4,518.7"),
        (wording.count(5.0), "5"),
        (wording.signed(-142), "−142"),
        (wording.signed(12), "+12"),
        (wording.signed(0), "0"),
        (wording.signed(-0.3333), "−0.3"),
        (wording.signed_percent(-2.946), "−2.9%"),
        (wording.signed_percent(0.04), "0.0%"),
        (wording.signed_percent(-0.04), "0.0%"),
        (wording.signed_percent(0.05), "+0.1%"),
        (wording.signed_percent(1.805), "+1.8%"),
        (wording.signed_percent(float("inf")), "no upper limit"),
        (wording.percent(54.7368), "54.7%"),
        (wording.points(-1.25), "−1.3 points"),
        (wording.rate(15.449), "15.4"),
        (wording.rate(0.588), "0.59"),
        (wording.rate(0), "0.00"),
        (wording.ratio(3.84), "3.8"),
        (wording.ratio(1.02), "1.02"),
        (wording.ratio(0.98), "0.98"),
        (wording.p_value(0.1479), "0.148"),
        (wording.p_value(0.00009), "below 0.001"),
    ],
)
def test_numbers(made: str, text: str) -> None:
    assert made == text


@pytest.mark.parametrize(
    ("n", "text"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
                    (21, "21st"), (22, "22nd"), (32, "32nd"), (111, "111th")],
)  # fmt: skip
def test_ordinals(n: int, text: str) -> None:
    assert wording.ordinal(n) == text


@given(st.floats(-1e7, 1e7), st.integers(0, 2))
def test_a_number_reads_back_to_within_its_rounding(value: float, decimals: int) -> None:
    text = wording.number(value, decimals)
    assert "-" not in text
    assert abs(float(text.replace(",", "").replace(wording.MINUS, "-")) - value) <= 0.5 * 10**-decimals + 1e-6
    assert not (text.startswith(wording.MINUS) and text.strip(f"{wording.MINUS}0.") == "")


def test_lists() -> None:
    assert wording.listed(["Hackney"]) == "Hackney"
    assert wording.listed(["Hackney", "Lambeth", "Lewisham"]) == "Hackney, Lambeth and Lewisham"


@pytest.mark.parametrize(
    "text",
    [
        "The plan caused the fall", "a fall caused by patrols", "thanks to the partnership",
        "due to the plan",
        "because of the plan", "a success", "violence plummeted", "knife crime soared", "known gang members",
        "a gang nominal", "prolific offenders", "as a result of", "led to a fall", "the worst borough",
        "a crime wave",
    ],
)  # fmt: skip
def test_words_that_no_finding_may_use(text: str) -> None:
    assert wording.banned(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "Children in need with gangs, exploitation or missing as a factor",
        "The Gangs Violence Matrix was closed in February 2024",
        "no clear change", "the recorded number fell", "part of a change may come from the method",
    ],
)  # fmt: skip
def test_words_that_stand(text: str) -> None:
    assert wording.banned(text) == []


@given(
    st.sampled_from(["fell", "rose", "no clear change"]),
    st.sampled_from(["count", "share", "value"]),
    st.sampled_from([BEFORE, periods.three_year_average(SUMMER), (parse("2016/17"),), (parse("2017-06"),)]),
    st.booleans(),
)
def test_fell_and_rose_are_said_of_nothing_else(verdict, kind, baseline, is_few: bool) -> None:
    percent = shown("−2.9%", None if is_few else -2.9)
    text = wording.statement(
        VIOLENCE, LEWISHAM, SUMMER, baseline, verdict, kind, shown("4,678"), shown("4,820"), shown("−142"),
        percent,
        shown("−6.8%"), shown("+1.0%"),
    )  # fmt: skip
    sentence = plain(text)
    for word in ("fell", "rose"):
        assert (f" {word}" in sentence) == (word == verdict)
    assert ("no clear change" in sentence) == (verdict == "no clear change")
    assert ("more than chance alone would give" in sentence) == (verdict != "no clear change")
    assert ("2.9%" in sentence) == (not is_few)
    assert sentence.endswith(".") and sentence.count("  ") == 0
    assert wording.stray_numbers(text) == [] and wording.banned(text) == []


def among(fell: int, clear: int, withheld: int = 0) -> str:
    names = ("Hackney", "Lambeth", "Lewisham", "Merton", "Newham", "Sutton", "Westminster")[:fell]
    where = Among("london-boroughs", 32, fell, 32 - fell, 1, clear, 0, names, (), withheld)
    text = wording.among(where, shown(str(fell)), shown("32"), shown(str(clear)), SUMMER, BEFORE)
    assert wording.stray_numbers(text) == []
    return plain(text)


def test_where_an_area_stands() -> None:
    start = "The count was lower than a year before in"
    assert among(3, 0) == (
        f"{start} 3 of the 32 London boroughs (Hackney, Lambeth and Lewisham); "
        "in none of them by more than chance alone could give."
    )
    assert among(0, 0) == f"{start} none of the 32 London boroughs."
    assert among(1, 0) == (
        f"{start} 1 of the 32 London boroughs (Hackney); there the difference is no more than chance alone "
        "could give."
    )
    assert among(2, 2).endswith("; in all of them by more than chance alone would give.")
    assert among(7, 2) == (
        f"{start} 7 of the 32 London boroughs; in 2 of them by more than chance alone would give."
    )
    assert " boroughs whose numbers are large enough to compare (Hackney);" in among(1, 1, withheld=4)


@pytest.mark.parametrize(("kind", "what"), [("share", "share"), ("value", "rate")])
def test_what_is_not_a_count_is_not_called_one(kind, what: str) -> None:
    where = Among("london-boroughs", 32, 1, 31, 1, 0, 0, ("Hackney",), (), 0)
    text = plain(wording.among(where, shown("1"), shown("32"), shown("0"), SUMMER, BEFORE, kind))
    assert text.startswith(
        f"The {what} was lower than a year before in 1 of the 32 London boroughs (Hackney)"
    )
    assert ("chance" in text) == (kind == "share")


def test_stray_numbers_are_found() -> None:
    assert wording.stray_numbers(("in 3 of the 32 boroughs",)) == ["3", "32"]
    assert wording.stray_numbers(("about 12% in April 2018 (95% interval",)) == ["12"]
    assert wording.stray_numbers(("in LSOA Lewisham 012A it was", shown("4")), ["Lewisham 012A"]) == []
