"""The API against its own description: schemathesis sends requests of every kind and looks for what is not so.

A bounded run: a few dozen requests to each address, well formed and badly formed. Where a parameter names a record,
well-formed requests name one that is there, so that they get past “there is no such thing”.
"""

from copy import deepcopy

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from made_public import slug_of_published
from schemathesis import GenerationMode
from small_paper import published

from commonground.partnership.changes.systems import make_key
from commonground.web.api.described import description_of

OFTEN = (1_000_000, 60)
KNOWN = {
    "measure": "violence_against_the_person",
    "key": "violence_against_the_person",
    "area": "E09000023",
    "code": "E09000023",
    "source": "mps_borough",
    "partnership": "lewisham",
    "slug": "lewisham",
}
PATHS = tuple(description_of()["paths"])
bounded = settings(
    max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def key(cast) -> str:
    own = cast.own
    with scope(partnership=own.partnership):
        by = own.actor("administrator")
        return make_key("Fuzzer", "To find what is not as described", 1, registers=True, by=by)[1]


@pytest.fixture
def asked(cast, boroughs_home, settings):
    """For well-formed and badly formed requests, what is asked: the API over the figures by borough, one published
    assessment and one plan, as often as one likes."""
    for signal in (request_started, request_finished):  # as Django’s own test client does: the test is one transaction
        signal.disconnect(close_old_connections)
    settings.HOME = boroughs_home
    settings.LIMITS = settings.LIMITS | {name: OFTEN for name in settings.LIMITS if name.startswith("api")}
    assert slug_of_published(cast.own) == KNOWN["slug"]
    paper = published(cast.own)
    yield {GenerationMode.POSITIVE: schema(narrowed(paper)), GenerationMode.NEGATIVE: schema(description_of())}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def narrowed(paper: str) -> dict:
    """The description, whose parameters may name records that are there alone."""
    described = deepcopy(description_of())
    for path, operations in described["paths"].items():
        known = KNOWN | {"id": paper if "published" in path else "mps_borough-2019-02-af382278"}
        known |= {"key": "test_purchases"} if "registers" in path else {}
        for parameter in operations["get"]["parameters"]:
            if parameter["name"] in known:
                parameter["schema"] = {"enum": [known[parameter["name"]]]}
    return described


def schema(described: dict):
    """The site behind a description of it."""
    found = schemathesis.openapi.from_dict(described)
    found.app = get_wsgi_application()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_schemathesis_finds_nothing(asked, key, path, mode):
    operation = asked[mode][path]["GET"]
    seen = set()

    @bounded
    @given(case=operation.as_strategy(generation_mode=mode))
    def as_described(case):
        seen.add(case.call_and_validate(headers={"Authorization": f"Bearer {key}"}).status_code)

    as_described()
    if mode is GenerationMode.POSITIVE:
        assert 200 in seen, "no request got an answer, so nothing of it was looked at"
