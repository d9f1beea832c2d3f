"""What a plan lends to a report or a page: blocks made of the plan as it was written down, without anybody’s name."""

from collections.abc import Iterator
from datetime import date

from commonground.evidence.figure import Text
from commonground.plan.terms import ActionKind, ActionState, Rag, Tier
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenPlan
from commonground.report.blocks import Block, Bullets, Caveat, Heading, Notice, Paragraph, Statement, Table

PROVES_NOTHING = Caveat((
    "That an action is on track says that it is being done, not that violence fell because of it.",
))  # fmt: skip


def blocks(plan: WrittenPlan) -> list[Block]:
    """All of it, in the order in which it is read."""
    return [*unanswered(plan), *standards(plan), *statuses(plan), *actions(plan)]


def standards(plan: WrittenPlan) -> Iterator[Block]:
    """Each theme: its minimum standards and how they are met, the options chosen, and the local commentary."""
    for theme in plan.themes:
        own = [one for one in plan.answers if one.theme == theme.key and (one.tier == Tier.MINIMUM or one.standing)]
        yield Heading(theme.title)
        if own:
            yield Table(
                caption=f"{theme.title}: standards and options",
                head=("Standard or option", "Position", "In our words"),
                rows=tuple(_answer(one) for one in own),
            )
        yield from [Statement((part.strip(),)) for part in theme.commentary.split("\n\n") if part.strip()]


def statuses(plan: WrittenPlan) -> Iterator[Block]:
    """Which actions have which status, as the owner says and as it follows from tasks, dates and measures."""
    live = [one for one in plan.actions if one.state != ActionState.DROPPED]
    if not live:
        return
    rows: list[tuple[Text, ...]] = []
    for rag in Rag:
        said, follows = ([one.ref for one in live if getattr(one, field) == rag] for field in ("rag", "derived"))
        if said or follows:
            rows.append(((rag.label,), (_refs(said),), (_refs(follows),)))
    if silent := [one.ref for one in live if one.rag is None]:
        rows.append((("Not said",), (_refs(silent),), ("",)))
    yield Table(
        caption=f"Status of the actions on {_day(plan.as_of)}",
        head=("Status", "As the owner says", "As tasks, dates and measures say"), rows=tuple(rows),
    )  # fmt: skip
    yield PROVES_NOTHING


def actions(plan: WrittenPlan) -> Iterator[Block]:
    """Every action that was not dropped, theme by theme; then the dropped ones, each with its reason."""
    for theme in plan.themes:
        own = [one for one in plan.actions if one.theme == theme.key and one.state != ActionState.DROPPED]
        if own:
            yield Table(
                caption=f"Actions: {theme.title}",
                head=("Action", "Led by", "Due", "As the owner says", "As tasks, dates and measures say"),
                rows=tuple(_action(one) for one in own),
            )
    dropped = [one for one in plan.actions if one.state == ActionState.DROPPED]
    if dropped:
        yield Paragraph(("These actions were dropped:",))
        yield Bullets(tuple((f"{one.ref}: {one.title}. {one.state_reason}",) for one in dropped))


def unanswered(plan: WrittenPlan) -> Iterator[Block]:
    """The minimum standards that nobody has answered."""
    refs = [one.ref for one in plan.answers if one.tier == Tier.MINIMUM and one.standing is None]
    if refs:
        yield Notice("missing", "Standards not answered yet", (_refs(refs),))


def _answer(one: WrittenAnswer) -> tuple[Text, ...]:
    stands = one.standing.label if one.standing else "Not answered yet"
    reason = f": {one.reason}" if one.reason else ""
    return (f"{one.ref}: {one.text}",), (f"{stands}{reason}",), (one.narrative or "Nothing written",)


def _action(one: WrittenAction) -> tuple[Text, ...]:
    title = f"{one.ref}: {one.title}{' (not yet resourced)' if one.kind == ActionKind.DEVELOPING else ''}"
    said = f"{one.rag.label}{f': {one.rag_reason}' if one.rag_reason else ''}" if one.rag else "Not said"
    follows = f"{one.derived.label}. {one.derived_because}" if one.derived else "Not known"
    due = _day(one.due) if one.due else "No day"
    return (title,), (one.agency or "Nobody yet",), (due,), (said,), (follows,)


def _refs(refs: list[str]) -> str:
    return ", ".join(refs) or "None"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
