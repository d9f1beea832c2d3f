"""Invented lists of the reference set, linked without the truth and then held to it."""

import csv
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from commonground.evidence.linkage import fingerprints, forms, link
from commonground.evidence.linkage.model import score
from commonground.methods import prevalence, uncertain_links

pytest.importorskip("splink")
DATA = Path(__file__).parent / "data" / "linkage"
EXPECTED = json.loads((DATA / "expected.json").read_text())
LISTS = ("police", "youth_justice", "hospital")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def truth() -> list[str]:
    """The person behind each record, in the order of the lists."""
    of = {row["record_id"]: row["person"] for row in rows("truth")}
    return [of[row["record_id"]] for name in LISTS for row in rows(name)]


@pytest.fixture(scope="module")
def linked():
    lists = {name: [forms.words(row) for row in rows(name)] for name in LISTS}
    return link(lists, np.random.default_rng(1), LISTS, draws=100)


def true_pairs(truth) -> set[tuple[int, int]]:
    of: dict[str, list[int]] = {}
    for place, person in enumerate(truth):
        of.setdefault(person, []).append(place)
    return {pair for places in of.values() for pair in combinations(places, 2)}


@pytest.mark.parametrize("turned", ["names", "hashes"])
def test_pairs_at_probability_a_half(truth, turned) -> None:
    records = [row for name in LISTS for row in rows(name)]
    words = fingerprints(records, bytes(range(32))) if turned == "hashes" else [forms.words(row) for row in records]
    pairs = score(words, LISTS)
    share = uncertain_links.share_that_match(pairs.weight, pairs.pairs)
    likely = uncertain_links.probabilities(pairs.weight, share) >= 0.5
    made = set(zip(pairs.first[likely].tolist(), pairs.second[likely].tolist(), strict=True))
    true = true_pairs(truth)
    assert (len(records), len(true)) == (EXPECTED["records"], EXPECTED["true_pairs_all_sources"])
    right = len(made & true)
    assert 2 * right / (len(made) + len(true)) >= 0.98  # the reference asks for .97; its Splink model has .980
    assert right / len(made) >= 0.99 and right / len(true) >= 0.968


def test_the_capture_table_is_near_the_true_one(linked) -> None:
    true = np.zeros(8, int)
    for row in rows("true_capture_histories"):
        true[sum(int(row[name]) << place for place, name in enumerate(LISTS))] = int(row["count"])
    assert true.sum() == EXPECTED["people_seen"]
    assert linked.people == pytest.approx(EXPECTED["people_seen"], rel=0.02)
    assert np.abs(linked.capture - true).sum() <= 0.03 * true.sum()


@pytest.mark.parametrize("two", list(combinations(range(3), 2)))
def test_a_total_from_two_lists(linked, two) -> None:
    """Chapman (1951): (n₁ + 1)(n₂ + 1) / (m + 1) − 1, over the draws."""
    first, second = (np.array([pattern >> place & 1 for pattern in range(8)], bool) for place in two)
    n1, n2, both = (linked.draws[:, on].sum(1) for on in (first, second, first & second))
    total = ((n1 + 1) * (n2 + 1) / (both + 1) - 1).mean()
    assert total == pytest.approx(EXPECTED["population"], rel=0.1)


def test_a_total_with_the_doubt_about_links_carried_on(linked) -> None:
    found = prevalence.over_linkages(linked.draws, np.random.default_rng(1))
    assert found.estimate == pytest.approx(EXPECTED["population"], rel=0.1)
    assert found.lower < EXPECTED["population"] < found.upper
    assert 0 < found.from_links < 0.5


def test_a_total_from_three_lists(linked) -> None:
    """Independent lists: the total N with N − seen = N · (1 − n₁/N)(1 − n₂/N)(1 − n₃/N), over the draws."""
    on = np.array([[pattern >> place & 1 for place in range(3)] for pattern in range(8)])
    table = linked.draws.mean(0)
    low, high = table.sum(), 100_000.0
    for _ in range(60):
        middle = (low + high) / 2
        too_low = middle - table.sum() < middle * np.prod(1 - (table @ on) / middle)
        low, high = (middle, high) if too_low else (low, middle)
    assert low == pytest.approx(EXPECTED["population"], rel=0.1)
