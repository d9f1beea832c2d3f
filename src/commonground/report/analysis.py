"""An analysis: one question put to a table that somebody has, answered in a sentence, a table and a chart.

Each module of ``report/analyses`` declares one. What it reads and takes is declared, so that the terminal, its help,
its documentation and its tests follow by themselves; the mathematics is in ``methods``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Protocol

import numpy as np

from commonground import catalogue
from commonground.report.blocks import Block

Kind = Literal["number", "count", "date", "time", "text", "yes or no"]
Step = Callable[[int, int], object]


@dataclass(frozen=True, kw_only=True)
class Column:
    """What a table must have, or may have, under one heading.

    In the analysis a ``number`` or ``count`` is an array of float64, a ``date`` of datetime64[D], a ``time`` of
    datetime64[s], ``text`` of str objects, ``yes or no`` of bool. An empty cell is refused unless ``blank``: then it
    is nan, NaT, "" or False. A ``count`` is a whole number, nought or more.
    """

    key: str
    about: str
    kind: Kind = "number"
    required: bool = True
    blank: bool = False


@dataclass(frozen=True, kw_only=True)
class Option:
    """What may be said beside the file. ``default`` None means not said.

    ``numbers`` is a list such as 0,200,400. A ``file`` is a second table, with the columns that it must have.
    """

    key: str
    about: str
    kind: Literal["number", "whole", "text", "numbers", "yes or no", "date", "file"] = "number"
    default: Any = None
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Given:
    """A table as it was read: the declared columns as arrays, and all the others as text."""

    name: str
    columns: Mapping[str, np.ndarray]
    others: Mapping[str, Sequence[str]]

    def __getitem__(self, key: str) -> np.ndarray:
        return self.columns[key]

    def __contains__(self, key: str) -> bool:
        return key in self.columns

    def __len__(self) -> int:
        return len(next(iter([*self.columns.values(), *self.others.values()]), ()))


@dataclass(frozen=True)
class Asked:
    """What an analysis is asked: tables, options by key, a source of randomness, and whom to tell how far it is."""

    tables: tuple[Given, ...]
    options: Mapping[str, Any]
    generator: np.random.Generator
    step: Step

    @property
    def table(self) -> Given:
        """The one table."""
        (only,) = self.tables
        return only

    def __getitem__(self, option: str) -> Any:
        return self.options[option]


class Result(Protocol):
    """What a method gives back: ``str`` of it is one plain sentence, and its table has columns of equal length."""

    def table(self) -> Mapping[str, Sequence[Any] | np.ndarray]: ...


def no_blocks() -> tuple[Block, ...]:
    return ()


@dataclass(frozen=True)
class Outcome:
    """The answer. ``draw`` makes the charts, and further tables, only when they are wanted."""

    result: Result
    draw: Callable[[], Sequence[Block]] = no_blocks
    cautions: tuple[str, ...] = field(default=())

    @property
    def sentence(self) -> str:
        return str(self.result)


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """One question. ``example`` is what follows ``commonground analyse KEY`` in a call that works, from the
    folder of the repository; ``files`` is how many tables it reads."""

    key: str
    title: str
    question: str
    method: str
    cannot_say: tuple[str, ...]
    example: str
    work: Callable[[Asked], Outcome]
    columns: tuple[Column, ...] = ()
    options: tuple[Option, ...] = ()
    files: Literal["none", "one", "several"] = "one"
    random: bool = False
    extra: str = ""  # the optional packages it needs, as in ‘linkage’

    @property
    def command(self) -> str:
        return self.key.replace("_", "-")


@cache
def analyses() -> Mapping[str, Analysis]:
    """Every analysis by key."""
    return catalogue.read("commonground.report.analyses", "ANALYSIS", Analysis)
