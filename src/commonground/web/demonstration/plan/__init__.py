"""The plans of the demonstration. Lewisham’s says what the report of 2019 says; who does what by when is invented.

The files are in the written form of a plan (``commonground.plan.written``), with reviews and practice cards beside.
"""

from datetime import date

from django.utils import timezone
from django_scopes import scope

from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.templates import install_shipped
from commonground.plan.models import (
    Action,
    Answer,
    Feedback,
    Meeting,
    Plan,
    PracticeCard,
    Publication,
    ReviewRound,
    ReviewRow,
    Snapshot,
    Task,
    TemplateVersion,
)
from commonground.web.demonstration.plan import beside, kept
from commonground.web.demonstration.plan.plans import catch_up, make_plan
from commonground.web.demonstration.plan.reviews import hold, tell_all
from commonground.web.demonstration.plan.table import Table

KINDS = (
    TemplateVersion, Plan, Answer, Action, Task, ReviewRound, ReviewRow, Meeting, Snapshot, Feedback, PracticeCard,
    Publication,
)  # fmt: skip
GROUPS, BOROUGHS = ("south-east", "london"), ("lewisham", "greenwich", "bexley")


def make(maker: Actor) -> None:
    """Make the plans and what stands beside them, where no table has a plan yet; else leave all as people made it."""
    install_shipped(by=maker)
    if Plan.objects.exists():
        return
    today = timezone.localdate()
    tables = {slug: Table(Partnership.objects.get(slug=slug)) for slug in (*GROUPS, *BOROUGHS)}
    plans: dict[str, Plan] = {}
    shared: dict[str, str] = {}
    for slug, table in tables.items():
        with scope(partnership=table.partnership):
            plans[slug] = _made(table, shared, today)
            if slug in GROUPS:
                shared |= {action.ref: action.public_id for action in plans[slug].actions.all()}
    _beside(tables, plans, today)


def _made(table: Table, shared: dict[str, str], today: date) -> Plan:
    slug = table.partnership.slug
    written = kept.plan_of(slug, today)
    plan = make_plan(table, written, shared)
    rounds = kept.rounds_of(slug, today)
    hold(table, plan, written, rounds)
    catch_up(plan, written, today, by=table.who_is("plan_owner"))
    if not rounds:
        tell_all(table, plan, written, today)
    return plan


def _beside(tables: dict[str, Table], plans: dict[str, Plan], today: date) -> None:
    """Cards before those who take from them; and what outside readers see, once everything is there."""
    said = kept.beside(today)
    cards: dict[str, PracticeCard] = {}
    for slug, table in tables.items():
        with scope(partnership=table.partnership):
            own = [card for card in kept.cards() if card["table"] == slug]
            cards |= beside.write_cards(table, plans[slug].version.key, own)
            beside.share(table, plans[slug], said["sharing"].get(slug, {}))
    for one in said["adopted"]:
        with scope(partnership=tables[one["table"]].partnership):
            beside.take(tables[one["table"]], plans[one["table"]], cards[one["card"]], one["named"])
    for slug, on in said["submitted"].items():
        with scope(partnership=tables[slug].partnership):
            day, feedback = date.fromisoformat(on), said["feedback"].get(slug)
            beside.review_from_outside(tables[slug], tables["london"], plans[slug], day, feedback)
    with scope(partnership=tables["lewisham"].partnership):
        beside.record(tables["lewisham"], kept.meetings(today))
        beside.publish(tables["lewisham"], said["comments"])
