"""Two periods of one measure in one place: what may be said of the difference, and what may not.

Both periods are read from one source in one classification, so that things counted differently are never
mixed. Where no such figures are loaded, or counting changed so much between them that a comparison says
nothing, the finding says why, and gives no numbers.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from commonground.evidence import breaks, caveats, recipes, wording
from commonground.evidence.areas import CALLED, UnknownArea
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.finding import Among, Area, Finding, Verdict
from commonground.evidence.measure import Measure
from commonground.evidence.periods import Baseline, Period, span
from commonground.evidence.reading import (
    Reading,
    difference,
    is_few,
    kind_of,
    mean,
    narrow,
    read,
    tested,
    written,
)  # fmt: skip
from commonground.evidence.reasons import why_not
from commonground.evidence.recipes.counts import CHANGES
from commonground.evidence.standing import standing

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence
    from commonground.methods.two_counts import Comparison

METHODS = {
    "count": (
        "Exact conditional comparison of two Poisson counts: Clopper and Pearson’s 95% interval and the "
        "central p value, months as the exposure"
    ),
    "share": "Ratio of two shares with Katz’s 95% interval on the log scale",
    "value": "Difference of two published rates; without counts there is no interval",
}


def compare(
    evidence: "Evidence",
    measure: Measure,
    area: Area,
    period: Period,
    baseline: Period | Baseline,
    *,
    edition: str | None = None,
    among: str | None = None,
) -> Finding:
    """What the loaded editions allow to be said of the measure in the area, over one period against another.

    A baseline of several windows is their mean. ``edition`` narrows to one publication; ``among`` adds
    where the area stands in a group of areas. Raises UnknownEdition and UnknownArea (for the group).
    """
    windows = (baseline,) if isinstance(baseline, Period) else baseline
    choice = choose(evidence, measure, area, (period, *windows), edition)
    if isinstance(choice, str):
        return _refused(measure, area, period, windows, choice)
    return _Comparison(evidence, measure, area, period, windows, choice).finding(among)


def choose(
    evidence: "Evidence", measure: Measure, area: Area, spans: Sequence[Period], edition: str | None = None
) -> Choice | str:
    """The newest choice that has every one of these periods whole for the area; or, in words, why none has.

    It is narrowed to the editions that are read.
    """
    choices = evidence.choices(measure, area.type, edition)
    for choice in choices:
        if all(choice.covers(each) for each in spans):
            narrowed = narrow(choice, *spans)
            if all(_is_known(evidence, measure, area, each, narrowed) for each in spans):
                crossed = _crossed(measure, narrowed, area, spans)
                refusing = [found.sentence for found in crossed if found.effect == "refuse"]
                return " ".join(refusing) or narrowed
    return why_not(evidence, measure, area, spans, choices)


def _is_known(evidence: "Evidence", measure: Measure, area: Area, period: Period, choice: Choice) -> bool:
    tally = evidence.tally(measure, area, period, choice)
    return tally.count is not None or tally.withheld > 0


def _crossed(
    measure: Measure, choice: Choice, area: Area, spans: Sequence[Period]
) -> tuple[breaks.Break, ...]:
    later, earlier = spans[0], spans[1:] or spans
    found = [b for w in earlier for b in breaks.breaks_between(measure, choice.count, w, later, area.code)]
    return tuple(dict.fromkeys(found))


def _refused(measure: Measure, area: Area, period: Period, windows: Baseline, reason: str) -> Finding:
    none = Figure(None, "not compared", "none", (), (), "missing")
    return Finding(
        measure=measure.key, area=area, period=period, baseline=span(windows[0], windows[-1]), count=none,
        baseline_count=none, change=none, change_percent=none, lower_percent=none, upper_percent=none,
        p_value=None,
        verdict="cannot be compared",
        statement=wording.not_comparable(measure, area, period, windows, reason),
        caveats=(), edition=None, editions=(), method=METHODS["count"], windows=windows,
    )  # fmt: skip


class _Comparison:
    """One comparison under way: its inputs, and each part of the finding made of them."""

    def __init__(
        self,
        evidence: "Evidence",
        measure: Measure,
        area: Area,
        period: Period,
        windows: Baseline,
        choice: Choice,
    ) -> None:
        self.evidence, self.measure, self.area, self.choice = evidence, measure, area, choice
        self.period, self.windows = period, windows
        self.after: Baseline = (period,)
        self.kind = kind_of(choice.count)
        self.editions = tuple(dict.fromkeys(e for w in (*windows, period) for e in choice.used(w)))
        self.way: dict[str, Argument] = {
            "measure": measure.key, "area": area.code, "area_type": area.type, "source": choice.count.source,
            "classification": choice.classification,
        }  # fmt: skip
        self.spans: dict[str, Argument] = {"period": written(period), "baseline": written(windows)}

    def finding(self, group: str | None) -> Finding:
        """All of it."""
        later, earlier = self._read(self.after), self._read(self.windows)
        found = tested(later, earlier, self.after, self.windows, self.kind)
        verdict = self._verdict(later, earlier, found)
        counts = (self._count(later, self.after), self._count(earlier, self.windows))
        changes = self._changes(later, earlier, found)
        crossed = _crossed(self.measure, self.choice, self.area, (self.period, *self.windows))
        where, sentence = self._among(group) if group else (None, ())
        many = (caveats.MANY,) if where and where.areas >= caveats.CHANCE_OF_ONE else ()
        statement = wording.statement(
            self.measure, self.area, self.period, self.windows, verdict, self.kind, *counts, *changes
        )
        rates = self._rates(counts[0])
        about = caveats.caveats_of(
            self.measure, self.choice, self.period, self.windows, crossed, verdict, self.kind, *counts
        )
        return Finding(
            self.measure.key, self.area, self.period, span(self.windows[0], self.windows[-1]), *counts,
            *changes,
            p_value=None if found is None else float(found.p_value), verdict=verdict, statement=statement,
            caveats=tuple(dict.fromkeys((*about, *many, *rates.pop("rate_caveats", ())))),
            edition=self.choice.used(self.period)[-1], editions=self.editions, method=METHODS[self.kind],
            windows=self.windows, among=where, among_statement=sentence, breaks=tuple(b.key for b in crossed),
            **rates,
        )  # fmt: skip

    def _read(self, over: Baseline) -> Reading:
        return read(self.evidence, self.measure, self.choice, self.area, over)

    def _made(
        self, method: str, value: float | None, withheld: str | None = None, **more: Argument
    ) -> Figure:
        ids = tuple(e.id for e in self.editions)
        return recipes.made(method, value, ids, withheld, **self.way | more)

    def _count(self, reading: Reading, over: Baseline) -> Figure:
        """The count, its mean over several windows, or the share."""
        if self.kind == "share":
            return self._made("share", reading.share, reading.withheld, period=written(over))
        value = None if reading.value is None else mean(reading.value, over)
        ids = tuple(dict.fromkeys(e.id for w in over for e in self.choice.used(w)))
        shown = reading.shown if reading.withheld else None
        return recipes.made("count", value, ids, reading.withheld, shown, **self.way, period=written(over))

    def _verdict(self, later: Reading, earlier: Reading, found: "Comparison | None") -> Verdict:
        if found is None or later.value is None or earlier.value is None:
            return "cannot be compared"
        if found.upper < 1:
            return "fell"
        return "rose" if found.lower > 1 else "no clear change"

    def _changes(
        self, later: Reading, earlier: Reading, found: "Comparison | None"
    ) -> tuple[Figure, Figure, Figure, Figure]:
        """The change, and in per cent with its interval where the counts are large enough to bear one."""
        withheld = later.withheld or earlier.withheld
        change = difference(later, earlier, self.after, self.windows, self.kind)
        uneven = change is None and withheld is None
        first = self._made(
            CHANGES[self.kind],
            change,
            "the periods differ in length" if uneven else withheld,
            **self.spans,
        )
        few = found is not None and is_few(later, earlier, self.windows, self.kind)
        why = withheld or (wording.TOO_FEW if few else "missing" if found is None else None)
        per_cents = ("change_percent", "lower_percent", "upper_percent")
        return first, *(  # type: ignore[return-value]
            self._made(name, None if why else float(getattr(found, name)), why, **self.spans)
            for name in per_cents
        )

    def _among(self, group: str) -> tuple[Among, Text]:
        areas = self.evidence.areas(group)
        if any(a.type != self.area.type for a in areas):
            kinds = [CALLED.get(kind, kind) for kind in (self.area.type, areas[0].type)]
            raise UnknownArea(
                f"{self.area.name} is a {kinds[0]}, and “{group}” is a group of another kind ({kinds[1]})."
            )
        found = standing(self.evidence, self.measure, self.choice, areas, self.after, self.windows)
        where = Among(
            group=group, areas=len(found.compared), fell=len(found.fell), rose=len(found.rose),
            rank=found.rank(self.area.code), clear_fell=len(found.clear_fell),
            clear_rose=len(found.clear_rose),
            names_fell=tuple(c.area.name for c in found.fell),
            names_rose=tuple(c.area.name for c in found.rose),
            withheld=found.withheld,
        )  # fmt: skip
        way: dict[str, Argument] = {key: value for key, value in self.way.items() if key != "area"}
        way |= self.spans | {"group": group}
        ids = tuple(e.id for e in self.editions)
        fell, areas_compared, clear = (
            recipes.made(name, value, ids, **way)
            for name, value in (
                ("areas_fell", where.fell), ("areas_compared", where.areas),
                ("areas_clear_fell", where.clear_fell)
            )
        )  # fmt: skip
        return where, wording.among(where, fell, areas_compared, clear, self.period, self.windows, self.kind)

    def _rates(self, count: Figure) -> dict[str, Any]:
        """The later count per so many residents, with the year of the estimate it is divided by."""
        if self.measure.population is None or self.kind != "count" or count.withheld:
            return {}
        middle = self.period.shifted(self.period.months // 2).start.year
        people = self.evidence.population(self.area, middle, self.measure.population)
        if people is None or not people.people:
            return {}
        ids = tuple(dict.fromkeys((*count.editions, *(e.id for e in people.editions))))
        way: dict[str, Argument] = {"year": people.year, "ages": people.ages, "per": self.measure.rate_per}
        names = ("rate", "rate_lower", "rate_upper")
        of = (
            "residents" if people.ages == "all ages" else f"residents aged {people.ages.replace('-', ' to ')}"
        )
        made = {
            name: recipes.figure(self.evidence, name, ids, **self.way, period=written(self.period), **way)
            for name in names
        }
        said = f"per {self.measure.rate_per:,} {of} in {self.period.name} (estimate of mid-{people.year})"
        return {**made, "rate_of": said, "rate_caveats": people.caveats}
