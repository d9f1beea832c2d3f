"""``commonground fingerprint``: what is written says nothing of anybody, and what would be unsafe is refused."""

import csv
import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonground.cli import commonground
from commonground.evidence.linkage import forms, headings
from commonground.evidence.linkage.fingerprint import COLUMNS
from commonground.sources.readers import columns

ROOT = Path(__file__).resolve().parents[2]

LIST = """URN,First name,Surname,Date of Birth,Post code,Gender,Notes
P1,Adebayo,O’Neill,09/07/2004,SE13 6RW,F,mother of Zemin
P2,Zemin,Dujigar,,ZZ99 3VZ,M,
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "custody.csv"
    path.write_text(LIST, "utf-8")
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "partners.key"
    path.write_bytes(bytes(range(32)))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commonground, ["fingerprint", *map(str, arguments)])


def test_no_name_is_in_the_file(people: Path, key: Path, tmp_path: Path) -> None:
    result = run(people, "--key-file", key)
    assert result.exit_code == 0, result.output
    assert "2 records" in result.output and "dob: known or readable in 50% of them" in result.output
    written = (tmp_path / "custody.fingerprints.csv").read_text("utf-8")
    head, *rows = csv.reader(written.splitlines())
    assert tuple(head) == COLUMNS
    words = [word for row in rows for cell in row for word in cell.split()]
    assert all(len(word) == 24 and set(word) <= set("0123456789abcdef") for word in words)
    assert "Adebayo" not in written + result.output and "P1" not in written


def test_the_same_every_time_and_other_with_another_key(people: Path, key: Path, tmp_path: Path) -> None:
    first, again, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    run(people, "--key-file", key, "--out", first)
    run(people, "--key-file", key, "--out", again)
    key.write_bytes(bytes(range(1, 33)))
    run(people, "--key-file", key, "--out", other)
    assert first.read_bytes() == again.read_bytes()
    words = [set(path.read_text().replace("\n", ",").replace(" ", ",").split(",")) for path in (first, other)]
    assert words[0] & words[1] <= {"", *COLUMNS}


def test_what_is_read_again_links_as_the_names_do(people: Path, key: Path, tmp_path: Path) -> None:
    run(people, "--key-file", key)
    hashed = headings.words_of(columns.sheet(tmp_path / "custody.fingerprints.csv").cells)
    plain = headings.words_of(columns.sheet(people).cells)
    for one, other in zip(hashed, plain, strict=True):
        for word in forms.WORDS:
            assert (one[word] is None) == (other[word] is None)
            if isinstance(other[word], list):
                assert len(one[word]) == len(other[word])


def test_a_new_key_is_random_and_nobody_elses(tmp_path: Path) -> None:
    one, other = tmp_path / "one.key", tmp_path / "other.key"
    assert run("--new-key", one).exit_code == run("--new-key", other).exit_code == 0
    assert len(one.read_bytes()) == 32 and one.read_bytes() != other.read_bytes()
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    again = run("--new-key", one)
    assert again.exit_code == 1 and "is there already; a key is never written over" in again.output


def refused(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code != 0
    return result.output + str(result.exception)


def test_what_is_refused(people: Path, key: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.key"
    short.write_bytes(b"secret")
    assert "short.key: a key of 6 bytes can be guessed" in refused(people, "--key-file", short)
    short.write_bytes(b"ab" * 20)
    assert "the key repeats itself and can be guessed" in refused(people, "--key-file", short)
    assert "No such file" in refused(people, "--key-file", tmp_path / "none.key")
    assert "there is no such file" in refused(tmp_path / "none.csv", "--key-file", key)
    assert "Say which list, and the file of the key" in refused(people)
    assert "--out would be written over the list or the key" in refused(people, "--key-file", key, "--out", key)
    run(people, "--key-file", key)
    assert "is fingerprinted already" in refused(tmp_path / "custody.fingerprints.csv", "--key-file", key)
    counts = tmp_path / "counts.csv"
    counts.write_text("ward,count\nEvelyn,4\n")
    assert "there is no column of forenames or of surnames or of dates of birth; it has ward, count" in refused(
        counts, "--key-file", key
    )
    assert key.read_bytes() == bytes(range(32))


@pytest.mark.slow
def test_fingerprinted_lists_link_as_the_lists_do(key: Path, tmp_path: Path) -> None:
    pytest.importorskip("splink")
    kinds = ("police", "youth_justice", "hospital")
    lists = [ROOT / f"docs/examples/linkage_{kind}.csv" for kind in kinds]
    hashed = [tmp_path / f"{kind}.csv" for kind in kinds]
    for plain, out in zip(lists, hashed, strict=True):
        assert run(plain, "--key-file", key, "--out", out).exit_code == 0
    answers = []
    for files in (lists, hashed):
        words = ["analyse", "linkage", *map(str, files), "--kinds", ",".join(kinds), "--json"]
        answers.append(json.loads(CliRunner().invoke(commonground, words).stdout))
    assert answers[0]["table"] == answers[1]["table"] and answers[0]["sentence"] == answers[1]["sentence"]
    key.write_bytes(bytes(range(2, 34)))
    run(lists[2], "--key-file", key, "--out", hashed[2])
    refusal = CliRunner().invoke(commonground, ["analyse", "linkage", *map(str, hashed)])
    assert refusal.exit_code != 0 and "hospital was made with another key than police" in refusal.output
