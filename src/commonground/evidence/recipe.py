"""What a recipe is: one kind of number that an output shows, as a named function of the evidence."""

from collections.abc import Callable
from dataclasses import dataclass

from commonground.evidence.reading import Value


@dataclass(frozen=True)
class Recipe:
    """How one kind of number is worked out."""

    name: str
    work: Callable[..., Value]

    @property
    def about(self) -> str:
        """What the number is, in one line."""
        return (self.work.__doc__ or "").strip().splitlines()[0]


RECIPES: dict[str, Recipe] = {}


def recipe(work: Callable[..., Value]) -> Callable[..., Value]:
    """Keep the function as a recipe under its own name. Raises ValueError where another has that name."""
    name = work.__name__
    if name in RECIPES and RECIPES[name].work.__module__ != work.__module__:
        raise ValueError(f"two recipes are called {name}: in {RECIPES[name].work.__module__} and {work.__module__}")
    RECIPES[name] = Recipe(name, work)
    return work
