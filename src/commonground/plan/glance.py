"""The plan at a glance: how many standards are met, how its actions stand, and which need somebody to look."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commonground.plan.reading import ShownAction, ShownTheme
from commonground.plan.terms import ANSWERS, ActionKind, ActionState, Rag, Tier, Timeliness

STANDARDS = (*(str(one) for one in ANSWERS[Tier.MINIMUM]), "")
OPTIONS = (*(str(one) for one in ANSWERS[Tier.OPTION]), "")
COLOURS = (*(str(one) for one in (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_STARTED)), "")


@dataclass(frozen=True)
class Tally:
    """How many stand so: the word of the plan, or nothing for those that are not answered."""

    word: str
    number: int


@dataclass(frozen=True)
class Glance:
    """The whole plan in short. Of the actions, only those that are still to do are tallied."""

    standards: tuple[Tally, ...]
    options: tuple[Tally, ...]
    owners_say: tuple[Tally, ...]
    follows: tuple[Tally, ...]
    open: int
    done: int
    dropped: int
    developing: int
    overdue: tuple[ShownAction, ...]
    silent: tuple[ShownAction, ...]
    differing: tuple[ShownAction, ...]
    orphans: tuple[ShownAction, ...]

    @property
    def unanswered(self) -> int:
        """Minimum standards that nobody has answered yet."""
        return self.standards[-1].number


def at_a_glance(themes: Sequence[ShownTheme], today: date) -> Glance:
    """The themes in short."""
    actions = [action for theme in themes for action in theme.actions]
    still = [one for one in actions if is_open(one)]
    states = Counter(one.row.state for one in actions)
    return Glance(
        standards=tallied((a.row.standing for theme in themes for a in theme.standards), STANDARDS),
        options=tallied((a.row.standing for theme in themes for a in theme.options), OPTIONS),
        owners_say=tallied((one.row.rag for one in still), COLOURS),
        follows=tallied((str(one.judged.derived.rag or "") for one in still), COLOURS),
        open=len(still), done=states[ActionState.DONE], dropped=states[ActionState.DROPPED],
        developing=sum(one.row.state == ActionState.OPEN and one.row.kind == ActionKind.DEVELOPING for one in actions),
        overdue=tuple(one for one in still if one.row.due and one.row.due < today),
        silent=tuple(one for one in still if one.judged.timeliness == Timeliness.LATE),
        differing=tuple(one for one in still if one.differs),
        orphans=tuple(one for one in still if one.is_orphan),
    )  # fmt: skip


def is_open(action: ShownAction) -> bool:
    """Whether somebody is to do it: neither done nor dropped, nor one that nobody pays for yet."""
    return action.row.state == ActionState.OPEN and action.row.kind == ActionKind.RESOURCED


def tallied(words: Iterable[str], order: Sequence[str]) -> tuple[Tally, ...]:
    """How many of each word, in an order; a word that is not in it is counted before the last."""
    found = Counter(words)
    extra = [word for word in found if word not in order]
    return tuple(Tally(word, found[word]) for word in (*order[:-1], *extra, order[-1]))
