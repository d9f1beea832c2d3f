"""Two invented incidents: one whose response runs, one that is closed with its report. Nothing in them happened."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.rule import Actor
from commonground.registers.changes import incident_closing as closing
from commonground.registers.changes import incident_learning as learning
from commonground.registers.changes import incident_running as running
from commonground.registers.changes import incident_steps as steps
from commonground.registers.changes import incident_telling as telling
from commonground.registers.changes.incident_running import Facts, Started
from commonground.registers.changes.incident_steps import Added
from commonground.registers.changes.incident_telling import Held, Message
from commonground.registers.incidents.clocks import LONDON, moment
from commonground.registers.incidents.terms import StepState
from commonground.registers.models import Incident, IncidentMessage, Involved, LearningPoint, ResponseStep

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WARD = "E05013729"
INVENTED = "Invented for demonstration."
RUNNING = {  # step of the checklist -> hours after being told, and what came of it
    "source": (0.4, "Police told the duty officer by telephone. Confirmed: an assault with a knife in the street."),
    "is_serious": (1.5, "Yes: a serious violence incident. A meeting is called for tomorrow morning."),
    "partners_told": (1.6, "Reference, time and area went to the agencies listed here."),
    "gold": (2.5, "The gold duty officer tells the chief executive and the Mayor’s office."),
    "lead_named": (3, "Community safety leads. The deputy for nights is the emergency duty officer."),
    "comms_lead": (2.8, "The council leads communications."),
    "scene_known": (5.5, "The cordon closes one side of the street until noon; the school stays open."),
    "holding": (5, "Agreed with police and family liaison."),
    "hospital": (10, "Security on the ward is agreed with the site manager."),
    "family": (14, "Police family liaison is in place; children’s services are the one point of contact."),
}
CLOSED = RUNNING | {
    "scene_people": (5, "A rest centre was open until two in the morning."),
    "neighbours": (10, "Greenwich was told by reference."),
    "section_60": (11, "Police considered it, and did not ask for one."),
    "first_meeting": (11.5, "Held the next morning with seven agencies."),
    "mash": (15, "Referrals were made; the references are kept here."),
    "schools": (9.5, "Three schools were told before the first bell."),
    "witnesses": (20, "The appeal was agreed; pictures of the high street were kept."),
    "patrols": (12, "Patrols at the end of the school day and until late for seven days."),
    "tension_first": (35, "Raised: talk of retaliation was heard by youth workers and by two schools."),
    "joint_statement": (21.7, "Published at eight in the evening."),
    "discharge": (18, "The hospital asks for a plan before anybody is sent home."),
    "social": (40, "One rumour was answered with what is known. Nobody’s account was watched."),
    "mediation": (60, "Outreach workers spoke with groups on both sides, and will meet them again."),
    "doors": (115, "Two hundred doors, with a leaflet in four languages."),
    "businesses": (134, "The traders’ association and two places of worship."),
    "community_meeting": (140, "Led by a community champion; sixty came. Asked for: lighting, and somewhere to go."),
    "therapy": (157, "Offered at two schools and at the youth club."),
    "at_risk": (160, "The panel met; safety plans are in its own records."),
    "bereavement": (110, "Not a death: support was offered to the family all the same."),
    "gp": (162, "A note went to the practices of the ward."),
    "review": (660, "Held with nine agencies."),
}
PEOPLE = {"doors": 212, "community_meeting": 61, "therapy": 23, "mediation": 4}


def make(partnership: Partnership, on: date) -> int:
    """Make what is not there yet, and say how many incidents that were. ``on`` is the day that counts as today."""
    if Incident.objects.filter(partnership=partnership).exists():
        return 0
    table = _Table(partnership)
    _closed(table, moment(on - 40 * DAY, time(21, 50)))
    _running(table, moment(on - DAY, time(22, 15)))
    return 2


class _Table:
    """The invented people who respond."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        seats = Membership.objects.filter(partnership=partnership, end=None).select_related("agency", "user")
        self.seats = {seat.role: seat for seat in reversed(seats.order_by("id"))}
        self.agencies = {
            one.kind: one for one in reversed(Agency.objects.filter(partnership=partnership).order_by("id"))
        }
        self.owner, self.analyst = (Actor.of_seat(self.seats[role]) for role in ("plan_owner", "analyst"))


def _closed(table: _Table, happened: datetime) -> None:
    found = _begun(table, happened, "stabbing", "Outside shops on the high street", (
        "An assault with a knife outside shops. The person hurt is in hospital and will recover.\n"
        "No arrest yet; the cordon is lifted."
    ))  # fmt: skip
    told = found.told_at
    _settle(table, found, CLOSED, told)
    telling.hold_meeting(found, Held(
        title="Meeting of key partners", held_at=told + 11.5 * HOUR, present=tuple(table.agencies.values())[:7],
        decisions="Schools are told before the first bell. Outreach tonight. One statement, by the council.",
        actions=(Added(title="Lighting behind the shops is looked at", owner=table.seats["plan_owner"],
                       due=told + 10 * DAY, phase="first_week", sort="tension"),),
    ), sure=True, by=table.owner)  # fmt: skip
    _settle(table, found, {"": (229, "Two lamps were mended; a third is ordered.")}, told)
    _message(table, found, told + 4 * HOUR, "holding", "media", "press", (
        "Police and the council are responding to an assault on the high street. One person is in hospital. "
        "If you saw something, ring 101. If you need somebody to talk to, our website says where."
    ))  # fmt: skip
    _message(table, found, told + 21.7 * HOUR, "statement", "residents", "website", (
        "What is known has not changed. You will see more officers and youth workers for a week. There will "
        "be a meeting for residents within the week."
    ))  # fmt: skip
    _message(table, found, told + 14 * DAY - 6 * HOUR, "weekly", "partners", "email", (
        "Nothing new. Patrols end; outreach goes on."
    ))  # fmt: skip
    for service, reference, days in (
        ("mash", "MASH-20417", 0), ("family_liaison", "FL-118", 0), ("victim", "VS-7731", 1), ("therapy", "T-0093", 5),
        ("therapy", "T-0094", 5), ("therapy", "T-0097", 6), ("therapy", "T-0101", 7), ("therapy", "T-0102", 8),
    ):  # fmt: skip
        telling.refer(found, service, reference, (told + days * DAY).astimezone(LONDON).date(), by=table.owner)
    with scopes_disabled():
        others = list(Partnership.objects.filter(slug="greenwich"))
    if others:
        telling.notify(found, others, (
            "A serious assault in our borough may touch schools of yours. Please ask your schools to look out for "
            "pupils who are afraid, and ring us with this reference."
        ), at=told + 10 * HOUR, by=table.owner)  # fmt: skip
    day = told.astimezone(LONDON).date()
    point = learning.learn(found, "Tell schools the evening before, not at the first bell", table.seats["plan_owner"],
                           day + 35 * DAY, by=table.owner)  # fmt: skip
    learning.learn(found, "Youth workers hear of tension first: ask them before the first assessment",
                   table.seats["analyst"], day + 70 * DAY, by=table.owner)  # fmt: skip
    LearningPoint.objects.filter(incident=found).update(added_at=told + 661 * HOUR)
    learning.learned(point, "The emergency list of schools now has an evening number for each.",
                     on=day + 33 * DAY, by=table.owner)  # fmt: skip
    _put_back(found, told)
    left = {one.public_id: _why_left(one) for one in found.steps.filter(state=StepState.OPEN)}
    closing.close(found, (
        f"{INVENTED} The response ran for five weeks. Schools, hospital and family were told within a day; the first "
        "tension assessment was late. What residents asked for is in the plan."
    ), left, at=told + 35 * DAY + 17 * HOUR, sure=True, by=table.owner)  # fmt: skip


def _running(table: _Table, happened: datetime) -> None:
    found = _begun(table, happened, "life_threatening", "By the entrance of a park", (
        "An assault with a knife by a park. The person hurt is in hospital; it is serious.\n"
        "Police keep a cordon. Talk online of more to come."
    ))  # fmt: skip
    _settle(
        table, found, {key: one for key, one in RUNNING.items() if key not in ("hospital", "family")}, found.told_at
    )
    _message(table, found, found.told_at + 5 * HOUR, "holding", "media", "press", (
        "Police and the council are responding to an assault by a park. One person is in hospital. If you saw "
        "something, ring 101."
    ))  # fmt: skip
    telling.refer(found, "family_liaison", "FL-131", found.told_at.astimezone(LONDON).date(), by=table.owner)
    step = found.steps.get(key="first_meeting")
    steps.give(step, table.seats["plan_owner"], by=table.owner)
    _put_back(found, found.told_at)


def _begun(table: _Table, happened: datetime, kind: str, place: str, known: str) -> Incident:
    given = Started(
        happened_at=happened, told_at=happened + HOUR / 2, told_by=table.agencies["police"], kind=kind, ward=WARD,
        place=f"{place} (invented)", known=f"{known} {INVENTED}", lead=table.seats["plan_owner"], gold="needed",
    )  # fmt: skip
    found = running.start(given, sure=True, by=table.owner)
    running.change_facts(found, Facts(
        known=given.known, lead=given.lead, speaks=table.agencies["council"], gold="decided",
        gold_note="The chief executive and the Mayor’s office are told; the council speaks.", trial_on=None,
        review_on=None,
    ), sure=True, by=table.owner)  # fmt: skip
    kinds = ("police", "health", "schools", "youth_justice")
    running.involve(found, [table.agencies[kind] for kind in kinds if kind in table.agencies], by=table.owner)
    found.refresh_from_db()
    return found


def _settle(table: _Table, found: Incident, told: dict[str, tuple[float, str]], begun: datetime) -> None:
    now = timezone.now()
    for step in found.steps.filter(key__in=told, state=StepState.OPEN):
        hours, result = told[step.key]
        when = begun + timedelta(hours=hours)
        if when < now:
            steps.do(step, when, result, people=PEOPLE.get(step.key), sure=True, by=table.owner)


def _message(
    table: _Table, found: Incident, when: datetime, phase: str, audience: str, channel: str, text: str
) -> None:
    if when > timezone.now():
        return
    values = Message(phase=phase, audience=audience, channel=channel, text=text)
    made = telling.draft(found, values, sure=True, by=table.analyst)
    telling.approve(made, by=table.owner)
    IncidentMessage.objects.filter(pk=made.pk).update(written_at=when - HOUR, approved_at=when - HOUR / 2)
    telling.send(IncidentMessage.objects.select_related("incident").get(pk=made.pk), when, by=table.analyst)


def _put_back(found: Incident, told: datetime) -> None:
    """What was just now made is said to have been made then."""
    Incident.objects.filter(pk=found.pk).update(started_at=told + HOUR / 4)
    Involved.objects.filter(incident=found).update(since=told + HOUR)


def _why_left(step: ResponseStep) -> str:
    if step.since in ("anniversary", "trial", "review"):
        return "It is in the diary of the violence reduction team, who will start it."
    return "Handed to the ordinary meeting on tension, which looks at it every week."
