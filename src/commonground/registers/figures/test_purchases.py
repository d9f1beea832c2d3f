"""What test purchases say: how often shops sold, of each kind of test by itself, and what followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from commonground.evidence.periods import quarter_of
from commonground.methods.two_counts import difference_of_shares, risk_ratio
from commonground.registers.figures.amounts import days, none_of
from commonground.report.blocks import Block, Caveat, Heading, Paragraph, Statement, Table
from commonground.report.charts.shares import Share, shares

KINDS = {
    "under_age": ("Under-age tests", "under-age test"),
    "challenge_25": ("Challenge 25 tests", "Challenge 25 test"),
}
ASKS = {
    "under_age": "A volunteer under 18 tries to buy a knife. To sell one is an offence.",
    "challenge_25": "An adult who looks under 25 tries to buy a knife and should be asked for proof of age. "
    "To sell without asking is no offence: the test asks whether the shop keeps to its own rule.",
}
OUTCOMES = {
    "advice": "Advice", "warning": "Warning", "caution": "Simple caution", "prosecution": "Prosecution",
    "none": "No further action", "": "No outcome yet",
}  # fmt: skip
CAUTION = (
    "Shops that sign may differ from shops that do not in other ways, and shops are not tested at random: a difference "
    "does not show what signing does. Every test counts once, so a shop that was tested often counts often."
)


@dataclass(frozen=True)
class Test:
    """One attempt, as far as the figures ask."""

    __test__ = False

    on: date
    kind: str
    sold: bool
    signed: str
    outcome: str
    advised: bool


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    tests = tests_of(rows, start, end)
    if not tests:
        return none_of("test purchases", start, end)
    blocks: list[Block] = [
        Paragraph((f"Test purchases from {days(start, end)}. The two kinds of test ask different questions, so each is "
                   "counted by itself and they are never added together.",))
    ]  # fmt: skip
    for kind in KINDS:
        blocks += _of_a_kind(kind, [test for test in tests if test.kind == kind])
    return blocks


def tests_of(rows: Any, start: date, end: date) -> list[Test]:
    """The tests of some days, first the oldest."""
    columns = ("on", *(f"testpurchase__{name}" for name in ("kind", "result", "signed", "outcome", "advised_before")))
    found = rows.filter(on__range=(start, end)).order_by("on", "pk").values_list(*columns)
    return [
        Test(on, kind, result == "sold", signed, outcome, advised is not None and advised <= on)
        for on, kind, result, signed, outcome, advised in found
    ]


def _of_a_kind(kind: str, tests: Sequence[Test]) -> list[Block]:
    title, noun = KINDS[kind]
    if not tests:
        return [Heading(title), Paragraph((f"{ASKS[kind]} None was recorded.",))]
    every = Share("All", sum(test.sold for test in tests), len(tests))
    return [
        Heading(title),
        Paragraph((ASKS[kind],)),
        Statement((f"Of {_many(len(tests), noun)}, {every.count} ended in a sale: {every.said}.",)),
        *_signed(kind, tests, every),
        *_quarters(kind, tests),
        *_followed(kind, tests),
    ]


def _signed(kind: str, tests: Sequence[Test], every: Share) -> list[Block]:
    title, noun = KINDS[kind]
    signed, unsigned = (_share(name, [one for one in tests if one.signed == said]) for name, said in
                        (("Shop had signed", "yes"), ("Shop had not signed", "no")))  # fmt: skip
    unknown = _share("Not known", [one for one in tests if not one.signed])
    chart = shares(
        f"test-purchases-{kind.replace('_', '-')}", f"{title}: share that ended in a sale",
        [one for one in (every, signed, unsigned, unknown) if one.of],
        what=f"share of {noun}s that ended in a sale", of="Shop", counted="Sold, of tests",
    )  # fmt: skip
    if not (signed.of and unsigned.of):
        return [chart, Caveat(("Shops that signed cannot be set beside those that did not: one of the two was not "
                               "tested.",))]  # fmt: skip
    told, verdict = compared(signed, unsigned)
    return [chart, Statement((told,), verdict), Caveat((CAUTION,))]


def compared(signed: Share, unsigned: Share) -> tuple[str, str]:
    """Shops that signed beside those that did not: a sentence, and the verdict. It never says why."""
    found = difference_of_shares(signed.count, signed.of, unsigned.count, unsigned.of)
    value, lower, upper = (100 * float(limit) for limit in (found.value, found.lower, found.upper))
    direction = "more" if value > 0 else "less"
    gap = f"{abs(value):.0f} percentage points {direction} often" if round(value) else "as often"
    told = (
        f"Shops that had signed sold {gap} than shops that had not "
        f"(95% interval {_points(lower)} to {_points(upper)}). {_ratio(signed, unsigned)}"
    ).replace("as often than", "as often as")
    if lower <= 0 <= upper:
        return told, "no clear difference"
    return told, "sold more often" if value > 0 else "sold less often"


def _ratio(signed: Share, unsigned: Share) -> str:
    found = risk_ratio(signed.count, signed.of, unsigned.count, unsigned.of)
    ratio, lower, upper = float(found.ratio), float(found.lower), float(found.upper)
    if not (isfinite(ratio) and isfinite(lower) and isfinite(upper)):
        return "As a ratio it cannot be told, for one of the two never sold."
    return f"As a ratio: {ratio:.2f} ({lower:.2f} to {upper:.2f})."


def _quarters(kind: str, tests: Sequence[Test]) -> list[Block]:
    title, noun = KINDS[kind]
    names = list(dict.fromkeys(quarter_of(test.on).name for test in tests))
    if len(names) < 2:
        return []
    rows = [_share(name, [test for test in tests if quarter_of(test.on).name == name]) for name in names]
    return [
        shares(
            f"test-purchases-{kind.replace('_', '-')}-quarters", f"{title} by quarter", rows,
            what=f"share of {noun}s that ended in a sale", of="Quarter", counted="Sold, of tests",
        ),
        Caveat(("Other shops are tested each quarter, often those with a history: where intervals overlap, nothing is "
                "known to have changed.",)),
    ]  # fmt: skip


def _followed(kind: str, tests: Sequence[Test]) -> list[Block]:
    noun = KINDS[kind][1]
    sold = [test for test in tests if test.sold]
    advised = sum(test.advised for test in tests)
    blocks: list[Block] = [Paragraph((f"An advice letter went out before {advised} of {_many(len(tests), noun)}.",))]
    if sold:
        counts = [(words, sum(test.outcome == key for test in sold)) for key, words in OUTCOMES.items()]
        rows = tuple(((words,), (str(number),)) for words, number in counts if number)
        blocks.append(Table(f"What followed the sales of {noun}s", ("Outcome", "Sales"), rows))
    return blocks


def _share(name: str, tests: Sequence[Test]) -> Share:
    return Share(name, sum(test.sold for test in tests), len(tests))


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _points(value: float) -> str:
    return "0" if round(value) == 0 else f"{value:+.0f}".replace("-", "−")
