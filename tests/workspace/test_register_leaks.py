"""What few may read leaves in no output: a value is planted in each restricted column, and every page and file fetched.

The pages are found by the URL resolver, so that one that is new is looked through, too. The same walk as somebody who
may read the value finds it: the test looks at things that could leak.
"""

import io
import zipfile
from collections.abc import Iterator

import pytest
from access_table import Route, routes
from django.db import models
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from examples import EXAMPLES, WORDS
from made_values import KINDS, values_of
from pypdf import PdfReader

from commonground.partnership.changes.systems import make_key
from commonground.partnership.models import Membership
from commonground.registers import reading
from commonground.registers.changes.entries import add, edit
from commonground.registers.models import Entry
from commonground.registers.moving.forms import FORMS
from commonground.registers.register import Register

pytestmark = pytest.mark.django_db
UNDER = ("registers/", "tasking/", "patrols/", "incidents/", "scrutiny/", "history/", "access-log/")
CANARY, LONGITUDE, LATITUDE = "nightjar-7391", -0.0318273, 51.4627391
SIGNS = (CANARY, "0.0318273", "51.4627391")
NUMBERS = {"longitude": LONGITUDE, "latitude": LATITUDE}
RESTRICTED = [one for one in KINDS if one.restricted]
MUST_BE_FOUND = {"register-entry", "register-entry-text", "register-export-file", "register-entry-edit"}
ASKS = ("", f"?words={CANARY}")
PAPER = ("pdf", "docx")  # takes long to lay out, so it is asked once
NEEDED = {"weapon_sweeps": {"knives": 1}}


def planted(register: Register, cast) -> Entry:
    """An entry with a value in each restricted column that holds words or numbers."""
    by = cast.own.actor("analyst")
    values = values_of(register) | NEEDED.get(register.key, {}) | {
        name: NUMBERS.get(name, CANARY) for name in register.restricted
        if name in NUMBERS or is_text(register, name)
    }  # fmt: skip
    assert set(values) & set(register.restricted), f"nothing could be planted in {register.key}"
    return add(register, cast.own.partnership, values, sure=True, by=by)


def is_text(register: Register, name: str) -> bool:
    column = register.field(name)
    return isinstance(column, models.CharField | models.TextField) and not column.choices


def looked_at() -> list[Route]:
    """Every page of these parts of a partnership that can be read."""
    start = "/partnerships/<partnership>/"
    found = [one for one in routes() if one.address.startswith(tuple(start + part for part in UNDER))]
    return [one for one in found if one.view.stated.look]


def addresses(entry: Entry, table) -> Iterator[tuple[str, str]]:
    """Each page with the name of its route: of the entry and its register as they are, others by their examples."""
    for route in looked_at():
        known = {"partnership": table.partnership.slug, "register": entry.register, "public_id": entry.public_id}
        known |= {"kind": "entry"}
        given = {word: known[word] for word in route.words if word in known and belongs(word, route)}
        lines = WORDS | EXAMPLES.get(route.name, {})
        missing = [word for word in route.words if word not in given and word != "form"]
        if any(word not in lines for word in missing):
            continue
        with scopes_disabled():
            given |= {word: lines[word](table) for word in missing}
        for form in FORMS if "form" in route.words else ("",):
            words = given | ({"form": form} if form else {})
            asks = ASKS[:1] if form in PAPER else ASKS
            yield from ((route.name, reverse(route.name, kwargs=words) + ask) for ask in asks)


def belongs(word: str, route: Route) -> bool:
    return word != "public_id" or "/entries/" in route.address or route.name == "history"


def told(answer) -> str:
    """All the words of an answer: of a file, what is in it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF") and b"%%EOF" in content:  # that of an example may be no more than its first letters
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def where_found(client: Client, entry: Entry, table) -> tuple[set[str], int]:
    """The pages on which the planted value stands, and how many answered at all."""
    found, answered = set(), 0
    for name, address in addresses(entry, table):
        answer = client.get(address)
        answered += answer.status_code == 200
        words = without_the_question(told(answer))
        if any(sign in words for sign in SIGNS):
            found.add(name)
    return found, answered


def without_the_question(words: str) -> str:
    """The words of a page but for those by which it was asked, which it repeats."""
    for asked in (f"words={CANARY}", f'name="words" value="{CANARY}"', f"Words: {CANARY}"):
        words = words.replace(asked, "")
    return words


def unfit(register: Register, table) -> list[Membership]:
    """One seat of those who read the register, bring in or keep entries, and may not read what is restricted in it."""
    roles = [
        role for role in ("plan_owner", "practitioner", "agency_lead", "governance_lead")
        if register.read.allows(table.actor(role))
        and not any(rule.allows(table.actor(role)) for rule in register.restricted.values())
    ]  # fmt: skip
    return [table.seats[role] for role in roles[:2]]


def fit(register: Register, table) -> str:
    """A role that may read all that is restricted."""
    rules = register.restricted.values()
    return next(r for r in ("analyst", "panel_chair") if all(rule.allows(table.actor(r)) for rule in rules))


@pytest.fixture
def unlimited(settings, tmp_path):
    settings.LIMITS = {name: (1_000_000, 60) for name in settings.LIMITS}
    settings.HOME, settings.SCANNER = tmp_path / "home", ""
    settings.HOME.mkdir()


@pytest.mark.slow
@pytest.mark.parametrize("register", RESTRICTED, ids=lambda one: one.key)
def test_a_restricted_value_leaves_in_no_output(register, cast, visit, unlimited) -> None:
    with scope(partnership=cast.own.partnership):
        entry = planted(register, cast)
        edit(entry, {"notes": "Changed once."} if "notes" in register.columns else {}, by=cast.own.actor("analyst"))
        seats = unfit(register, cast.own)
    assert seats, "somebody reads this register, and not its restricted columns"
    for seat in seats:
        found, answered = where_found(visit(seat.user), entry, cast.own)
        assert (found, answered > 20) == (set(), True), seat.role
    found, _ = where_found(visit(cast.own.user(fit(register, cast.own))), entry, cast.own)
    assert found >= MUST_BE_FOUND


@pytest.mark.parametrize("register", RESTRICTED, ids=lambda one: one.key)
def test_nor_does_it_leave_by_a_key(register, cast) -> None:
    with scope(partnership=cast.own.partnership):
        entry = planted(register, cast)
        key = make_key("Dashboard", "To show", 30, registers=True, by=cast.own.actor("administrator"))[1]
    client = Client(headers={"Authorization": f"Bearer {key}"})
    answers = [client.get(f"/api/v1/registers/{register.key}{more}") for more in ("", "/entries")]
    assert entry.public_id in told(answers[1])
    assert not any(sign in told(answer) for answer in answers for sign in SIGNS)
    assert not set(register.restricted) & {one["key"] for one in answers[0].json()["columns"]}


def test_the_walk_finds_a_leak_where_there_is_one(cast, visit, unlimited, monkeypatch) -> None:
    """The rule is broken on purpose, in every module that took it."""
    register = RESTRICTED[0]

    def everything(register, actor, names):
        return tuple(names)

    with scope(partnership=cast.own.partnership):
        entry = planted(register, cast)
        seat = unfit(register, cast.own)[0]
    monkeypatch.setattr(reading.columns_for, "__code__", everything.__code__)
    monkeypatch.setattr("test_register_leaks.FORMS", {"csv": FORMS["csv"]}, raising=False)
    found, _ = where_found(visit(seat.user), entry, cast.own)
    assert found >= {"register-entry", "register-export-file"}


def test_every_register_with_a_restricted_column_is_walked() -> None:
    assert {"weapon_sweeps", "section_60"} <= {one.key for one in RESTRICTED}
