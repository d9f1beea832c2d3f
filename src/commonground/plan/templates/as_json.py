"""A template as JSON. What may stand in it is published as a schema: ``docs/reference/schemas/template-1.json``."""

import json
from collections.abc import Sequence

from pydantic import ValidationError

from commonground.plan.templates.refusal import TemplateRefused, first_fault, text_of
from commonground.plan.templates.written import Place, WrittenTemplate

HOLDS = (
    "One version of a template. Beyond this schema it must have a theme with the key governance, at least one minimum "
    "standard, no key or ref twice, for each item a theme that is there, and no mapping to what is not there. A ref "
    "or theme of the earlier version that a mapping does not name stays itself if it is here, too; a ref that is "
    "mapped to an empty list is gone. An entry of a list has no semicolon in it."
)


def write_json(template: WrittenTemplate) -> bytes:
    return (json.dumps(template.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()


def read_json(content: bytes, name: str = "the template") -> WrittenTemplate:
    """The template in a file. Raises TemplateRefused if it is none."""
    parsed = _parsed(text_of(content, name, "JSON"), name)
    try:
        return WrittenTemplate.model_validate(parsed)
    except ValidationError as error:
        place, sentence = first_fault(error)
        raise TemplateRefused(name, f"{told(place)} {sentence}.") from None


def schema() -> dict[str, object]:
    """The published schema. What it cannot say (refs that must be there) stands in its description."""
    described = WrittenTemplate.model_json_schema()
    described |= {"title": "A template of a violence and knife crime action plan", "description": HOLDS}
    for part in described["$defs"].values():
        part["description"] = part["description"].replace("``", "")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def told(place: Place) -> str:
    """A place in words: ``("items", 3, "tier")`` is “items”, entry 4, “tier”."""
    parts = [f"entry {part + 1}" if isinstance(part, int) else f"“{part}”" for part in place]
    return ", ".join(parts) or "the file"


def _parsed(text: str, name: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        sentence = f"line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}); correct it there."
    except _Twice as error:
        sentence = f"“{error.args[0]}” stands twice in one object; leave one of them out."
    except RecursionError:
        sentence = "is nested too deeply for a template; compare it with the published schema."
    except ValueError:
        sentence = "has a number in it that no template has; compare it with the published schema."
    raise TemplateRefused(name, sentence) from None


class _Twice(Exception):
    """A field that an object has two of."""


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise ValueError(name)
