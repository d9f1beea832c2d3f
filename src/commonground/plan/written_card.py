"""A practice card as a value: what goes from one partnership to another as a file."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from commonground.plan.terms import CostBand, Rating
from commonground.plan.written import Line, Written

Text = Annotated[str, StringConstraints(min_length=1)]


class WrittenCard(Written):
    """A practice card as a file. The rating is the Toolkit’s, if one is confirmed; the contact is a team’s mailbox."""

    form: Literal["commonground.practice-card/1"] = "commonground.practice-card/1"
    id: str
    title: Annotated[Line, StringConstraints(min_length=1)]
    partnership: str
    shared_on: date
    problem: Text
    what_was_done: Text
    place_type: Line = ""
    cost_band: CostBand = CostBand.UNKNOWN
    staffing: str = ""
    approach: Line = ""
    rating: Rating | None = None
    rating_says: str = ""
    evidence: str = ""
    what_did_not_work: Text
    contact: str
    template: str = ""
    serves: tuple[str, ...] = ()
    used_by: int = Field(ge=0, description="Partnerships whose plan has an action taken from it.")
    invented: bool = False


def schema() -> dict[str, object]:
    """What may stand in the file, as JSON Schema 2020-12."""
    described = WrittenCard.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "practice-card-1.json", **described,
        "title": "A practice card", "description": "One thing that a partnership tried, for others to use with credit.",
    }  # fmt: skip
