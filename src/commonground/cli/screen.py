"""The screen: how commands set headings, pairs, bullets and numbers in a terminal of any width."""

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDEST = 96
"""Longer lines are hard to read, however wide the window."""


def console() -> Console:
    """Standard output, no wider than is comfortable; plain text where it is not a terminal."""
    screen = Console(highlight=False, soft_wrap=False, markup=False, emoji=False)
    screen.width = min(screen.width, WIDEST)
    return screen


def heading(screen: Console, title: str, beside: str = "") -> None:
    """A heading with a blank line above it."""
    screen.print()
    line = Text(title, style="bold")
    if beside:
        line.append(f"  {beside}", style="dim not bold")
    screen.print(line)


def pairs(screen: Console, facts: Mapping[str, str], right: bool = False) -> None:
    """Names and what is said of each, in two columns; numbers are set right."""
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(style="dim", overflow="fold")
    grid.add_column(justify="right" if right else "left", overflow="fold", no_wrap=right)
    for name, said in facts.items():
        grid.add_row(name, said)
    screen.print(Padding(grid, (0, 0, 0, 2)))


def bullets(screen: Console, items: Iterable[str]) -> None:
    """Sentences, each hung from a bullet."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for item in items:
        grid.add_row("•", item)
    screen.print(Padding(grid, (0, 0, 0, 2)))
