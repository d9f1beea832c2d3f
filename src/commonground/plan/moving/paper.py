"""A plan as a Word file to be read at a table: a chapter a theme, its standards, its options and its actions."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commonground.partnership.spreadsheets.guarded import printable
from commonground.plan.terms import ANSWERS, Rag
from commonground.plan.written import WrittenAction, WrittenAnswer, WrittenPlan, WrittenRound, WrittenUpdate
from commonground.report.blocks import Block, Heading, Paragraph, Table
from commonground.report.document import Document, Section
from commonground.report.render import docx
from commonground.report.render.words import long_date

ELSEWHERE = "Under no theme"
TIERS: list[Any] = list(ANSWERS)


def to_word(plan: WrittenPlan) -> bytes:
    """The plan as a DOCX file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.docx"
        docx.write(document_of(_printable(plan)), path)
        return path.read_bytes()


def document_of(plan: WrittenPlan) -> Document:
    """The plan as blocks, which ``report.render`` can write in any of its forms."""
    return Document(
        name="plan", title=plan.title, subtitle="Violence and knife crime action plan", area=plan.area_name,
        period=_period(plan), published=plan.as_of, organisation=plan.partnership, summary=tuple(_summary(plan)),
        sections=tuple(_sections(plan)), sources=(), status=f"As it stood on {long_date(plan.as_of)}",
        invented=plan.invented,
    )  # fmt: skip


def _period(plan: WrittenPlan) -> str:
    days = [long_date(day) for day in (plan.starts, plan.ends) if day]
    return " to ".join(days)


def _summary(plan: WrittenPlan) -> Iterator[Block]:
    yield from _paragraphs(plan.summary)
    if plan.plain_summary:
        yield Heading("In plain English")
        yield from _paragraphs(plan.plain_summary)
    for tier in TIERS:
        standings = (*ANSWERS[tier], None)
        head = ("Theme", *(s.label if s else "No answer" for s in standings))
        rows = tuple(
            ((theme.title,), *((str(count),) for count in _counts(plan, theme.key, tier, standings)))
            for theme in plan.themes
        )
        yield Table(f"{tier.label}s, theme by theme", head, rows)


def _counts(plan: WrittenPlan, theme: str, tier: str, standings: tuple[Any, ...]) -> Iterator[int]:
    answers = [answer.standing for answer in plan.answers if (answer.theme, answer.tier) == (theme, tier)]
    yield from (answers.count(standing) for standing in standings)


def _sections(plan: WrittenPlan) -> Iterator[Section]:
    keys = {theme.key for theme in plan.themes}
    for number, theme in enumerate(plan.themes, start=1):
        blocks = [*_paragraphs(theme.commentary), *_of_theme(plan, {theme.key})]
        if theme.plain_summary:
            blocks += [Heading("In plain English"), *_paragraphs(theme.plain_summary)]
        yield Section(theme.title, f"theme-{number}", tuple(blocks))
    astray = {answer.theme for answer in plan.answers} | {action.theme for action in plan.actions}
    if astray - keys:
        yield Section(ELSEWHERE, "theme-0", tuple(_of_theme(plan, astray - keys)))
    if plan.review:
        yield Section("Latest review", "review", tuple(_review(plan, plan.review)))


def _of_theme(plan: WrittenPlan, themes: set[str]) -> Iterator[Block]:
    for tier in TIERS:
        answers = [answer for answer in plan.answers if answer.theme in themes and answer.tier == tier]
        if answers:
            rows = tuple(((a.ref,), (a.text,), (_answered(a),), (_narrated(a),)) for a in answers)
            head = ("Ref", tier.label, "Answer", "Commentary and evidence")
            yield Table(f"{tier.label}s", head, rows, numeric=False)
    actions = [action for action in plan.actions if action.theme in themes]
    if actions:
        done = tuple(((a.ref,), (a.title,), (_who(a),), (_when(a),), (_how(a),)) for a in actions)
        yield Table("Actions", ("Ref", "Action", "Who", "When", "How it goes"), done, numeric=False)
    for action in actions:
        if said := tuple(_details(action)):
            yield Table(f"{action.ref}: {action.title}", ("What", "What the plan says"), said, numeric=False)


def _answered(answer: WrittenAnswer) -> str:
    said = answer.standing.label if answer.standing else "Not answered yet"
    return f"{said}: {answer.reason}" if answer.reason else said


def _narrated(answer: WrittenAnswer) -> str:
    return "\n".join(filter(None, (answer.narrative, *(f"Evidence: {_evidence(e)}" for e in answer.evidence))))


def _evidence(evidence: Any) -> str:
    of = f" ({long_date(evidence.of)})" if evidence.of else ""
    parts = (evidence.address, evidence.note)
    return f"{evidence.title}{of}" + "".join(f"; {part}" for part in parts if part)


def _who(action: WrittenAction) -> str:
    return "\n".join(filter(None, (action.owner, action.agency))) or "Nobody yet"


def _when(action: WrittenAction) -> str:
    starts = f"From {long_date(action.starts)} " if action.starts else ""
    return f"{starts}{'by' if starts else 'By'} {long_date(action.due)}" if action.due else starts or "No date"


def _how(action: WrittenAction) -> str:
    rag = f"{action.rag.label} (owner)" if action.rag else "No RAG yet"
    derived = f"{action.derived.label} (worked out)" if action.derived else ""
    return "\n".join(filter(None, (action.state.label, rag, derived)))


def _details(action: WrittenAction) -> Iterator[tuple[tuple[str], tuple[str]]]:
    """What the table of actions has no room for, each after its name."""
    said = {
        "What it is": action.description, "Serves": ", ".join(action.serves),
        "With": ", ".join(action.contributors), "Kind": action.kind.label if action.kind != "resourced" else "",
        "Why so": action.state_reason, "Priority": _priority(action), "Reason for it": action.weight_reason,
        "Cost": action.cost_band.label if action.cost_band != "unknown" else "", "Funder": action.funder,
        "Funded until": long_date(action.funded_until) if action.funded_until else "",
        "Where it works": action.level.label if action.level else "", "Success": action.success,
        "Milestones": "\n".join(_tasks(action)), "Should move": "\n".join(_expected(e) for e in action.expects),
        "Depends on": ", ".join(action.depends_on), "Evidence": "\n".join(map(_evidence, action.evidence)),
        "Owner’s reason": action.rag_reason, "Worked out from": action.derived_because,
        "Internal notes": action.notes,
    }  # fmt: skip
    yield from (((name,), (words,)) for name, words in said.items() if words)


def _priority(action: WrittenAction) -> str:
    weight = "" if action.weight is None else f"weight {action.weight}"
    return ", ".join(filter(None, (action.priority.label if action.priority else "", weight)))


def _expected(expected: Any) -> str:
    by = f" by {long_date(expected.by)}" if expected.by else ""
    why = f": {expected.why}" if expected.why else ""
    return f"{expected.measure}, {expected.direction.label.lower()}{by}{why}"


def _tasks(action: WrittenAction) -> Iterator[str]:
    for task in action.tasks:
        days = [f"{what} {long_date(day)}" for what, day in (("due", task.due), ("done", task.done)) if day]
        yield f"{task.title} ({', '.join(days)})" if days else task.title


def _review(plan: WrittenPlan, review: WrittenRound) -> Iterator[Block]:
    titles = {action.ref: action.title for action in plan.actions}
    met = f"Met on {long_date(review.meeting)}. " if review.meeting else ""
    closed = f"Closed on {long_date(review.closed)}." if review.closed else ""
    yield Paragraph((f"{review.title}. Opened on {long_date(review.opened)}. {met}{closed}".strip(),))
    rows = tuple(((u.action,), (titles.get(u.action, ""),), (_told(u),), (_became(u),)) for u in review.updates)
    if rows:
        yield Table("What owners told", ("Ref", "Action", "Update", "Challenge and decision"), rows, numeric=False)


def _told(update: WrittenUpdate) -> str:
    if not update.received:
        return "No update received"
    parts = {
        "": Rag(update.rag).label if update.rag else "", "Reason": update.rag_reason, "Progress": update.progress,
        "Next steps": update.next_steps, "Barriers": update.barriers, "By": update.by,
    }  # fmt: skip
    return _lines(parts)


def _became(update: WrittenUpdate) -> str:
    return _lines({
        "Challenge": update.challenge, "Reply": update.reply, "Decision": update.decision, "Minute": update.minute,
        "Corrects": update.corrects,
    })  # fmt: skip


def _lines(parts: dict[str, str]) -> str:
    return "\n".join(f"{name}: {words}" if name else words for name, words in parts.items() if words)


def _paragraphs(words: str) -> Iterator[Block]:
    yield from (Paragraph((part.strip(),)) for part in words.split("\n\n") if part.strip())


def _printable(plan: WrittenPlan) -> WrittenPlan:
    """The plan without characters that no document can hold."""
    return WrittenPlan.model_validate(_cleaned(plan.model_dump()))


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    return printable(value) if type(value) is str else value
