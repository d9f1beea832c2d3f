"""Reviews as a person may read them, and the board’s view of one."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.plan.changes.possible import may_update
from commonground.plan.models import Challenge, Expectation, Meeting, ReviewRound, ReviewRow, Task
from commonground.plan.models.meeting import OfMeetings
from commonground.plan.models.review import Challenges, Rounds, Rows
from commonground.plan.movement import Movement, movements_for
from commonground.plan.review_moves import Pair, side_by_side
from commonground.plan.review_same import heard_today, why_not_the_same
from commonground.plan.review_steps import may
from commonground.plan.rules import READ_PLAN
from commonground.plan.status import Derived
from commonground.plan.terms import ActionState, Rag, RoundState
from commonground.plan.writing import actions_of

SAID_RAGS = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.COMPLETE, Rag.NOT_STARTED)
BEYOND_NOISE = ("as hoped", "against")


def rounds_for(actor: Actor) -> Rounds:
    """The reviews that the actor may read, the latest first."""
    return Rounds(ReviewRound).seen_by(actor).select_related("plan", "opened_by__user", "closed_by__user")


def current_round(actor: Actor) -> ReviewRound | None:
    """The one that is not closed, for those who work on the plan."""
    return rounds_for(actor).current().first()


def rows_for(actor: Actor) -> Rows:
    """What was told, or not, in the reviews that the actor may read."""
    return Rows(ReviewRow).seen_by(actor).with_people()  # type: ignore[attr-defined, no-any-return]


def challenges_for(actor: Actor) -> Challenges:
    """What the board asked in the reviews that the actor may read."""
    return Challenges(Challenge).seen_by(actor).with_people()


def meetings_for(actor: Actor) -> list[Meeting]:
    """The meetings that are recorded, the latest first, with their items."""
    return list(OfMeetings(Meeting).seen_by(actor).prefetch_related("items"))


def rows_of(found: ReviewRound) -> list[ReviewRow]:
    """One row for each action, with challenges and the corrections that stand beside it."""
    corrections = ReviewRow.objects.filter(round__partnership=found.partnership_id).select_related(
        "round", "submitted_by__user"
    )
    rows = found.rows.updates().with_people().prefetch_related(
        Prefetch("challenges", Challenge.objects.with_people()), Prefetch("corrections", corrections)
    )
    return list(rows)


@dataclass(frozen=True)
class Asked:
    """A row that a person is asked to fill: what was said last time, what follows from tasks and dates, open tasks.

    ``why_not_same`` says why “nothing has changed” is no answer; empty where it is one.
    """

    row: ReviewRow
    last: ReviewRow | None
    follows: Derived
    tasks: tuple[Task, ...]

    @property
    def why_not_same(self) -> str:
        return why_not_the_same(self.last, self.follows)


def updates_of(found: ReviewRound, actor: Actor, today: date) -> list[Asked]:
    """The rows of the actions that the actor is accountable for, each beside the one of the review before."""
    return _asked(found, list(found.rows.of_owner(actor.membership).with_people()), today)


def asked_of(row: ReviewRow, today: date) -> Asked:
    """One row, likewise."""
    return _asked(row.round, [row], today)[0]


def _asked(found: ReviewRound, rows: list[ReviewRow], today: date) -> list[Asked]:
    keys = [row.action_id for row in rows]
    earlier = ReviewRow.objects.updates().filter(action__in=keys, round__number__lt=found.number)
    last = {row.action_id: row for row in earlier.select_related("round").order_by("round__number")}
    actions = {one.pk: one for one in actions_of(found.plan, keys[0] if len(keys) == 1 else None)}
    movements = movements_for(found.partnership)
    return [
        Asked(row, last.get(row.action_id), heard_today(actions[row.action_id], movements, today),
              tuple(task for task in actions[row.action_id].tasks.all() if task.done is None))
        for row in rows
    ]  # fmt: skip


def may_correct(found: ReviewRound, actor: Actor) -> bool:
    """Whether the actor may correct anything in this review, in the one that is current."""
    current = current_round(actor)
    return found.state == RoundState.CLOSED and current is not None and may("correct", current.state, actor)


def before(found: ReviewRound, actor: Actor) -> ReviewRound | None:
    """The closed review before this one."""
    return rounds_for(actor).closed().filter(number__lt=found.number).first()


def is_theirs(row: ReviewRow, actor: Actor) -> bool:
    """Whether the actor speaks for the action: replies for it, and corrects what was said of it."""
    return may_update(row.action, actor)


@dataclass(frozen=True)
class Board:
    """What the board has before it: the review beside the one before."""

    round: ReviewRound
    before: ReviewRound | None
    pairs: list[Pair]
    corrections: list[ReviewRow]
    moved_measures: list[Movement]
    overdue: frozenset[int]

    @cached_property
    def rows(self) -> list[Any]:
        return [one.after for one in self.pairs if one.after is not None]

    @cached_property
    def moves(self) -> list[Pair]:
        """Those whose colour moved."""
        return [one for one in self.pairs if one.moved]

    @cached_property
    def missing(self) -> list[Any]:
        return [row for row in self.rows if not row.received]

    @cached_property
    def late(self) -> list[Any]:
        """Those whose action is past its day."""
        return [row for row in self.rows if row.action_id in self.overdue]

    @cached_property
    def challenged(self) -> list[Any]:
        return [row for row in self.rows if row.challenges.all()]

    @cached_property
    def totals(self) -> list[tuple[str, int]]:
        """How many said what; those of whom nothing was received at the end."""
        said = Counter(row.rag for row in self.rows if row.received)
        return [(str(rag), said[rag]) for rag in SAID_RAGS if said[rag]]


def board(found: ReviewRound, actor: Actor, today: date) -> Board:
    """The review as the board reads it."""
    rows, last = rows_of(found), before(found, actor)
    closed = found.state == RoundState.CLOSED
    corrections = ReviewRow.objects.filter(round=found).exclude(corrects=None).select_related(
        "corrects__round", "submitted_by__user"
    )
    return Board(
        found, last, side_by_side(last.rows.updates() if last else (), rows), list(corrections),
        [] if closed or not READ_PLAN.allows(actor) else moved_measures(found), _overdue(found, rows, today),
    )  # fmt: skip


def moved_measures(found: ReviewRound) -> list[Movement]:
    """The measures that any action hopes to move and that did move, beyond noise, whichever way."""
    asked = Expectation.objects.filter(action__plan=found.plan_id, action__state=ActionState.OPEN)
    pairs = sorted(set(asked.values_list("measure", "direction")))
    movements = movements_for(found.partnership)
    return [moved for pair in pairs if (moved := movements.of(*pair)).outcome in BEYOND_NOISE]


def _overdue(found: ReviewRound, rows: list[ReviewRow], today: date) -> frozenset[int]:
    """Which actions were past their day: as frozen with a closed review, else as of today."""
    if found.snapshot is None:
        late = {row.action_id for row in rows if row.action.state == ActionState.OPEN and _past(row.action.due, today)}
        return frozenset(late)
    written = found.snapshot.written
    refs = {one.ref for one in written.actions if one.state == ActionState.OPEN and _past(one.due, written.as_of)}
    return frozenset(row.action_id for row in rows if row.ref in refs)


def _past(due: date | None, today: date) -> bool:
    return due is not None and due < today


def compared(earlier: ReviewRound, later: ReviewRound) -> list[Pair]:
    """Two reviews, action by action."""
    return side_by_side(rows_of(earlier), rows_of(later))


def chairs(partnership: Any, on: date) -> list[Membership]:
    """The people who chair, with access on the day."""
    return list(Membership.objects.current(on).filter(partnership=partnership, role="panel_chair"))
