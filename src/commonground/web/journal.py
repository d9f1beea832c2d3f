"""The application’s log: one line of JSON a request, and never anything about a person.

A line holds what its program says (the text before values are put in), where it was said, and the few values named
below. Of an error it holds the kind and the places in the code, but neither message nor variables: a database tells in
its messages which value was refused. The request’s number leads from here to the access log, which is guarded.
"""

import json
import logging
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse

VALUES = ("method", "route", "status", "milliseconds", "seals", "rows", "waiting")
REQUEST: ContextVar[str] = ContextVar("request", default="")
log = logging.getLogger(__name__)


class Journal:
    """The outermost of the middlewares: gives each request a number, and writes its line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = monotonic()
        number = request.request_id = uuid4()  # type: ignore[attr-defined]
        token = REQUEST.set(str(number))
        try:
            response = self.get_response(request)
            log.info("request", extra=_told(request, response, began))
        finally:
            REQUEST.reset(token)
        return response


def _told(request: HttpRequest, response: HttpResponse, began: float) -> dict[str, Any]:
    return {
        "method": request.method,
        "route": request.resolver_match.route if request.resolver_match else "",
        "status": response.status_code,
        "milliseconds": round((monotonic() - began) * 1000),
    }


def number_of(request: HttpRequest) -> UUID:
    """The number under which both logs know the request."""
    return getattr(request, "request_id", None) or uuid4()


class OneLine(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "said": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        if request := REQUEST.get():
            line["request"] = request
        line |= {name: vars(record)[name] for name in VALUES if name in vars(record)}
        if record.exc_info and record.exc_info[1]:
            line["error"] = list(_errors(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)


def _errors(error: BaseException | None) -> Any:
    """The kinds of an error and of those that caused it, each with the places in the code, innermost last."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        places = traceback.extract_tb(error.__traceback__)
        yield {"kind": type(error).__name__, "at": [f"{at.filename}:{at.lineno} {at.name}" for at in places[-12:]]}
        error = error.__cause__ or error.__context__


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"one line": {"()": OneLine}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "one line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "commonground": {"level": "INFO"},
        "procrastinate": {"level": "WARNING"},
        # Django would mail errors with every variable, and write requests and refused hosts as they came.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # what is missing or refused has its line, and its row in the access log
        "django.db.backends": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},  # it warns of each rule of a style sheet that does not concern it
    },
}
