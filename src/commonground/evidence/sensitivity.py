"""Sensitivity: would the same be said with other months, or with another edition?

A claim is set beside its neighbours: windows that start up to six months earlier or later, of 3, 6 and 12
months, each read from every classification and publication that is loaded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commonground.evidence import periods, wording
from commonground.evidence.choice import Choice
from commonground.evidence.disclosure.overlaps import Overlaps
from commonground.evidence.disclosure.rules import rule_of
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.finding import Area, Verdict
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Baseline, Period
from commonground.evidence.reading import is_few, kind_of, mean, narrow, read, tested, written
from commonground.evidence.shown import made
from commonground.evidence.standing import direction, standing

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence

LENGTHS = (3, 6, 12)
SHIFTS = range(-6, 7)


@dataclass(frozen=True)
class Variant:
    """The same comparison over other months or from another publication."""

    period: Period
    windows: Baseline
    classification: str | None
    published: str | None  # what had been published by then
    editions: tuple[str, ...]
    count: Figure
    baseline_count: Figure
    change_percent: Figure
    verdict: Verdict
    direction: int  # -1 the count was lower, 1 higher, 0 neither
    alike: int | None  # areas of the group whose count went the same way as the claim's
    areas: int | None
    is_claim: bool = False


@dataclass(frozen=True)
class Sensitivity:
    """A claim, its variants, and how far it holds in them."""

    claim: Variant | None
    variants: tuple[Variant, ...]  # the claim is among them
    statement: Text
    left_out: int = 0  # windows whose counts are small or not known, or would give a small one away beside the others

    @property
    def others(self) -> tuple[Variant, ...]:
        """All variants but the claim."""
        return tuple(v for v in self.variants if not v.is_claim)


def sensitivity(
    evidence: "Evidence",
    measure: Measure,
    area: Area,
    period: Period,
    baseline: Period | Baseline,
    *,
    edition: str | None = None,
    among: str | None = "london-boroughs",
    only: frozenset[str] | None = None,
) -> Sensitivity:
    """The claim over its neighbouring windows and all loaded editions.

    ``edition`` says which publication the claim itself was made from; the newest, if it is not given.
    ``only`` leaves out every edition but these. Raises UnknownEdition.
    """
    windows = (baseline,) if isinstance(baseline, Period) else baseline
    made_from = {e.id for c in evidence.choices(measure, area.type, edition) for e in c.editions}
    every = publications(_kept(evidence.choices(measure, area.type), only))
    variants, left_out = _variants(evidence, measure, area, period, windows, every, among, made_from)
    claim = next((v for v in variants if v.is_claim), None)
    return Sensitivity(
        claim, variants, _statement(measure, area, period, windows, among, claim, variants, edition), left_out
    )


def _kept(choices: Sequence[Choice], only: frozenset[str] | None) -> list[Choice]:
    kept = [
        replace(c, editions=tuple(e for e in c.editions if only is None or e.id in only)) for c in choices
    ]
    return [c for c in kept if c.editions]


def publications(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Each choice as it stood at each of its publications: with what had been published by then."""
    return tuple(
        replace(choice, editions=tuple(e for e in choice.editions if (e.published or "") <= by))
        for choice in choices
        for by in sorted({e.published or "" for e in choice.editions}, reverse=True)
    )


def moved(period: Period, windows: Baseline) -> Callable[[Period], Baseline]:
    """How a baseline follows its period when that is moved: by its rule, or at the same distance."""
    for rule in periods.AGAINST.values():
        if period.months <= 12 and rule(period) == windows:
            return rule
    back = [(w.start.year - period.start.year) * 12 + w.start.month - period.start.month for w in windows]
    return lambda other: tuple(other.shifted(months) for months in back)


def _variants(
    evidence: "Evidence",
    measure: Measure,
    area: Area,
    period: Period,
    windows: Baseline,
    choices: Sequence[Choice],
    group: str | None,
    made_from: set[str],
) -> tuple[tuple[Variant, ...], int]:
    """The variants, and how many windows are left out: small or unknown, or such as would give a small count away."""
    follow = moved(period, windows)
    found: list[Variant] = []
    left_out = 0
    sign: int | None = None
    shown: dict[tuple[str | None, str | None], Overlaps] = {}
    for choice in sorted(choices, key=lambda c: not made_from & {e.id for e in c.editions}):
        for each in neighbours(period):
            of = windows if each == period else follow(each)
            if not all(choice.covers(window) for window in (each, *of)):
                continue
            is_claim = each == period and sign is None and made_from >= {e.id for e in choice.used(each)}
            made = _variant(
                evidence, measure, area, each, of, narrow(choice, each, *of), choice.published, group, sign
            )
            if made is None or not _admitted(made, choice, shown):
                left_out += 1
                continue
            sign = made.direction if sign is None else sign
            found.append(replace(made, is_claim=is_claim))
    return tuple(found), left_out


def _admitted(
    variant: Variant, choice: Choice, shown: dict[tuple[str | None, str | None], Overlaps]
) -> bool:
    """May its counts stand beside those before it, or would they give a small one away between them?"""
    if kind_of(choice.count) != "count":
        return True
    publication = variant.classification, variant.published
    overlaps = shown.setdefault(publication, Overlaps(rule_of(choice.count.source)))
    counts = [(variant.period.start, variant.period.end, variant.count.value)]
    if len(variant.windows) == 1:  # of several, only the mean is shown
        counts += [(variant.windows[0].start, variant.windows[0].end, variant.baseline_count.value)]
    return overlaps.admits([(first, last, int(count)) for first, last, count in counts if count is not None])


def neighbours(period: Period) -> Iterator[Period]:
    """The period itself first, then every window around it."""
    yield period
    for months in sorted({*LENGTHS, period.months}):
        for shift in SHIFTS:
            other = periods.starting(period.start.year, period.start.month, months).shifted(shift)
            if other != period:
                yield other


def _variant(
    evidence: "Evidence",
    measure: Measure,
    area: Area,
    period: Period,
    windows: Baseline,
    choice: Choice,
    published: str,
    group: str | None,
    sign: int | None,
) -> Variant | None:
    kind, after = kind_of(choice.count), (period,)
    later, earlier = (read(evidence, measure, choice, area, over) for over in (after, windows))
    found = tested(later, earlier, after, windows, kind)
    if found is None or later.value is None or earlier.value is None:
        return None
    verdict: Verdict = "fell" if found.upper < 1 else "rose" if found.lower > 1 else "no clear change"
    went = direction(later, earlier, after, windows, kind)
    alike = areas = None
    if group:
        where = standing(evidence, measure, choice, evidence.areas(group), after, windows)
        areas = len(where.compared)
        alike = len(where.fell if (went if sign is None else sign) < 0 else where.rose)
    way: dict[str, Argument] = {
        "measure": measure.key, "area": area.code, "area_type": area.type, "source": choice.count.source,
        "classification": choice.classification,
    }  # fmt: skip
    ids = tuple(e.id for e in choice.editions)
    few = wording.TOO_FEW if is_few(later, earlier, windows, kind) else None
    return Variant(
        period, windows, choice.classification, published or None, ids,
        made("count", later.value, ids, **way, period=written(period)),
        made("count", mean(earlier.value, windows), ids, **way, period=written(windows)),
        made("change_percent", None if few else float(found.change_percent), ids, few, **way,
                     period=written(period), baseline=written(windows)),
        verdict, went, alike, areas,
    )  # fmt: skip


# What is said of the variants. Each number is one of these, by name, so that it can be worked out again.

LOWER = "the count was lower"


def holds(variant: Variant, claim: Variant) -> bool:
    """Did the count go the claim's way, in no more areas of the group than in the claim?"""
    fewer = variant.alike is None or claim.alike is None or variant.alike <= claim.alike
    return variant.direction == claim.direction and fewer


COUNTED: dict[str, Callable[[Sequence[Variant], Variant], int]] = {
    "variants": lambda others, claim: len(others),
    "same way": lambda others, claim: sum(v.direction == claim.direction for v in others),
    "holds": lambda others, claim: sum(holds(v, claim) for v in others),
    "fell": lambda others, claim: sum(v.verdict == "fell" for v in others),
    "rose": lambda others, claim: sum(v.verdict == "rose" for v in others),
    "fewest alike": lambda others, claim: min(v.alike or 0 for v in others),
    "most alike": lambda others, claim: max(v.alike or 0 for v in others),
    "alike": lambda others, claim: claim.alike or 0,
}


def _statement(
    measure: Measure,
    area: Area,
    period: Period,
    windows: Baseline,
    group: str | None,
    claim: Variant | None,
    variants: Sequence[Variant],
    edition: str | None,
) -> Text:
    others = [v for v in variants if not v.is_claim]
    if claim is None and others:
        said = f"{measure.title} in {area.name} is not compared over these months"
        return (f"{said}: there is no claim to try in others.",)
    if claim is None or not others:
        return (
            f"There is no other window or edition of {measure.title.lower()} in {area.name} to set beside "
            "this one.",
        )
    ids = tuple(dict.fromkeys(i for v in variants for i in v.editions))

    def number(of: str) -> Figure:
        return made(
            "sensitivity_count", COUNTED[of](others, claim), ids, measure=measure.key, area=area.code,
            area_type=area.type, period=written(period), baseline=written(windows), group=group,
            edition=edition, of=of,
        )  # fmt: skip

    way = {-1: "lower", 1: "higher", 0: "the same"}[claim.direction]
    name = wording.group_name(group or "")
    opening: Text = (
        f"The count in {area.name} was {way}",
        *((" in ", number("same way"), " of the ", number("variants"))),
        " neighbouring windows and other editions; the verdict was “fell” in ", number("fell"),
        " of them and “rose” in ",
        number("rose"), ".",
    )  # fmt: skip
    if not group or claim.direction == 0:
        return opening
    return (
        *opening, f" The number of {name} whose count was {way} ran from ", number("fewest alike"), " to ",
        number("most alike"), f"; that {area.name} was one of only ", number("alike"), " or fewer holds in ",
        number("holds"), " of the ", number("variants"), ".",
    )  # fmt: skip
