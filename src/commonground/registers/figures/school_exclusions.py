"""The six-monthly report on exclusions: what was counted here and what was published, side by side and never added.

Every number of pupils passes the guard of reports, with the sums that tie phases together, before it stands in a table.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonground.evidence.disclosure import Cell, Key, Protection, Relation, protect, rule_of
from commonground.evidence.figure import Text
from commonground.evidence.periods import Period
from commonground.registers.figures.amounts import months_on, none_of
from commonground.registers.figures.loaded import EXCLUSIONS, SchoolsCounted, loaded_for
from commonground.registers.terms import Phase
from commonground.report.blocks import Block, Caveat, Definitions, Heading, Notice, Paragraph, Table

LOCAL = ("suspensions", "pupils_suspended", "permanent", "for_weapons", "late_places")
PUBLISHED = ("suspensions", "pupils suspended", "permanent exclusions")
PHASES = {"primary": "Primary", "secondary": "Secondary", "special": "Special"}
ALL = "all"
MIDDLE = 15
DEFINITIONS = (
    ("Suspension", ("A pupil is kept out of school for a set time on disciplinary grounds. Until 2020 it was called a "
                    "fixed-period exclusion. One pupil can have several.",)),
    ("Permanent exclusion", ("A pupil may not come back to the school unless the decision is overturned.",)),
    ("Counted here", ("What the authority counted of the half-year, of the schools and pupils that the entry names.",)),
    ("Published", ("What the Department for Education published of a whole school year, September to August, of "
                   "state-funded primary, secondary and special schools in the area, without pupil referral units. "
                   "Schools are those that it counted that year; their pupils may live elsewhere.",)),
    ("Per 100 pupils", ("The number in the period for every 100 pupils on roll in the January census.",)),
)  # fmt: skip


@dataclass(frozen=True)
class Half:
    """Counts of one half-year: entries by phase and by which pupils; of two for the same, the later one."""

    period: Period
    rows: Mapping[tuple[str, str], Any]

    def key(self, phase: str, of: str, counted: str) -> Key:
        return Key(f"counted here: {counted}", "here", self.period, {"phase": phase, "pupils": of})

    @property
    def phases(self) -> list[str]:
        return [str(key) for key in Phase if (key, ALL) in self.rows]


def figures(rows: Any, start: date, end: date) -> Sequence[Block]:
    halves = halves_of(rows.during(start, end).order_by("on", "pk"))
    if not halves:
        return none_of("counts of exclusions", start, end)
    loaded = loaded_for(rows)
    published = loaded.schools_counted() if loaded else None
    cells, relations = _of_halves(halves)
    if published is not None:
        cells, relations = cells + _cells(published), relations + _sums(published)
    guard = protect(cells, relations)
    blocks: list[Block] = [Paragraph((
        "The partnership looks at suspensions and exclusions twice a year. What was counted here and what was "
        "published are of other times and other schools: they stand side by side and are never added together.",
    ))]  # fmt: skip
    blocks += [
        block for half in halves for block in (Heading(f"Counted here: {half.period.name}"), _table(half, guard))
    ]
    blocks += _published(published, guard)
    if published is not None:
        blocks.append(_side_by_side(halves[-1], published, guard))
    return [*blocks, Definitions(DEFINITIONS), Caveat((guard.summary.sentence + " Counts of 1 to 4 pupils are not "
            "shown, nor others that would give them away.",))]  # fmt: skip


def halves_of(rows: Iterable[Any]) -> list[Half]:
    """Entries by their half-year, in whole months."""
    found: dict[Period, dict[tuple[str, str], Any]] = {}
    for row in rows:
        period = whole_months(row.on, row.until)
        found.setdefault(period, {})[row.details.phase, row.details.of] = row.details
    return [Half(period, found[period]) for period in sorted(found)]


def whole_months(start: date, end: date) -> Period:
    """The months of which these days are the most: a half-year may begin with a term, and none shares a month."""
    first = months_on(start.replace(day=1), 1) if start.day > MIDDLE else start.replace(day=1)
    last = months_on(end.replace(day=1), -1) if end.day < MIDDLE else end
    last = max(last, first)
    return Period(first, last.replace(day=monthrange(last.year, last.month)[1]))


def _of_halves(halves: Iterable[Half]) -> tuple[list[Cell], list[Relation]]:
    cells: list[Cell] = []
    relations: list[Relation] = []
    for half in halves:
        for (phase, of), row in half.rows.items():
            for counted in LOCAL:
                if getattr(row, counted) is not None:
                    cells.append(
                        Cell(half.key(phase, of, counted), getattr(row, counted), weight=2 if of == ALL else 1)
                    )
        for counted in LOCAL:
            cells += _total(half, counted, relations)
    known = {cell.key for cell in cells}
    for half in halves:
        for phase, of in half.rows:
            whole = [(half.key(phase, ALL, counted), half.key(phase, of, counted)) for counted in LOCAL if of != ALL]
            part = [(half.key(phase, of, "suspensions"), half.key(phase, of, "pupils_suspended")),
                    (half.key(phase, of, "permanent"), half.key(phase, of, "late_places"))]  # fmt: skip
            relations += [Relation(a, (b,), exact=False) for a, b in (*whole, *part) if {a, b} <= known]
    return cells, relations


def _total(half: Half, counted: str, relations: list[Relation]) -> list[Cell]:
    """The sum over phases, where every phase that was entered has the count."""
    values = [getattr(half.rows[phase, ALL], counted) for phase in half.phases]
    if len(values) < 2 or None in values:
        return []
    total = Cell(half.key("total", ALL, counted), sum(values), weight=3)
    relations.append(Relation(total.key, tuple(half.key(phase, ALL, counted) for phase in half.phases)))
    return [total]


def _table(half: Half, guard: Protection) -> Table:
    names = {**dict(Phase.choices), "total": "All phases entered"}
    keys = [*sorted(half.rows, key=lambda key: (list(Phase).index(Phase(key[0])), key[1] != ALL, key[1]))]
    keys += [("total", ALL)] if len(half.phases) > 1 else []
    body = []
    for phase, of in keys:
        row = half.rows.get((phase, of))
        roll = row.on_roll if row is not None else _together(half.rows[one, ALL].on_roll for one in half.phases)
        name = names[phase] if of == ALL or row is None else f"{names[phase]}: {row.get_of_display().lower()}"
        counts = {counted: _shown(guard, half.key(phase, of, counted)) for counted in LOCAL}
        rate = _per_100(guard, half.key(phase, of, "suspensions"), roll)
        body.append(((name,), (f"{roll:,}" if roll else "not entered",), counts["suspensions"], rate,
                     *(counts[one] for one in LOCAL[1:])))  # fmt: skip
    head = ("Phase", "Pupils on roll", "Suspensions", "Per 100 pupils", "Pupils suspended", "Permanent exclusions",
            "Because of a weapon", "No place on day six")  # fmt: skip
    return Table(f"Suspensions and permanent exclusions counted here, {half.period.name}", head, tuple(body))


def _together(rolls: Iterable[int | None]) -> int | None:
    found = list(rolls)
    return None if None in found else sum(one or 0 for one in found)


def _key(published: SchoolsCounted, phase: str, counted: str) -> Key:
    return Key(f"published: {counted}", "here", published.period, {"phase": phase})


def _cells(published: SchoolsCounted) -> list[Cell]:
    """What the Department published, under its own rule; the total is shown elsewhere, so that it is hidden last."""
    rule = rule_of(EXCLUSIONS)
    return [
        Cell(_key(published, phase, counted), published.number(phase, counted), rule, 100 if phase == "total" else 1)
        for phase in (*PHASES, "total") for counted in PUBLISHED if published.has(phase, counted)
    ]  # fmt: skip


def _sums(published: SchoolsCounted) -> list[Relation]:
    return [
        Relation(_key(published, "total", counted), tuple(_key(published, phase, counted) for phase in PHASES))
        for counted in PUBLISHED if all(published.has(phase, counted) for phase in (*PHASES, "total"))
    ]  # fmt: skip


def _published(published: SchoolsCounted | None, guard: Protection) -> list[Block]:
    title = "Published by the Department for Education"
    if published is None:
        return [Heading(title), Notice("missing", "No publication is loaded", (
            "Nothing that the Department for Education published of this area is loaded.",))]  # fmt: skip
    body = []
    for phase, name in {**PHASES, "total": "All"}.items():
        roll, schools = published.number(phase, "pupils"), published.number(phase, "schools")
        keys = [_key(published, phase, counted) for counted in PUBLISHED]
        if all(key in guard.cells for key in keys):
            body.append(((name,), (str(schools or "not known"),), (f"{roll:,}" if roll else "not known",),
                         _shown(guard, keys[0]), _per_100(guard, keys[0], roll), _shown(guard, keys[1]),
                         _shown(guard, keys[2])))  # fmt: skip
    head = ("Phase", "Schools", "Pupils", "Suspensions", "Per 100 pupils", "Pupils suspended", "Permanent exclusions")
    return [Heading(title), Table(f"State-funded schools in the area, {published.year}", head, tuple(body))]


def _side_by_side(half: Half, published: SchoolsCounted, guard: Protection) -> Table:
    here, there = half.period.name, published.year
    body = []
    for phase, name in PHASES.items():
        row = half.rows.get((phase, ALL))
        roll = row.on_roll if row is not None else None
        cells: list[Text] = []
        for local, other in (("suspensions", PUBLISHED[0]), ("permanent", PUBLISHED[2])):
            cells += [_per_100(guard, half.key(phase, ALL, local), roll),
                      _per_100(guard, _key(published, phase, other), published.number(phase, "pupils"))]  # fmt: skip
        body.append(((name,), *cells))
    head = ("Phase", f"Suspensions per 100 pupils, counted here, {here}", f"published, {there}",
            f"Permanent exclusions per 100 pupils, counted here, {here}", f"published, {there}")  # fmt: skip
    note = ("A half-year beside a whole year: the two columns are not a change.",)
    return Table("Side by side", head, tuple(body), note)


def _shown(guard: Protection, key: Key) -> Text:
    return (guard.shown(key).text,) if key in guard.cells else ("not counted",)


def _per_100(guard: Protection, key: Key, roll: int | None) -> Text:
    """A rate, made of what may be shown alone."""
    if key not in guard.cells or not roll:
        return ("not known",)
    value = guard.shown(key).value
    if value is None:
        return ("withheld",)
    return (f"{100 * value / roll:.2f}",)
