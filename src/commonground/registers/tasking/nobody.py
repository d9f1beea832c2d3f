"""Tasking names nobody: its texts are asked as those of registers are."""

from collections.abc import Mapping

from django_scopes import scopes_disabled

from commonground.partnership.models import Membership, Partnership
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.entries import PersonNamed, told
from commonground.registers.people import named_in


def names_nobody(partnership: Partnership, texts: Mapping[str, str], *, sure: bool) -> None:
    """Raises NotPossible for a text that names a person, and PersonNamed for one that may, unless its writer is sure.

    ``texts`` are words by what they are called on the page.
    """
    held = {title: (title, words) for title, words in texts.items() if words}
    found = named_in(held, _names(partnership)) if held else []
    if refused := [one for one in found if one.refused]:
        raise NotPossible(told(refused).replace("A register", "Tasking", 1))
    if found and not sure:
        raise PersonNamed(found)


def _names(partnership: Partnership) -> list[str]:
    with scopes_disabled():
        return list(Membership.objects.filter(partnership=partnership).values_list("user__name", flat=True).distinct())
