"""Parts of the public plan, as template tags: how its actions stand, in words, shapes and a bar."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from django import template

from commonground.plan.giveaways import Giveaway
from commonground.plan.public_form import How
from commonground.web.templatetags.plan import WIDTH, stands

register = template.Library()

SHAPES = {How.NO_UPDATE: "dash", How.STOPPED: "square"}
IN_A_SENTENCE = {How.NO_UPDATE: "without an update"}
GREY = (How.NO_UPDATE, How.NOT_REVIEWED, How.DEVELOPING, How.STOPPED)


@register.inclusion_tag("parts/rag.html")
def how_it_stood(how: How) -> dict[str, str]:
    """How an action stood at the review: `{% how_it_stood action.how %}`."""
    if how not in GREY:
        return stands(how)  # type: ignore[no-any-return]
    return {"colour": "grey", "said": how.label, "shape": SHAPES.get(how, "ring")}


@register.inclusion_tag("published/plan_bar.html")
def how_they_stood(counts: Sequence[tuple[How, int]]) -> dict[str, Any]:
    """A bar of how many actions stood how. It is for the eye alone: a sentence and a table say the same."""
    total = sum(number for _, number in counts)
    edges = [0, *accumulate(number for _, number in counts)]
    parts = [
        {"colour": how_it_stood(how)["colour"], "x": WIDTH * start / total, "width": WIDTH * number / total}
        for start, (how, number) in zip(edges, counts, strict=False)
    ]
    return {"parts": parts}


@register.simple_tag
def sentence_of(counts: Sequence[tuple[How, int]]) -> str:
    """The same in words: “Of 14 actions, 5 were on track, 2 at risk …”."""
    total = sum(number for _, number in counts)
    each = [f"{number} {IN_A_SENTENCE.get(how, how.label.lower())}" for how, number in counts]
    listed = f"{', '.join(each[:-1])} and {each[-1]}" if len(each) > 1 else "".join(each)
    return f"Of {total} action{'s' * (total != 1)} in the plan: {listed}." if total else "The plan has no actions yet."


@register.filter
def grouped(found: Sequence[Giveaway]) -> list[tuple[str, list[Giveaway]]]:
    """What has to be read, by the text that it stands in."""
    places: dict[str, list[Giveaway]] = {}
    for one in found:
        places.setdefault(one.title, []).append(one)
    return list(places.items())
