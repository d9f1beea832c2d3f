"""The desk: what a section has to hand while it is written. Every number it lays out has passed the guard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from commonground.evidence import comparison, periods, recipes, wording
from commonground.evidence.choice import Choice
from commonground.evidence.figure import Argument, Figure, Text
from commonground.evidence.finding import Area, Finding, Verdict
from commonground.evidence.measure import Measure, measures
from commonground.evidence.periods import Baseline, Period
from commonground.evidence.reading import kind_of, written
from commonground.evidence.run import Evidence
from commonground.evidence.store import UnknownEdition
from commonground.report.blocks import Block, Heading, Notice, Paragraph
from commonground.report.guard import Guard


@dataclass(frozen=True)
class Desk:
    """The evidence, the area, the day of writing, the officers' words by key, and the guard.

    ``edition`` narrows everything to one publication, where it has what is asked for.
    """

    evidence: Evidence
    area: Area
    today: date
    texts: Mapping[str, str]
    guard: Guard
    known: dict[tuple[str, int, Area], Period | None] = field(default_factory=dict, repr=False, compare=False)
    edition: str | None = None

    # Officers' words.

    def words(self, key: str, title: str, prompt: str) -> list[Block]:
        """The officer's text under its heading, or a box that says what is still to be written."""
        text = self.texts.get(key, "").strip()
        if not text:
            return [Notice("officer", title, (prompt,))]
        return [Heading(title), *(Paragraph((part.strip(),)) for part in text.split("\n\n") if part.strip())]

    def words_or_blank(self, key: str, prompt: str) -> Text:
        """The officer's text for a cell of a table, or what is to be written there, in brackets."""
        return (self.texts.get(key, "").strip() or f"[{prompt}]",)

    # Measures and their periods.

    def measure(self, key: str) -> Measure:
        return measures()[key]

    def choice(self, key: str, *spans: Period, area: Area | None = None) -> Choice | None:
        """The newest way to count the measure over all these periods for the area; None where there is none."""
        try:
            found = comparison.choose(self.evidence, self.measure(key), area or self.area, spans, self.edition)
        except UnknownEdition:
            return None
        return None if isinstance(found, str) else found

    def choices(self, key: str, area_type: str) -> list[Choice]:
        """Every way to count the measure for such areas, the newest first; none where the edition has it not."""
        try:
            return self.evidence.choices(self.measure(key), area_type, self.edition)
        except UnknownEdition:
            return []

    def latest(self, key: str, months: int = 12, area: Area | None = None) -> Period | None:
        """The last so many months that can be compared with the same months a year before."""
        asked = (key, months, area or self.area)
        if asked not in self.known:
            self.known[asked] = self._latest(*asked)
        return self.known[asked]

    def _latest(self, key: str, months: int, area: Area) -> Period | None:
        ends = {end for choice in self.choices(key, area.type) for _, end in choice.periods}
        for end in sorted(ends, reverse=True):
            period = periods.rolling(Period(end.replace(day=1), end), months)
            if self.choice(key, period, *periods.same_period_last_year(period), area=area):
                return period
        return None

    # Numbers.

    def is_known(self, key: str, period: Period, choice: Choice) -> bool:
        """Is there a count of the area over the whole period, shown or not?"""
        return self.evidence.tally(self.measure(key), self.area, period, choice).count is not None

    def reported(self, key: str) -> Period | None:
        """The last months, at most 12, that the newest way of counting reports on, comparable or not."""
        for choice in self.choices(key, self.area.type):
            run: list[Period] = []
            for start, end in reversed(choice.periods[-12:]):
                month = Period(start, end)
                if run and month.shifted(1) != run[-1]:
                    break
                run.append(month)
            if run:
                return periods.span(run[-1], run[0])
        return None

    def is_at_least(self, least: int, key: str, period: Period, choice: Choice) -> bool:
        """Is the count so large, shown or not? What a layout hangs on must be the same in both passes."""
        found = self.evidence.tally(self.measure(key), self.area, period, choice)
        return found.count is not None and found.count >= least

    def figure(self, method: str, editions: Sequence[str], /, **arguments: Argument) -> Figure:
        """One number by its recipe, guarded."""
        return self.guard.see(recipes.figure(self.evidence, method, editions, **arguments))

    def counts(
        self,
        key: str,
        windows: Sequence[Period | Baseline],
        *,
        area: Area | None = None,
        method: str | None = None,
        choice: Choice | None = None,
        **where: Argument,
    ) -> list[Figure | None]:
        """The count (of a share, the share) in each window; None for windows that are not covered."""
        place = area or self.area
        spans = [span for over in windows for span in ((over,) if isinstance(over, Period) else over)]
        choice = choice or self.choice(key, *spans, area=place)
        if choice is None:
            return [None for _ in windows]
        method = method or ("share" if kind_of(choice.count) == "share" else "count")
        return [self._one(key, choice, place, window, method, where) for window in windows]

    def _one(
        self, key: str, choice: Choice, area: Area, over: Period | Baseline, method: str, where: Mapping[str, Argument]
    ) -> Figure | None:
        over = (over,) if isinstance(over, Period) else over
        if not all(choice.covers(window) for window in over):
            return None
        used = dict.fromkeys(e.id for window in over for e in choice.used(window))
        return self.figure(
            method, tuple(used), measure=key, area=area.code, area_type=area.type, period=written(over),
            source=choice.count.source, classification=choice.classification, **where,
        )  # fmt: skip

    def finding(
        self,
        key: str,
        period: Period | None = None,
        baseline: Baseline | None = None,
        *,
        among: str | None = None,
        area: Area | None = None,
    ) -> Finding | None:
        """The comparison of a period (the latest 12 months) with the same a year before; None where it cannot "
        "be made."""
        period = period or self.latest(key, area=area)
        if period is None or not self.choices(key, (area or self.area).type):
            return None
        found = comparison.compare(
            self.evidence, self.measure(key), area or self.area, period,
            baseline or periods.same_period_last_year(period), edition=self.edition, among=among,
        )  # fmt: skip
        return self._guarded(found) if found.editions else None

    def _guarded(self, found: Finding) -> Finding:
        """The finding with each figure as the guard shows it, and its sentence said again if one is withheld."""
        numbers = ("count", "baseline_count", "change", "change_percent", "lower_percent", "upper_percent",
                   "rate", "rate_lower", "rate_upper")  # fmt: skip
        seen: dict[str, Any] = {
            name: self.guard.see(figure) for name in numbers if (figure := getattr(found, name)) is not None
        }
        if all(seen[name] == getattr(found, name) for name in seen):
            return found
        verdict: Verdict = "cannot be compared"
        said = wording.statement(
            self.measure(found.measure), found.area, found.period, found.windows, verdict, "count",
            *(seen[name] for name in numbers[:6]),
        )  # fmt: skip
        return replace(found, **seen, p_value=None, verdict=verdict, statement=said)

    @cached_property
    def is_london(self) -> bool:
        return self.area.code.startswith("E09")
