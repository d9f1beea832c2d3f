"""What is written is what is declared: the generated pages, the notice, the links."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from commonground.sources import sources

ROOT = Path(__file__).resolve().parents[1]


def test_generated_pages_are_up_to_date() -> None:
    """In a process of its own: a command that another test has called remembers how its help was asked for."""
    asked = [sys.executable, str(ROOT / "docs/generate.py"), "--check"]
    answer = subprocess.run(asked, capture_output=True, text=True, cwd=ROOT)
    assert (answer.stdout, answer.returncode) == ("", 0), f"run: make docs {answer.stderr}"


def test_notice_has_the_words_that_each_publisher_asks_for() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert [s.key for s in sources().values() if s.is_open and s.attribution not in notice] == []


def test_notice_has_the_font() -> None:
    fonts = ROOT / "src/commonground/report/fonts"
    assert "SIL Open Font License" in (ROOT / "NOTICE").read_text("utf-8")
    assert "SIL Open Font License" in (fonts / "OFL.md").read_text("utf-8")
    assert {p.name.partition("-")[0] for p in fonts.glob("*.ttf")} == {"SourceSans3"}, "a new font needs its notice"


PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=[str(p.relative_to(ROOT)) for p in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (page.parent / name) if name else page
        assert there.exists(), f"{page.name} links to {target}"
        if anchor and there.suffix == ".md":
            slugs = {
                re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-")
                for h in re.findall(r"^#+ (.*)$", there.read_text("utf-8"), re.MULTILINE)
            }
            assert anchor in slugs or f'<a id="{anchor}">' in there.read_text("utf-8"), f"{page.name} links to {target}"


def test_every_decision_is_listed_and_short() -> None:
    folder = ROOT / "docs/decisions"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text("utf-8"))
    records = sorted(p.name for p in folder.glob("0*.md"))
    assert listed == records
    assert [r for r in records if len((folder / r).read_text("utf-8").splitlines()) > 60] == []
