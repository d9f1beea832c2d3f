"""The how-to pages do what they say, and their tables say what the code declares."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from test_engines import WHY_NOT

from commonground.evidence.loading import load
from commonground.evidence.measure import Count, Is, Measure
from commonground.evidence.periods import parse
from commonground.evidence.run import Evidence
from commonground.evidence.store import Store
from commonground.report import assessment
from commonground.sources import sources
from console import ROOT, play, sessions

HOW_TO = ROOT / "docs/how-to"
PLAYED = sorted(page for page in HOW_TO.glob("*.md") if sessions(page))
EXTRACTS = ("istv", "ecds", "police_victims", "police_incidents", "plain_counts", "overlapping_lists")


def table(page: str, mark: str) -> list[list[str]]:
    """The rows of the table that stands under a comment, cell by cell."""
    text = (HOW_TO / page).read_text("utf-8").partition(f"<!-- {mark} -->\n")[2].partition("\n\n")[0]
    assert text, f"{page} has no table marked {mark}"
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines()[2:]]


def python(page: str) -> str:
    return re.findall(r"^```python\n(.*?)^```$", (HOW_TO / page).read_text("utf-8"), re.M | re.S)[0]


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("page", PLAYED, ids=lambda page: page.stem)
def test_a_page_prints_what_it_shows(page: Path, tmp_path: Path) -> None:
    play(page, tmp_path)


def test_the_pages_that_have_commands_are_those() -> None:
    assert [page.stem for page in PLAYED] == [
        "audit-disclosure", "compare-areas", "compare-two-periods", "estimate-prevalence", "evaluate-an-action",
        "find-hot-spots", "forecast-monthly-totals", "link-partner-lists", "load-a-partner-extract",
        "load-published-data", "map-density", "read-a-control-chart", "see-what-is-unusually-high",
        "see-when-in-the-week", "trace-a-number", "weigh-harm", "write-the-assessment",
    ]  # fmt: skip


@pytest.mark.parametrize("key", EXTRACTS)
def test_a_partner_is_told_the_columns_that_are_declared(key: str) -> None:
    told = table("load-a-partner-extract.md", f"columns: {key}")
    declared = sources()[key].delivery
    assert [row[0] for row in told] == [column.spelled[0] for column in declared]
    for (_, must, _), column in zip(told, declared, strict=True):
        if must == "one of these two":
            assert not column.required
        else:
            assert must == ("no" if not column.required else "yes" if column.blank else "yes, filled")


def test_a_partner_is_told_every_code() -> None:
    with (ROOT / "src/commonground/sources/partner_codes.csv").open(encoding="utf-8") as file:
        declared = sorted((row["meaning"], row["code"]) for row in csv.DictReader(file))
    told = table("load-a-partner-extract.md", "codes")
    assert sorted((meaning, code) for _, meaning, codes in told for code in codes.split(", ")) == declared


class Asked(dict):
    """Officers' texts of which there are none, and what was asked for."""

    def __init__(self) -> None:
        self.keys_asked: dict[str, None] = {}

    def get(self, key, default=None):
        self.keys_asked[key] = None
        return default


@pytest.mark.slow
def test_an_officer_is_told_every_text(boroughs: Evidence) -> None:
    asked = Asked()
    assessment.write(boroughs, boroughs.area("Lewisham"), today=date(2026, 4, 1), texts=asked)
    told = [Path(row[0].strip("`")).stem for row in table("write-the-assessment.md", "keys")]
    assert len(set(told)) == len(told)
    assert sorted(told) == sorted(asked.keys_asked)


def test_a_partners_plain_counts_make_a_measure(tmp_path: Path) -> None:
    shown = eval(python("add-a-measure.md"), {"Count": Count, "Is": Is})
    (words,) = shown.where[0].values
    count = Count(source=shown.source, where=(Is(shown.where[0].column, (f"invented: {words}",)),))
    measure = Measure(
        key="calls", title="Calls", noun="calls", definition="", version="", unit="attendances",
        polarity="neither", counts=(count,), recorded=False,
    )  # fmt: skip
    store = Store(tmp_path)
    refused = [o.error for o in load([ROOT / "tests/fixtures/partner/invented_plain_counts.csv"], store) if o.error]
    evidence = Evidence(store)
    (choice,) = evidence.choices(measure, "local_authority")
    tally = evidence.tally(measure, evidence.area("Lewisham"), parse("2024-01"), choice)
    assert (refused, tally.count) == ([], 12)


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
def test_the_program_for_spark_runs(
    boroughs_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMONGROUND_HOME", str(boroughs_home))
    exec(python("run-on-spark.md"), {})
    assert "Lewisham had 3,757 recorded offences of violence against the person" in capsys.readouterr().out


def links(page: Path) -> Iterator[Path]:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        yield (page.parent / target).resolve()


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs/README.md"
    folders = ("tutorial", "how-to", "explanation", "reference")
    pages = {page for folder in folders for page in (ROOT / "docs" / folder).glob("*.md")}
    assert pages - set(links(index)) == set()
