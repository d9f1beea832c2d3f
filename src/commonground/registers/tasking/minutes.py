"""The minutes of a tasking meeting as a document: agencies and no names, decisions by number, tasks by service."""

from datetime import date

from commonground.evidence.figure import Text
from commonground.registers.models import TaskingDecision, TaskingMeeting, TaskingTask
from commonground.registers.tasking.terms import AgendaItem, Came, MeetingState, TaskState
from commonground.report import frozen
from commonground.report.blocks import Block, Bullets, Caveat, Definitions, Heading, Paragraph, Table
from commonground.report.document import Document, Section

NO_NAMES = (
    "Minutes name agencies and posts, and no person. Nothing in them says that what was decided led to a change in "
    "recorded crime."
)


def document_of(meeting: TaskingMeeting, on: date) -> Document:
    """The minutes as they were approved; before that, as they would stand on a day."""
    return frozen.from_json(meeting.minutes) if meeting.minutes else minutes_of(meeting, on)


def minutes_of(meeting: TaskingMeeting, on: date) -> Document:
    """The minutes as the rows say them. Approved or not is said of the state that the meeting has now."""
    approved = meeting.state == MeetingState.APPROVED
    status = f"Approved by the chair on {on:%-d %B %Y}" if approved else "Draft, not yet approved"
    return Document(
        name=f"tasking-minutes-{meeting.held_on.isoformat()}",
        title="Minutes of the violent crime tasking meeting",
        subtitle=f"{meeting.held_on:%-d %B %Y}",
        area=meeting.partnership.area_name,
        period=f"{meeting.held_on:%-d %B %Y}",
        published=on,
        organisation=meeting.partnership.name,
        opening="The meeting",
        summary=tuple(_opening(meeting)),
        sections=(
            Section("What was said", "said", tuple(_said(meeting))),
            Section("Decisions", "decisions", tuple(_decisions(meeting))),
            Section("Tasks given", "tasks", tuple(_tasks(meeting))),
            Section("Tasks of earlier meetings", "carried", tuple(_carried(meeting))),
            Section("Corrections", "corrections", tuple(_corrections(meeting))),
        ),
        sources=(),
        status=status,
        invented=meeting.partnership.demonstration,
    )


def _opening(meeting: TaskingMeeting) -> list[Block]:
    told = {kind: [] for kind in Came}  # type: dict[Came, list[str]]
    for one in meeting.attendance.select_related("agency"):
        told[Came(one.came)].append(one.agency.name)
    chair = meeting.chair
    post = f"{chair.get_role_display()}, {chair.agency.name}" if chair else "Not said"
    when = f"{meeting.held_on:%-d %B %Y}" + (f" at {meeting.starts:%H:%M}" if meeting.starts else "")
    rows: list[tuple[str, Text]] = [("Date", (when,)), ("Place", (meeting.place,)), ("Chair", (post,))]
    rows += [(kind.label, ("; ".join(names),)) for kind, names in told.items() if names]
    return [Definitions(tuple(rows)), Caveat((NO_NAMES,))]


def _said(meeting: TaskingMeeting) -> list[Block]:
    found: list[Block] = []
    for number, item in enumerate(meeting.items.select_related("agency"), 1):
        by = f" ({item.agency.name})" if item.agency is not None else ""
        found.append(Heading(f"{number}. {item.title}{by}"))
        if item.kind == AgendaItem.BRIEFING:
            found.append(Paragraph((_briefing(meeting),)))
        found += [Paragraph((part.strip(),)) for part in (item.text, *item.minute.split("\n\n")) if part.strip()]
        if not item.text and not item.minute:
            found.append(Paragraph(("Nothing was noted.",)))
    return found


def _briefing(meeting: TaskingMeeting) -> str:
    built = meeting.briefings.built().light().first()
    if built is None:
        return "No briefing was built for this meeting."
    return f"The briefing of {built.as_of:%-d %B %Y} was before the meeting (reference {built.public_id})."


def _decisions(meeting: TaskingMeeting) -> list[Block]:
    rows = [_decision(one) for one in meeting.decisions.select_related("agency").order_by("ref")]
    if not rows:
        return [Paragraph(("Nothing was decided.",))]
    head = ("Decision", "What was decided", "Why", "Owner", "By")
    return [Table("Decisions of the meeting", head, tuple(rows), numeric=False)]


def _decision(one: TaskingDecision) -> tuple[Text, ...]:
    return (one.ref,), (one.text,), (one.reason,), (one.agency.name,), (f"{one.due:%-d %B %Y}",)


def _tasks(meeting: TaskingMeeting) -> list[Block]:
    rows = [
        ((one.text,), (one.decision.ref if one.decision else "None",), (one.agency.name,), (f"{one.due:%-d %B %Y}",))
        for one in meeting.tasks.select_related("agency", "decision")
    ]
    if not rows:
        return [Paragraph(("No task was given.",))]
    return [Table("Tasks given at the meeting", ("Task", "Of decision", "Service", "By"), tuple(rows), numeric=False)]


def _carried(meeting: TaskingMeeting) -> list[Block]:
    """Tasks of earlier meetings that were open when this one met, and those closed since the one before."""
    before = TaskingMeeting.objects.filter(held_on__lt=meeting.held_on).order_by("-held_on").first()
    earlier = TaskingTask.objects.filter(meeting__held_on__lt=meeting.held_on).select_related("agency")
    carried = list(earlier.open_on(meeting.held_on))
    closed = earlier.filter(closed_on__range=(before.held_on if before else meeting.held_on, meeting.held_on))
    found: list[Block] = []
    if carried:
        late = sum(one.due < meeting.held_on for one in carried)
        found.append(Table(
            "Carried forward, by the day they were due", ("Task", "Service", "Was due"),
            tuple(((one.text,), (one.agency.name,), (f"{one.due:%-d %B %Y}",)) for one in carried),
            note=(f"Late when the meeting met: {late}.",), numeric=False,
        ))  # fmt: skip
    if closed:
        found.append(Table(
            "Closed since the meeting before", ("Task", "Service", "How", "Result"),
            tuple(((one.text,), (one.agency.name,), (TaskState(one.state).label,), (one.result,)) for one in closed),
            numeric=False,
        ))  # fmt: skip
    return found or [Paragraph(("No task of an earlier meeting was open.",))]


def _corrections(meeting: TaskingMeeting) -> list[Block]:
    rows = meeting.corrections_made.select_related("of")
    said = tuple((f"Minutes of {one.of.held_on:%-d %B %Y}: {one.text}",) for one in rows)
    return [Bullets(said)] if said else [Paragraph(("None was made at this meeting.",))]
