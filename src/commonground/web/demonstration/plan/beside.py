"""What stands beside the demonstration plans: meetings, what is shared and offered, outside review, the public page."""

from datetime import date
from typing import Any

from commonground.partnership.models import Partnership
from commonground.plan.changes import comments, outside, publishing
from commonground.plan.changes.practice import CardValues, adopt, share_card, write_card
from commonground.plan.changes.review_meetings import Minuted, record_meeting
from commonground.plan.changes.sharing import choose, offer
from commonground.plan.models import Feedback, Plan, PracticeCard
from commonground.plan.reducing import Chosen
from commonground.plan.terms import StandingItem
from commonground.web.demonstration.plan.table import Table

VISITOR = "a member of the public"


def record(table: Table, meetings: list[dict[str, Any]]) -> None:
    """Each meeting of the partnership, with the standing items that were minuted."""
    for one in meetings:
        items = {
            str(item): Minuted(one["items"][item], f"3.{number}" if one["items"][item] else "", _count(item, one))
            for number, item in enumerate(StandingItem, start=1)
        }
        record_meeting(date.fromisoformat(one["on"]), items, by=table.who_is("plan_owner"))


def _count(item: StandingItem, meeting: dict[str, Any]) -> int | None:
    return meeting["carriers"] if item == StandingItem.CARRIERS else None


def share(table: Table, plan: Plan, chosen: dict[str, list[str]]) -> None:
    """What each group may compare; and of a group, the actions that it offers."""
    for slug, fields in chosen.items():
        choose(plan, Partnership.objects.get(slug=slug), fields, by=table.who_is("plan_owner"))
    if table.partnership.is_group:
        for action in plan.actions.all():
            offer(action, by=table.who_is("plan_owner"))


def write_cards(table: Table, template: str, cards: list[dict[str, Any]]) -> dict[str, PracticeCard]:
    """The practice cards of a table: one person writes, another shares. By their keys."""
    made = {}
    for one in cards:
        said = {name: words for name, words in one.items() if name not in ("key", "table")}
        written = write_card(table.partnership, CardValues(template=template, **said), by=table.who_is("plan_owner"))
        made[one["key"]] = share_card(written, by=table.who_is("panel_chair"))
    return made


def take(table: Table, plan: Plan, card: PracticeCard, named: bool) -> None:
    """Take an action from a card, with credit."""
    theme = plan.answers.filter(item__ref__in=card.serves).select_related("item__theme")[0].item.theme
    adopt(card, plan, theme, named=named, by=table.who_is("plan_owner"))


def review_from_outside(table: Table, london: Table, plan: Plan, on: date, said: dict[str, Any] | None) -> None:
    """Submit the plan; London’s reviewer comments and sends feedback; the partnership answers, where it did."""
    snapshot = outside.submit(plan, on, by=table.who_is("plan_owner"))
    if said is None:
        return
    reviewer = london.who_is("reviewer")
    values = outside.FeedbackValues(
        summary=said["summary"], strengths=said["strengths"], to_do=said["to_do"],
        by_when=date.fromisoformat(said["by_when"]),
    )  # fmt: skip
    feedback = outside.write_feedback(snapshot, values, by=reviewer)
    remarks = [(outside.remark(snapshot, one["about"], one["ref"], one["text"], by=reviewer), one["answer"])
               for one in said["remarks"]]  # fmt: skip
    feedback = outside.send(feedback, by=reviewer)
    for remark, words in remarks:
        if words:
            outside.answer(remark, words, by=table.who_is("plan_owner"))
    if said["response"]:
        _respond(table, feedback, said["response"])


def _respond(table: Table, feedback: Feedback, words: str) -> None:
    owner = table.who_is("plan_owner")
    response = outside.send_response(outside.write_response(feedback, words, by=owner), by=owner)
    outside.publish_response(response, by=table.who_is("panel_chair"))


def publish(table: Table, said: list[dict[str, Any]]) -> None:
    """Ask, approve, and hear what the public says: some of it is shown, some still waits for a decision."""
    asked = publishing.ask(Chosen(), by=table.who_is("plan_owner"))
    shown = publishing.publish(asked, read=True, by=table.who_is("panel_chair"))
    for one in said:
        made = comments.comment(shown, one["text"], one["name"], by=table.visitor(VISITOR))
        if one["shown"]:
            made = comments.show(made, by=table.who_is("plan_owner"))
            comments.reply(made, one["reply"], by=table.who_is("plan_owner"))
