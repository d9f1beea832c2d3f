"""The house: which way imports point, how large a module is, what nothing is called or says."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from commonground import catalogue
from commonground.evidence.breaks import BREAKS
from commonground.evidence.measure import measures
from commonground.report.section import sections
from commonground.sources import sources

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "src").rglob("*.py"))
DRAWERS = {"util", "helper", "common", "core", "base", "misc", "service", "manager", "handler", "drawer"}


def relative(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def kept() -> Iterator[Path]:
    """The files of the repository: what git tracks or would; without git, whatever is in its folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        found = [ROOT / line for line in listed.stdout.splitlines()]
    else:
        found = [
            p for folder in ("src", "tests", "docs", "bench", "data") for p in (ROOT / folder).rglob("*")
        ]
    return (path for path in found if path.is_file())


def test_imports_point_downwards() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_methods_import_mathematics_and_each_other_alone() -> None:
    mathematics = {"numpy", "scipy", "statsmodels", "statsforecast", "h3"}
    for path in (ROOT / "src/commonground/methods").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.partition(".")[0]
                allowed = top in mathematics | sys.stdlib_module_names
                assert allowed or name.startswith("commonground.methods"), f"{path.name} imports {name}"


def test_no_module_is_over_500_lines() -> None:
    ours = [
        *MODULES,
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "bench").rglob("*.py"),
        *(ROOT / "docs").rglob("*.py"),
    ]
    written = [path for path in ours if "migrations" not in path.parts]  # Django writes those
    assert relative([path for path in written if len(path.read_text("utf-8").splitlines()) > 500]) == []


def test_there_are_no_drawers() -> None:
    named = [
        path
        for path in MODULES
        for word in re.split(r"[/_.]", str(path.relative_to(ROOT / "src/commonground")))
        if word.removesuffix("s") in DRAWERS
    ]
    assert relative(named) == []


# Spelled with brackets, so that this file is not itself found.
UNWANTED = {
    "a path of one machine": re.compile(r"/w[o]rk/|/f[a]rm/|\.librar[y]|\.\./share[d]|/roo[t]/|/home/[a-z]"),
    "unfinished work": re.compile(r"\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b|raise NotImplemente[d]"),
}


@pytest.mark.parametrize("what", UNWANTED)
def test_nothing_names(what: str) -> None:
    texts = {".py", ".md", ".toml", ".sh", ".txt", ".json", ".html", ".css", ".xml", ""}
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in kept()
        if path.suffix in texts and "data" not in path.relative_to(ROOT).parts[:1]
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1)
        if UNWANTED[what].search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("package", "declared"),
    [
        ("commonground.sources", sources),
        ("commonground.evidence.measures", measures),
        ("commonground.report.sections", sections),
    ],
)
def test_every_module_of_a_catalogue_declares_itself_under_its_own_name(package: str, declared) -> None:
    assert catalogue.keys(package) != []
    found = declared()
    assert sorted(found if isinstance(found, Mapping) else (thing.key for thing in found)) == catalogue.keys(
        package
    )


def test_what_a_measure_names_is_there() -> None:
    for measure in measures().values():
        assert {count.source for count in measure.counts} <= set(sources()), measure.key
        assert set(measure.breaks) <= set(BREAKS), measure.key
    for source in sources().values():
        assert set(source.breaks) <= set(BREAKS), source.key


@pytest.mark.parametrize("declared", [sources, measures])
def test_titles_and_keys_can_be_told_apart(declared) -> None:
    titles = [thing.title.casefold() for thing in declared().values()]
    assert sorted(set(titles)) == sorted(titles)


def test_no_file_is_too_large_for_a_clone() -> None:
    assert relative([path for path in kept() if path.stat().st_size > 10_000_000]) == []
