"""Texts of a panel, a meeting or an incident name nobody: asked before they are stored."""

from collections.abc import Mapping

from commonground.partnership.models import Partnership
from commonground.plan.changes.possible import NotPossible
from commonground.registers.changes.entries import PersonNamed, names_at, told
from commonground.registers.people import named_in


def ask_for_names(partnership: Partnership, texts: Mapping[str, str], sure: bool) -> None:
    """Look through texts, given by their titles. ``sure`` is what their writer says: that nobody is named.

    Raises NotPossible for what is about a person, and PersonNamed for what may be and was not said to be not.
    """
    found = named_in({title: (title, words) for title, words in texts.items() if words}, names_at(partnership))
    if refused := [one for one in found if one.refused]:
        raise NotPossible(told(refused))
    if found and not sure:
        raise PersonNamed(found)
