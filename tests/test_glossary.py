"""The glossary has the words of the field: its own terms, every measure and every source."""

import re
from pathlib import Path

import pytest

from commonground.evidence.measure import measures
from commonground.sources import sources

TEXT = (Path(__file__).resolve().parents[1] / "GLOSSARY.md").read_text("utf-8")


def entries(heading: str) -> list[str]:
    """The words explained under a heading, in their order."""
    section = re.split(r"^## ", TEXT, flags=re.MULTILINE)
    under = next(part for part in section if part.startswith(heading))
    return re.findall(r"^\*\*(.+?)\*\* — \S", under, flags=re.MULTILINE)


@pytest.mark.parametrize(("heading", "declared"), [("Measures", measures), ("Sources", sources)])
def test_every_title_is_explained_once(heading: str, declared) -> None:
    assert sorted(entries(heading)) == sorted(thing.title for thing in declared().values())


@pytest.mark.parametrize("heading", ["Terms", "Measures", "Sources"])
def test_in_the_order_of_the_alphabet(heading: str) -> None:
    found = entries(heading)
    assert found == sorted(found, key=str.casefold) and found != []


def test_no_term_is_explained_twice() -> None:
    terms = [term.casefold() for term in entries("Terms")]
    assert len(set(terms)) == len(terms)
