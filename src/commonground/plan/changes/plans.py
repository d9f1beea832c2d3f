"""A plan is begun, described, moved to the next version of its template, and ended."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from commonground.partnership import access_log
from commonground.partnership.models import Partnership
from commonground.partnership.rule import Actor
from commonground.plan.changes.carrying import carry_actions, carry_answers, carry_texts
from commonground.plan.changes.possible import NotPossible, assigned, unchanged_since
from commonground.plan.models import Answer, Plan, TemplateVersion, ThemeText
from commonground.plan.templates.differences import differences
from commonground.plan.templates.refusal import TemplateRefused
from commonground.plan.templates.written import WrittenTemplate

Kind = access_log.Kind


@transaction.atomic
def begin(version: TemplateVersion, title: str, starts: date, ends: date | None = None, *, by: Actor) -> Plan:
    """Begin the partnership’s plan in the form of a template: a row for each standard, option and theme.

    Raises NotPossible while another plan is being worked on, and for one that ends before it starts.
    """
    partnership = by.partnership
    assert partnership is not None
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    if (current := Plan.objects.current().first()) is not None:
        raise NotPossible(f"“{current.title}” is the plan that is being worked on. End it before you begin another.")
    if not title.strip():
        raise NotPossible("The plan has no title: write one.")
    _in_order(starts, ends)
    made = Plan.objects.create(partnership=partnership, version=version, title=title, starts=starts, ends=ends)
    Answer.objects.bulk_create(
        Answer(partnership=partnership, plan=made, item=item, tier=item.tier) for item in version.items.all()
    )
    ThemeText.objects.bulk_create(
        ThemeText(partnership=partnership, plan=made, theme=theme) for theme in version.themes.all()
    )
    access_log.record(Kind.COLLECTION, made, by=by, template=version.key)
    return made


@transaction.atomic
def edit(
    plan: Plan,
    *,
    title: str,
    starts: date,
    ends: date | None,
    summary: str,
    plain_summary: str,
    begun: str | None = None,
    by: Actor,
) -> Plan:
    """Change what is said of the whole plan. ``begun`` is the ``edition`` of the plan that the form was begun from."""
    found = Plan.objects.select_for_update().get(pk=plan.pk)
    unchanged_since(found, begun, "Somebody changed the plan’s description while you were writing.")
    _open(found)
    if not title.strip():
        raise NotPossible("The plan has no title: write one.")
    _in_order(starts, ends)
    values = {"title": title, "starts": starts, "ends": ends, "summary": summary, "plain_summary": plain_summary}
    if changed := assigned(found, values):
        found.save(update_fields=changed)
        access_log.record(Kind.ALTERATION, found, by=by, fields=changed)
    return found


@transaction.atomic
def end(plan: Plan, on: date | None = None, *, by: Actor) -> Plan:
    """Stop working on the plan, so that another can take its place. It is kept as it stands."""
    found = Plan.objects.select_for_update().get(pk=plan.pk)
    _open(found)
    found.ended_on = on or timezone.localdate()
    found.save(update_fields=["ended_on"])
    access_log.record(Kind.ALTERATION, found, by=by, ended=found.ended_on.isoformat())
    return found


@transaction.atomic
def move_to(plan: Plan, version: TemplateVersion, *, by: Actor) -> Plan:
    """Take the form of the version that follows the plan’s own. Answers, texts and actions go where the template’s
    mapping leads; what was met as one standard is not met as two, so some new standards have no answer yet.

    Raises NotPossible for a version that does not follow.
    """
    found = Plan.objects.select_for_update(of=("self",)).select_related("version").get(pk=plan.pk)
    _open(found)
    before = found.version
    if version.succeeds_id != before.pk:
        raise NotPossible(f"“{version.title}” does not follow “{before.title}”, so nothing says where its answers go; "
                          "choose a version that does.")  # fmt: skip
    old, new = (WrittenTemplate.model_validate(one.document) for one in (before, version))
    try:
        change = differences(old, new)
    except TemplateRefused as refused:
        raise NotPossible(str(refused)) from None
    carry_answers(found, version, change)
    carry_texts(found, version, change)
    carry_actions(found, version, change)
    found.version = version
    found.save(update_fields=["version"])
    access_log.record(
        Kind.ALTERATION, found, by=by, was=before.key, became=version.key, unanswered=[i.ref for i in change.unanswered]
    )
    return found


def _in_order(starts: date, ends: date | None) -> None:
    if ends is not None and ends <= starts:
        raise NotPossible(f"The plan would end on {ends:%-d %B %Y}, but not after it starts; correct one of the days.")


def _open(plan: Plan) -> None:
    if plan.ended_on is not None:
        raise NotPossible(f"“{plan.title}” ended on {plan.ended_on:%-d %B %Y} and is kept as it stood.")
