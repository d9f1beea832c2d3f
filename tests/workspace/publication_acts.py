"""One example of each act upon the public plan and its comments."""

from collections.abc import Callable
from typing import Any

import made_public
from people import Table

from commonground.partnership.rule import Actor
from commonground.plan.changes import comments, publishing
from commonground.plan.reducing import Chosen

Act = Callable[[], object]


def a_publication_asked_for(table: Table, patch: Any) -> Act:
    made_public.closed_review(table)
    return lambda: publishing.ask(Chosen(plain_summary="In short."), by=table.actor("plan_owner"))


def of_a_publication(state: str, act: Callable[..., object], *said: object) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        found = made_public.publication(table, state)
        return lambda: act(found, *said, by=table.actor("panel_chair"))

    return prepared


def of_a_comment(state: str, act: Callable[..., object], *said: object) -> Callable[[Table, Any], Act]:
    def prepared(table: Table, patch: Any) -> Act:
        found = made_public.comment(table, state)
        return lambda: act(found, *said, by=table.actor("panel_chair"))

    return prepared


def a_comment(table: Table, patch: Any) -> Act:
    found = made_public.publication(table, "published")
    return lambda: comments.comment(found, "More lights, please.", by=Actor())


OF_PUBLICATION = {
    "plan.changes.publishing.ask": a_publication_asked_for,
    "plan.changes.publishing.publish": of_a_publication("asked", publishing.publish, True),
    "plan.changes.publishing.send_back": of_a_publication("asked", publishing.send_back, "Too long"),
    "plan.changes.publishing.withdraw": of_a_publication("published", publishing.withdraw, "A wrong figure"),
    "plan.changes.comments.comment": a_comment,
    "plan.changes.comments.show": of_a_comment("waiting", comments.show),
    "plan.changes.comments.refuse": of_a_comment("shown", comments.refuse, "elsewhere"),
    "plan.changes.comments.reply": of_a_comment("shown", comments.reply, "We asked for them in May."),
}
