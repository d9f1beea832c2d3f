"""How a plan goes: its actions by red, amber and green, and what the owners told the last closed review."""

from collections.abc import Sequence

from commonground.evidence.figure import Figure, Text
from commonground.papers.reports.agreed import NO_PLAN
from commonground.papers.reports.bench import Bench
from commonground.papers.reports.rows import number_of
from commonground.plan.terms import ActionState, Rag, Standing, Tier
from commonground.plan.written import WrittenAction, WrittenPlan, WrittenRound, WrittenUpdate
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Statement, Table

NO_REVIEW = Notice("missing", "No closed review", ("No review of this plan was closed before it was handed over.",))
PROVES_NOTHING = Caveat(
    ("That an action is on track says that it is being done. It does not say that violence fell because of it.",)
)


def plan_at_a_glance(bench: Bench) -> list[Block]:
    """The actions by the owner’s colour and by the one that follows from tasks and dates, side by side."""
    if bench.plan is None:
        return [NO_PLAN]
    return [*_opening(bench.plan), _colours(bench.plan), _standings(bench.plan), PROVES_NOTHING]


def _opening(plan: WrittenPlan) -> list[Block]:
    live = [one for one in plan.actions if one.state != ActionState.DROPPED]
    differ = [one.ref for one in live if one.rag and one.derived and one.rag != one.derived]
    text: list[str | Figure] = ["The plan has ", number_of((one.ref for one in live), _named(plan)), " actions."]
    if differ:
        text += [" For ", number_of(differ, _named(plan)),
                 " of them the owner’s own colour is another than the one that follows from tasks and dates; the "
                 "reasons stand with the updates below."]  # fmt: skip
    return [Paragraph(tuple(text))]


def _colours(plan: WrittenPlan) -> Table:
    rows: list[tuple[Text, ...]] = []
    for rag in Rag:
        said, follows = ([a.ref for a in plan.actions if getattr(a, field) == rag] for field in ("rag", "derived"))
        rows.append(((rag.label,), (number_of(said, _named(plan)),), (number_of(follows, _named(plan)),)))
    unsaid = [one.ref for one in plan.actions if one.rag is None]
    rows.append((("No colour given",), (number_of(unsaid, _named(plan)),), ("",)))
    return Table(
        caption=f"Actions of the plan on {plan.as_of.day} {plan.as_of:%B %Y}",
        head=("Status", "As the owner says", "As tasks and dates say"), rows=tuple(rows),
    )  # fmt: skip


def _standings(plan: WrittenPlan) -> Table:
    asked = [one for one in plan.answers if one.tier == Tier.MINIMUM]
    stands = (Standing.MET, Standing.PARTLY, Standing.NOT_MET, Standing.NOT_APPLICABLE, None)
    return Table(
        caption="Minimum standards and how they are met",
        head=("Answer", "Standards"),
        rows=tuple(
            ((one.label if one else "Not answered yet",),
             (number_of((a.ref for a in asked if a.standing == one), _named(plan)),))
            for one in stands
        ),
    )  # fmt: skip


def review_rows(bench: Bench) -> list[Block]:
    """Each action’s row of the last closed review. A missing update is a row, too."""
    if bench.plan is None:
        return [NO_PLAN]
    if bench.plan.review is None:
        return [NO_REVIEW]
    return reviewed(bench.plan, bench.plan.review)


def reviewed(plan: WrittenPlan, closed: WrittenRound) -> list[Block]:
    """A closed review, row by row; nobody is named."""
    titles = {one.ref: one.title for one in plan.actions}
    silent = [one.action for one in closed.updates if not one.received]
    heard = [one.action for one in closed.updates if one.received and not one.corrects]
    opening: list[str | Figure] = [f"{closed.title}", *_when(closed), ": ",
        number_of(heard, _named(plan)), " updates were received, and for ",
        number_of(silent, _named(plan)), " actions none was."]  # fmt: skip
    return [
        Paragraph(tuple(opening)),
        Table(
            caption=f"Updates to {closed.title}",
            head=("Action", "Status", "Progress", "Board’s decision"),
            rows=tuple(_row(titles, one) for one in closed.updates),
            numeric=False,
        ),
    ]


def _when(closed: WrittenRound) -> list[str]:
    return [f", closed on {closed.closed.day} {closed.closed:%B %Y}"] if closed.closed else []


def _row(titles: dict[str, str], one: WrittenUpdate) -> tuple[Text, ...]:
    title = (titles.get(one.action, one.action),)
    decided = (_joined(one.challenge and f"Challenged: {one.challenge}", one.reply and f"Reply: {one.reply}",
                       one.decision, _minute(one.minute)),)  # fmt: skip
    if one.corrects:
        return title, (f"Corrects {one.corrects}",), (one.progress,), decided
    if not one.received:
        return title, ("No update received",), ("",), decided
    return title, (_status(one),), (_joined(one.progress, one.barriers and f"Barriers: {one.barriers}"),), decided


def _minute(reference: str) -> str:
    """Where the decision is minuted; some write the word into the reference, some do not."""
    if not reference.strip():
        return ""
    named = reference if reference.lower().startswith("minute") else f"Minute {reference}"
    return f"{named.rstrip('.')}."


def _status(one: WrittenUpdate) -> str:
    """The owner’s colour; and the derived one with the reason, where they differ."""
    said = one.rag.label if one.rag else "Not said"
    if one.derived and one.derived != one.rag:
        return _joined(f"{said}; by tasks and dates: {one.derived.label}.", one.rag_reason)
    return said


def _joined(*parts: str) -> str:
    return " ".join(part.strip() for part in parts if part and part.strip())


def last_years_plan(bench: Bench) -> list[Block]:
    """What became of the actions of last year’s plan, and of the last review of it."""
    if bench.last is None:
        return [Notice("missing", "No plan of last year", (
            "No plan of last year was chosen for this report, so what was delivered of it cannot be set out here.",
        ))]  # fmt: skip
    return [*_became(bench.last), *(reviewed(bench.last, bench.last.review) if bench.last.review else (NO_REVIEW,))]


def _became(plan: WrittenPlan) -> list[Block]:
    states = ((ActionState.DONE, "Done"), (ActionState.OPEN, "Still open"), (ActionState.DROPPED, "Dropped"))
    blocks: list[Block] = [
        Statement((f"Of the plan “{plan.title}”, as it stood on {plan.as_of.day} {plan.as_of:%B %Y}:",)),
        Table(
            caption="What became of its actions", head=("Outcome", "Actions"),
            rows=tuple(((label,), (number_of(_refs(plan, state), _named(plan)),)) for state, label in states),
        ),
    ]  # fmt: skip
    dropped = [one for one in plan.actions if one.state == ActionState.DROPPED]
    if dropped:
        blocks += [Heading("Why actions were dropped", 4), _why(dropped)]
    return blocks


def _refs(plan: WrittenPlan, state: ActionState) -> list[str]:
    return [one.ref for one in plan.actions if one.state == state]


def _why(dropped: Sequence[WrittenAction]) -> Table:
    rows = tuple(((one.title,), (one.state_reason or "No reason was given.",)) for one in dropped)
    return Table(caption="Actions that were dropped", head=("Action", "Reason"), rows=rows, numeric=False)


def _named(plan: WrittenPlan) -> str:
    return f"{plan.title}, {plan.as_of.isoformat()}"
