"""What the API says when it cannot answer: problem details (RFC 9457), with one clear sentence."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

TYPE = "application/problem+json"


class Fault(Schema):
    """One value that cannot be used."""

    field: str = Field(description="The parameter.")
    sentence: str = Field(description="What is wrong with it.")


class Problem(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(default="about:blank", description="Always about:blank: the status says which.")
    title: str = Field(description="The name of the status.")
    status: int
    detail: str = Field(description="One sentence for a person to read.")
    faults: list[Fault] = Field(default=[], description="For each value that cannot be used, what is wrong with it.")


@dataclass
class Refused(Exception):
    """The request cannot be answered; the sentence says why."""

    status: int
    sentence: str
    faults: tuple[tuple[str, str], ...] = ()


def problem(
    status: int, sentence: str, faults: Iterable[tuple[str, str]] = (), **headers: str
) -> HttpResponse:
    """The answer that says so."""
    said = Problem(
        title=HTTPStatus(status).phrase, status=status, detail=sentence,
        faults=[Fault(field=field, sentence=why) for field, why in faults],
    )  # fmt: skip
    body = json.dumps(said.model_dump(), ensure_ascii=False)
    response = HttpResponse(body, status=status, content_type=TYPE)
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response
