"""The forms in which a plan is taken away."""

from collections.abc import Callable
from dataclasses import dataclass

from commonground.plan.moving.archive import to_archive
from commonground.plan.moving.paper import to_word
from commonground.plan.moving.workbook import to_workbook
from commonground.plan.written import WrittenPlan

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Form:
    """What the form is called, whom it is for, and the function that writes it."""

    key: str
    title: str
    about: str
    media_type: str
    write: Callable[[WrittenPlan], bytes]


def schema() -> dict[str, object]:
    """What may stand in the JSON form, as JSON Schema 2020-12."""
    described = WrittenPlan.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "plan-1.json", **described}


def to_json(plan: WrittenPlan) -> bytes:
    """The plan as its published schema describes it."""
    return plan.model_dump_json(indent=1).encode() + b"\n"


FORMS = {
    form.key: form
    for form in (
        Form(
            "xlsx", "Excel workbook", "Everything in the plan, a sheet for each part. It can be changed and sent back.",
            f"{OFFICE}spreadsheetml.sheet", to_workbook,
        ),
        Form(
            "docx", "Word document", "The plan to read, print or take to a meeting, theme by theme.",
            f"{OFFICE}wordprocessingml.document", to_word,
        ),
        Form(
            "zip", "CSV files", "Everything in the plan for another program: the workbook’s sheets, zipped.",
            "application/zip", to_archive,
        ),
        Form(
            "json", "JSON", "Everything in the plan for a developer, as its published schema describes it.",
            "application/json", to_json,
        ),
    )
}  # fmt: skip
"""Every form by its key, which is the ending of the file’s name."""
