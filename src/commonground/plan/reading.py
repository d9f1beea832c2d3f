"""The living plan, as pages read it: for one actor, judged on a day, in a number of queries that does not grow."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from commonground.partnership.models import Membership
from commonground.partnership.rule import Actor
from commonground.plan.judging import Judged, judged
from commonground.plan.models import Action, Answer, Evidence, Plan, Snapshot, Task, TemplateVersion, Theme, ThemeText
from commonground.plan.models.action import Actions
from commonground.plan.models.plan import Plans
from commonground.plan.models.snapshot import Snapshots
from commonground.plan.models.template import TemplateVersions
from commonground.plan.movement import Movements, movements_for
from commonground.plan.rules import UPDATE_OWN_ACTIONS
from commonground.plan.terms import ActionState, Rag, Tier
from commonground.plan.writing import actions_of, answers_of


@dataclass(frozen=True)
class ShownAction:
    """An action with how it stands; everything of the row is there without another query.

    ``differs`` says that the owner’s own colour is not what follows from the rest; ``is_orphan`` that nobody who sits
    at the table answers for it.
    """

    row: Action
    judged: Judged
    is_orphan: bool

    @property
    def differs(self) -> bool:
        return bool(self.row.rag) and self.row.rag != self.judged.derived.rag

    @property
    def rag(self) -> Rag | None:
        """The owner’s own colour, as a word of the plan."""
        return Rag(self.row.rag) if self.row.rag else None


@dataclass(frozen=True)
class Aged:
    """Evidence, and how many days ago the day was that it speaks of; None where no day is said."""

    row: Evidence
    days: int | None


@dataclass(frozen=True)
class ShownAnswer:
    """An answer with its evidence and the actions that serve it. ``is_missing``: a standard that is not answered."""

    row: Answer
    evidence: tuple[Aged, ...]
    served_by: tuple[Action, ...]

    @property
    def is_missing(self) -> bool:
        return self.row.tier == Tier.MINIMUM and not self.row.standing

    @property
    def carried_without_standing(self) -> bool:
        """It was answered in the earlier version of the template, and has to be answered anew."""
        return self.row.carried_from_id is not None and not self.row.standing


@dataclass(frozen=True)
class ShownTheme:
    """A theme: its texts, the answers to its standards and options, and its actions."""

    theme: Theme
    text: ThemeText
    standards: tuple[ShownAnswer, ...]
    options: tuple[ShownAnswer, ...]
    actions: tuple[ShownAction, ...]


def plans_for(actor: Actor) -> Plans:
    """Every plan of the actor’s table, the current one and earlier ones."""
    return Plans(Plan).seen_by(actor).select_related("version", "partnership")  # type: ignore[return-value]


def current_plan(actor: Actor) -> Plan | None:
    """The plan that the actor’s table works on; None where there is none, or where the actor may not read it."""
    return plans_for(actor).current().first()


def templates_for(actor: Actor) -> TemplateVersions:
    """The versions that a plan of the actor’s table may take its form from."""
    return TemplateVersions(TemplateVersion).seen_by(actor).select_related("succeeds")


def successors_of(plan: Plan, actor: Actor) -> TemplateVersions:
    """The versions that the plan can move to."""
    return templates_for(actor).filter(succeeds=plan.version_id)


def snapshots_for(actor: Actor) -> Snapshots:
    """What was written down of plans and the actor may read, without the documents."""
    return Snapshots(Snapshot).seen_by(actor).light()


def actions_for(actor: Actor) -> Actions:
    """Every action that the actor may read, of every plan of the table."""
    return Actions(Action).seen_by(actor).select_related("plan", "theme")  # type: ignore[return-value]


def answers_for(actor: Actor) -> Iterable[Answer]:
    """Every answer that the actor may read; the evidence is not asked for."""
    return Answer.objects.seen_by(actor).select_related("plan", "item__theme", "answered_by__user")  # type: ignore[no-any-return]


def evidence_for(actor: Actor) -> Iterable[Evidence]:
    """Every piece of evidence that the actor may read."""
    return Evidence.objects.seen_by(actor).select_related("answer__item", "action", "added_by__user")  # type: ignore[no-any-return]


def tasks_for(actor: Actor) -> Iterable[Task]:
    """Every task that the actor may read."""
    return Task.objects.seen_by(actor).select_related("action__plan")  # type: ignore[no-any-return]


def actions_shown(plan: Plan, today: date) -> list[ShownAction]:
    """All actions of the plan with everything that belongs to them."""
    movements = movements_for(plan.partnership)
    return [shown(row, movements, today) for row in actions_of(plan)]


def action_shown(action: Action, today: date) -> ShownAction:
    """One action with everything that belongs to it."""
    rows = actions_of(action.plan, action.pk)
    return shown(next(iter(rows)), movements_for(action.partnership), today)


def shown(row: Action, movements: Movements, today: date) -> ShownAction:
    """An action that was read with ``writing.actions_of``, judged."""
    gone = row.owner is None or (row.owner.end is not None and row.owner.end <= today)
    orphan = gone and row.state == ActionState.OPEN and row.kind == "resourced"
    return ShownAction(row, judged(row, movements, today), orphan)


def themes_shown(plan: Plan, today: date) -> list[ShownTheme]:
    """The whole plan by theme, in the order of its template."""
    actions = actions_shown(plan, today)
    answers = answers_shown(plan, today, (one.row for one in actions))
    texts = plan.theme_texts.filter(theme__version=plan.version_id).select_related("theme", "edited_by__user")
    return [
        ShownTheme(
            text.theme, text,
            tuple(a for a in answers if a.row.item.theme_id == text.theme_id and a.row.tier == Tier.MINIMUM),
            tuple(a for a in answers if a.row.item.theme_id == text.theme_id and a.row.tier == Tier.OPTION),
            tuple(a for a in actions if a.row.theme_id == text.theme_id),
        )
        for text in texts
    ]  # fmt: skip


def answers_shown(plan: Plan, today: date, actions: Iterable[Action] | None = None) -> list[ShownAnswer]:
    """Every answer in the template’s order, with its evidence, how old that is, and the actions that serve it."""
    serving: dict[int, list[Action]] = {}
    for action in actions_of(plan) if actions is None else actions:
        for row in action.serves.all():
            serving.setdefault(row.answer_id, []).append(action)
    return [
        ShownAnswer(row, aged(row.evidence.all(), today), tuple(serving.get(row.pk, ()))) for row in answers_of(plan)
    ]


def aged(rows: Iterable[Evidence], today: date) -> tuple[Aged, ...]:
    """Each piece of evidence with its age in days."""
    return tuple(Aged(row, (today - row.of).days if row.of else None) for row in rows)


def unanswered(plan: Plan) -> list[Answer]:
    """The minimum standards that nobody has answered yet."""
    return [row for row in answers_of(plan) if row.tier == Tier.MINIMUM and not row.standing]


def orphans(plan: Plan, today: date) -> list[Action]:
    """Open, resourced actions that nobody who sits at the table answers for."""
    rows = Actions(Action).filter(plan=plan).orphans(today)  # type: ignore[attr-defined]
    return list(rows.select_related("theme", "owner__user", "agency"))


def own_actions(actor: Actor, today: date) -> list[ShownAction]:
    """The open actions of the current plan that the actor answers for."""
    plan = current_plan(actor) if UPDATE_OWN_ACTIONS.allows(actor) else None
    seat: Membership | None = actor.membership
    if plan is None or seat is None:
        return []
    return [one for one in actions_shown(plan, today) if one.row.owner_id == seat.pk and one.row.state == "open"]


#: The kinds of record of the plan whose history is told, and the ones of each that a reader may see.
HISTORY: dict[str, Callable[[Actor], QuerySet[Any]]] = {
    "plan": plans_for,
    "action": actions_for,
    "answer": answers_for,
    "task": tasks_for,
}
