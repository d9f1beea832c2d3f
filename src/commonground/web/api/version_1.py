"""Version 1 of the API: its parts, put together, and the OpenAPI description of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.security import HttpBearer

from commonground.web.api import areas, findings, measures, plans, published, registers, sources
from commonground.web.api.problem import TYPE, Problem, Refused, problem

ROOT = "/api/v1/"
ABOUT = """Measures, findings, published assessments, plans and registers of safety partnerships, for other systems.

Every number comes with the editions it is read from, how it is worked out, and what limits it. A number so small that
it could point to a person is withheld, and so are those from which it could be worked out: it is null, and `withheld`
says why. A change is said to have gone up or down only where chance alone would not give it."""


class Key(HttpBearer):
    """The key of a system, which the door has looked at already."""

    openapi_name = "key"

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return request.actor  # type: ignore[attr-defined]


class VersionOne(NinjaAPI):
    """The parts of version 1; each answer that is a problem is described alike."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.url_name)

    def get_openapi_schema(self, *, path_prefix: str | None = ROOT, path_params: Any = None) -> OpenAPISchema:
        described = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        described["components"]["schemas"]["Problem"] = Problem.json_schema()
        described["components"]["responses"] = {name: _problem(why) for name, why in PROBLEMS.values()}
        for operations in described["paths"].values():
            for operation in operations.values():
                _add_problems(operation)
                for parameter in operation["parameters"]:
                    parameter["schema"] = _never_null(parameter["schema"])
        return described


PROBLEMS = {
    401: ("NoKey", "There is no key, or it does not work any more."),
    404: ("NotThere", "There is no such thing, or it is not yours to see."),
    422: ("Unclear", "A parameter cannot be used; `faults` says which and why."),
    429: ("TooMany", "Too many requests in this minute; the header Retry-After says when to ask again."),
    503: ("NotNow", "The access log could not be written, so nothing was sent."),
}


def _problem(why: str) -> dict[str, Any]:
    return {"description": why, "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def _add_problems(operation: dict[str, Any]) -> None:
    """The problems of an operation: without a key for those that need one, not there for those that name a thing."""
    for status, (name, _) in PROBLEMS.items():
        if status != 401 or operation.get("security"):
            operation["responses"][str(status)] = {"$ref": f"#/components/responses/{name}"}


def _never_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out, or it has a value: an address has no way to say null."""
    some = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    rest = {name: value for name, value in schema.items() if name not in ("anyOf", "title")}
    return some[0] | rest if len(some) == 1 else schema


api = VersionOne(
    title="Common Ground",
    version="1.0.0",
    description=ABOUT,
    auth=Key(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
api.add_router("measures", measures.router)
api.add_router("areas", areas.router)
api.add_router("", findings.router)
api.add_router("", sources.router)
api.add_router("published", published.router)
api.add_router("plans", plans.router)
api.add_router("registers", registers.router)


@api.exception_handler(Refused)
def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    """What a part of the API cannot answer."""
    return problem(why.status, why.sentence, why.faults)


@api.exception_handler(ValidationError)
def unclear(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Parameters that are not as described."""
    faults = [(str(error["loc"][-1]), _sentence(error["msg"])) for error in wrong.errors]
    return problem(422, " ".join(f"{field}: {why}" for field, why in faults), faults)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith((".", "?")) else ".")
