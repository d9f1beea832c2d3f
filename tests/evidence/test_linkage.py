"""Linking invented lists: how good, how sure, the same on hashes, and no name anywhere."""

import random

import numpy as np
import pytest
from invented_lists import LISTS, Town
from test_engines import WHY_NOT

from commonground.evidence.engines import Spark
from commonground.evidence.linkage import CannotLink, PoorKey, fingerprints, forms, link, presets
from commonground.evidence.linkage.engines import OnSpark
from commonground.evidence.linkage.model import score
from commonground.methods import uncertain_links

pytest.importorskip("splink")
KINDS = tuple(LISTS)


@pytest.fixture(scope="module")
def town() -> Town:
    return Town(1500, seed=5)


def lists_of(town: Town, turned) -> dict[str, list[forms.Words]]:
    return {name: turned(town.rows(place)) for place, name in enumerate(LISTS)}


def plain(rows) -> list[forms.Words]:
    return [forms.words(row) for row in rows]


def hashed(rows, key: bytes = bytes(range(32))) -> list[forms.Words]:
    return fingerprints(rows, key)


@pytest.fixture(scope="module")
def linked(town):
    return link(lists_of(town, plain), np.random.default_rng(1), KINDS, draws=60)


def truly(town: Town) -> np.ndarray:
    person = np.unique(town.truth, return_inverse=True)[1]
    return uncertain_links.capture_table(person, town.lists, len(LISTS))


def test_pairs_are_found_without_being_told(town) -> None:
    pairs = score(plain(town.records), KINDS)
    chance = uncertain_links.probabilities(
        pairs.weight, uncertain_links.share_that_match(pairs.weight, pairs.pairs)
    )
    likely = chance >= 0.5
    made = set(zip(pairs.first[likely].tolist(), pairs.second[likely].tolist(), strict=True))
    right = len(made & town.pairs)
    assert 2 * right / (len(made) + len(town.pairs)) > 0.97
    # what it says of itself is near what is true
    said = uncertain_links.quality(chance)
    assert said.precision == pytest.approx(right / len(made), abs=0.015)
    assert said.recall == pytest.approx(right / len(town.pairs), abs=0.03)


def test_the_tables_are_near_those_of_a_perfect_linkage(town, linked) -> None:
    true = truly(town)
    assert linked.draws.shape == (60, 8)
    assert linked.people == pytest.approx(true.sum(), rel=0.02)
    assert np.abs(linked.draws.mean(0) - true).sum() < 0.05 * true.sum()
    assert linked.people_range[0] < linked.people < linked.people_range[1]


def test_hashes_link_as_names_do(town, linked) -> None:
    on_hashes = link(lists_of(town, hashed), np.random.default_rng(1), KINDS, draws=60)
    assert (on_hashes.draws == linked.draws).all() and (on_hashes.capture == linked.capture).all()
    assert (on_hashes.quality, on_hashes.compared, str(on_hashes)) == (linked.quality, linked.compared, str(linked))


def test_the_order_of_records_does_not_matter(town, linked) -> None:
    mixed = lists_of(town, lambda rows: plain(random.Random(3).sample(rows, len(rows))))
    again = link(mixed, np.random.default_rng(1), KINDS, draws=2)
    assert (again.capture == linked.capture).all() and again.compared == linked.compared


def test_no_person_and_no_link_leaves(town, linked) -> None:
    said = repr(linked) + str(linked) + str(linked.table())
    assert not [row for row in town.records if len(row["surname"]) > 4 and row["surname"] in said]
    assert max(np.asarray(value).size for value in vars(linked).values()) <= 60 * 8


def test_the_table_is_as_prevalence_reads_it(linked) -> None:
    table = linked.table()
    assert list(table) == [*LISTS, "count", "lower", "upper"]
    assert {len(column) for column in table.values()} == {7}
    assert (table["police"], table["hospital"]) == ([1, 0, 1, 0, 1, 0, 1], [0, 0, 0, 1, 1, 1, 1])
    assert sum(table["count"]) == linked.people


def test_the_sentence(linked) -> None:
    low, high = linked.people_range
    assert str(linked).startswith(
        f"The {sum(linked.records):,} records of 3 lists come down to about {linked.people:,} people "
        f"({low:,} to {high:,} over the doubt about the links)"
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lists: {"police": lists["police"]}, "linking needs two to 10 lists, each with its own name"),
        (lambda lists: lists | {"hospital": []}, "hospital has no record"),
        (lambda lists: lists | {"hospital": hashed([{"surname": "Ode"}])}, "hospital was made with another key"),
        (lambda lists: {name: each[:10] for name, each in lists.items()}, "30 records are too few to learn from"),
        (
            lambda lists: {name: [one | {"dob": None} for one in each] for name, each in lists.items()},
            "hardly a record has a dob that can be read",
        ),
    ],
)
def test_lists_that_cannot_be_linked(town, change, sentence) -> None:
    with pytest.raises(CannotLink, match=sentence):
        link(change(lists_of(town, plain)), np.random.default_rng(1))


def test_strangers_are_not_linked() -> None:
    strangers = plain({c["forename"]: c for c in Town(3000, seed=9).people}.values())
    with pytest.raises(CannotLink, match="too few records share a date of birth, or both names"):
        link({"one": strangers[:60], "other": strangers[60:120]}, np.random.default_rng(1))


def test_two_keys_do_not_meet(town) -> None:
    lists = lists_of(town, hashed) | {"hospital": hashed(town.rows(2), bytes(range(1, 33)))}
    with pytest.raises(CannotLink, match="hospital was made with another key than police"):
        link(lists, np.random.default_rng(1))


def test_a_fingerprint_says_nothing() -> None:
    row = {"forename": "Adebayo", "surname": "O’Neill", "dob": "2004-07-09", "postcode": "SE13 6RW", "sex": "F"}
    (one,) = fingerprints([row | {"notes": "see Adebayo’s mother", "record_id": "P00000"}], bytes(range(32)))
    written = [word for value in one.values() for word in (value if isinstance(value, list) else [value])]
    assert all(isinstance(word, str) and len(word) == 24 and int(word, 16) >= 0 for word in written)
    assert len(set(written)) == len(written)  # no word of one field is found again in another
    assert fingerprints([row], bytes(range(32))) == fingerprints([row], bytes(range(32)))


@pytest.mark.parametrize(
    ("key", "why"),
    [(b"secret", "a key of 6 bytes can be guessed"), (b"a" * 40, "repeats itself"), (b"", "a key of 0 bytes")],
)
def test_poor_keys_are_refused(key, why) -> None:
    with pytest.raises(PoorKey, match=why):
        fingerprints([{"surname": "Ode"}], key)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("forename", "Mozon", "Mozno"), ("forename", "Ceder", "Ceer"), ("forename", "Juvur", "Juuvur"),
        ("surname", "O'Neill", "ONEIL"), ("surname", "Çelik", "celik"), ("dob", "2005-03-11", "2005-11-03"),
        ("dob", "3/11/2005", "4/11/2005"), ("dob", "2005-11-03", "2004-11-03"), ("postcode", "SE13 6RW", "se136rv"),
    ],
)  # fmt: skip
def test_near_fields_share_a_word(field, one, other) -> None:
    words = [forms.words({field: value}) for value in (one, other)]
    shared = [set(word[f"{field}_near"]) for word in words]
    assert shared[0] & shared[1]


def test_what_is_no_name_date_or_postcode_is_not_known() -> None:
    nothing = {"forename": "Unknown male", "surname": "N/K", "dob": "01/01/1900", "postcode": "ZZ99 3VZ", "sex": "9"}
    assert set(forms.words(nothing).values()) == {None}
    assert forms.words({"dob": "31/02/2004"})["dob"] is None


def test_kinds_of_list() -> None:
    assert presets.rules_for(["police", "hospital"]) == tuple(
        rule for rule in presets.RULES if rule not in {"sound of forename and year of birth"}
    )
    with pytest.raises(ValueError, match="“gp” is not a kind of list; there are police, youth_justice"):
        presets.rules_for(["gp"])


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
def test_spark_finds_the_pairs_that_duckdb_finds() -> None:
    words = plain(Town(150, seed=1).records)
    here, there = score(words, KINDS), score(words, KINDS, OnSpark(Spark().session))
    assert (here.first == there.first).all() and (here.second == there.second).all()
    assert np.allclose(here.weight, there.weight, rtol=0, atol=1e-5)


def test_without_splink_it_says_what_is_missing(town, monkeypatch) -> None:
    monkeypatch.setattr("commonground.evidence.linkage.model.util.find_spec", lambda name: None)
    with pytest.raises(CannotLink, match=r"needs the package Splink: pip install 'commonground\[linkage\]'"):
        link(lists_of(town, plain), np.random.default_rng(1))
