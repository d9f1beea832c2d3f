"""A figure: one number as it is shown, with all that is needed to find where it came from and work it out again."""

from dataclasses import dataclass

Argument = str | int | float | bool | None


@dataclass(frozen=True)
class Figure:
    """A number in a sentence, table, chart or map.

    ``method`` names a function of ``evidence.recipes`` and ``arguments`` are what it is called with, so that
    ``recipes.recompute(figure, evidence) == figure.value`` for as long as the editions are in the store. A figure
    that may not be shown has ``withheld`` set, no value, and words in ``shown``.
    """

    value: int | float | None
    shown: str
    method: str
    arguments: tuple[tuple[str, Argument], ...]
    editions: tuple[str, ...]
    withheld: str | None = None  # "small number", "protects a small number", "withheld by the publisher", "missing"

    def __str__(self) -> str:
        return self.shown


Text = tuple[str | Figure, ...]
"""A sentence: words, and figures in their places. No number stands in the words but a date, a name or a limit."""


def plain(text: "Text | str") -> str:
    """The sentence as a reader sees it."""
    return text if isinstance(text, str) else "".join(str(part) for part in text)
