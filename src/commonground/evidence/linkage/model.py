"""The model: how likely each pair of records is one person, learnt without ever being told the truth (Splink).

How often two different people agree by chance is counted over all pairs; how often one person's records agree, from
the pairs that agree otherwise (expectation–maximisation); how many pairs match at all, from the pairs' own evidence.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import util
from typing import Any

import numpy as np
import pyarrow as pa

from commonground.evidence.linkage.chance import shares_by_chance
from commonground.evidence.linkage.engines import InMemory, LinkageEngine
from commonground.evidence.linkage.forms import COARSE, FIELDS, SEVERAL, WORDS, Words
from commonground.evidence.linkage.presets import RULES, rules_for
from commonground.methods.uncertain_links import share_that_match

FEWEST = 50  # records: with fewer there is nothing to learn from
LEAST_AGREEING = 0.001  # one pair in a thousand of one person's records differs in any field, seen so far or not
LEAST_BY_CHANCE = 1e-7
MOST_OF_ONE = 5  # times that agreement by chance is made less for the matches among all pairs, at most
FAINTEST = 1e-5  # pairs less likely than this at the start are not kept: they add nothing
ROUNDS = (100, 25, 10, 4)  # of training, at most
NAMES = ("forename", "surname")
"""Fields of which a common value says less than a rare one."""
TRAINED_ON = (("dob",), ("forename", "surname"))  # each leaves the other's fields to be learnt


class CannotLink(ValueError):
    """The lists cannot be linked; the sentence says why and what would help."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Pairs of records by place in the table, with the evidence for each: log to base 2, without any prior."""

    first: np.ndarray
    second: np.ndarray
    weight: np.ndarray
    records: int

    @property
    def pairs(self) -> float:
        """All pairs there are, compared or not."""
        return self.records * (self.records - 1) / 2


def score(
    records: Sequence[Words], kinds: Sequence[str] = ("other",), engine: LinkageEngine | None = None
) -> Scored:
    """Compare the records of all lists with one another, those of the same list included. Raises CannotLink."""
    needs_splink()
    if len(records) < FEWEST:
        raise CannotLink(
            f"{len(records)} records are too few to learn from how one person’s records differ: give at least {FEWEST}"
        )
    fields = _usable(records)
    where, table = engine or InMemory(), numbered(records)
    with _quietly():
        from splink import SettingsCreator

        settings = SettingsCreator(
            link_type="dedupe_only",
            comparisons=_comparisons(where, table, fields),
            blocking_rules_to_generate_predictions=[RULES[rule] for rule in rules_for(kinds)],  # type: ignore[misc]
            probability_two_random_records_match=1 / len(records),
            retain_matching_columns=False,
        )
        taken = where.take(table)
        learnt = _learn(taken, settings)
        first = _scored(where, taken, learnt, len(records))
        share = share_that_match(first.weight, first.pairs)
        return _scored(where, taken, _without_matches(learnt, share), len(records))


def needs_splink() -> None:
    """Raises CannotLink where the optional package is missing."""
    if util.find_spec("splink") is None:
        raise CannotLink("linking needs the package Splink: pip install 'commonground[linkage]' brings it")


def _usable(records: Sequence[Words]) -> tuple[str, ...]:
    """The fields that can be compared. Names and dates of birth must be among them."""
    found = tuple(field for field in FIELDS if sum(one[field] is not None for one in records) > 1)
    if missing := [field for field in ("forename", "surname", "dob") if field not in found]:
        raise CannotLink(
            f"hardly a record has a {' or a '.join(missing)} that can be read: names and dates of birth are what "
            "records are linked by"
        )
    return found


def numbered(records: Sequence[Words]) -> pa.Table:
    """The records with a number for each word, in the order of their first use: all that is asked of words is whether
    they are the same, so that no name enters the database and hashes give the very table that names give."""
    columns: dict[str, Any] = {"unique_id": pa.array(range(len(records)), pa.int64())}
    for word in WORDS:
        number: dict[str, int] = {}
        numbers = [_numbered(one[word], number) for one in records]
        columns[word] = pa.array(numbers, pa.list_(pa.int32()) if word in SEVERAL else pa.int32())
    return pa.table(columns)


def _numbered(value: str | list[str] | None, number: dict[str, int]) -> int | list[int] | None:
    if isinstance(value, list):
        return sorted(number.setdefault(word, len(number)) for word in value)
    return None if value is None else number.setdefault(value, len(number))


def _comparisons(engine: LinkageEngine, table: pa.Table, fields: Sequence[str]) -> list[Any]:
    """How each field is compared: equal, near (they share a word), alike in its coarse part, or different."""
    import splink.comparison_level_library as level
    from splink.comparison_library import CustomComparison

    def comparison(field: str) -> Any:
        sql = [engine.share(f"{field}_near_l", f"{field}_near_r"), f"{COARSE[field]}_l = {COARSE[field]}_r"]
        by_chance = shares_by_chance(table, field)
        levels = [
            level.ExactMatchLevel(field, term_frequency_adjustments=field in NAMES),
            *(level.CustomLevel(each, label) for each, label in zip(sql, ("near", "alike"), strict=True)),
            level.ElseLevel(),
        ]
        return CustomComparison([level.NullLevel(field), *_given(levels, by_chance)], output_column_name=field)

    def plain(field: str) -> Any:
        levels = _given([level.ExactMatchLevel(field), level.ElseLevel()], shares_by_chance(table, field))
        return CustomComparison([level.NullLevel(field), *levels], output_column_name=field)

    return [comparison(field) if field in COARSE else plain(field) for field in fields]


def _given(levels: Sequence[Any], shares: Sequence[float]) -> list[Any]:
    """The levels, told how often two people reach each by chance."""
    total = sum(max(share, LEAST_BY_CHANCE) for share in shares)
    return [
        one.configure(u_probability=max(share, LEAST_BY_CHANCE) / total)
        for one, share in zip(levels, shares, strict=True)
    ]


def _learn(taken: Any, settings: Any) -> dict[str, Any]:
    """The trained model as settings.

    Splink 5.0 gives up with a ValueError where the share of a level dwindles to nothing in training, which takes many
    rounds; what dwindles so fast has long been settled after fewer.
    """
    from splink.internals.exceptions import EMTrainingException

    for rounds in ROUNDS:
        try:
            return _sensible(_trained(taken, replace(settings, max_iterations=rounds)))
        except EMTrainingException:
            break
        except ValueError as error:
            if "m_probability" not in str(error):
                raise
    raise CannotLink(
        "too few records share a date of birth, or both names, to learn from how one person’s records differ"
    )


def _trained(taken: Any, settings: Any) -> dict[str, Any]:
    """What is learnt from pairs that share a date of birth is how names, postcodes and sex differ; from those that
    share both names, how dates do."""
    from splink import Linker, block_on

    linker = Linker(taken, settings, log_level=None)
    for columns in TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    return linker.misc.save_model_to_json()


def _sensible(model: dict[str, Any]) -> dict[str, Any]:
    """The model with nothing impossible in it: what was not met in training is rare, not unheard of."""
    for comparison in model["comparisons"]:
        levels = [one for one in comparison["comparison_levels"] if not one.get("is_null_level")]
        for which, least in (("m_probability", LEAST_AGREEING), ("u_probability", LEAST_BY_CHANCE)):
            shares = [max(one.get(which) or 0.0, least) for one in levels]
            for one, share in zip(levels, shares, strict=True):
                one[which] = share / sum(shares)
    return model


def _without_matches(model: dict[str, Any], share: float) -> dict[str, Any]:
    """The model with what agrees by chance counted over two people only. Among all pairs are those of one person; they
    are few, but where agreement is rare they are much of it."""
    for comparison in model["comparisons"]:
        for one in comparison["comparison_levels"]:
            if not one.get("is_null_level"):
                of_two = (one["u_probability"] - share * one["m_probability"]) / (1 - share)
                one["u_probability"] = max(of_two, one["u_probability"] / MOST_OF_ONE)
    return _sensible(model)


def _scored(engine: LinkageEngine, table: Any, model: Mapping[str, Any], records: int) -> Scored:
    from splink import Linker

    linker = Linker(table, dict(model), log_level=None)
    found = engine.columns(
        linker.inference.predict(threshold_match_probability=FAINTEST), ("unique_id_l", "unique_id_r", "match_weight")
    )
    first, second, weight = (np.asarray(column) for column in found)
    if first.size == 0:
        raise CannotLink("no two records are alike enough to be one person: are the lists of the same place and years?")
    order = np.lexsort((second, first))
    share = model["probability_two_random_records_match"]
    prior = np.log2(share) - np.log2(1 - share)
    return Scored(first[order], second[order], np.round(weight[order] - prior, 6), records)


@contextmanager
def _quietly() -> Iterator[None]:
    """Splink tells of its progress as it would in a notebook; ours is told otherwise."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
