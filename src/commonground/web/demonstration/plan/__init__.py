"""The plans of the demonstration. Lewisham’s says what the report of 2019 says; who does what by when is invented.

The files are in the written form of a plan (``commonground.plan.written``), with reviews and practice cards beside.
"""

from django.utils import timezone
from django_scopes import scope

from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.templates import install_shipped
from commonground.plan.models import Action, Answer, Plan, ReviewRound, ReviewRow, Task, TemplateVersion
from commonground.web.demonstration.plan.kept import plan_of, rounds_of
from commonground.web.demonstration.plan.plans import catch_up, make_plan
from commonground.web.demonstration.plan.reviews import hold
from commonground.web.demonstration.plan.table import Table

KINDS = (TemplateVersion, Plan, Answer, Action, Task, ReviewRound, ReviewRow)
GROUPS_FIRST = ("south-east", "london", "lewisham", "greenwich", "bexley")


def make(maker: Actor) -> None:
    """Make each plan that is not there yet. A plan that is there is left as people have changed it."""
    install_shipped(by=maker)
    shared: dict[str, str] = {}
    for slug in GROUPS_FIRST:
        partnership = Partnership.objects.get(slug=slug)
        with scope(partnership=partnership):
            plan = Plan.objects.first() or _made(Table(partnership), shared)
            if slug in GROUPS_FIRST[:2]:
                shared |= {action.ref: action.public_id for action in plan.actions.all()}


def _made(table: Table, shared: dict[str, str]) -> Plan:
    today = timezone.localdate()
    written = plan_of(table.partnership.slug, today)
    plan = make_plan(table, written, shared)
    hold(table, plan, written, rounds_of(table.partnership.slug, today))
    catch_up(plan, written, today, by=table.who_is("plan_owner"))
    return plan
