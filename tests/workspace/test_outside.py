"""Outside review: reviewers see what was submitted and nothing else, feedback is kept as sent, two people publish."""

import re

import made
import made_outside
import pytest
from access_table import routes
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from people import Cast

from commonground.partnership.models import AccessEvent
from commonground.plan.changes import actions, answers, outside, plans
from commonground.plan.changes.possible import NotPossible
from commonground.plan.models import Action, Answer, Feedback, Plan, Remark, Reply, Response
from commonground.plan.reviewed import public_responses, submissions_for

DRAFTED = "Planted after the submission"
SEEN = "Said before the submission"
NOW = {"once": ""}


@pytest.fixture
def submitted(cast: Cast):
    """Lewisham's plan as it was submitted; then a sentence was planted in every text of the living plan."""
    own, by = cast.own, cast.own.actor("plan_owner")
    with scope(partnership=own.partnership):
        plan = made.plan(own)
        answer = Answer.objects.get(plan=plan, item__ref="G1")
        answers.answer(answer, "met", "", SEEN, by=by)
        snapshot = made_outside.submission(own)
        answers.answer(answer, "met", "", DRAFTED, by=by)
        theme = plan.version.themes.get(key="governance")
        answers.write_theme(plan, theme, DRAFTED, DRAFTED, by=by)
        said = {"title": DRAFTED, "summary": DRAFTED, "plain_summary": DRAFTED}
        plans.edit(plan, starts=plan.starts, ends=None, by=by, **said)
        action = Action.objects.get(plan=plan)
        Action.objects.filter(pk=action.pk).update(title=DRAFTED, notes=DRAFTED, description=DRAFTED)
        actions.drop(Action.objects.get(pk=action.pk), DRAFTED, by=by)
    return snapshot


def everything(client, cast: Cast, slug: str) -> dict[str, str]:
    """What the site answers to every address that needs no record, and to those that the pages link to."""
    found: dict[str, str] = {}
    plain = [route for route in routes() if route.view.stated.of("GET") and set(route.words) <= {"partnership"}]
    waiting = [reverse(one.name, args=(slug,) if one.words else ()) for one in plain]
    waiting = [one for one in waiting if not one.startswith(("/account/", "/demonstration", "/health"))]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = client.get(address)
        body = answer.content.decode("utf-8", "replace") if not answer.streaming else ""
        found[address] = body
        if f"/{slug}/plan/" in address:
            waiting += [link for link in re.findall(r'href="(/partnerships/[^"#?]+)', body) if f"/{slug}/p" in link]
    return found


@pytest.mark.parametrize("where", ["lewisham", "london"])
def test_a_draft_reaches_no_reviewer_by_any_page(cast, visit, submitted, where):
    table = cast.own if where == "lewisham" else cast.region
    answers = everything(visit(table.user("reviewer")), cast, where)
    assert [address for address, body in answers.items() if DRAFTED in body] == []
    page = answers[f"/partnerships/{where}/plan/submitted/{submitted.public_id}/"]
    export = answers[f"/partnerships/{where}/plan/submitted/{submitted.public_id}/json/"]
    assert SEEN in page and SEEN in export, "the submission itself is read, or the test proves nothing"


def test_the_owner_of_the_plan_does_read_what_was_planted(cast, visit, submitted):
    answers = everything(visit(cast.own.user("plan_owner")), cast, "lewisham")
    assert [address for address, body in answers.items() if DRAFTED in body] != []


def test_the_api_gives_no_draft(cast, client, submitted):
    from commonground.partnership.changes.systems import make_key

    with scope(partnership=cast.own.partnership):
        _, key = make_key("A system", "To read", 30, by=cast.own.actor("administrator"))
    for route in routes():
        if route.address.startswith("/api/") and not route.words:
            answer = client.get(route.address, headers={"Authorization": f"Bearer {key}"})
            assert DRAFTED not in answer.content.decode(), route


def test_a_submission_names_nobody_and_has_no_notes(cast, submitted):
    written = submitted.written
    assert {(one.owner, one.notes) for one in written.actions} == {("", "")}
    assert cast.own.user("practitioner").name not in str(submitted.document)


def test_the_partnership_is_told_when_another_table_reads_it(cast, visit, submitted):
    told = AccessEvent.objects.filter(kind="disclosure", record=f"snapshot:{submitted.public_id}")
    before = told.count()
    reviewer = visit(cast.region.user("reviewer"))
    assert reviewer.get(f"/partnerships/london/plan/submitted/{submitted.public_id}/").status_code == 200
    row = told.order_by("-id")[0]
    assert told.count() == before + 1
    assert (row.partnership, row.recipient) == (cast.own.partnership, "London Violence Reduction Unit")
    assert (row.user_name, row.purpose) == (cast.region.user("reviewer").name, "read as page")


def test_submitting_says_to_whom(cast, submitted):
    rows = AccessEvent.objects.filter(purpose="submitted for outside review").order_by("id")
    assert [row.recipient for row in rows] == [
        "reviewers of Safer Lewisham Partnership", "reviewers of London Violence Reduction Unit",
    ]  # fmt: skip


def test_another_borough_s_reviewer_sees_nothing(cast, submitted):
    assert not submissions_for(cast.other.actor("reviewer")).exists()
    assert not submissions_for(cast.region.actor("analyst")).exists()


# Feedback


def test_comments_and_feedback_are_drafts_until_they_are_sent(cast, visit, submitted):
    london = f"/partnerships/london/plan/submitted/{submitted.public_id}/"
    reviewer, owner = visit(cast.region.user("reviewer")), visit(cast.own.user("plan_owner"))
    sent = reviewer.post(f"{london}on/answer/G1/", {"text": "Which meeting looks at this?"})
    assert sent.status_code == 302
    reviewer.post(f"{london}feedback/", {"summary": "A clear plan.", "strengths": "", "to_do": ""})
    with scopes_disabled():
        given = Feedback.objects.get()
    theirs = f"/partnerships/lewisham/plan/outside/{given.public_id}/"
    assert owner.get(theirs).status_code == 404
    assert "A clear plan." in reviewer.get(london).content.decode()
    assert reviewer.post(f"{london}feedback/send/", NOW).status_code == 302
    page = owner.get(theirs).content.decode()
    assert "A clear plan." in page and "Which meeting looks at this?" in page
    assert cast.region.user("reviewer").name not in page, "the body is named, not the person"
    kinds = set(AccessEvent.objects.filter(record=f"feedback:{given.public_id}", partnership=cast.own.partnership)
                .values_list("kind", flat=True))  # fmt: skip
    assert "collection" in kinds


def test_a_remark_is_on_something_that_is_there(cast, submitted):
    with scope(partnership=cast.region.partnership), pytest.raises(NotPossible, match="no such part"):
        outside.remark(submitted, "answer", "Z9", "Nothing there", by=cast.region.actor("reviewer"))


def test_each_table_gives_one_feedback_on_a_submission(cast, submitted):
    ours = made_outside.feedback(cast.own, by=cast.region)
    with scope(partnership=cast.region.partnership), pytest.raises(NotPossible, match="was sent"):
        outside.write_feedback(ours.snapshot, made_outside.SAID, by=cast.region.actor("reviewer"))
    other = made_outside.feedback(cast.own)
    assert other.pk != ours.pk and other.table == cast.own.partnership


TRIES = {
    "change the feedback": "update plan_feedback set summary = 'Other' where id = {feedback}",
    "unsend the feedback": "update plan_feedback set sent_at = null, sent_by_id = null where id = {feedback}",
    "remove a remark": "delete from plan_remark where feedback_id = {feedback}",
    "change a remark": "update plan_remark set text = 'Other' where feedback_id = {feedback}",
    "change a reply": "update plan_reply set text = 'Other'",
    "remove a reply": "delete from plan_reply",
    "change the response": "update plan_response set text = 'Other' where feedback_id = {feedback}",
    "take the response back": "update plan_response set state = 'draft' where feedback_id = {feedback}",
    "remove the response": "delete from plan_response where feedback_id = {feedback}",
}


KEPT = r"never changes|Cannot (update or )?delete|Invalid transition"


@pytest.mark.parametrize("what", TRIES)
def test_what_was_sent_is_kept_by_the_database(cast, what):
    feedback = made_outside.response(cast.own, "sent").feedback
    with pytest.raises(DatabaseError, match=KEPT), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TRIES[what].format(feedback=feedback.pk))


@pytest.mark.parametrize("model", [Feedback, Remark, Reply])
def test_nor_does_the_orm_change_what_was_sent(cast, model):
    made_outside.response(cast.own, "sent")
    field = "summary" if model is Feedback else "text"
    with scope(partnership=cast.own.partnership):
        with pytest.raises(DatabaseError, match=KEPT), transaction.atomic():
            model.objects.update(**{field: "Other"})
        row = model.objects.first()
        setattr(row, field, "Other")
        with pytest.raises(DatabaseError, match=KEPT), transaction.atomic():
            model.objects.bulk_update([row], [field])


# The response


def test_the_reviewer_reads_the_response_once_it_is_sent(cast, visit):
    feedback = made_outside.feedback(cast.own, by=cast.region)
    address = f"/partnerships/london/plan/submitted/{feedback.snapshot.public_id}/"
    reviewer = visit(cast.region.user("reviewer"))
    with scope(partnership=cast.own.partnership):
        outside.answer(feedback.remarks.get(), "The monthly one.", by=cast.own.actor("analyst"))
        draft = outside.write_response(feedback, "We cost them by July.", by=cast.own.actor("analyst"))
    before = reviewer.get(address).content.decode()
    assert "We cost them" not in before and "The monthly one." not in before
    with scope(partnership=cast.own.partnership):
        outside.send_response(draft, by=cast.own.actor("plan_owner"))
    after = reviewer.get(address).content.decode()
    assert "We cost them by July." in after and "The monthly one." in after


@pytest.mark.parametrize(("role", "sends"), [("plan_owner", "plan_owner"), ("plan_owner", "analyst")])
def test_whoever_wrote_or_sent_it_cannot_publish_it(cast, role, sends):
    feedback = made_outside.feedback(cast.own)
    with scope(partnership=cast.own.partnership):
        writes = "analyst" if sends == "plan_owner" else "plan_owner"
        draft = outside.write_response(feedback, "We cost them by July.", by=cast.own.actor(writes))
        held = outside.send_response(draft, by=cast.own.actor(sends))
        with pytest.raises(NotPossible, match="somebody else has to publish it"):
            outside.publish_response(held, by=cast.own.actor(role))
        assert public_responses("lewisham") == []
        outside.publish_response(held, by=cast.own.actor("panel_chair"))
    [public] = public_responses("lewisham")
    assert (public.body, public.summary, public.response) == ("Council", "A clear plan.", "We cost them by July.")
    with scope(partnership=cast.own.partnership):
        outside.withdraw_response(Response.objects.get(), "A wrong figure", by=cast.own.actor("panel_chair"))
    assert public_responses("lewisham") == []


def test_an_unpublished_response_is_read_by_nobody_outside(cast):
    made_outside.response(cast.own, "sent")
    assert public_responses("lewisham") == []


def test_the_whole_way_by_the_pages(cast, visit):
    with scope(partnership=cast.own.partnership):
        made.plan(cast.own)
    owner, analyst = visit(cast.own.user("plan_owner")), visit(cast.own.user("analyst"))
    chair, here = visit(cast.own.user("panel_chair")), "/partnerships/lewisham/plan/outside/"
    assert owner.post(f"{here}submit/", NOW).status_code == 302
    feedback = made_outside.feedback(cast.own, by=cast.region)
    page = f"{here}{feedback.public_id}/"
    with scopes_disabled():
        remark = feedback.remarks.get()
    assert analyst.post(f"{page}comments/{remark.public_id}/", {"text": "The monthly one."}).status_code == 302
    assert analyst.post(f"{page}response/", {"text": "We cost them by July."}).status_code == 302
    assert owner.post(f"{page}response/send/", NOW).status_code == 302
    assert "somebody else has to publish it" in owner.post(f"{page}response/publish/", NOW).content.decode()
    assert chair.post(f"{page}response/publish/", NOW).status_code == 302
    assert len(public_responses("lewisham")) == 1
    assert chair.post(f"{page}response/unpublish/", {"why": "A wrong figure"}).status_code == 302
    assert public_responses("lewisham") == []


def test_two_who_write_the_response_at_once_see_both_texts(cast, visit):
    feedback = made_outside.response(cast.own).feedback
    address = f"/partnerships/lewisham/plan/outside/{feedback.public_id}/response/"
    first, second = visit(cast.own.user("analyst")), visit(cast.own.user("plan_owner"))
    [begun] = re.findall(r'name="begun" value="([^"]+)"', first.get(address).content.decode())
    assert second.post(address, {"text": "Theirs.", "begun": begun}).status_code == 302
    answer = first.post(address, {"text": "Mine.", "begun": begun})
    page = answer.content.decode()
    assert answer.status_code == 200 and "Theirs." in page and "Mine." in page
    with scopes_disabled():
        assert Response.objects.get().text == "Theirs."


def test_nothing_is_submitted_of_a_plan_that_has_ended(cast):
    with scope(partnership=cast.own.partnership):
        plan = made.plan(cast.own)
        plans.end(plan, made_outside.DAY, by=cast.own.actor("plan_owner"))
        with pytest.raises(NotPossible, match="has ended"):
            outside.submit(Plan.objects.get(), made_outside.DAY, by=cast.own.actor("plan_owner"))
