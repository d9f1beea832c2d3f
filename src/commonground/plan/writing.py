"""The living rows of a plan, written as a value; and the same value for readers who see less of it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch

from commonground.plan.cards import credits
from commonground.plan.judging import WITH, judged
from commonground.plan.models import Action, Answer, Evidence, Expectation, Plan, Serves, Task
from commonground.plan.movement import Movements, movements_for
from commonground.plan.terms import EvidenceKind
from commonground.plan.written import (
    WrittenAction,
    WrittenAnswer,
    WrittenEvidence,
    WrittenExpectation,
    WrittenPlan,
    WrittenRound,
    WrittenTask,
    WrittenTheme,
)

PUBLIC_EVIDENCE = (EvidenceKind.MEASURE, EvidenceKind.REGISTER, EvidenceKind.LINK)
KEPT_AT_THE_TABLE = (
    "rag_reason", "progress", "next_steps", "barriers", "by", "challenge", "reply", "decision", "minute", "corrects"
)  # fmt: skip
REMOVED = "[name removed]"


def written(plan: Plan, on: date, review: WrittenRound | None = None) -> WrittenPlan:
    """The whole plan as it stands, judged on a day. The same number of queries for few actions and for many."""
    partnership, version = plan.partnership, plan.version
    movements, rows = movements_for(partnership), list(actions_of(plan))
    credit = credits(row.practice_card for row in rows)
    return WrittenPlan(
        title=plan.title, partnership=partnership.name, area_code=partnership.area_code,
        area_name=partnership.area_name, template=version.key, as_of=on, starts=plan.starts, ends=plan.ends,
        summary=plan.summary, plain_summary=plan.plain_summary, invented=partnership.demonstration, review=review,
        themes=tuple(_theme(text) for text in plan.theme_texts.filter(theme__version=version).select_related("theme")),
        answers=tuple(_answer(row) for row in answers_of(plan)),
        actions=tuple(_action(row, movements, on, credit.get(row.practice_card, "")) for row in rows),
    )  # fmt: skip


def answers_of(plan: Plan) -> Iterable[Answer]:
    """Those to the plan’s own version of the template, in its order, with their evidence."""
    rows = plan.answers.filter(item__version=plan.version_id).select_related("item__theme", "answered_by__user")
    return rows.prefetch_related("evidence")  # type: ignore[no-any-return]


def actions_of(plan: Plan, only: int | None = None) -> Iterable[Action]:
    """All actions, or one, with everything that belongs to them, in the order of their themes."""
    serves = Serves.objects.filter(answer__item__version=plan.version_id).select_related("answer__item")
    rows = plan.actions.select_related("theme", "owner__user", "owner__agency", "agency", "plan")
    rows = rows if only is None else rows.filter(pk=only)
    return rows.prefetch_related(  # type: ignore[no-any-return]
        Prefetch("serves", serves), "contributions__agency", "evidence", *WITH
    )


def without_names(plan: WrittenPlan) -> WrittenPlan:
    """For readers outside the table: nobody is named in a field, and the internal notes are gone."""
    actions = tuple(one.model_copy(update={"owner": "", "notes": ""}) for one in plan.actions)
    return plan.model_copy(update={"actions": actions, "review": _unnamed(plan.review)})


def without_notes(plan: WrittenPlan) -> WrittenPlan:
    """For what is kept: the notes are for the table alone and only as long as it works with them."""
    return plan.model_copy(
        update={"actions": tuple(one.model_copy(update={"notes": ""}) for one in plan.actions)}
    )


def public(plan: WrittenPlan) -> WrittenPlan:
    """For everybody: what is done and how it goes. No names, notes, reasons among colleagues, minutes or files.

    A name that stands in a field is taken out of every other text, too.
    """
    names = {one.owner for one in plan.actions} | {one.by for one in (plan.review.updates if plan.review else ())}
    shown = without_names(plan).model_copy(
        update={
            "answers": tuple(_public_answer(one) for one in plan.answers),
            "actions": tuple(_public_action(one) for one in plan.actions),
            "review": _public_review(plan.review),
        }
    )
    return _scrubbed(shown, sorted((name for name in names if name), key=len, reverse=True))


def _theme(text: Any) -> WrittenTheme:
    return WrittenTheme(
        key=text.theme.key, title=text.theme.title, commentary=text.commentary, plain_summary=text.plain_summary
    )


def _answer(row: Answer) -> WrittenAnswer:
    return WrittenAnswer(
        ref=row.item.ref, tier=row.tier, theme=row.item.theme.key, text=row.item.text,
        standing=row.standing or None, reason=row.reason, narrative=row.narrative,
        evidence=_evidence(row.evidence.all()),
    )  # fmt: skip


def _action(row: Action, movements: Movements, on: date, credit: str) -> WrittenAction:
    follows = judged(row, movements, on).derived
    gone = row.owner is None or (row.owner.end is not None and row.owner.end <= on)
    return WrittenAction(
        ref=row.ref, title=row.title, theme=row.theme.key, kind=row.kind, state=row.state,
        state_reason=row.state_reason, serves=tuple(one.answer.item.ref for one in row.serves.all()),
        description=row.description, agency=row.agency.name if row.agency else "",
        owner="" if gone or row.owner is None else row.owner.user.name,
        contributors=tuple(one.agency.name for one in row.contributions.all()), starts=row.starts, due=row.due,
        priority=row.priority or None, weight=row.weight, weight_reason=row.weight_reason, cost_band=row.cost_band,
        funder=row.funder, funded_until=row.funded_until, level=row.level or None, success=row.success,
        expects=tuple(_expectation(one) for one in row.expectations.all()),
        depends_on=tuple(one.on.ref for one in row.depends_on.all()),
        tasks=tuple(_task(one) for one in row.tasks.all()),
        evidence=_evidence(row.evidence.all()), notes=row.notes, rag=row.rag or None, rag_reason=row.rag_reason,
        derived=follows.rag, derived_because=follows.because, shared_from=row.shared_from,
        practice_card=row.practice_card, credit=credit,
    )  # fmt: skip


def _expectation(row: Expectation) -> WrittenExpectation:
    return WrittenExpectation(measure=row.measure, direction=row.direction, by=row.by, why=row.why)


def _task(row: Task) -> WrittenTask:
    return WrittenTask(title=row.title, due=row.due, done=row.done)


def _evidence(rows: Iterable[Evidence]) -> tuple[WrittenEvidence, ...]:
    return tuple(
        WrittenEvidence(
            kind=one.kind, title=one.title, of=one.of, measure=one.measure, per_quarter=one.per_quarter,
            address=one.address, note=one.note,
        )
        for one in rows
    )


def _unnamed(review: WrittenRound | None) -> WrittenRound | None:
    if review is None:
        return None
    return review.model_copy(update={"updates": tuple(one.model_copy(update={"by": ""}) for one in review.updates)})


def _public_answer(answer: WrittenAnswer) -> WrittenAnswer:
    return answer.model_copy(update={"evidence": _public_evidence(answer.evidence)})


def _public_action(action: WrittenAction) -> WrittenAction:
    inner = {"owner": "", "notes": "", "weight": None, "weight_reason": "", "rag_reason": "", "shared_from": "",
             "practice_card": "", "evidence": _public_evidence(action.evidence)}  # fmt: skip
    return action.model_copy(update=inner)


def _public_evidence(evidence: tuple[WrittenEvidence, ...]) -> tuple[WrittenEvidence, ...]:
    return tuple(one.model_copy(update={"note": ""}) for one in evidence if one.kind in PUBLIC_EVIDENCE)


def _public_review(review: WrittenRound | None) -> WrittenRound | None:
    """That an update was received, and the colours; what was said at the table stays there, and so do corrections."""
    if review is None:
        return None
    inner, told = dict.fromkeys(KEPT_AT_THE_TABLE, ""), (one for one in review.updates if not one.corrects)
    return review.model_copy(update={"updates": tuple(one.model_copy(update=inner) for one in told)})


def _scrubbed(plan: WrittenPlan, names: list[str]) -> WrittenPlan:
    """The plan with these names taken out of every text, wherever they stand as words of their own."""
    if not names:
        return plan
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return named.sub(REMOVED, value)
        if isinstance(value, dict):
            return {key: clean(inner) for key, inner in value.items()}
        return [clean(inner) for inner in value] if isinstance(value, list) else value

    return WrittenPlan.model_validate(clean(plan.model_dump(mode="json")))
