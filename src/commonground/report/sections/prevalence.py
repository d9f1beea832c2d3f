"""How many people are harmed, or at risk, of whom no agency knows: where partners’ lists overlap, and are loaded."""

from commonground.evidence.figure import Figure, Text
from commonground.evidence.overlapping import SOURCE, Overlapping, estimated, overlapping
from commonground.methods.prevalence import CRITICS, Prevalence
from commonground.report.blocks import Block, Caveat, Notice, Paragraph, Statement
from commonground.report.charts.prevalence import Answer, forest
from commonground.report.desk import Desk
from commonground.report.section import Section
from commonground.sources import sources

NEEDED = (
    "No overlapping lists of this area are loaded, so how many people no agency knows of cannot be estimated. It needs "
    "three lists or more of the same harm, area and period, kept by different agencies for their own reasons (police, "
    "youth justice, hospital, children’s services, charities), linked without names, and counted by which lists people "
    "are on, with every count as it is."
)
HELD = "A count of these lists was held back, and an estimate needs every one of them as it is."
ONE = "The extract has one list, and one list says nothing of the people who are not on it."


def build(desk: Desk) -> list[Block]:
    """The range of answers with its forest, or why there is none."""
    held = overlapping(desk.evidence, desk.area)
    if held is None:
        return [Notice("missing", "No overlapping lists", (NEEDED,))]
    found = estimated(desk.evidence, desk.area)
    if found is None:
        return [Notice("missing", "No estimate", (ONE if held.whole else HELD,))]
    if found.refused:
        return [Notice("missing", "No estimate", (str(found),)), _of_the_area()]
    return [*(_of_two(desk, held, found) if len(found.lists) == 2 else _of_more(desk, held, found)), _of_the_area()]


def _of_more(desk: Desk, held: Overlapping, found: Prevalence) -> list[Block]:
    def by(model: str, of: str = "estimate") -> Figure:
        return _figure(desk, held, of, model)

    seen, lowest, highest = _seen(desk, held), _figure(desk, held, "lowest"), _figure(desk, held, "highest")
    return [
        Statement((
            "Between ", lowest, " and ", highest, " people, ", seen, f" of them known to {_named(found.lists)} in ",
            held.period.name, ": so far apart are the answers that these lists allow.",
        )),
        Paragraph((
            "The model that their overlaps pick gives ", by("known"), " (", by("known", "lower"), " to ",
            by("known", "upper"), " with that model taken as known, ", by("afresh", "lower"), " to ",
            by("afresh", "upper"), " with the choice of it allowed for). Which model is right the lists cannot show, "
            "and a single figure out of the range must not be quoted alone.",
        )),
        _forest(desk, held, found, seen, lowest, highest),
        Caveat((CRITICS,)),
    ]  # fmt: skip


def _forest(desk: Desk, held: Overlapping, found: Prevalence, seen: Figure, lowest: Figure, highest: Figure) -> Block:
    answers = [
        Answer(one.title, *(_figure(desk, held, of, one.key) for of in ("estimate", "lower", "upper")))
        for one in found.approaches
    ]
    source: Text = (f"{sources()[SOURCE].title}, {held.period.name}. {sources()[SOURCE].attribution}",)
    return forest(
        "prevalence-answers",
        f"How many people there may be in {desk.area.name}, by {len(answers)} models",
        answers,
        seen=seen,
        lowest=lowest,
        highest=highest,
        what="people",
        source=source,
    )


def _of_two(desk: Desk, held: Overlapping, found: Prevalence) -> list[Block]:
    def by(of: str) -> Figure:
        return _figure(desk, held, of, "chapman")

    first, second = found.lists
    return [
        Paragraph((
            f"If being known to {first} said nothing of being known to {second}, which two lists cannot show, there "
            "would be ", by("estimate"), " people (", by("lower"), " to ", by("upper"), "), ", _seen(desk, held),
            f" of them known to one or both in {held.period.name}. Agencies refer people to each other, so that the "
            "truth is likelier to be higher; a third list would show how far this can be believed.",
        )),
        Caveat((CRITICS,)),
    ]  # fmt: skip


def _of_the_area() -> Block:
    return Caveat((
        "This is of the area as a whole: it says nothing of any person, and nobody can be found by it. "
        + " ".join(sources()[SOURCE].caveats[:1]),
    ))  # fmt: skip


def _figure(desk: Desk, held: Overlapping, of: str, model: str | None = None) -> Figure:
    named = {"model": model} if model else {}
    return desk.figure(
        "people_estimated", (held.edition,), area=desk.area.code, area_type=desk.area.type, of=of, **named
    )


def _seen(desk: Desk, held: Overlapping) -> Figure:
    return desk.figure("people_on_lists", (held.edition,), area=desk.area.code, area_type=desk.area.type, of="seen")


def _named(lists: tuple[str, ...]) -> str:
    return f"{', '.join(lists[:-1])} or {lists[-1]}"


SECTION = Section(key="prevalence", title="Whom no agency knows", order=55, build=build)
