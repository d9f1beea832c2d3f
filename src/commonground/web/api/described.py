"""The description of the API: for programs as OpenAPI, for people as a list of what can be asked."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from commonground.web.api.version_1 import api


@cache
def description_of() -> dict[str, Any]:
    """The OpenAPI description, in plain JSON types."""
    return json.loads(json.dumps(api.get_openapi_schema()))


def questions() -> dict[str, frozenset[str]]:
    """By the name of its route, the parameters that each address takes after the question mark."""
    return {
        told["get"]["operationId"]: frozenset(p["name"] for p in told["get"]["parameters"] if p["in"] == "query")
        for told in description_of()["paths"].values()
    }


@dataclass(frozen=True)
class Parameter:
    """What may be asked with."""

    name: str
    said: str
    takes: str
    required: bool


@dataclass(frozen=True)
class Given:
    """One field of an answer."""

    name: str
    said: str
    holds: str


@dataclass(frozen=True)
class Operation:
    """One address that can be read."""

    path: str
    anchor: str
    title: str
    said: str
    group: str
    needs_key: bool
    parameters: tuple[Parameter, ...]
    answer: tuple[Given, ...]


def operations(described: dict[str, Any]) -> list[Operation]:
    """Every address, in the order of the description."""
    return [_operation(path, found["get"], described) for path, found in described["paths"].items()]


def _operation(path: str, told: dict[str, Any], described: dict[str, Any]) -> Operation:
    return Operation(
        path=path,
        anchor=told["operationId"].replace("_", "-"),
        title=told["summary"],
        said=told.get("description", ""),
        group=told["tags"][0],
        needs_key=bool(told.get("security")),
        parameters=tuple(_parameter(one) for one in told["parameters"]),
        answer=tuple(_answer(told, described)),
    )


def _parameter(told: dict[str, Any]) -> Parameter:
    schema = told["schema"]
    said = told.get("description") or schema.get("description", "")
    return Parameter(told["name"], said, _takes(schema), told.get("required", False))


def _takes(schema: dict[str, Any]) -> str:
    """In words, what a value may be."""
    for choice in (schema, *schema.get("anyOf", ())):
        if "enum" in choice:
            return "one of: " + ", ".join(map(str, choice["enum"]))
        if choice.get("type") == "integer":
            return f"a whole number from {choice['minimum']:,} to {choice['maximum']:,}"
        if choice.get("format"):
            return str(choice["format"])
    return "text"


def _answer(told: dict[str, Any], described: dict[str, Any]) -> list[Given]:
    content = [*told["responses"]["200"].get("content", {}).values()]
    schema = _followed(content[0]["schema"], described) if content else {}
    return [_given(name, one, described) for name, one in schema.get("properties", {}).items()]


def _given(name: str, schema: dict[str, Any], described: dict[str, Any]) -> Given:
    said = schema.get("description") or _followed(schema, described).get("description", "")
    return Given(name, said.split("\n")[0], _holds(schema))


def _holds(schema: dict[str, Any]) -> str:
    """The kind of value in a word or two."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_holds(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_holds(schema.get('items', {}))}"
    return {"string": "text", "integer": "whole number", "boolean": "yes or no"}.get(
        schema.get("type", ""), str(schema.get("type", "any"))
    )


def _followed(schema: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference names; the schema itself where it is none."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return described["components"]["schemas"].get(name, schema)
