"""What is taken away as JSON is what the published schema describes."""

import json
from pathlib import Path

from drawn_plans import plans
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from commonground.plan.moving.forms import FORMS, schema

PUBLISHED = Path(__file__).resolve().parents[2] / "docs/reference/schemas/plan-1.json"


def test_the_schema_is_published_and_one() -> None:
    published = json.loads(PUBLISHED.read_text("utf-8"))
    assert published == schema()
    Draft202012Validator.check_schema(published)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(plans)
def test_every_plan_taken_away_is_as_the_schema_says(plan) -> None:
    faults = Draft202012Validator(schema()).iter_errors(json.loads(FORMS["json"].write(plan)))
    assert [fault.message for fault in faults] == []


def test_the_schema_refuses_what_is_no_plan() -> None:
    known = Draft202012Validator(schema())
    assert not known.is_valid({"form": "commonground.plan/1", "title": "A plan"})
