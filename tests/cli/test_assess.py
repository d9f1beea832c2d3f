"""``commonground assess``: what it writes, what it says, and a sentence for every mistake."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonground import cli
from commonground.cli import commonground


@pytest.fixture
def refused(tmp_path, monkeypatch, capsys):
    """Run the whole program, which must end with status 2; what it says."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, home: Path = tmp_path) -> str:
        monkeypatch.setenv("COMMONGROUND_HOME", str(home))
        monkeypatch.setattr("sys.argv", ["commonground", "assess", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, "")
        assert not (tmp_path / "out").exists()
        return said.err.strip()

    return run


@pytest.fixture
def assess(tmp_path: Path, monkeypatch):
    """Run the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, home: Path = tmp_path) -> Result:
        environment = {"COMMONGROUND_HOME": str(home), "COLUMNS": "200"}
        return CliRunner().invoke(commonground, ["assess", *map(str, arguments)], env=environment)

    return run


def test_with_nothing_loaded_it_says_what_to_do(refused):
    said = refused("Lewisham")
    assert len(said.splitlines()) == 1
    assert "nothing is loaded" in said and "commonground load data" in said


def test_an_area_that_is_not_known_is_refused_in_a_sentence(refused, boroughs_home):
    said = refused("Lewishan", home=boroughs_home)
    assert said.startswith("Error: There is no local authority called “Lewishan” here. Did you mean Lewisham")
    assert len(said.splitlines()) == 1


def test_a_ward_is_no_place_for_an_assessment(refused, boroughs_home):
    assert len(refused("E05013731", home=boroughs_home).splitlines()) == 1


@pytest.mark.slow
def test_it_writes_the_formats_asked_for_and_the_ledger(assess, boroughs_home, tmp_path):
    words = tmp_path / "words"
    words.mkdir()
    (words / "recommendations.md").write_text("Meet again in the autumn.", "utf-8")
    result = assess(
        "Lewisham", "--format", "html", "--json", "--date", "2026-05-01", "--texts", words, "--out", "written",
        home=boroughs_home,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["area"] == {"code": "E09000023", "name": "Lewisham"}
    assert told["problems"] == []
    files = [Path(file) for file in told["files"]]
    assert files == [Path("written/lewisham/assessment.json"), Path("written/lewisham/assessment.html")]
    assert all((tmp_path / file).stat().st_size > 1000 for file in files)
    page = (tmp_path / files[1]).read_text("utf-8")
    assert "Meet again in the autumn." in page and "1 May 2026" in page
    kept = json.loads((tmp_path / files[0]).read_text("utf-8"))
    assert (kept["area"], kept["published"], len(kept["figures"])) == ("Lewisham", "2026-05-01", told["figures"])
    assert [edition["file"] for edition in kept["editions"] if "/" in edition["file"]] == [], "a path of the machine"


@pytest.mark.slow
def test_the_same_command_writes_the_same_ledger(assess, boroughs_home, tmp_path):
    for folder in ("one", "two"):
        done = assess("Hackney", "--format", "html", "--date", "2026-05-01", "--out", folder, home=boroughs_home)
        assert done.exit_code == 0, done.output
    one, two = ((tmp_path / folder / "hackney" / "assessment.json").read_bytes() for folder in ("one", "two"))
    assert one == two


def test_help_teaches(assess):
    said = assess("--help").stdout
    assert "commonground assess Lewisham" in said and "ledger" in said


@pytest.mark.parametrize("wrong", [("--format", "rtf"), ("--date", "May"), ("--texts", "no-such-folder")])
def test_a_wrong_option_is_refused(assess, wrong):
    result = assess("Lewisham", *wrong)
    assert result.exit_code == 2
    assert wrong[0] in result.stderr
