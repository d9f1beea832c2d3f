"""The tutorials do what they say: their commands are run in order, and print what the page shows."""

from pathlib import Path

import pytest

from console import ROOT, matches, play, sessions

TUTORIALS = sorted((ROOT / "docs/tutorial").glob("*.md"))


@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_prints_what_it_shows(page: Path, tmp_path: Path) -> None:
    assert len(sessions(page)) > 3
    play(page, tmp_path)


def test_an_ellipsis_stands_for_any_lines() -> None:
    assert matches(["a", "...", "d"], ["a", "b", "c", "d"])
    assert matches(["...", "d"], ["d"]) and matches(["a", "..."], ["a", "b"])
    assert not matches(["a", "...", "d"], ["a", "b", "c"]) and not matches(["a"], ["a", "b"])
