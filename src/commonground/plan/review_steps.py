"""The steps of a quarterly review as a table: which verb may be said in which state, and where it leads."""

from dataclasses import dataclass

from commonground.partnership.rule import Actor, Rule
from commonground.plan.rules import CORRECT_UPDATE, LEAD_REVIEW, REPLY_TO_CHALLENGE, RUN_REVIEW, UPDATE_OWN_ACTIONS
from commonground.plan.terms import RoundState

OPEN, SUBMITTED, CHALLENGED = RoundState.OPEN, RoundState.SUBMITTED, RoundState.CHALLENGED
DECIDED, CLOSED = RoundState.DECIDED, RoundState.CLOSED


@dataclass(frozen=True)
class Verb:
    """Something that is done in a review. ``said`` completes “so you cannot …”."""

    key: str
    said: str
    rule: Rule
    steps: tuple[tuple[RoundState, RoundState], ...]

    def leads(self, state: str) -> RoundState | None:
        """The state that follows, or None where the verb cannot be said."""
        return dict(self.steps).get(RoundState(state))


def _stay(*states: RoundState) -> tuple[tuple[RoundState, RoundState], ...]:
    return tuple((state, state) for state in states)


VERBS: dict[str, Verb] = {
    verb.key: verb
    for verb in (
        Verb("update", "say how an action goes", UPDATE_OWN_ACTIONS, _stay(OPEN)),
        Verb("correct", "correct an earlier update", CORRECT_UPDATE, _stay(OPEN, SUBMITTED, CHALLENGED)),
        Verb("submit", "submit it to the board", RUN_REVIEW, ((OPEN, SUBMITTED),)),
        Verb(
            "challenge", "challenge an update", LEAD_REVIEW, ((SUBMITTED, CHALLENGED), (CHALLENGED, CHALLENGED))
        ),
        Verb("reply", "reply to a challenge", REPLY_TO_CHALLENGE, _stay(CHALLENGED)),
        Verb("settle", "decide on a challenge", LEAD_REVIEW, _stay(CHALLENGED)),
        Verb("decide", "say that the board has decided", LEAD_REVIEW, ((SUBMITTED, DECIDED), (CHALLENGED, DECIDED))),
        Verb("close", "close it", LEAD_REVIEW, ((DECIDED, CLOSED),)),
    )
}  # fmt: skip

STEPS = tuple(sorted({step for verb in VERBS.values() for step in verb.steps if step[0] != step[1]}))
"""From which state to which; the database refuses any other step."""


def may(verb: str, state: str, by: Actor) -> bool:
    """Whether the actor may do it now, as far as role and state tell."""
    return VERBS[verb].rule.allows(by) and VERBS[verb].leads(state) is not None
