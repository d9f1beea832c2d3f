"""The access table: every route, asked by everyone, answered in words. ``access.csv`` is what was agreed."""

import csv
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scopes_disabled
from examples import EXAMPLES, OF_GROUPS, OTHER_AGENCY, WORDS, Example
from people import Cast

from commonground.partnership.models import User
from commonground.partnership.roles import ROLES

FILE = Path(__file__).with_name("access.csv")
OWN, AGENCY, ELSEWHERE = "", "another agency’s", "another partnership’s"
ASKED = ("address", "method", "record")
OUTSIDE = {
    "anyone_elsewhere": "anyone of another partnership",
    "region": "reviewer of the region",
    "ended": "member until yesterday",
    "untrained": "member whose training ran out",
    "unconfirmed": "member not confirmed",
    "seatless": "signed in, no seat",
    "visitor": "visitor",
}
Answers = dict[tuple[str, ...], dict[str, str]]
WHO = [role.title.lower() for role in ROLES.values()] + list(OUTSIDE.values())


@dataclass(frozen=True)
class Route:
    """An address of the site as the URL resolver has it, and the rules that its view states."""

    address: str
    name: str
    words: tuple[str, ...]
    view: Any

    def __str__(self) -> str:
        return self.address


def routes() -> list[Route]:
    """Every route there is."""
    return sorted(_walk(get_resolver(), "", "", ()), key=lambda route: route.address)


def _walk(at: URLResolver, address: str, space: str, words: tuple[str, ...]) -> Iterator[Route]:
    for pattern in at.url_patterns:
        here, known = address + _plain(str(pattern.pattern)), (*words, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            yield Route("/" + here, f"{space}{pattern.name or ''}", known, pattern.callback)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, here, inner, known)


def _plain(pattern: str) -> str:
    """A pattern as people read it: <slug:partnership> and (?P<partnership>…) are <partnership>."""
    words = re.sub(r"\(\?P(<\w+>)[^)]*\)|<\w+:(\w+)>", lambda found: found[1] or f"<{found[2]}>", pattern)
    return words.replace("\\Z", "").strip("^$")


@dataclass(frozen=True)
class Row:
    """One way to ask: an address, a method, and whose record the address names."""

    route: Route
    method: str
    record: str = OWN

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.route.address, self.method, self.record)

    @property
    def at_a_table(self) -> bool:
        """Whether the page is one of a partnership’s."""
        return "partnership" in self.route.words

    def address(self, cast: Cast) -> str:
        """The address with examples in it."""
        if not self.route.words:
            return self.route.address
        home = cast.region if self.route.name in OF_GROUPS else cast.own
        of = cast.other if self.record == ELSEWHERE else home
        found = OTHER_AGENCY if self.record == AGENCY else EXAMPLES
        lines = WORDS | found.get(self.route.name, {})
        with scopes_disabled():
            given = {
                word: _example(lines, word, self)(home if word == "partnership" else of) for word in self.route.words
            }
        return reverse(self.route.name, kwargs=given)


def _example(lines: dict[str, Example], word: str, row: Row) -> Example:
    if word not in lines:
        raise LookupError(f"examples.py has no line for “{word}” of the route “{row.route.name}” ({row.route})")
    return lines[word]


def rows_of(route: Route) -> list[Row]:
    """The ways to ask a route: each method with a rule; records of others where the address names one."""
    records = [OWN]
    records += [AGENCY] if route.name in OTHER_AGENCY else []
    records += [ELSEWHERE] if EXAMPLES.get(route.name) and "partnership" in route.words else []
    methods = [method for method in ("GET", "POST") if route.view.stated.of(method)]
    return [Row(route, method, record) for method in methods for record in records]


@dataclass
class Doorbell:
    """The cast, each with a browser in which they are signed in."""

    cast: Cast
    cookies: dict[int, SimpleCookie] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cast = self.cast
        seated = [seat.user for table in (cast.own, cast.other, cast.region) for seat in table.seats.values()]
        for person in (*seated, *cast.outsiders.values()):
            client = Client()
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            self.cookies[person.pk] = client.cookies

    def observed(self, row: Row) -> dict[str, str]:
        """What each of the cast is answered."""
        cast = self.cast
        home, address = (cast.region if row.route.name in OF_GROUPS else cast.own), row.address(cast)
        answers = {ROLES[key].title.lower(): self.ask(row.method, address, home.user(key)) for key in ROLES}
        neighbours = ROLES if "partnership" in row.route.words else ("analyst",)  # of no table, all are the same
        elsewhere = {self.ask(row.method, address, cast.other.user(key)) for key in neighbours}
        answers[OUTSIDE["anyone_elsewhere"]] = " or ".join(sorted(elsewhere))
        answers[OUTSIDE["region"]] = self.ask(row.method, address, cast.region.user("reviewer"))
        for key, person in cast.outsiders.items():
            answers[OUTSIDE[key]] = self.ask(row.method, address, person)
        return answers | {OUTSIDE["visitor"]: self.ask(row.method, address, None)}

    def client(self, person: User | None) -> Client:
        """The browser of someone of the cast."""
        client = Client(raise_request_exception=False)
        if person is not None:
            client.cookies = deepcopy(self.cookies[person.pk])
        return client

    def ask(self, method: str, address: str, person: User | None) -> str:
        """Ask as this person, and undo whatever it did."""
        client = self.client(person)
        with transaction.atomic():
            answer = in_words(method, client.generic(method, address))
            transaction.set_rollback(True)
        return answer


def in_words(method: str, response: Any) -> str:
    """An answer as an information governance lead reads it."""
    status, to = response.status_code, response.headers.get("Location", "")
    if to.startswith("/account/login/?next="):
        return "asked to sign in"
    if to.startswith("/account/reauthenticate"):
        return "asked to sign in again"
    if 300 <= status < 400 and method == "GET":
        return f"sent to {to.split('?')[0].split('#')[0]}" if to.startswith("/") else "sent to another site"
    known = {403: "may not, is told who may", 404: "does not exist", 405: "no such act", 401: "needs a key"}
    if status < 400:
        return "sees it" if method == "GET" else "does it"
    if status in (400, 409, 422):  # let in, and told what is wrong with an empty form or a made-up address
        return "does it" if method == "POST" else "sees what is wrong"
    if status == 503 and response.content:
        return "says that it is not ready"
    return known.get(status, f"fails with {status}")


def agreed() -> Answers:
    """The rows of ``access.csv``."""
    if not FILE.exists():
        return {}
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {tuple(row[name] for name in ASKED): row for row in csv.DictReader(lines)}


def differences(found: Answers, rows: Answers) -> dict[tuple[str, ...], dict[str, tuple[str, str]]]:
    """Where the site answers otherwise than agreed: (agreed, answered) by row and by person."""
    differs = {
        key: {who: (rows[key][who], answer) for who, answer in answers.items() if rows[key][who] != answer}
        for key, answers in found.items()
    }
    return {key: row for key, row in differs.items() if row}


def write(found: Answers, keys: set[tuple[str, ...]]) -> None:
    """Add rows for what has none yet, and leave out those whose route is gone. Agreed rows stay as they are."""
    rows = {key: row for key, row in (found | agreed()).items() if key in keys}
    with FILE.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, [*ASKED, *WHO], lineterminator="\n")
        writer.writeheader()
        for key in sorted(rows):
            writer.writerow(dict(zip(ASKED, key, strict=True)) | {who: rows[key][who] for who in WHO})
