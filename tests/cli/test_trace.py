"""``commonground trace``: every number of a report worked out again, and a changed one found."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonground.cli import commonground
from commonground.evidence import comparison, periods
from commonground.evidence.figure import Figure
from commonground.evidence.measure import measures
from commonground.evidence.run import Evidence


@pytest.fixture
def report(boroughs: Evidence, tmp_path: Path) -> Path:
    """A report of two findings."""
    period = periods.parse("2018-04..2018-09")
    listed = []
    for key in ("violence_against_the_person", "homicide"):
        found = comparison.compare(
            boroughs, measures()[key], boroughs.area("Lewisham"), period,
            periods.same_period_last_year(period),
            among="london-boroughs",
        )  # fmt: skip
        figures = [f for f in (*found.statement, *found.among_statement) if isinstance(f, Figure)]
        listed += [{**asdict(f), "arguments": dict(f.arguments), "where": f"Summary: {key}"} for f in figures]
    path = tmp_path / "assessment.json"
    path.write_text(json.dumps({"title": "Invented", "figures": listed}), "utf-8")
    return path


@pytest.fixture
def trace(boroughs_home: Path):
    def run(*arguments: object) -> Result:
        environment = {"COMMONGROUND_HOME": str(boroughs_home), "COLUMNS": "80"}
        return CliRunner().invoke(commonground, ["trace", *map(str, arguments)], env=environment)

    return run


def test_every_figure_agrees(trace, report: Path) -> None:
    result = trace(report, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["figures"] == found["agree"] + found["withheld"] == len(found["traced"])
    assert (found["differ"], found["withheld"]) == (0, 2)
    first = found["traced"][0]
    assert (first["shown"], first["value"], first["again"], first["outcome"]) == (
        "3,757",
        3757,
        3757,
        "agrees",
    )
    assert first["filter"] == "major is Violence Against the Person"
    (edition,) = first["editions"]
    assert edition["source"] == "mps_borough" and len(edition["sha256"]) == 64


def test_a_changed_figure_is_found(trace, report: Path) -> None:
    plain = json.loads(report.read_text("utf-8"))
    plain["figures"][0]["value"] = 3756
    report.write_text(json.dumps(plain), "utf-8")
    result = trace(report)
    assert result.exit_code == 1
    words = " ".join(result.stdout.split())
    assert "differs: 3757 now" in words and "1 differ or cannot be worked out" in words


def test_a_figure_whose_edition_is_gone_fails(trace, report: Path) -> None:
    plain = json.loads(report.read_text("utf-8"))
    plain["figures"][0]["editions"] = ["mps_borough-2001-01-00000000"]
    report.write_text(json.dumps(plain), "utf-8")
    result = trace(report, "--json")
    assert result.exit_code == 1
    assert "is not in the store" in json.loads(result.stdout)["traced"][0]["outcome"]


def test_the_document_beside_the_list_will_do(trace, report: Path) -> None:
    assert trace(report.with_suffix(".docx")).exit_code == 0
    assert trace(report.with_suffix(".html"), "--only", "homicide").exit_code == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"figures": [{"shown": "3"}]}', '{"figures": 3}', "\x00"])
def test_what_is_no_report_is_refused_in_a_sentence(trace, tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    result = trace(path)
    assert result.exit_code == 1 and "not the list of figures of a report" in " ".join(result.output.split())


def test_a_report_that_is_not_there(trace, tmp_path: Path) -> None:
    result = trace(tmp_path / "none.json")
    assert result.exit_code == 1 and "there is no such file" in " ".join(result.output.split())
