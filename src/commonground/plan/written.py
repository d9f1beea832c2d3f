"""A plan as a value: what a snapshot holds, an export writes, an import reads, a report and the public page show.

Whoever is not at the table reads this and never the living rows. Each text is as the officers wrote it; names stand in
fields of their own (``owner``), so that they can be left out.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from commonground.plan.terms import (
    ActionKind,
    ActionState,
    CostBand,
    Direction,
    EvidenceKind,
    Level,
    Priority,
    Rag,
    Standing,
    Tier,
)

Line = Annotated[str, StringConstraints(max_length=300)]


class Written(BaseModel):
    """A part of a plan. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class WrittenEvidence(Written):
    """What a claim rests on, and of which day."""

    kind: EvidenceKind
    title: Line
    of: date | None = None
    measure: str = ""
    per_quarter: Annotated[int, Field(ge=0, le=32767)] | None = None
    address: str = ""
    note: str = ""


class WrittenTask(Written):
    """A milestone of an action."""

    title: Line
    due: date | None = None
    done: date | None = None


class WrittenExpectation(Written):
    """A measure or register that should move if the action does what it is meant to. It proves no cause."""

    measure: str
    direction: Direction
    by: date | None = None
    why: str = ""


class WrittenAnswer(Written):
    """How the partnership stands to a standard or an option. No standing: not answered yet."""

    ref: str
    tier: Tier
    theme: str
    text: str
    standing: Standing | None = None
    reason: str = ""
    narrative: str = ""
    evidence: tuple[WrittenEvidence, ...] = ()


class WrittenAction(Written):
    """What somebody does by a day. ``serves`` names the standards and options, ``depends_on`` other actions.

    ``rag`` is the owner’s own, ``derived`` what follows from tasks, dates, updates and measures.
    ``credit`` says in words whose practice card it was taken from.
    """

    ref: str
    title: Line
    theme: str
    kind: ActionKind = ActionKind.RESOURCED
    state: ActionState = ActionState.OPEN
    state_reason: str = ""
    serves: tuple[str, ...] = ()
    description: str = ""
    agency: str = ""
    owner: str = ""
    contributors: tuple[str, ...] = ()
    starts: date | None = None
    due: date | None = None
    priority: Priority | None = None
    weight: int | None = None
    weight_reason: str = ""
    cost_band: CostBand = CostBand.UNKNOWN
    funder: str = ""
    funded_until: date | None = None
    level: Level | None = None
    success: str = ""
    expects: tuple[WrittenExpectation, ...] = ()
    depends_on: tuple[str, ...] = ()
    tasks: tuple[WrittenTask, ...] = ()
    evidence: tuple[WrittenEvidence, ...] = ()
    notes: str = ""
    rag: Rag | None = None
    rag_reason: str = ""
    derived: Rag | None = None
    derived_because: str = ""
    shared_from: str = ""
    practice_card: str = ""
    credit: str = ""


class WrittenTheme(Written):
    """A theme with the local commentary, and what the public page says of it."""

    key: str
    title: Line
    commentary: str = ""
    plain_summary: str = ""


class WrittenUpdate(Written):
    """What an action’s owner told one round, and what became of it. Not received is said, not left out."""

    action: str
    received: bool
    rag: Rag | None = None
    rag_reason: str = ""
    derived: Rag | None = None
    derived_because: str = ""
    progress: str = ""
    next_steps: str = ""
    barriers: str = ""
    by: str = ""
    agency: str = ""
    challenge: str = ""
    reply: str = ""
    decision: str = ""
    minute: str = ""
    corrects: str = ""


class WrittenRound(Written):
    """One quarter’s review."""

    number: int
    title: Line
    opened: date
    closed: date | None = None
    meeting: date | None = None
    updates: tuple[WrittenUpdate, ...] = ()


class WrittenPlan(Written):
    """The whole plan on one day, with its latest closed review."""

    form: Literal["commonground.plan/1"] = "commonground.plan/1"
    title: Line
    partnership: str
    area_code: str = ""
    area_name: str = ""
    template: str
    as_of: date
    starts: date | None = None
    ends: date | None = None
    summary: str = ""
    plain_summary: str = ""
    themes: tuple[WrittenTheme, ...]
    answers: tuple[WrittenAnswer, ...]
    actions: tuple[WrittenAction, ...] = ()
    review: WrittenRound | None = None
    invented: bool = False
