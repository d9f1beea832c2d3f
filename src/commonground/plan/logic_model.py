"""A theme’s logic model, drawn from the rows of the plan: what is needed, put in, done, reached and hoped for.

It says what the partnership expects. It does not show that one column brings about the next.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from commonground.evidence.measure import measures
from commonground.plan.movement import Movement
from commonground.plan.reading import ShownAction, ShownTheme
from commonground.plan.terms import ActionKind, ActionState, CostBand, Direction, EvidenceKind

COUNTED = (EvidenceKind.MEASURE, EvidenceKind.REGISTER)


@dataclass(frozen=True)
class Moving:
    """A measure that should move: which way and by when, for which actions, and what it did."""

    movement: Movement
    direction: Direction
    by: date | None
    actions: tuple[str, ...]

    @property
    def hope(self) -> str:
        """“Knife crime should fall by 31 December 2027”."""
        by = f" by {self.by:%-d %B %Y}" if self.by else ""
        return f"{self.movement.title} {self.direction.label.lower()}{by}"


@dataclass(frozen=True)
class LogicModel:
    """The columns of one theme, in the order of an argument; an empty one shows what the plan does not say yet."""

    key: str
    title: str
    need: tuple[str, ...]
    inputs: tuple[str, ...]
    activities: tuple[str, ...]
    outputs: tuple[str, ...]
    outcomes: tuple[str, ...]
    measures: tuple[Moving, ...]

    @property
    def columns(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each column that is told in sentences, with its heading; the measures follow."""
        return (
            ("Need", self.need),
            ("What is put in", self.inputs),
            ("What is done", self.activities),
            ("What was reached", self.outputs),
            ("What success looks like", self.outcomes),
        )


def logic_model(theme: ShownTheme) -> LogicModel:
    """The model of a theme. Dropped actions are no part of it."""
    actions = [one for one in theme.actions if one.row.state != ActionState.DROPPED]
    return LogicModel(
        key=theme.theme.key,
        title=theme.theme.title,
        need=tuple(_need(theme)),
        inputs=tuple(_inputs(actions)),
        activities=tuple(_activity(one) for one in actions),
        outputs=tuple(_outputs(actions)),
        outcomes=_each_once(one.row.success for one in actions),
        measures=tuple(_moving(actions)),
    )


def _need(theme: ShownTheme) -> Iterator[str]:
    """The first paragraph of the commentary, and the figures that the answers rest on."""
    first = theme.text.commentary.strip().split("\n\n")[0]
    if first:
        yield first
    rows = (aged.row for answer in (*theme.standards, *theme.options) for aged in answer.evidence)
    for row in rows:
        if row.kind in COUNTED:
            yield f"{row.title} ({row.of:%-d %B %Y})" if row.of else row.title


def _inputs(actions: list[ShownAction]) -> Iterator[str]:
    agencies = [one.row.agency.name for one in actions if one.row.agency]
    agencies += [row.agency.name for one in actions for row in one.row.contributions.all()]
    yield from _each_once(agencies)
    yield from _each_once(_funding(one) for one in actions)
    costs = Counter(one.row.cost_band for one in actions)
    for band in CostBand:
        if costs[band]:
            yield f"{band.label}: {costs[band]} action{'s' * (costs[band] > 1)}"


def _funding(action: ShownAction) -> str:
    row = action.row
    until = f", until {row.funded_until:%-d %B %Y}" if row.funded_until else ""
    return f"Funded by {row.funder}{until}" if row.funder else ""


def _activity(action: ShownAction) -> str:
    developing = " (not yet resourced)" if action.row.kind == ActionKind.DEVELOPING else ""
    return f"{action.row.ref}: {action.row.title}{developing}"


def _outputs(actions: list[ShownAction]) -> Iterator[str]:
    for one in actions:
        yield from (f"{task.title} ({task.done:%-d %B %Y})" for task in one.row.tasks.all() if task.done)
    for one in actions:
        yield from (row.title for row in one.row.evidence.all() if row.kind == EvidenceKind.REGISTER)


def _moving(actions: list[ShownAction]) -> Iterator[Moving]:
    """Each measure and direction once, with the latest day by which it is hoped for."""
    found: dict[tuple[str, str], list[tuple[Movement, date | None, str]]] = {}
    for one in actions:
        for row, moved in zip(one.row.expectations.all(), one.judged.movements, strict=True):
            found.setdefault((row.measure, row.direction), []).append((moved, row.by, one.row.ref))
    order = list(measures())
    for key in sorted(found, key=lambda key: _place(order, key[0])):
        each = found[key]
        last = max((by for _, by, _ in each if by), default=None)
        yield Moving(each[0][0], Direction(key[1]), last, tuple(ref for _, _, ref in each))


def _place(order: list[str], measure: str) -> tuple[int, str]:
    return (order.index(measure) if measure in order else len(order), measure)


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
