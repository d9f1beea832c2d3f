"""``commonground compare`` as a person and as a program meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonground.cli import commonground

CLAIM = ["violence_against_the_person", "--area", "Lewisham", "--from", "2018-04", "--to", "2018-09"]
KEYS = (
    "measure", "area", "period", "baseline", "count", "baseline_count", "change", "change_percent",
    "lower_percent",
    "upper_percent", "p_value", "verdict", "statement", "among", "edition", "caveats",
)  # fmt: skip


@pytest.fixture
def compare(boroughs_home: Path):
    def run(*arguments: str, width: int = 80) -> Result:
        environment = {"COMMONGROUND_HOME": str(boroughs_home), "COLUMNS": str(width)}
        return CliRunner().invoke(commonground, ["compare", *arguments], env=environment)

    return run


def test_the_json_of_the_claim_of_february_2019(compare) -> None:
    result = compare(*CLAIM, "--edition", "2019-02", "--among", "london-boroughs", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert tuple(found)[: len(KEYS)] == KEYS
    assert found["measure"] == "violence_against_the_person"
    assert (found["area"]["code"], found["area"]["name"]) == ("E09000023", "Lewisham")
    assert found["period"] == {"from": "2018-04", "to": "2018-09"}
    assert found["baseline"] == {"from": "2017-04", "to": "2017-09"}
    assert (found["count"], found["baseline_count"], found["change"]) == (4678, 4820, -142)
    assert found["change_percent"] == pytest.approx(-2.94606, abs=1e-5)
    assert found["lower_percent"] == pytest.approx(-6.8, abs=0.1)
    assert found["upper_percent"] == pytest.approx(1.0, abs=0.1)
    assert found["p_value"] == pytest.approx(0.148, abs=0.001)
    assert found["verdict"] == "no clear change"
    among = found["among"]
    assert (among["areas"], among["fell"], among["rose"], among["rank"]) == (32, 3, 29, 2)
    assert among["names_fell"] == ["Hackney", "Lambeth", "Lewisham"]
    edition = found["edition"]
    assert (edition["source"], edition["classification"], edition["published"]) == (
        "mps_borough", "mps-old", "2019-02",
    )  # fmt: skip
    assert edition["id"].startswith("mps_borough-2019-02-")
    assert any("not a fall in violence" in caveat for caveat in found["caveats"])


@pytest.mark.parametrize(
    "name", ["violence-against-the-person", "Violence against the person", "VIOLENCE AGAINST THE"]
)
def test_a_measure_is_named_as_people_name_it(compare, name: str) -> None:
    result = compare(name, *CLAIM[1:], "--edition", "2019-02", "--json")
    assert json.loads(result.stdout)["count"] == 4678


@pytest.mark.parametrize(
    ("options", "period"),
    [
        (["--month", "2018-04"], ("2018-04", "2018-04")),
        (["--quarter", "2018-Q2"], ("2018-04", "2018-06")),
        (["--quarter", "2018/19-Q4"], ("2019-01", "2019-03")),
        (["--year", "2018"], ("2018-01", "2018-12")),
        (["--year", "2018/19"], ("2018-04", "2019-03")),
        (["--rolling", "2018-09"], ("2017-10", "2018-09")),
        (["--financial-year-to-date", "2018-09"], ("2018-04", "2018-09")),
        (["--period", "April to June 2018"], ("2018-04", "2018-06")),
    ],
)
def test_ways_to_say_which_months(compare, options: list[str], period: tuple[str, str]) -> None:
    result = compare("knife crime", "--area", "E09000023", *options, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)["period"]
    assert (found["from"], found["to"]) == period


@pytest.mark.parametrize(
    ("against", "windows"),
    [
        ("previous-period", [("2017-10", "2018-03")]),
        ("three-year-average", [("2015-04", "2015-09"), ("2016-04", "2016-09"), ("2017-04", "2017-09")]),
        ("2014-04..2014-09", [("2014-04", "2014-09")]),
    ],
)
def test_ways_to_say_against_what(compare, against: str, windows: list[tuple[str, str]]) -> None:
    found = json.loads(compare(*CLAIM, "--against", against, "--json").stdout)
    assert [(w["from"], w["to"]) for w in found["windows"]] == windows
    assert (found["baseline"]["from"], found["baseline"]["to"]) == (windows[0][0], windows[-1][1])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["violance", *CLAIM[1:]], "violence_"),
        ([CLAIM[0], "--area", "Lewishem", *CLAIM[3:]], "Lewisham"),
        ([*CLAIM[:3], "--from", "2018-09", "--to", "2018-04"], "the first month comes first"),
        ([*CLAIM[:3], "--from", "2018-09"], "--to YYYY-MM"),
        ([*CLAIM[:3]], "Say which months"),
        ([*CLAIM, "--month", "2018-04"], "Say which months"),
        ([*CLAIM[:3], "--month", "April"], "is not a period"),
        ([*CLAIM[:3], "--quarter", "2018"], "a quarter such as 2018-Q2"),
        ([*CLAIM, "--edition", "1999"], "1999"),
        ([*CLAIM, "--against", "last year"], "three-year-average"),
        ([*CLAIM, "--among", "friends"], "friends"),
    ],
)
def test_what_a_person_can_mend_is_said_in_a_sentence(compare, arguments: list[str], said: str) -> None:
    result = compare(*arguments)
    assert result.exit_code != 0
    assert said in " ".join(result.output.split())
    assert "Traceback" not in result.output and isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_window(compare, width: int) -> None:
    result = compare(
        *CLAIM, "--edition", "2019-02", "--among", "london-boroughs", "--sensitivity", width=width
    )
    assert result.exit_code == 0
    assert max(len(line.rstrip()) for line in result.stdout.splitlines()) <= min(width, 96)
    words = " ".join(result.stdout.split())
    assert "No clear change" in words and "Hackney, Lambeth and Lewisham" in words and "−2.9%" in words


def test_nothing_small_is_in_the_json(compare) -> None:
    result = compare(
        "homicide", "--area", "Lewisham", "--year", "2018/19", "--among", "london-boroughs", "--json"
    )
    found = json.loads(result.stdout)
    assert (
        found["withheld"]["count"] == "small number" or found["withheld"]["baseline_count"] == "small number"
    )
    assert [found[k] for k in ("change", "change_percent", "lower_percent", "upper_percent", "p_value")] == [
        None
    ] * 5
    assert found["among"]["withheld"] > 0


def test_what_cannot_be_compared_says_why_and_is_no_failure(compare) -> None:
    result = compare(*CLAIM[:3], "--month", "2030-01", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["verdict"], found["count"], found["edition"]) == ("cannot be compared", None, None)
    assert "not wholly in what is loaded" in found["statement"]


def test_sensitivity_in_json(compare) -> None:
    found = json.loads(compare(*CLAIM, "--edition", "2019-02", "--sensitivity", "--json").stdout)[
        "sensitivity"
    ]
    assert len(found["variants"]) == 105
    assert [v["alike"] for v in found["variants"] if v["is_claim"]] == [3]
    assert {v["verdict"] for v in found["variants"]} == {"no clear change", "rose"}
