"""The analysis of prevalence: which columns it takes for lists, and what it says of files that it cannot take."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from commonground.cli import commonground

PATTERNS = "A,B,C,count\n1,0,0,100\n0,1,0,90\n1,1,0,40\n0,0,1,80\n1,0,1,30\n0,1,1,20\n1,1,1,10\n"


def asked(folder: Path, text: str, *words: str) -> dict:
    path = folder / "mine.csv"
    path.write_text(text, "utf-8")
    done = CliRunner().invoke(
        commonground, ["analyse", "prevalence", str(path), "--times", "50", "--json", *words], standalone_mode=False
    )
    if done.exception:
        raise done.exception
    return json.loads(done.stdout)


def test_patterns_with_counts_and_a_row_a_person_are_the_same(tmp_path: Path) -> None:
    head, *rows = PATTERNS.split()
    people = [row.rpartition(",")[0] for row in rows for _ in range(int(row.rpartition(",")[2]))]
    one = asked(tmp_path, PATTERNS)
    other = asked(tmp_path, "\n".join([head.removesuffix(",count"), *people]) + "\n")
    assert one["sentence"] == other["sentence"]
    assert one["sentence"].startswith("Between ") and "370 of them seen" in one["sentence"]


def test_the_table_that_linkage_writes_is_taken_as_it_is(tmp_path: Path) -> None:
    head, *rows = PATTERNS.split()
    wider = "\n".join([f"{head},lower,upper", *(f"{row},{n % 2},1" for n, row in enumerate(rows))]) + "\n"
    found = asked(tmp_path, wider)
    assert found["sentence"] == asked(tmp_path, PATTERNS)["sentence"]
    assert any("were not read: lower, upper" in caution for caution in found["cautions"])


def test_lists_can_be_named(tmp_path: Path) -> None:
    two = PATTERNS.replace("0,0,1,80\n", "")
    assert "a third list would show" in asked(tmp_path, two, "--lists", "A,B")["sentence"]


def test_a_refusal_is_an_answer_without_a_number(tmp_path: Path) -> None:
    found = asked(tmp_path, "A,B,C,count\n1,0,0,40\n0,1,0,30\n1,1,0,6\n0,0,1,20\n")
    assert found["sentence"].startswith("No estimate can be given: nobody on C is on any other list")
    assert list(found["table"]) == ["no_estimate_because"]


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("A,count\n1,5\n0,4\n", (), "there is one"),
        ("name,count\nx,5\n", (), "there is none"),
        ("A,B,count\n1,0,5\n0,1,4\n1,yes,3\n", (), "line 4, column “B”: “yes” is not 0"),
        ("A,B,count\n1,0,5\n0,1,4\n1,,3\n", (), "line 4, column “B”: an empty cell is not 0"),
        ("A,B,how_many\n1,0,5\n0,1,4\n1,1,3\n", (), "--column count=how_many"),
        ("A,B,count\n1,0,5\n0,0,4\n", (), "people on no list"),
        ("A,B,count\n1,0,5\n0,1,4\n", ("--lists", "A,D"), "there is no column “D”; the columns are A, B"),
        ("A,B,count\n1,0,5\n1,1,4\n0,1,3\n", ("--level", "2"), "must be between 0 and 1"),
        (PATTERNS, ("--times", "3"), "at least 20 times"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(tmp_path: Path, text: str, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(click.ClickException) as told:
        asked(tmp_path, text, *words)
    assert said in told.value.format_message()
