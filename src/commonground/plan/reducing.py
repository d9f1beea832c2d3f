"""A closed review becomes what anyone may read of it, field by field: nothing is published by being forgotten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from commonground.evidence.measure import measures
from commonground.plan.giveaways import Text
from commonground.plan.public_form import (
    How,
    PublicAction,
    PublicAnswer,
    PublicChange,
    PublicCosts,
    PublicExpectation,
    PublicPlan,
    PublicReview,
    PublicTheme,
)
from commonground.plan.terms import ActionKind, ActionState, Rag, Standing
from commonground.plan.writing import public
from commonground.plan.written import WrittenAction, WrittenPlan, WrittenUpdate

LEFT_OUT = "[left out]"
"""In the place of a title that is not shown; other texts are simply not there."""


@dataclass(frozen=True)
class Chosen:
    """What is chosen of a publication: costs, the summary in plain English, and the places whose text is left out."""

    plain_summary: str = ""
    costs: bool = False
    left_out: frozenset[str] = field(default_factory=frozenset)


def reduced(plan: WrittenPlan, before: WrittenPlan | None, chosen: Chosen) -> PublicPlan:
    """The plan for anyone, with what is different from the review before. Names in fields are out of every text."""
    found = _without(_of(public(plan), chosen), chosen.left_out)
    if before is None:
        return found
    earlier = _without(_of(public(before), chosen), chosen.left_out)
    return found.model_copy(update={"since": _day(before), "changes": tuple(changes(earlier, found))})


def texts_of(plan: PublicPlan) -> Iterator[Text]:
    """Every text that people of the partnership wrote, with its place. The words of the template are not theirs."""
    yield Text("plan/title", "The plan: title", plan.title)
    yield Text("plan/plain_summary", "The plan: summary in plain English", plan.plain_summary)
    yield Text("plan/summary", "The plan: summary", plan.summary)
    for theme in plan.themes:
        for name, said in (("plain_summary", "in plain English"), ("commentary", "commentary")):
            yield Text(f"theme/{theme.key}/{name}", f"{theme.title}: {said}", getattr(theme, name))
    for answer in plan.answers:
        for name, said in (("reason", "reason"), ("narrative", "local position")):
            yield Text(f"answer/{answer.ref}/{name}", f"{answer.ref}: {said}", getattr(answer, name))
    for action in plan.actions:
        for name, said in (("title", "title"), ("description", "description"), ("success", "what success looks like")):
            yield Text(f"action/{action.ref}/{name}", f"{action.ref}: {said}", getattr(action, name))
        yield Text(f"action/{action.ref}/agency", f"{action.ref}: agencies", ", ".join(_agencies(action)))
        if action.costs and action.costs.funder:
            yield Text(f"action/{action.ref}/funder", f"{action.ref}: funder", action.costs.funder)


def can_be_left_out(place: str) -> bool:
    """Whether the text of a place can be left out: not the plan’s own title, nor who does what and who pays."""
    return place != "plan/title" and not place.endswith(("/agency", "/funder"))


def changes(before: PublicPlan, now: PublicPlan) -> Iterator[PublicChange]:
    """What is different, in a sentence each: standards and options first, then actions, in the order of the plan."""
    standings = {one.ref: one.standing for one in before.answers}
    for answer in now.answers:
        if answer.ref in standings and standings[answer.ref] != answer.standing:
            was, become = _word(standings[answer.ref]), _word(answer.standing)
            yield PublicChange(ref=answer.ref, said=f"{answer.ref} was “{was}” and is now “{become}”.")
    earlier = {one.ref: one for one in before.actions}
    for action in now.actions:
        if said := _changed(earlier.get(action.ref), action):
            yield PublicChange(ref=action.ref, said=f"{action.ref}, {action.title}: {said}")
    there = {one.ref for one in now.actions}
    for action in before.actions:
        if action.ref not in there:
            yield PublicChange(ref=action.ref, said=f"{action.ref}, {action.title}: is no longer in the plan.")


def _changed(before: PublicAction | None, now: PublicAction) -> str:
    if before is None:
        return "is new."
    said = []
    if before.how != now.how:
        said.append(f"was “{before.how.label.lower()}” and is now “{now.how.label.lower()}”.")
    if before.due != now.due:
        was, become = (f"{day:%-d %B %Y}" if day else "not set" for day in (before.due, now.due))
        said.append(f"The date it is due by was {was} and is now {become}.")
    return " ".join(said)


def _word(standing: Standing | None) -> str:
    return standing.label.lower() if standing else "not answered"


def _of(plan: WrittenPlan, chosen: Chosen) -> PublicPlan:
    assert plan.review is not None, "only a closed review is published"
    review = plan.review
    told = {one.action: one for one in review.updates if not one.corrects}
    return PublicPlan(
        title=plan.title, partnership=plan.partnership, area_code=plan.area_code, area_name=plan.area_name,
        template=plan.template, as_of=plan.as_of, starts=plan.starts, ends=plan.ends,
        plain_summary=chosen.plain_summary or plan.plain_summary, summary=plan.summary, invented=plan.invented,
        review=PublicReview(number=review.number, title=review.title, closed=review.closed),
        themes=tuple(
            PublicTheme(key=one.key, title=one.title, plain_summary=one.plain_summary, commentary=one.commentary)
            for one in plan.themes
        ),
        answers=tuple(
            PublicAnswer(
                ref=one.ref, tier=one.tier, theme=one.theme, text=one.text, standing=one.standing, reason=one.reason,
                narrative=one.narrative,
            )
            for one in plan.answers
        ),
        actions=tuple(_action(one, told.get(one.ref), chosen.costs) for one in plan.actions),
        since=None, changes=(),
    )  # fmt: skip


def _action(action: WrittenAction, told: WrittenUpdate | None, costs: bool) -> PublicAction:
    return PublicAction(
        ref=action.ref, title=action.title, theme=action.theme, kind=action.kind, state=action.state,
        serves=action.serves, description=action.description, agency=action.agency,
        contributors=action.contributors, starts=action.starts, due=action.due, level=action.level,
        success=action.success, expects=tuple(_expectations(action)), milestones=len(action.tasks),
        milestones_done=sum(one.done is not None for one in action.tasks), how=how(action, told),
        follows=told.derived if told else None,
        costs=PublicCosts(
            band=action.cost_band.label, funder=action.funder, funded_until=action.funded_until
        ) if costs else None,
    )  # fmt: skip


def how(action: WrittenAction, told: WrittenUpdate | None) -> How:
    """How the action stood at the review; that nobody said is said."""
    if action.state == ActionState.DONE:
        return How.COMPLETE
    if action.state == ActionState.DROPPED:
        return How.STOPPED
    if told is None:
        return How.DEVELOPING if action.kind == ActionKind.DEVELOPING else How.NOT_REVIEWED
    return How(Rag(told.rag)) if told.received and told.rag else How.NO_UPDATE


def _expectations(action: WrittenAction) -> Iterator[PublicExpectation]:
    known = measures()
    for one in action.expects:
        title = known[one.measure].title if one.measure in known else one.measure.replace("_", " ").capitalize()
        yield PublicExpectation(measure=one.measure, title=title, direction=one.direction, by=one.by)


def _without(plan: PublicPlan, left_out: Iterable[str]) -> PublicPlan:
    """The plan without the texts of these places."""
    gone: dict[tuple[str, str], dict[str, str]] = {}
    for place in left_out:
        kind, _, rest = place.partition("/")
        ref, _, name = rest.rpartition("/")
        gone.setdefault((kind, ref), {})[name] = LEFT_OUT if name == "title" else ""
    parts = {
        "themes": tuple(one.model_copy(update=gone.get(("theme", one.key), {})) for one in plan.themes),
        "answers": tuple(one.model_copy(update=gone.get(("answer", one.ref), {})) for one in plan.answers),
        "actions": tuple(one.model_copy(update=gone.get(("action", one.ref), {})) for one in plan.actions),
    }
    return plan.model_copy(update={**gone.get(("plan", ""), {}), **parts})


def _day(plan: WrittenPlan) -> object:
    return plan.review.closed if plan.review and plan.review.closed else plan.as_of


def _agencies(action: PublicAction) -> Iterator[str]:
    yield from filter(None, (action.agency, *action.contributors))
