"""What an entry is linked to, as a reader sees it: of the plan, of the tasking meeting, and other entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from commonground.partnership.rule import Actor
from commonground.partnership.seen import seen
from commonground.plan.models import Action, Answer
from commonground.plan.reading import actions_for, answers_for, current_plan
from commonground.registers.models import Entry, Link, TaskingDecision
from commonground.registers.models.link import ENDS as LINKED
from commonground.registers.reading import entries_of, readable, with_details
from commonground.registers.register import Register
from commonground.registers.tasking.reading import decisions_for

SHOWN = 20
"""As many of the entries about one as its page lists; the rest are in their register."""


@dataclass(frozen=True)
class Beside:
    """What an entry is linked to, from either end."""

    actions: Sequence[Action]
    answers: Sequence[Answer]
    decisions: Sequence[TaskingDecision]
    entries: Sequence[Entry]

    @property
    def all(self) -> list[Action | Answer | TaskingDecision | Entry]:
        """Everything it is linked to."""
        return [*self.actions, *self.answers, *self.decisions, *self.entries]


def beside_of(entry: Entry, actor: Actor, *, both_ways: bool = True) -> Beside:
    """What the entry is linked to and the actor may read; with ``both_ways``, also the entries linked to it."""
    links = seen(Link, actor).filter(entry=entry)
    wanted = Q(pk__in=links.exclude(other=None).values("other"))
    if both_ways:
        wanted |= Q(pk__in=seen(Link, actor).filter(other=entry).values("entry"))
    return Beside(
        list(actions_for(actor).filter(pk__in=links.exclude(action=None).values("action"))),
        list(_answers(actor).filter(pk__in=links.exclude(answer=None).values("answer"))),
        list(decisions_for(actor).filter(pk__in=links.exclude(decision=None).values("decision"))),
        with_details(list(seen(Entry, actor).filter(wanted).order_by("-on", "-id"))),
    )


def out_of_sight(entry: Entry, actor: Actor) -> Sequence[Action | Answer | TaskingDecision | Entry]:
    """What the entry is linked to and the actor may not read: it stays when they change the rest."""
    shown = set(beside_of(entry, actor, both_ways=False).all)
    links = entry.links.select_related(*LINKED)
    ends = [next(end for name in LINKED if (end := getattr(link, name))) for link in links]
    return [end for end in ends if end not in shown]


def about_it(register: Register, entry: Entry, actor: Actor) -> Sequence[tuple[Register, Sequence[Entry]]]:
    """The latest entries about this one, by their register: the test purchases of a shop. One more tells of others."""
    return [
        (one, list(entries_of(one, actor).kept().filter(about=entry)[: SHOWN + 1]))
        for one in readable(actor) if one.subject == register.key
    ]  # fmt: skip


def of_the_plan(actor: Actor) -> tuple[Sequence[Action], Sequence[Answer]]:
    """The open actions, and the standards and options, that an entry can be linked to."""
    plan = current_plan(actor)
    if plan is None:
        return [], []
    return list(actions_for(actor).filter(plan=plan, state="open")), list(_answers(actor).filter(plan=plan))


def decided(actor: Actor, most: int = 20) -> Sequence[TaskingDecision]:
    """The latest decisions of the tasking meeting: one of them may have asked for the entry."""
    return list(decisions_for(actor).order_by("-ref")[:most])


def entries_called(actor: Actor, words: str, but: Entry, most: int) -> Sequence[Entry]:
    """Entries of any register whose place has all of the words, the latest first."""
    rows = seen(Entry, actor).kept().exclude(pk=but.pk).order_by("-on", "-id")
    for word in words.split():
        rows = rows.filter(place__icontains=word)
    return with_details(list(rows[:most])) if words.strip() else []


def _answers(actor: Actor) -> Any:
    return answers_for(actor)
