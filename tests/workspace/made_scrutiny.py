"""Panel sessions and authorisations, as tests need them; each step is taken once for a table."""

from datetime import date, time

from made_register import DAY, entry
from people import Table

from commonground.registers.changes import panel_records, panel_reports, panel_sessions
from commonground.registers.changes.panel_records import Found
from commonground.registers.changes.panel_sessions import Planned
from commonground.registers.models import DrawnRecord, Entry, PanelSession, SessionReport
from commonground.registers.scrutiny.draw import Asked

SEED = 20260312
LIST = "reference,ethnicity\n" + "\n".join(f"TK/26/{n:03d},{('Black', 'White')[n % 2]}" for n in range(1, 31))
FOUND = Found(grade="green", reasons="Clear grounds.", agreement="all", answers={"grounds": {"said": "yes", "why": ""}})
AUTHORISED = {
    "until": date(2026, 3, 5), "begins": time(18), "ends": time(6), "rank": 3,
    "office": "Superintendent, South East BCU", "basis": "violence",
    "reason": "Violence was expected.", "place": "Around the market",
}  # fmt: skip


def authorisation(table: Table, **values: object) -> Entry:
    """A section 60 authorisation of twelve hours in March 2026."""
    return entry(table, "section_60", **AUTHORISED | values)


def planned(table: Table, size: int = 4) -> PanelSession:
    """A session that the scrutiny member chairs."""
    values = Planned(
        held_on=DAY, records="searches", start=date(2026, 1, 1), end=date(2026, 1, 31),
        chair=table.seats["scrutiny_member"], size=size,
    )  # fmt: skip
    return panel_sessions.plan_session(table.partnership, values, by=table.actor("analyst"))


def listed(table: Table, size: int = 4) -> PanelSession:
    return panel_sessions.give_list(planned(table, size), LIST, by=table.actor("agency_lead"))


def drawn(table: Table, size: int = 4) -> PanelSession:
    return panel_sessions.draw(listed(table, size), Asked(size), SEED, by=table.actor("scrutiny_member"))


def record(table: Table) -> DrawnRecord:
    """The first record of a session that is drawn."""
    return drawn(table).drawn.get(number=1)


def red(table: Table) -> DrawnRecord:
    """A record graded red and escalated."""
    by = table.actor("scrutiny_member")
    found = panel_records.grade(record(table), Found(grade="red", reasons="No grounds.", agreement="all"), by=by)
    return panel_records.escalate(found, "line", DAY, by=by)


def graded(table: Table, size: int = 4) -> PanelSession:
    made = drawn(table, size)
    for one in made.drawn.all():
        panel_records.grade(one, FOUND, by=table.actor("scrutiny_member"))
    return made


def closed(table: Table) -> PanelSession:
    return panel_sessions.close(graded(table), "Grounds were clear.", 7, by=table.actor("scrutiny_member"))


def fed_back(table: Table) -> PanelSession:
    return panel_sessions.send_feedback(closed(table), "Keep it so.", DAY, by=table.actor("scrutiny_member"))


def asked(table: Table) -> SessionReport:
    return panel_reports.ask_public(closed(table), by=table.actor("analyst"))


def public(table: Table) -> SessionReport:
    return panel_reports.publish(asked(table), by=table.actor("panel_chair"))


def _id(make: object) -> object:
    return lambda table: make(table).public_id  # type: ignore[operator]


IN_ADDRESSES = {
    "scrutiny-session": {"public_id": _id(planned)},
    "scrutiny-list": {"public_id": _id(planned)},
    "scrutiny-list-file": {"public_id": _id(drawn)},
    "scrutiny-draw": {"public_id": _id(listed)},
    "scrutiny-check": {"public_id": _id(drawn)},
    "scrutiny-close": {"public_id": _id(graded)},
    "scrutiny-feedback": {"public_id": _id(drawn)},
    "scrutiny-reply": {"public_id": _id(fed_back)},
    "scrutiny-report": {"public_id": _id(drawn)},
    "scrutiny-report-file": {"public_id": _id(drawn), "form": lambda table: "docx"},
    "scrutiny-ask-public": {"public_id": _id(closed)},
    "scrutiny-record": {"public_id": _id(record)},
    "scrutiny-grade": {"public_id": _id(record)},
    "scrutiny-not-shown": {"public_id": _id(record)},
    "scrutiny-escalate": {"public_id": _id(record)},
    "scrutiny-outcome": {"public_id": _id(red)},
    "scrutiny-public": {"public_id": _id(public)},
    "scrutiny-publish": {"public_id": _id(asked)},
    "scrutiny-send-back": {"public_id": _id(asked)},
    "scrutiny-take-off": {"public_id": _id(public)},
    "published_scrutiny_report": {
        "slug": lambda table: table.partnership.slug, "public_id": _id(public),
    },
}  # fmt: skip
