"""An invented scrutiny panel: two past sessions and one that waits for its list, and authorisations of 2018.

The authorisations of 2018 stand beside searches that were really published for those months; they are invented all the
same, and their area says so.
"""

from datetime import date, datetime, time, timedelta

from commonground.partnership.models import Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.registers.changes import panel_records, panel_reports, panel_sessions
from commonground.registers.changes.entries import add
from commonground.registers.changes.panel_records import Found
from commonground.registers.changes.panel_sessions import Planned
from commonground.registers.models import Entry, PanelSession
from commonground.registers.register import registers
from commonground.registers.scrutiny.draw import Asked

GRADES = ("green", "green", "amber", "green", "red", "green", "amber", "green", "", "green")
REASONS = {
    "green": "The grounds were recorded in full, and the officer explained each step. The video was on throughout.",
    "amber": "The grounds were thin: “matched a description” without saying which. The search itself was courteous.",
    "red": "Handcuffs were used at once and no reason was recorded. The video was started late.",
}
SAID = {
    "green": ("yes", "yes", "yes", "not_asked", "yes", "yes"),
    "amber": ("partly", "yes", "yes", "not_asked", "yes", "yes"),
    "red": ("partly", "no", "partly", "no", "unclear", "no"),
}
ASKED = ("grounds", "gowisely", "video", "force", "proportionate", "courtesy")
EARLIER = (  # day, hour, hours, searches by group, weapons
    (date(2018, 6, 8), 18, 12, (0, 7, 3, 0, 1), 1),
    (date(2018, 7, 20), 16, 15, (0, 5, 2, 0, 0), 0),
    (date(2018, 11, 2), 20, 10, (1, 12, 4, 0, 1), 2),
)


def make(partnership: Partnership, on: date) -> int:
    """Add what is not there yet, and say how many sessions and authorisations that were."""
    seats = Membership.objects.filter(partnership=partnership, end=None).select_related("agency", "user")
    by = {
        (seat.role, seat.agency.kind): Actor.of_seat(seat)
        for seat in seats.order_by("-pk")
    }
    roles = {role: actor for (role, _), actor in by.items()}
    police = by.get(("agency_lead", "police"))
    if not {"analyst", "panel_chair", "scrutiny_member"} <= roles.keys() or police is None:
        return 0
    made = _authorisations(partnership, roles["analyst"])
    if not PanelSession.objects.filter(partnership=partnership).exists():
        earlier = _session(partnership, on - timedelta(days=130), roles, police, seed=417263940518)
        _reply(earlier, police, roles)
        _session(partnership, on - timedelta(days=38), roles, police, seed=90210)
        _planned(partnership, on + timedelta(days=12), roles)
        made += 3
    return made


def _session(
    partnership: Partnership, held: date, roles: dict[str, Actor], police: Actor, *, seed: int
) -> PanelSession:
    """A session from plan to feedback."""
    chair = roles["scrutiny_member"]
    session = _planned(partnership, held, roles)
    panel_sessions.give_list(session, invented_list(session.start, 180), by=police)
    panel_sessions.draw(session, Asked(len(GRADES)), seed, by=chair)
    for record, grade in zip(session.drawn.all(), GRADES, strict=True):
        if not grade:
            panel_records.could_not_be_shown(record, "no_video", by=chair)
            continue
        answers = {key: {"said": said, "why": ""} for key, said in zip(ASKED, SAID[grade], strict=True)}
        found = Found(grade=grade, reasons=REASONS[grade], agreement="most", answers=answers)
        done = panel_records.grade(record, found, sure=True, by=chair)
        if grade == "red":
            panel_records.escalate(done, "line", held + timedelta(days=1), by=chair)
    themes = "Grounds are recorded better than a year ago.\n\nThe use of handcuffs is seldom explained in the record."
    panel_sessions.close(session, themes, 9, sure=True, by=chair)
    words = "Please remind officers to record why handcuffs were used, and to start the video before they speak."
    panel_sessions.send_feedback(session, words, held + timedelta(days=3), sure=True, by=chair)
    return PanelSession.objects.get(pk=session.pk)


def _reply(session: PanelSession, police: Actor, roles: dict[str, Actor]) -> None:
    """The police reply, an escalation has its outcome, and the report becomes public."""
    day = session.held_on + timedelta(days=24)
    words = "Handcuffs and video were the subject of a briefing to all teams. Sergeants sample five records a month."
    panel_sessions.reply(session, words, day, sure=True, by=police)
    red = session.drawn.get(grade="red")
    panel_records.conclude(red, "The officer had words of advice and a day of training.", day, sure=True, by=police)
    asked = panel_reports.ask_public(session, by=roles["scrutiny_member"])
    panel_reports.publish(asked, by=roles["panel_chair"])


def _planned(partnership: Partnership, held: date, roles: dict[str, Actor]) -> PanelSession:
    end = (held.replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=1)
    start = (end.replace(day=1) - timedelta(days=1)).replace(day=1)
    chair = roles["scrutiny_member"].membership
    assert chair is not None
    planned = Planned(held_on=held, records="searches", start=start, end=end, chair=chair, size=len(GRADES))
    return panel_sessions.plan_session(partnership, planned, by=roles["analyst"])


def invented_list(start: date, number: int) -> str:
    """References that no police system has, with a month and an ethnic group as an officer might record it."""
    groups = ("Black", "White", "Black", "Asian", "White", "Other", "Black", "White", "White", "Black")
    months = (start, start + timedelta(days=32))
    lines = [
        f"INVENTED/{start:%y%m}/{n:04d},{months[n % 2]:%Y-%m},{groups[n * 7 % 10]}" for n in range(1, number + 1)
    ]
    return "\n".join(["reference,month,ethnicity", *lines])


def _authorisations(partnership: Partnership, by: Actor) -> int:
    """Those of 2018, each once."""
    known = set(Entry.objects.filter(partnership=partnership, register="section_60").values_list("brought", flat=True))
    made = 0
    for day, hour, hours, groups, weapons in EARLIER:
        name = f"invented-section-60-{day}"
        if name in known:
            continue
        ends = datetime.combine(day, time(hour)) + timedelta(hours=hours)
        asian, black, white, other, unknown = groups
        values = {
            "on": day, "until": ends.date(), "begins": time(hour), "ends": ends.time(), "rank": 5,
            "office": "Commander, Frontline Policing (invented)", "basis": "violence",
            "place": "Invented area around Example Street",
            "reason": "Two stabbings in a week and word of a third. Invented for demonstration.",
            "told_before": day, "told_before_how": ["posted"],
            "told_after": day + timedelta(days=4), "told_after_how": ["posted", "groups"],
            "searches": sum(groups), "asian": asian, "black": black, "white": white, "other_group": other,
            "ethnicity_not_recorded": unknown, "age_not_recorded": sum(groups),
            "weapons": weapons, "arrests": weapons, "complaints": 0,
            "reviewed_on": day + timedelta(days=20), "review": "The area was drawn too wide.", "brought": name,
        }  # fmt: skip
        add(registers()["section_60"], partnership, values, sure=True, by=by)
        made += 1
    return made
