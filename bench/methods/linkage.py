"""Linkage on shared words against Splink's own comparison of letters, and how its cost grows.

    uv run python bench/methods/linkage.py [--people 1500]

Quality on the invented lists of the reference set; time and memory there and on invented towns of n, 2n, 4n and 8n
people, each in a process of its own, from its start. On a busy machine the seconds of the processor say more than the
clock's.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests/evidence")]
DATA = ROOT / "tests/reference/data/linkage"
LISTS = ("police", "youth_justice", "hospital")


def reference() -> tuple[list[dict[str, str]], list[str]]:
    """The records of the three lists, and the person behind each."""
    def rows(name: str) -> list[dict[str, str]]:
        with (DATA / f"{name}.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    who = {row["record_id"]: row["person"] for row in rows("truth")}
    records = [row for name in LISTS for row in rows(name)]
    return records, [who[row["record_id"]] for row in records]


def ours(records: list[dict[str, str]]):
    """Pairs and their probabilities, by the words that records share."""
    from commonground.evidence.linkage import forms
    from commonground.evidence.linkage.model import score
    from commonground.methods import uncertain_links

    pairs = score([forms.words(record) for record in records], LISTS)
    share = uncertain_links.share_that_match(pairs.weight, pairs.pairs)
    return pairs.first, pairs.second, uncertain_links.probabilities(pairs.weight, share)


def splinks(records: list[dict[str, str]]):
    """The same with Splink's Jaro–Winkler and date comparisons, its random sample and its rule for the prior."""
    import logging

    import numpy as np
    import pyarrow as pa
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    columns = ("forename", "surname", "dob", "postcode", "sex")
    table = {c: [r[c].upper() or None for r in records] for c in columns} | {"unique_id": list(range(len(records)))}
    near = [0.92, 0.85, 0.7]
    made = [compare.JaroWinklerAtThresholds(c, near).configure(term_frequency_adjustments=True)
            for c in ("forename", "surname")]  # fmt: skip
    made += [compare.DamerauLevenshteinAtThresholds("dob", [1, 2]), compare.LevenshteinAtThresholds("postcode", [1, 2]),
             compare.ExactMatch("sex")]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=made, retain_matching_columns=False,
        blocking_rules_to_generate_predictions=[block_on(c) for c in ("dob", "postcode")]
        + [block_on("forename", "surname"), block_on("surname"), "l.forename = r.forename and l.sex = r.sex"],
    )  # fmt: skip
    linker = Linker(DuckDBAPI().register(pa.table(table)), settings, log_level=None)
    train = linker.training
    strict = [block_on("forename", "surname", "dob"), block_on("surname", "dob", "postcode")]
    train.estimate_probability_two_random_records_match(strict, recall=0.6)
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in (("dob",), ("forename", "surname")):
        train.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    found = linker.inference.predict(threshold_match_probability=0.001).as_duckdbpyrelation().fetchnumpy()
    return tuple(np.asarray(found[c]) for c in ("unique_id_l", "unique_id_r", "match_probability"))


def measured(how: str, people: int) -> dict[str, float]:
    """One piece of work in this process: seconds, megabytes, and its quality at probability a half."""
    import resource
    from collections import Counter

    if people:
        from invented_lists import Town

        town = Town(people, seed=1)
        records, truth = town.records, [str(who) for who in town.truth]
    else:
        records, truth = reference()
    start, worked = time.perf_counter(), time.process_time()
    first, second, chance = {"ours": ours, "splinks": splinks}[how](records)
    taken, worked = time.perf_counter() - start, time.process_time() - worked
    linked = [truth[i] == truth[j] for i, j, p in zip(first, second, chance, strict=True) if p >= 0.5]
    true = sum(n * (n - 1) // 2 for n in Counter(truth).values())
    precision, recall = sum(linked) / len(linked), sum(linked) / true
    return {
        "records": len(records), "seconds": taken, "worked": worked,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "precision": precision, "recall": recall, "F1": 2 * precision * recall / (precision + recall),
    }  # fmt: skip


def main() -> None:
    """Print a table in Markdown."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=1500)
    options.add_argument("--one", nargs=2, metavar=("HOW", "PEOPLE"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(measured(chosen.one[0], int(chosen.one[1]))))
        return
    from machine import described

    print(f"# Linkage\n\n{described()}\n")
    print("| what | records | seconds | of the processor | MB | precision | recall | F1 |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    sizes = [chosen.people * times for times in (1, 2, 4, 8)]
    for what, how, people in (
        ("reference lists, on shared words (or their hashes)", "ours", 0),
        ("reference lists, Splink’s comparison of letters", "splinks", 0),
        *((f"invented town of {size:,}", "ours", size) for size in sizes),
    ):
        command = [sys.executable, __file__, "--one", how, str(people)]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=os.environ).stdout
        got = json.loads(said.splitlines()[-1])
        print(
            f"| {what} | {got['records']:,} | {got['seconds']:.1f} | {got['worked']:.1f} | {got['MB']:.0f} | "
            f"{got['precision']:.3f} | {got['recall']:.3f} | {got['F1']:.3f} |", flush=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
