"""Where an action comes from: a practice card or a group’s offer; and looking up in a dictionary."""

from collections.abc import Mapping
from typing import Any

from django import template

from commonground.plan import boroughs, cards
from commonground.plan.models import Action

register = template.Library()


@register.inclusion_tag("plan/practice/credit.html", takes_context=True)
def credit(context: Mapping[str, Any], action: Action) -> dict[str, Any]:
    """`{% credit action %}`: the practice card that it was taken from, and the group’s action that it is part of."""
    said = cards.credits([action.practice_card]).get(action.practice_card, "")
    offer = boroughs.part_of(action.shared_from)
    card = action.practice_card if cards.is_shared(action.practice_card) else ""
    return {"said": said, "card": card, "offer": offer, "partnership": context["partnership"]}


@register.filter
def of(words: Mapping[Any, Any], key: Any) -> Any:
    """`{{ titles|of:remark.pk }}`."""
    return words.get(key, "")
