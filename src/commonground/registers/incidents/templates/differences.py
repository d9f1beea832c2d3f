"""What differs between two checklists, step by step."""

from dataclasses import dataclass

from commonground.registers.incidents.clocks import Clock, Since
from commonground.registers.incidents.templates.written import PHASES, Step, Template

FROM = {
    Since.ANNIVERSARY: "the anniversary", Since.TRIAL: "the first day of the trial",
    Since.REVIEW: "the publication of the review",
}  # fmt: skip
TOLD = ("title", "phase", "owner", "why", "clock")


@dataclass(frozen=True)
class Differs:
    """One step: added, left out, or with what changed in it, as (what, before, after)."""

    title: str
    what: str
    changes: tuple[tuple[str, str, str], ...] = ()


def differences(before: Template, after: Template) -> list[Differs]:
    """In the order of the later one; what was left out comes last."""
    old = {one.key: one for one in before.steps}
    found = [_differs(old.get(one.key), one) for one in after.steps]
    gone = [Differs(one.title, "Left out") for one in before.steps if one.key not in {new.key for new in after.steps}]
    return [one for one in (*found, *gone) if one is not None]


def _differs(before: Step | None, after: Step) -> Differs | None:
    if before is None:
        return Differs(after.title, "Added")
    pairs = [(name.capitalize(), _said(before, name), _said(after, name)) for name in TOLD]
    changes = tuple(one for one in pairs if one[1] != one[2])
    return Differs(after.title, "Changed", changes) if changes else None


def _said(step: Step, name: str) -> str:
    if name == "clock":
        return in_words(step.clock)
    return PHASES[step.phase] if name == "phase" else str(getattr(step, name))


def in_words(clock: Clock) -> str:
    """The clock, as a page says it."""
    if not clock.since:
        return "no clock"
    if clock.since == Since.TOLD:
        lengths = [_counted(clock.days, "day"), _counted(clock.hours, "hour")]
        said = " and ".join(one for one in lengths if one)
        first = f"within {said} of being told" if said else "at once"
        return f"{first}, then every {clock.every} days" if clock.every else first
    what = FROM[Since(clock.since)]
    if not clock.days:
        said = f"on {what}"
    else:
        said = f"{_counted(abs(clock.days), 'day')} {'before' if clock.days < 0 else 'after'} {what}"
    return f"{said}, every year" if clock.since == Since.ANNIVERSARY else said


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""
