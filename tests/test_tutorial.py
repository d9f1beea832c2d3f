"""The tutorials do what they say: their commands are run in order, and print what the page shows.

In a block marked ``console`` a line after ``$`` is a command, and what follows is what it prints; a line
``...`` stands for any lines.
"""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonground.cli import commonground

ROOT = Path(__file__).parent.parent
TUTORIALS = sorted((ROOT / "docs/tutorial").glob("*.md"))


def sessions(page: Path) -> list[tuple[str, list[str]]]:
    """Each command of a page with the lines it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line.rstrip())
    return found


def matches(said: list[str], printed: list[str]) -> bool:
    """Are these the printed lines, with ``...`` for any number of them?"""
    if not said:
        return not printed
    if said[0] == "...":
        return any(matches(said[1:], printed[i:]) for i in range(len(printed) + 1))
    return bool(printed) and said[0] == printed[0] and matches(said[1:], printed[1:])


@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_prints_what_it_shows(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert len(sessions(page)) > 3
    for command, said in sessions(page):
        program, *arguments = shlex.split(command)
        assert program == "commonground"
        environment = {"COMMONGROUND_HOME": str(tmp_path), "COLUMNS": "80"}
        result = CliRunner().invoke(commonground, arguments, env=environment)
        assert result.exit_code == 0, result.output
        printed = [line.rstrip() for line in result.output.splitlines()]
        assert matches(said, printed), f"{command}\nprints:\n" + "\n".join(printed)


def test_an_ellipsis_stands_for_any_lines() -> None:
    assert matches(["a", "...", "d"], ["a", "b", "c", "d"])
    assert matches(["...", "d"], ["d"]) and matches(["a", "..."], ["a", "b"])
    assert not matches(["a", "...", "d"], ["a", "b", "c"]) and not matches(["a"], ["a", "b"])
