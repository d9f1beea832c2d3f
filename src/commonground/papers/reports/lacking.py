"""What a report still lacks before it can be published, each with the part that an officer has to open."""

from collections.abc import Iterator
from dataclasses import dataclass

from commonground.papers.legal import laws, outdated_in
from commonground.papers.reports.composing import Ready, Said
from commonground.papers.reports.kind import Implication, Legal, Officers


@dataclass(frozen=True)
class Lacking:
    """One thing to do: the key of the part, its title, and what is wrong with it."""

    key: str
    title: str
    why: str


def lacking(ready: Ready) -> list[Lacking]:
    """Everything that keeps the report from being submitted and published, in its order."""
    return [one for part in ready.kind.parts(ready.plan) for one in _of(ready, part)]


def _of(ready: Ready, part: object) -> Iterator[Lacking]:
    if isinstance(part, Legal):
        law = laws()[part.law]
        if part.key not in ready.said:
            yield Lacking(part.key, law.title, "Nobody has confirmed or left out this legal paragraph.")
        yield from _outdated(part.key, law.title, ready.said.get(part.key))
    elif isinstance(part, Officers):
        said = ready.words(part)
        if empty := part.lacks(said.answers):
            yield Lacking(part.key, part.title, _why(part, [one.label for one in empty if one.label]))
        if said.exempt and not said.exempt_why.strip():
            yield Lacking(part.key, part.title, "It is marked as exempt, and no reason is given.")
        yield from _outdated(part.key, part.title, said)


def _why(part: Officers, labels: list[str]) -> str:
    if isinstance(part, Implication):
        return "It is empty. Where there are no implications, write “None”."
    if part.key.startswith("theme-"):
        return "This theme has no local commentary."
    if len(part.questions) > 1:
        return f"Not answered: {', '.join(label[0].lower() + label[1:] for label in labels)}."
    return "Nothing is written yet."


def _outdated(key: str, title: str, said: Said | None) -> Iterator[Lacking]:
    for law in outdated_in("\n".join(said.answers.values())) if said else ():
        yield Lacking(key, title, law.warning)
