"""Every kind of number that an output shows, as a named function of the evidence: one module for each topic.

A figure carries the name of its recipe and the arguments, so that ``recompute`` can work it out again from
the editions it names. Arguments are plain: a measure by key, an area by code and type, periods as
``2018-04..2018-09`` (several, with commas, where a mean is taken). Any argument that no recipe knows keeps one
class of a breakdown, as in ``sex="female"``; a module that takes others than the usual ones names them in a
constant ``ARGUMENTS`` of its own.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from commonground import catalogue
from commonground.evidence.figure import Argument, Figure
from commonground.evidence.reading import Untraceable, Value
from commonground.evidence.recipe import RECIPES
from commonground.evidence.shown import made

if TYPE_CHECKING:
    from commonground.evidence.run import Evidence

__all__ = ["ARGUMENTS", "RECIPES", "agrees", "figure", "made", "recompute"]

USUAL_ARGUMENTS = frozenset(
    {"measure", "area", "area_type", "group", "period", "baseline", "source", "classification", "edition",
     "of", "per", "year", "ages", "end", "within", "half"}
)  # fmt: skip
ARGUMENTS = USUAL_ARGUMENTS.union(
    *(getattr(import_module(f"{__name__}.{key}"), "ARGUMENTS", frozenset()) for key in catalogue.keys(__name__))
)
"""What recipes take; any other argument is a column of a breakdown."""


def figure(evidence: "Evidence", method: str, editions: Sequence[str], /, **arguments: Argument) -> Figure:
    """The figure, worked out. Raises Untraceable."""
    return made(method, _work(evidence, method, tuple(editions), arguments), editions, **arguments)


def recompute(figure: Figure, evidence: "Evidence") -> Value:
    """The figure's value, worked out anew from the editions it names. Raises Untraceable."""
    return _work(evidence, figure.method, figure.editions, dict(figure.arguments))


def agrees(shown: Figure, again: Value) -> bool:
    """Is the value worked out again the one shown? A withheld figure has nothing to disagree with."""
    if shown.withheld or shown.value is None or again is None:
        return bool(shown.withheld) or shown.value is again
    return shown.value == again or abs(shown.value - again) <= 1e-9 * max(abs(shown.value), abs(again))


def _work(
    evidence: "Evidence", method: str, editions: tuple[str, ...], arguments: Mapping[str, Argument]
) -> Value:
    if method not in RECIPES:
        raise Untraceable(f"there is no recipe called {method}")
    held = {e.id for e in evidence.editions}
    if gone := [e for e in editions if e not in held]:
        raise Untraceable(f"edition {', '.join(gone)} is not in the store: load its file again")
    return RECIPES[method].work(evidence, editions, **arguments)
