"""Ranks of police officers who may authorise section 60, from the lowest: an office is written down, never a name."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import IntEnum

    class IntegerChoices(IntEnum):
        """Django’s, as a type checker should see it."""

        choices: list[tuple[int, str]]
        label: str
else:
    from django.db.models import IntegerChoices


class Rank(IntegerChoices):
    """A rank; the number is its order."""

    INSPECTOR = 1, "Inspector"
    CHIEF_INSPECTOR = 2, "Chief inspector"
    SUPERINTENDENT = 3, "Superintendent"
    CHIEF_SUPERINTENDENT = 4, "Chief superintendent"
    ACC = 5, "Assistant chief constable or commander"
    ABOVE = 6, "Above assistant chief constable or commander"
