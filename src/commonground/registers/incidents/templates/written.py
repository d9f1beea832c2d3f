"""A checklist as it is written: JSON in, a value out, and back. What is wrong in a file is one sentence."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from commonground.registers.incidents.clocks import Clock, Since

FOLDER = Path(__file__).parent
SHIPPED = "london-vru-1.json"
PHASES = {"first_day": "Within 24 hours", "first_week": "Within 1 week", "later": "Later"}
SORTS = {
    "response": "Response", "communications": "Communications", "support": "Support for victims and families",
    "health": "Health", "schools": "Schools", "tension": "Tension", "neighbours": "Other boroughs",
    "learning": "Learning",
}  # fmt: skip
LONGEST = {"title": 200, "owner": 120, "why": 400}
MOST_STEPS = 120
CLOCK = {"since", "hours", "days", "every"}


class Refused(Exception):
    """The file is no checklist; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True)
class Trigger:
    """A kind of incident that starts a response."""

    key: str
    title: str


@dataclass(frozen=True)
class Part:
    """A part of the checklist."""

    key: str
    title: str


@dataclass(frozen=True)
class Step:
    """One step: what, in which part and phase, who usually owns it, by which clock, and why."""

    key: str
    part: str
    phase: str
    sort: str
    title: str
    owner: str
    why: str
    clock: Clock


@dataclass(frozen=True)
class Template:
    """A checklist, whole."""

    title: str
    sources: tuple[str, ...]
    triggers: tuple[Trigger, ...]
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]

    def with_step(self, step: Step) -> "Template":
        """The same with this step in place of the one of its key, or at the end."""
        if any(one.key == step.key for one in self.steps):
            return replace(self, steps=tuple(step if one.key == step.key else one for one in self.steps))
        return replace(self, steps=(*self.steps, step))

    def without(self, key: str) -> "Template":
        return replace(self, steps=tuple(one for one in self.steps if one.key != key))


@cache
def shipped() -> Template:
    """The checklist that comes with Common Ground."""
    return read(json.loads((FOLDER / SHIPPED).read_text("utf-8")))


def opened(content: bytes) -> Template:
    """The checklist of a file. Raises Refused."""
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Refused("The file is not JSON: download the checklist that you use, change that, and send it.") from None
    return read(given)


def read(given: Any) -> Template:
    """The checklist, judged by the published form. Raises Refused."""
    top = _object(given, "The checklist", {"title", "sources", "triggers", "parts", "steps"})
    triggers = tuple(_pair(one, f"Trigger {n}", Trigger) for n, one in enumerate(_list(top, "triggers"), 1))
    parts = tuple(_pair(one, f"Part {n}", Part) for n, one in enumerate(_list(top, "parts"), 1))
    steps = tuple(_step(one, n, {part.key for part in parts}) for n, one in enumerate(_list(top, "steps"), 1))
    if len(steps) > MOST_STEPS:
        raise Refused(f"The checklist has {len(steps)} steps: leave out some, {MOST_STEPS} is the most.")
    for name, rows in (("trigger", triggers), ("part", parts), ("step", steps)):
        _keys_once(name, [one.key for one in rows])  # type: ignore[attr-defined]
    if not isinstance(top["sources"], list):
        raise Refused("The sources of the checklist are not a list: write them as […].")
    sources = tuple(_text({"source": one}, "source", "Sources", 400) for one in top["sources"])
    return Template(_text(top, "title", "The checklist", 200), sources, triggers, parts, steps)


def written(template: Template) -> dict[str, Any]:
    """The checklist as JSON holds it; reading it gives the same again."""
    found = json.loads(json.dumps(asdict(template)))
    for step in found["steps"]:
        step["clock"] = {name: value for name, value in step["clock"].items() if value and name in CLOCK}
    kept: dict[str, Any] = found
    return kept


def as_text(template: Template) -> str:
    """The checklist as a file."""
    return json.dumps(written(template), ensure_ascii=False, indent=1) + "\n"


def _step(given: Any, number: int, parts: set[str]) -> Step:
    where = f"Step {number}"
    row = _object(given, where, {"key", "part", "phase", "sort", "title", "owner", "why", "clock"})
    key = _key(row, where)
    for name, known in (("part", parts), ("phase", PHASES), ("sort", SORTS)):
        if not isinstance(row[name], str) or row[name] not in known:
            raise Refused(f"{where}: the {name} “{row[name]}” is none of {', '.join(sorted(known))}.")
    texts = {name: _text(row, name, where, most) for name, most in LONGEST.items()}
    return Step(key, row["part"], row["phase"], row["sort"], **texts, clock=_clock(row["clock"], where))


def _clock(given: Any, where: str) -> Clock:
    if not isinstance(given, dict) or given.keys() - CLOCK:
        raise Refused(f"{where}: a clock has no more than {', '.join(sorted(CLOCK))}.")
    since = given.get("since", "")
    if not isinstance(since, str) or since not in {"", *Since}:
        raise Refused(f"{where}: a clock counts from {', '.join(Since)}, not from “{since}”.")
    numbers = {name: given.get(name, 0) for name in ("hours", "days", "every")}
    for name, value in numbers.items():
        if not isinstance(value, int) or isinstance(value, bool) or not -3_660 <= value <= 3_660:
            raise Refused(f"{where}: the {name} of its clock must be a whole number from -3,660 to 3,660.")
    return judged(Clock(since, **numbers), where)


def judged(clock: Clock, where: str) -> Clock:
    """The clock, where it makes sense. Raises Refused."""
    if clock.since == Since.TOLD and (clock.hours < 0 or clock.days < 0):
        raise Refused(f"{where}: nothing is due before the partnership is told; leave out the minus.")
    if clock.since != Since.TOLD and (clock.hours or clock.every):
        raise Refused(f"{where}: hours, and what comes again, count from when the partnership is told.")
    if clock.every < 0 or (not clock.since and clock.days):
        raise Refused(f"{where}: its clock counts from nothing; say from what, or leave it out.")
    return clock


def _object(given: Any, where: str, names: set[str]) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise Refused(f"{where} is not written as {{…}} with {', '.join(sorted(names))}.")
    if missing := sorted(names - given.keys()):
        raise Refused(f"{where} lacks {', '.join(missing)}.")
    if more := sorted(given.keys() - names):
        raise Refused(f"{where} has {', '.join(more)[:80]}, which no checklist has: leave it out.")
    return given


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    found = given[name]
    if not isinstance(found, list) or not found:
        raise Refused(f"The checklist has no {name}: give at least one.")
    return found


def _pair(given: Any, where: str, kind: type[Any]) -> Any:
    row = _object(given, where, {"key", "title"})
    return kind(_key(row, where), _text(row, "title", where, 120))


def _key(row: Mapping[str, Any], where: str) -> str:
    key = row["key"]
    if not isinstance(key, str) or not key.replace("_", "").isalnum() or not key.isascii() or len(key) > 40:
        raise Refused(f"{where}: its key must be letters, digits and underscores, 40 at most.")
    return key


def _text(row: Mapping[str, Any], name: str, where: str, most: int) -> str:
    text = row[name]
    if not isinstance(text, str) or not text.strip():
        raise Refused(f"{where}: its {name} is empty; write it.")
    if len(text) > most or "\0" in text:
        raise Refused(f"{where}: its {name} is longer than {most} characters; shorten it.")
    return text.strip()


def _keys_once(name: str, keys: Iterable[str]) -> None:
    held = list(keys)
    if twice := sorted({key for key in held if held.count(key) > 1}):
        raise Refused(f"Two have the key “{twice[0]}”: give each {name} its own.")
