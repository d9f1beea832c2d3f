"""The report of a session, as a document: for the table in full, for the public with small counts hidden."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from commonground.evidence.figure import Text
from commonground.methods import rates, two_counts
from commonground.registers.models import DrawnRecord, PanelSession
from commonground.registers.scrutiny.few import hidden
from commonground.registers.scrutiny.questions import SAID
from commonground.report.blocks import Block, Caveat, Heading, Notice, Paragraph, Statement, Table
from commonground.report.charts.disparity import Row, forest
from commonground.report.document import Document, Section

Grade = DrawnRecord.Grade
SAMPLE = (
    "A panel reads a few records, drawn at random: the interval says how far chance alone may be out. It speaks for "
    "the records of the list and for nothing that was not recorded."
)
AS_DRAWN = (
    "Records that could not be shown stay in the draw, and no other takes their place: what cannot be shown is a "
    "finding too."
)
SHOWN_SESSIONS = 8


def document(session: PanelSession, today: date) -> Document:
    """The report for the table: with references, reasons, escalations and the trend."""
    drawn = list(session.drawn.all())
    return _document(session, today, "for the partnership", (
        Section("What was drawn", "drawn", tuple(how_drawn(session, drawn))),
        Section("Grades", "grades", tuple(grades(drawn))),
        Section("What the panel asked", "asked", tuple(asked(session, drawn))),
        Section("Record by record", "records", tuple(record_by_record(drawn))),
        Section("Themes, feedback and reply", "feedback", tuple(feedback(session, drawn))),
        Section("Earlier sessions", "trend", tuple(trend(session))),
    ))  # fmt: skip


def public_document(session: PanelSession, today: date) -> Document:
    """The report for anybody: no reference, no reasons of a record, no count from 1 to 4 that could point at one."""
    drawn = list(session.drawn.all())
    return _document(session, today, "as published", (
        Section("What was drawn", "drawn", tuple(how_drawn(session, drawn, public=True))),
        Section("Grades", "grades", tuple(public_grades(drawn))),
        Section("Themes, feedback and reply", "feedback", tuple(feedback(session, drawn, public=True))),
    ))  # fmt: skip


def _document(session: PanelSession, today: date, status: str, sections: tuple[Section, ...]) -> Document:
    records = session.get_records_display()
    return Document(
        name=f"scrutiny-{session.held_on:%Y-%m-%d}",
        title="Stop and search scrutiny panel",
        subtitle=f"Session of {_day(session.held_on)}",
        area=session.partnership.area_name or session.partnership.name,
        period=f"{records}, {_day(session.start)} to {_day(session.end)}",
        published=today,
        organisation=session.partnership.name,
        summary=(Paragraph((in_short(session, list(session.drawn.all()), public=status == "as published"),)),),
        sections=sections,
        sources=(),
        status=f"Report {status}" if session.state == "closed" else "Draft: the session is not closed",
        invented=session.partnership.demonstration,
        opening="In short",
    )


def in_short(session: PanelSession, drawn: Sequence[DrawnRecord], public: bool = False) -> str:
    """One paragraph."""
    shown = [one for one in drawn if one.grade]
    said = f"The panel drew {len(drawn)} of {session.list_count or 0:,} records at random."
    if not public:
        said += f" It graded {len(shown)}; {sum(bool(one.not_shown) for one in drawn)} could not be shown."
    if session.feedback_sent_on is None:
        return f"{said} No feedback has been sent yet."
    sent = f"{said} Feedback was sent to the police on {_day(session.feedback_sent_on)}"
    if session.replied_on:
        return f"{sent}; they replied on {_day(session.replied_on)}."
    return f"{sent}. A reply is outstanding; it is due by {_day(session.reply_due)}."


def how_drawn(session: PanelSession, drawn: Sequence[DrawnRecord], public: bool = False) -> list[Block]:
    """The list and the draw, so that anybody can make it again."""
    if session.seed is None:
        return [Notice("note", "Not drawn yet", ("The report says more once the records are drawn.",))]
    by = f"as many of each {session.by} as this: {_quotas(session.quotas)}" if session.by else "all of the list alike"
    why = Counter(one.get_not_shown_display() for one in drawn if one.not_shown)
    blocks: list[Block] = [
        Paragraph((
            f"The list had {session.list_count:,} references of {_lower(session.get_records_display())} from "
            f"{_day(session.start)} to {_day(session.end)}. Its digest (SHA-256) was kept before the draw. The chair "
            f"of the panel drew {len(drawn)} of them by a seed, {by}. Nobody chose.",
        )),
        Table(
            caption="How to make the draw again", head=("What", "Value"), numeric=False,
            rows=(
                (("Digest of the list",), (session.list_sha256,)), (("Seed",), (str(session.seed),)),
                (("Records drawn",), (str(len(drawn)),)), *(((("By class",), (session.by,)),) if session.by else ()),
            ),
        ),
    ]  # fmt: skip
    if why and not public:
        rows = tuple(((name,), (str(n),)) for name, n in sorted(why.items()))
        blocks.append(Table("Records that could not be shown", ("Why", "Records"), rows, note=(AS_DRAWN,)))
    return blocks


def grades(drawn: Sequence[DrawnRecord]) -> list[Block]:
    """How many of each grade, with Wilson’s interval."""
    of = [one for one in drawn if one.grade]
    if not of:
        return [Notice("note", "No grade yet", ("No record has been graded.",))]
    counts = Counter(one.grade for one in of)
    rows = tuple(((label.split(":")[0],), *share(counts[key], len(of))) for key, label in Grade.choices)
    return [
        Table(f"Grades of {len(of)} records", ("Grade", "Records", "Share", "95% interval"), rows),
        Caveat((SAMPLE,)),
    ]


def public_grades(drawn: Sequence[DrawnRecord]) -> list[Block]:
    """The same with counts from 1 to 4 hidden, and another where one alone would be had by subtraction."""
    counts = Counter(one.grade for one in drawn if one.grade)
    kinds = {label.split(":")[0]: counts[key] for key, label in Grade.choices}
    kinds["Could not be shown"] = sum(bool(one.not_shown) for one in drawn)
    rows = tuple(((name,), (said,)) for name, said in hidden(kinds).items())
    return [
        Table(f"What became of the {len(drawn)} records drawn", ("Grade", "Records"), rows),
        Caveat((
            "Each record is of a search of somebody. Numbers from 1 to 4 are not shown, and where only one would be "
            f"hidden another is too. {SAMPLE}",
        )),
    ]  # fmt: skip


def asked(session: PanelSession, drawn: Sequence[DrawnRecord]) -> list[Block]:
    """What was said to each question, and how often it was “yes” where it could be told."""
    of = [one for one in drawn if one.grade]
    if not of:
        return []
    rows: list[tuple[Text, ...]] = []
    for question in session.asked_questions:
        said = Counter(one.answers.get(question.key, {}).get("said", "") for one in of)
        told = said["yes"] + said["partly"] + said["no"]
        told_yes: tuple[Text, ...] = share(said["yes"], told)[1:] if told else ((), ())
        rows.append(((question.title,), *((str(said[key]),) for key in SAID), *told_yes))
    head = ("Question", *SAID.values(), "Yes, of those told", "95% interval")
    return [Table(f"Answers, by question (version {session.questions})", head, tuple(rows))]


def record_by_record(drawn: Iterable[DrawnRecord]) -> list[Block]:
    """Each record in the order of the draw: reference, grade and reasons, what was escalated and what came of it."""
    rows = tuple(
        tuple(
            (cell,)
            for cell in (
                str(one.number), one.reference, _graded(one), one.reasons or one.not_shown_note, _passed_on(one)
            )
        )
        for one in drawn
    )
    return [Table("Records drawn", ("No.", "Reference", "Grade", "Reasons", "Escalated"), rows, numeric=False)]


def feedback(session: PanelSession, drawn: Sequence[DrawnRecord], public: bool = False) -> list[Block]:
    """What the panel saw as a whole, what it told the police, and what they said."""
    open_reds = sum(one.grade == Grade.RED and not one.outcome_on for one in drawn)
    sent = f" (sent on {_day(session.feedback_sent_on)})" if session.feedback_sent_on else ""
    came = f" (received on {_day(session.replied_on)})" if session.replied_on else ""
    blocks: list[Block] = [
        Heading("Themes"), *_told(session.themes, "No themes were written down."),
        Heading(f"Feedback to the police{sent}"), *_told(session.feedback, "No feedback has been sent."),
        Heading(f"Reply of the police{came}"), *_told(session.reply, "No reply has come."),
    ]  # fmt: skip
    if open_reds and not public:
        blocks.append(Notice("warning", "Red records without an outcome", (f"{open_reds}: see record by record.",)))
    return blocks


def trend(session: PanelSession) -> list[Block]:
    """Green over the sessions on records of this kind; a change is told only where chance does not explain it."""
    rows = type(session).objects.filter(
        partnership_id=session.partnership_id, records=session.records, held_on__lte=session.held_on
    ).exclude(seed=None)  # fmt: skip
    held = list(rows.prefetch_related("drawn").order_by("-held_on", "-pk")[:SHOWN_SESSIONS])[::-1]
    told = [(one, Counter(r.grade for r in one.drawn.all() if r.grade)) for one in held]
    told = [(one, counts) for one, counts in told if counts.total()]
    if len(told) < 2:
        return [Paragraph(("There is no earlier session on records of this kind to set beside this one.",))]
    shares = [(one, rates.proportion(counts["green"], counts.total()), counts) for one, counts in told]
    drawn = [
        Row(f"{one.held_on:%-d %b %Y}", float(p.value), float(p.lower), float(p.upper), f"{counts.total()} graded")
        for one, p, counts in shares
    ]
    return [
        Statement((_change(told),)),
        forest(
            "sessions", "Records graded green, by session", drawn, what="per cent of graded records that were green",
            even=None, source=(SAMPLE,),
        ),
        Caveat((
            "The panel’s members and the kinds of record drawn differ between sessions; grades are judgements.",
        )),
    ]  # fmt: skip


def _change(told: Sequence[tuple[PanelSession, Counter[str]]]) -> str:
    """The latest session against all before it, by the 95% interval of the ratio of the two shares of green."""
    latest, earlier = told[-1][1], sum((counts for _, counts in told[:-1]), Counter[str]())
    green, before = latest["green"], earlier["green"]
    ratio = two_counts.exact(green, before, latest.total(), earlier.total())  # wider than for shares: it errs to noise
    said = f"{green} of {latest.total()} graded records were green; in the sessions before, {before} of "
    said += str(earlier.total())
    if float(ratio.lower) > 1:
        return f"{said}. That is a larger share than chance explains."
    if float(ratio.upper) < 1:
        return f"{said}. That is a smaller share than chance explains."
    return f"{said}. There is no clear change."


def share(count: int, of: int) -> tuple[Text, Text, Text]:
    """A count, its share and Wilson’s interval, as cells."""
    found = rates.proportion(count, of)
    return (str(count),), (f"{float(found.value):.0f}%",), (f"{float(found.lower):.0f}% to {float(found.upper):.0f}%",)


def _told(words: str, otherwise: str) -> list[Block]:
    parts = [part.strip() for part in words.split("\n\n") if part.strip()]
    return [Paragraph((part,)) for part in parts or [otherwise]]


def _graded(one: DrawnRecord) -> str:
    if one.not_shown:
        return f"Not shown: {_lower(one.get_not_shown_display())}"
    return one.get_grade_display().split(":")[0] or "Not graded yet"


def _passed_on(one: DrawnRecord) -> str:
    if one.escalated_on is None:
        return "Not escalated" if one.grade == Grade.RED else ""
    said = f"To {_lower(one.get_escalated_to_display())}, {_day(one.escalated_on)}"
    return f"{said}. {_day(one.outcome_on)}: {one.outcome}" if one.outcome_on else f"{said}. No outcome yet"


def _quotas(quotas: Mapping[str, int]) -> str:
    return ", ".join(f"{name or 'not recorded'} {n}" for name, n in sorted(quotas.items()))


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
