"""``commonground measures``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonground.cli import commonground
from commonground.evidence.measure import measures


@pytest.fixture
def run(boroughs_home: Path):
    def run(*arguments: str) -> Result:
        environment = {"COMMONGROUND_HOME": str(boroughs_home), "COLUMNS": "80"}
        return CliRunner().invoke(commonground, ["measures", *arguments], env=environment)

    return run


def test_every_measure_is_listed(run) -> None:
    listed = json.loads(run("--json").stdout)["measures"]
    assert [m["key"] for m in listed] == list(measures())
    words = "".join(run().stdout.split())
    assert [key for key in measures() if key.replace("_", "-") not in words] == []


def test_one_measure_whole(run) -> None:
    found = json.loads(run("violence against the person", "--json").stdout)
    assert [(c["classification"], c["from"], c["to"]) for c in found["loaded"]] == [
        ("home-office-2024", "2010-04", "2024-02"),
        ("home-office-2019", "2010-04", "2023-11"),
        ("mps-old", "2008-01", "2018-12"),
    ]
    assert {"mps_april_2013", "mps_connect_2024"} <= {b["key"] for b in found["breaks"]}
    words = " ".join(run("Violence against the person").stdout.split())
    assert "All offences in the major category Violence Against the Person" in words
    assert "CONNECT" in words and "mps_borough-2019-02-" in words


def test_a_measure_that_is_not_loaded_says_what_is_missing(run) -> None:
    assert "is loaded" in " ".join(run("homicide-victims").stdout.split())


def test_a_name_that_could_be_two_measures_names_both(run) -> None:
    result = run("violence with")
    assert result.exit_code != 0
    assert "violence_with_injury or violence_without_injury" in " ".join(result.output.split())
