"""Every analysis from the terminal: its example works in each form, its help shows it, and wrong tables are told of."""

import csv
import json
import shlex
from html import unescape
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from docx import Document as Word
from pypdf import PdfReader

from commonground.cli import analysed, commonground
from commonground.report.analysis import Analysis, Outcome, analyses
from commonground.sources.readers.refusal import Refusal

ROOT = Path(__file__).resolve().parents[2]
EVERY = pytest.mark.parametrize("analysis", analyses().values(), ids=lambda analysis: analysis.key)
READS = [analysis for analysis in analyses().values() if analysis.files != "none"]
NEVER = ("caused", "proves", "risk score", "offender", "gang member", "will commit")


def run(*words: str) -> str:
    """What the command says on standard output; whatever it raises comes through."""
    done = CliRunner().invoke(commonground, ["analyse", *words], standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.stdout


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.slow
@EVERY
def test_its_example_works_in_every_form_and_gives_the_same_again(analysis: Analysis, tmp_path: Path):
    """All in one, since some take seconds."""
    forms = ("csv", "json", "html", "pdf", "docx", "svg")
    out = [word for form in forms for word in ("--out", str(tmp_path / f"answer.{form}"))]
    words = (analysis.command, *shlex.split(analysis.example))
    screen = run(*words, *out)
    said = json.loads(run(*words, "--json"))
    sentence = said["sentence"]

    assert said == json.loads((tmp_path / "answer.json").read_text("utf-8"))
    assert said["analysis"] == analysis.key and said["cannot_say"] == list(analysis.cannot_say) != []
    assert sentence.endswith((".", ")")) and len(sentence) > 20 and sentence.split()[0] in screen
    assert len({len(column) for column in said["table"].values()}) == 1
    assert [word for word in NEVER if word in json.dumps(said).lower()] == []
    html = " ".join(unescape((tmp_path / "answer.html").read_text("utf-8")).split())
    assert " ".join(sentence.split()) in html and "<figure" in html
    with (tmp_path / "answer.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + len(next(iter(said["table"].values())))
    assert any(p.text.strip() == sentence for p in Word(str(tmp_path / "answer.docx")).paragraphs)
    assert PdfReader(tmp_path / "answer.pdf").trailer["/Root"]["/MarkInfo"]["/Marked"]
    svg = (tmp_path / "answer.svg").read_text("utf-8")
    assert svg.startswith("<svg") and "<title" in svg and "<desc" in svg


def test_an_answer_without_a_chart_says_so(tmp_path: Path):
    told = analysed.Answer(analyses()["power"], Outcome(result=None), (), {}, None, few=False)
    with pytest.raises(Refusal, match=r"power: has no chart; write \.csv"):
        analysed.write(told, tmp_path / "chart.png")
    assert list(tmp_path.iterdir()) == []


@EVERY
def test_its_help_shows_the_question_the_columns_and_the_example(analysis: Analysis):
    said = " ".join(run(analysis.command, "--help").split())
    assert analysis.question in said
    assert " ".join(f"commonground analyse {analysis.command} {analysis.example}".split()) in said
    for column in analysis.columns:
        assert f"{column.key}: " in said
    for option in analysis.options:
        assert f"--{option.key.replace('_', '-')}" in said and option.about


@pytest.mark.parametrize("analysis", READS, ids=lambda analysis: analysis.key)
@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("count\n", "has headings and no rows"),
        ("a,a\n1,2\n", "has the heading “a” twice"),
        ("a,b\n1,2,3\n", "line 2 has 3 cells, and there are 2 headings"),
        ('a,b\n"1,2\n', "quotation mark"),
        ("a\0b\n1\n", "null"),
    ],
)
def test_a_wrong_table_is_told_of_in_a_sentence(analysis: Analysis, content: str, says: str, tmp_path: Path):
    path = tmp_path / "mine.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(Refusal, match=r"mine\.csv") as told:
        run(analysis.command, *_options(analysis), str(path))
    assert says in str(told.value)


@pytest.mark.parametrize("analysis", [a for a in READS if any(c.required for c in a.columns)], ids=lambda a: a.key)
def test_a_missing_column_is_named(analysis: Analysis, tmp_path: Path):
    path = tmp_path / "mine.csv"
    path.write_text("nothing_like_it\n1\n", "utf-8")
    with pytest.raises(Refusal) as told:
        run(analysis.command, *_options(analysis), str(path))
    first = next(column.key for column in analysis.columns if column.required)
    assert f"has no column “{first}”" in str(told.value) and f"--column {first}=HEADING" in str(told.value)


@pytest.mark.parametrize("analysis", [a for a in READS if any(c.required for c in a.columns)], ids=lambda a: a.key)
def test_a_cell_that_is_no_number_is_told_of_with_its_line(analysis: Analysis, tmp_path: Path):
    path = tmp_path / "mine.csv"
    (wanted, *_) = [c for c in analysis.columns if c.required and c.kind != "text"] or [None]
    if wanted is None:
        assert all(c.kind == "text" for c in analysis.columns if c.required)
        return
    headings = [c.key for c in analysis.columns if c.required]
    path.write_text(",".join(headings) + "\n" + ",".join("x" for _ in headings) + "\n", "utf-8")
    with pytest.raises(Refusal, match=r"line 2, column “.*”: “x” is not"):
        run(analysis.command, *_options(analysis), str(path))


def test_a_file_that_is_not_there_and_an_ending_that_is_not_known(tmp_path: Path):
    with pytest.raises(Refusal, match="there is no such file"):
        run("concentration", str(tmp_path / "nothing.csv"))
    with pytest.raises(click.UsageError, match="the ending must be one of"):
        run("concentration", "docs/examples/concentration.csv", "--out", "answer.exe")
    with pytest.raises(click.UsageError, match="KEY is one of count"):
        run("concentration", "docs/examples/concentration.csv", "--column", "offences=count")


def test_words_that_a_spreadsheet_would_run_are_kept_from_it(tmp_path: Path):
    assert [analysed._safe(cell) for cell in ("=1+1", "-2", -2, "a")] == ["'=1+1", "'-2", -2, "a"]


def _options(analysis: Analysis) -> list[str]:
    """The options of the example, without its files: what an analysis cannot do without."""
    words, kept = shlex.split(analysis.example), []
    for at, word in enumerate(words):
        if word.startswith("--") and word not in ("--column", "--out"):
            kept += [word] if at + 1 == len(words) or words[at + 1].startswith("--") else [word, words[at + 1]]
    return kept


@pytest.mark.parametrize(("count", "told"), [(3, True), (4.0, True), (5, False), (0, False)])
def test_few_in_the_answer_are_warned_of_where_the_file_had_none(count: float, told: bool):
    class Found:
        def table(self) -> dict[str, list[float]]:
            return {"count": [120, count], "ratio": [2, 2]}

    answer = analysed.Answer(analyses()["linkage"], Outcome(Found()), (), {}, None, few=False)
    assert (analysed.FEW in answer.cautions) is told
