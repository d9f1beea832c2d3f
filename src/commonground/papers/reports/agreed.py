"""What was agreed: the parts of a report that follow from the plan as it was handed over, without anybody’s name."""

from collections.abc import Iterable

from commonground.evidence.figure import Text
from commonground.papers.reports.bench import Bench
from commonground.papers.reports.kind import Answers, Computed, Officers, Question
from commonground.plan.terms import ActionKind, ActionState, Standing, Tier
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenPlan
from commonground.report.blocks import Block, Bullets, Definitions, Heading, Notice, Paragraph, Statement

CHOSEN = (Standing.ADOPTED, Standing.ADAPTED)
NONE_ADOPTED = Notice("note", "None adopted", ("The plan adopts no option of the menu.",))
NO_PLAN = Notice("missing", "No plan", ("This report was made without a plan, so there is nothing to set out here.",))


def standards_and_commentary(plan: WrittenPlan) -> tuple[Officers | Computed, ...]:
    """Of each theme that has standards: the standards, then the local commentary in bold."""
    asked = [theme for theme in plan.themes if _standards(plan, theme.key)]
    return tuple(
        part
        for theme in asked
        for part in (
            Computed(key=f"standards-{theme.key}", build=_standards_of(theme.key, theme.title)),
            Officers(
                key=f"theme-{theme.key}",
                title=f"Local commentary: {theme.title}",
                prompt=f"Say in a few honest sentences where the partnership stands on “{theme.title}”: what is done, "
                "what is being developed, what is not done yet.",
                guidance="It begins as the commentary of the plan. What you change here changes this report alone.",
                questions=(Question(first=theme.commentary),),
                show=_in_bold,
            ),
        )
    )


def _standards_of(key: str, title: str):  # type: ignore[no-untyped-def]
    def build(bench: Bench) -> list[Block]:
        assert bench.plan is not None, "a theme is of a plan"
        return [Heading(title), Bullets(tuple(_standard(one) for one in _standards(bench.plan, key)))]

    return build


def _standards(plan: WrittenPlan, theme: str) -> list[WrittenAnswer]:
    return [one for one in plan.answers if one.tier == Tier.MINIMUM and one.theme == theme]


def _standard(one: WrittenAnswer) -> Text:
    """The standard, and how the partnership stands to it."""
    stands = one.standing.label if one.standing else "Not answered yet"
    reason = f": {one.reason}" if one.reason and one.standing == Standing.NOT_APPLICABLE else ""
    return (f"{one.text.rstrip(' ,.;')}. {stands}{reason.rstrip('.')}.",)


def _in_bold(part: Officers, said: Answers) -> list[Block]:
    """Each paragraph in bold, but for one in brackets, which says where the words come from."""
    texts = [text.strip() for text in said.get("text", "").split("\n\n") if text.strip()]
    return [Paragraph((text,)) if text[0] + text[-1] == "()" else Statement((text,)) for text in texts]


def adopted_options(bench: Bench) -> list[Block]:
    """The options of the menu that the partnership has adopted or adapted."""
    if bench.plan is None:
        return [NO_PLAN]
    chosen = [one for one in bench.plan.answers if one.tier == Tier.OPTION and one.standing in CHOSEN]
    if not chosen:
        return [NONE_ADOPTED]
    return [
        Paragraph((f"In addition to the above, {_who(bench)} has adopted the following aspects to support the work:",)),
        Bullets(tuple(_option(one) for one in chosen)),
    ]


def _option(one: WrittenAnswer) -> Text:
    adapted = f". Adapted: {one.reason}" if one.standing == Standing.ADAPTED and one.reason else ""
    return (f"{one.text.rstrip(' .')}{adapted}",)


def current_activity(bench: Bench) -> list[Block]:
    """What is being done: the actions of the plan that are open or done, with their agency."""
    if bench.plan is None:
        return [NO_PLAN]
    named = [one for one in bench.plan.actions if one.state != ActionState.DROPPED]
    resourced = [one for one in named if one.kind == ActionKind.RESOURCED]
    developing = [one for one in named if one.kind == ActionKind.DEVELOPING]
    blocks: list[Block] = [Heading("Actions of the plan", 4), _described(resourced)] if resourced else [
        Notice("note", "No actions", ("The plan names no action of its own.",))
    ]  # fmt: skip
    if developing:
        blocks += [Heading("Developing actions (not yet resourced)", 4), _described(developing)]
    return blocks


def actions_by_theme(bench: Bench) -> list[Block]:
    """What will be done, theme by theme, with what success looks like."""
    if bench.plan is None:
        return [NO_PLAN]
    blocks: list[Block] = []
    for theme in bench.plan.themes:
        own = [one for one in bench.plan.actions if one.theme == theme.key and one.state == ActionState.OPEN]
        if own:
            blocks += [Heading(theme.title), _described(own)]
    return blocks or [Notice("note", "No actions", ("The plan has no open action.",))]


def _described(actions: Iterable[WrittenAction]) -> Definitions:
    return Definitions(tuple((one.title, (_description(one),)) for one in actions))


def _description(one: WrittenAction) -> str:
    """What it is, who leads it, by when, and what success looks like; nobody is named."""
    parts = [one.description.strip()]
    parts += [f"Led by {one.agency}."] if one.agency else []
    parts += [f"Due {one.due.day} {one.due:%B %Y}."] if one.due and one.state == ActionState.OPEN else []
    parts += ["Done."] if one.state == ActionState.DONE else []
    parts += [f"Success looks like this: {one.success}"] if one.success else []
    return " ".join(part for part in parts if part) or "Not described in the plan."


def _who(bench: Bench) -> str:
    return bench.plan.area_name or bench.plan.partnership if bench.plan else bench.desk.area.name
