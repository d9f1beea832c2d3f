"""A plan as anyone may read it: the form of the public page, of its JSON and of the API.

What is not named here is not published: no owner, note, update, challenge, decision, minute or evidence has a field.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from commonground.plan.terms import ActionKind, ActionState, Direction, Level, Rag, Standing, TextChoices, Tier


class How(TextChoices):
    """How an action stood at the review, in the words of the public page."""

    GREEN = "green", "On track"
    AMBER = "amber", "At risk"
    RED = "red", "Off track"
    COMPLETE = "complete", "Complete"
    NOT_STARTED = "not_started", "Not due to start"
    NO_UPDATE = "no_update", "No update received"
    NOT_REVIEWED = "not_reviewed", "Not in this review"
    DEVELOPING = "developing", "Not yet resourced"
    STOPPED = "stopped", "Stopped"


MEANS: dict[str, str] = {
    How.GREEN: "Whoever is accountable for the action says that it will be done as planned.",
    How.AMBER: "Whoever is accountable says that something may delay or change it.",
    How.RED: "Whoever is accountable says that it will not be done as planned unless something changes.",
    How.COMPLETE: "It is done. That does not say what came of it.",
    How.NOT_STARTED: "It begins later.",
    How.NO_UPDATE: "Nobody said at this review how it goes.",
    How.NOT_REVIEWED: "It was not asked about at this review, for instance because it is new.",
    How.DEVELOPING: "The partnership wants to do it, but has no people or money for it yet.",
    How.STOPPED: "The partnership decided not to go on with it.",
    Standing.MET: "The partnership says that it does all that the standard asks.",
    Standing.PARTLY: "The partnership says that it does some of it.",
    Standing.NOT_MET: "The partnership says that it does not do it yet.",
    Standing.NOT_APPLICABLE: "The partnership says that it does not fit this area, and why.",
    Standing.ADOPTED: "The partnership chose this option.",
    Standing.ADAPTED: "The partnership chose this option and changed it, and says how.",
    Standing.DECLINED: "The partnership did not choose this option, and says why.",
}
"""What each word of the public page means, in plain English."""


class Public(BaseModel):
    """A part of a public plan. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PublicTheme(Public):
    """A theme, in plain English and in the partnership’s own commentary."""

    key: str
    title: str
    plain_summary: str
    commentary: str


class PublicAnswer(Public):
    """How the partnership stands to a minimum standard or an option. No standing: not answered yet."""

    ref: str
    tier: Tier
    theme: str
    text: str = Field(description="The words of the template.")
    standing: Standing | None
    reason: str
    narrative: str = Field(description="The local position, in the partnership’s words.")


class PublicExpectation(Public):
    """A measure that should move if the action does what it is meant to. Whether it does proves no cause."""

    measure: str
    title: str
    direction: Direction
    by: date | None


class PublicCosts(Public):
    """What the action costs a year, roughly, and who pays. Only where the partnership chose to show it."""

    band: str
    funder: str
    funded_until: date | None


class PublicAction(Public):
    """What is done, by which agency, by when, and how it stood at the review."""

    ref: str
    title: str
    theme: str
    kind: ActionKind
    state: ActionState
    serves: tuple[str, ...] = Field(description="The standards and options that it serves.")
    description: str
    agency: str
    contributors: tuple[str, ...]
    starts: date | None
    due: date | None
    level: Level | None
    success: str
    expects: tuple[PublicExpectation, ...]
    milestones: int
    milestones_done: int
    how: How = Field(description="How it stood at the review, as whoever is accountable for it said.")
    follows: Rag | None = Field(description="What follows from its tasks, dates and measures.")
    costs: PublicCosts | None


class PublicReview(Public):
    """The closed review that the plan is from."""

    number: int
    title: str
    closed: date | None


class PublicChange(Public):
    """What is different from the review before, in one sentence."""

    ref: str
    said: str


class PublicResponse(Public):
    """What the partnership answered to the formal feedback of a body outside."""

    body: str
    submitted: date = Field(description="The day of the plan that the feedback is on.")
    given: date
    summary: str
    strengths: str
    to_do: str
    by_when: date | None
    response: str
    answered: date


class PublicPlan(Public):
    """A plan as it stood at a closed review, for anyone."""

    form: Literal["commonground.public-plan/1"] = "commonground.public-plan/1"
    title: str
    partnership: str
    area_code: str
    area_name: str
    template: str
    as_of: date
    starts: date | None
    ends: date | None
    plain_summary: str
    summary: str
    invented: bool = Field(description="Whether it was made for a demonstration.")
    review: PublicReview
    themes: tuple[PublicTheme, ...]
    answers: tuple[PublicAnswer, ...]
    actions: tuple[PublicAction, ...]
    since: date | None = Field(description="The day of the review before, where there was one.")
    changes: tuple[PublicChange, ...]
    published: date | None = Field(default=None, description="The day of publication.")
    responses: tuple[PublicResponse, ...] = Field(default=(), description="To formal feedback, where published.")


def schema() -> dict[str, object]:
    """What may stand in the JSON of a public plan, as JSON Schema 2020-12."""
    described = PublicPlan.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "public-plan-1.json", **described}
