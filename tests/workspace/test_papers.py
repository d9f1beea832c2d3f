"""Assessments: built once and frozen, read by those who may, published by two people, their texts never lost."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django_scopes import scope, scopes_disabled
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from working import do_jobs, enqueued, furnish

from commonground.papers import building, changes, kept, reading, tracing
from commonground.papers.changes import Conflict, NotPossible
from commonground.papers.models import STEPS, Assessment, Assessments, PaperFile, Papers, Passage, Passages
from commonground.papers.prompts import PARTS
from commonground.partnership.models import AccessEvent
from commonground.report import assessment as report
from commonground.report import frozen
from commonground.report.blocks import Bullets, Caveat, Heading, Paragraph
from commonground.report.document import Document
from commonground.report.document import Section as Chapter
from commonground.report.section import sections

pytestmark = pytest.mark.django_db
HERE = "/partnerships/lewisham/assessments/"
TODAY = date(2026, 3, 2)
FEW = ("summary", "purpose", "recommendations")


@pytest.fixture
def few_sections(monkeypatch):
    """Three sections and no PDF: the rest is proved by the tests of the report."""
    few = tuple(section for section in sections() if section.key in FEW)
    monkeypatch.setattr(report, "sections", lambda: few)
    monkeypatch.setattr(building, "sections", lambda: few)
    monkeypatch.setattr(building, "FORMATS", ("html", "docx"))


@pytest.fixture
def home(tmp_path, settings, boroughs_home):
    settings.HOME = furnish(tmp_path / "home", boroughs_home)
    return settings.HOME


@pytest.fixture
def scoped(cast):
    with scope(partnership=cast.own.partnership):
        yield cast.own


def tiny() -> Document:
    """A document with a part of each of some kinds, without evidence behind it."""
    return Document(
        name="assessment", title="Strategic assessment of serious violence", subtitle="Lewisham", area="Lewisham",
        period="Figures as loaded", published=TODAY, organisation="Safer Lewisham Partnership",
        summary=(Paragraph(("Nothing is counted here.",)),), sources=(), status="Draft for the partnership",
        sections=(
            Chapter("Purpose", "purpose", (Heading("Why"), Bullets((("One",), ("Two",))))),
            Chapter("Where", "where", (Caveat(("Bear it.",)),)),
        ),
    )  # fmt: skip


def frozen_draft(table, today: date = TODAY) -> Assessment:
    """A draft, as if it had been built."""
    with scope(partnership=table.partnership):
        made = changes.start(today, by=table.actor("analyst"))
        files = {form: f"{form} of it".encode() for form in ("html", "pdf", "docx", "json")}
        building._freeze(made, {}, frozen.to_json(tiny()), json.dumps({"figures": []}), files)
    return Assessments(Assessment).get(pk=made.pk)


def act(table, verb: str, assessment: Assessment, role: str, *words: str) -> Assessment:
    with scope(partnership=table.partnership):
        return getattr(changes, verb)(assessment, *words, by=table.actor(role))


def published(table) -> Assessment:
    draft = frozen_draft(table)
    act(table, "submit", draft, "analyst")
    return act(table, "publish", draft, "panel_chair")


# Building.


@pytest.mark.slow
def test_an_assessment_is_built_read_and_downloaded(cast, visit, home, few_sections):
    analyst = visit(cast.own.user("analyst"))
    with scope(partnership=cast.own.partnership):
        changes.write_passage("recommendations", "First.\n\nSecond.", 0, by=cast.own.actor("analyst"))
    answer = analyst.post(f"{HERE}build/", {"once": str(uuid4())})
    assert "Building the assessment" in analyst.get(answer.url).content.decode()
    assert do_jobs() == ["papers.build"]
    made = Assessments(Assessment).get()
    assert (made.state, made.said, made.done, made.of) == ("draft", "", 8, 8)
    page = analyst.get(answer.url).content.decode()
    assert "Recommendations" in page and "violence" in page
    section = analyst.get(f"{answer.url}recommendations/").content.decode()
    assert "<p class=\"govuk-body cg-measure\">Second.</p>" in section
    for form in ("html", "docx", "json"):
        sent = analyst.get(f"{answer.url}files/{form}/")
        file = Papers(PaperFile).get(form=form)
        assert hashlib.sha256(sent.content).hexdigest() == file.sha256
        assert sent.headers["Content-Disposition"].startswith('attachment; filename="assessment-lewisham-')
    look = AccessEvent.objects.filter(details__file="json").get()
    assert (look.kind, look.record, look.user_name) == (
        "consultation", f"assessment:{made.public_id}", cast.own.user("analyst").name,
    )  # fmt: skip
    with scope(partnership=cast.own.partnership):
        traced = tracing.figures(made, "summary")
    assert [t.figure for t in traced] == [
        f for block in frozen.from_json(made.document).summary for f in report.figures_of(block)
    ]
    listed = analyst.get(f"{answer.url}figures-of/summary/").content.decode()
    counted = next(t for t in traced if not t.is_withheld)
    assert counted.figure.shown in listed
    one = analyst.get(f"{answer.url}figures/{counted.number}/").content.decode()
    assert "it agrees" in one and counted.figure.editions[0] in one
    told = dict(counted.arguments)
    assert told["Area"] == "Lewisham" and "12 months to" in str(told["Period"]) and told["Measure"] in one


@pytest.mark.slow
def test_the_same_data_and_version_give_the_same_bytes(cast, home, few_sections):
    made = []
    for _ in range(2):
        with scope(partnership=cast.own.partnership):
            one = changes.start(TODAY, by=cast.own.actor("analyst"))
        do_jobs()
        made.append(Assessments(Assessment).get(pk=one.pk))
    assert made[0].document.encode() == made[1].document.encode()
    assert made[0].ledger.encode() == made[1].ledger.encode()
    assert [f.sha256 for f in reading.files_of(made[0])] == [f.sha256 for f in reading.files_of(made[1])]


def test_with_nothing_loaded_it_says_so_and_what_to_do(cast, visit, tmp_path, settings):
    settings.HOME = tmp_path
    plan_owner = visit(cast.own.user("plan_owner"))
    address = plan_owner.post(f"{HERE}build/", {"once": str(uuid4())}).url
    do_jobs()
    page = plan_owner.get(address).content.decode()
    assert "Nothing is loaded, so there is nothing to say. Add data on the data page, then build it." in page
    assert plan_owner.post(f"{address}again/").status_code == 302
    assert (Assessments(Assessment).get().state, enqueued()) == ("building", ["papers.build"])


def test_a_fault_is_said_in_one_sentence_and_is_no_traceback(cast, home, monkeypatch, caplog):
    monkeypatch.setattr(report, "write", lambda *a, **k: 1 / 0)
    with scope(partnership=cast.own.partnership):
        made = changes.start(TODAY, by=cast.own.actor("analyst"))
    do_jobs()
    made = Assessments(Assessment).get(pk=made.pk)
    assert made.state == "failed"
    assert made.said.endswith(f"with this reference: {made.public_id}.")
    assert "ZeroDivisionError" in caplog.text


def test_a_building_that_breaks_the_worker_thrice_is_given_up(cast, home):
    with scope(partnership=cast.own.partnership):
        changes.start(TODAY, by=cast.own.actor("analyst"))
    do_jobs(attempts=3)
    assert Assessments(Assessment).get().said.startswith("Building it broke off 3 times")


def test_a_group_without_an_area_of_its_own_has_nothing_to_build(cast):
    with scope(partnership=cast.region.partnership), pytest.raises(NotPossible, match="no area of its own"):
        changes.start(TODAY, by=cast.region.actor("analyst"))


def test_two_presses_build_one(cast, visit, home):
    analyst, token = visit(cast.own.user("analyst")), str(uuid4())
    first, second = (analyst.post(f"{HERE}build/", {"once": token}).url for _ in range(2))
    third = analyst.post(f"{HERE}build/", {"once": str(uuid4())}).url
    assert first == second == third
    assert (Assessments(Assessment).count(), enqueued()) == (1, ["papers.build"])


# Frozen.


def test_a_document_comes_back_as_it_was():
    text = frozen.to_json(tiny())
    assert frozen.from_json(text) == tiny()
    assert frozen.to_json(frozen.from_json(text)) == text


@pytest.mark.parametrize(
    "column", ["document", "ledger", "sha256", "made_by", "area_code", "built_at", "as_of", "texts"]
)
def test_the_database_refuses_to_change_what_is_frozen(cast, home, column):
    draft = frozen_draft(cast.own)
    others = {"built_at": None, "as_of": date(2020, 1, 1), "texts": {"a": "b"}, "area_code": "E09000001"}
    other = others.get(column, "x")
    with pytest.raises((InternalError, ProgrammingError, IntegrityError)), transaction.atomic():
        Assessments(Assessment).filter(pk=draft.pk).update(**{column: other})
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        Papers(PaperFile).filter(assessment=draft).update(sha256="0" * 64)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), scopes_disabled():
        Papers(PaperFile).filter(assessment=draft).delete()
    assert Assessments(Assessment).get().sha256 == hashlib.sha256(draft.document.encode()).hexdigest()


def test_a_frozen_one_keeps_its_figures_when_its_edition_is_withdrawn(cast, home):
    draft = frozen_draft(cast.own)
    before = (draft.document, draft.ledger, [kept.read(f.kept) for f in reading.files_of(draft)])
    shelf = home / "evidence"
    shelf.rename(home / "gone")
    again = Assessments(Assessment).get()
    assert (again.document, again.ledger, [kept.read(f.kept) for f in reading.files_of(again)]) == before


# Publishing: two people, and every step in the table.


def test_whoever_submitted_it_cannot_approve_it(cast, visit, home):
    draft = frozen_draft(cast.own)
    act(cast.own, "submit", draft, "plan_owner")
    with pytest.raises(NotPossible, match="somebody else has to approve"):
        act(cast.own, "publish", draft, "plan_owner")
    with pytest.raises(IntegrityError, match="approved_by_somebody_else"), transaction.atomic():
        found = Assessments(Assessment).get()
        Assessments(Assessment).update(
            state="published", approved_by=found.submitted_by, approved_at=found.submitted_at
        )
    assert act(cast.own, "publish", draft, "panel_chair").state == "published"


def test_publishing_is_a_disclosure_and_prints_files_that_say_so(cast, home, monkeypatch):
    one = published(cast.own)
    told = AccessEvent.objects.filter(kind="disclosure").order_by("id").values_list("recipient", flat=True)
    assert list(told) == ["reviewers of London Violence Reduction Unit", "the public"]
    assert [f.says for f in reading.files_of(one)] == ["draft"] * 4
    monkeypatch.setattr(building, "FORMATS", ("html",))
    do_jobs_of_printing(one)
    assert {f.form: f.says for f in reading.files_of(one)} == {"html": "published", "json": "published"}
    (page,) = (kept.read(f.kept).decode() for f in reading.files_of(one) if f.form == "html")
    assert "Published by the partnership" in page and "Draft for the partnership" not in page


def do_jobs_of_printing(one: Assessment) -> None:
    assert "papers.print" in enqueued()
    building.print_published(one.public_id)
    building.print_published(one.public_id)


def test_it_is_sent_back_with_words_and_taken_off_with_a_reason(cast, visit, home):
    draft = frozen_draft(cast.own)
    act(cast.own, "submit", draft, "analyst")
    chair, address = visit(cast.own.user("panel_chair")), f"{HERE}{draft.public_id}/"
    said = chair.post(f"{address}send-back/", {"once": str(uuid4())}).content.decode()
    assert "Say what has to change before it can be published" in said
    chair.post(f"{address}send-back/", {"why": "Say more of victims.", "once": str(uuid4())})
    assert "Say more of victims." in visit(cast.own.user("analyst")).get(address).content.decode()
    act(cast.own, "submit", draft, "analyst")
    act(cast.own, "publish", draft, "panel_chair")
    chair.post(f"{address}unpublish/", {"why": "A figure was wrong.", "once": str(uuid4())})
    found = Assessments(Assessment).get()
    assert (found.state, found.withdrawn_why) == ("withdrawn", "A figure was wrong.")
    assert reading.published().count() == 0


VERBS = {
    "submit": ("analyst", "plan_owner"),
    "send_back": ("panel_chair", "plan_owner"),
    "publish": ("panel_chair", "plan_owner"),
    "withdraw": ("panel_chair", "plan_owner"),
    "build_again": ("analyst",),
}
WORDS = {"send_back": ("Why not",), "withdraw": ("Why not",)}


def test_no_sequence_of_acts_reaches_a_state_that_is_not_in_the_table(cast, home):
    class Life(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.one = frozen_draft(cast.own)
            self.was, self.document = "draft", self.one.document
            self.closed: dict | None = None

        def tried(self, verb: str, role: str) -> None:
            before = Assessments(Assessment).get(pk=self.one.pk)
            try:
                act(cast.own, verb, self.one, role, *WORDS.get(verb, ()))
            except NotPossible:
                assert Assessments(Assessment).filter(pk=self.one.pk).values().get() == values(before)
            else:
                assert (before.state, Assessments(Assessment).get(pk=self.one.pk).state) in STEPS

        @invariant()
        def stands(self) -> None:
            found = Assessments(Assessment).get(pk=self.one.pk)
            assert found.document == self.document
            if found.state in ("published", "withdrawn"):
                assert found.approved_by_id not in (None, found.submitted_by_id)
            if self.closed is not None:
                assert values(found) == self.closed
            if found.state == "withdrawn":
                self.closed = values(found)

    for verb, roles in VERBS.items():
        for role in roles:
            def step(self, verb=verb, role=role):
                self.tried(verb, role)

            step.__name__ = f"{verb}_by_{role}"
            setattr(Life, step.__name__, rule()(step))
    some = settings(max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Life, settings=some)


def values(assessment: Assessment) -> dict:
    return Assessments(Assessment).filter(pk=assessment.pk).values().get()


# Who reads what.

READS = {
    "draft": {"analyst", "plan_owner", "agency_lead", "panel_chair"},
    "submitted": {
        "analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner", "scrutiny_member", "councillor",
        "reviewer", "governance_lead",
    },
}  # fmt: skip


def test_who_reads_a_draft_and_what_was_submitted(cast, visit, home):
    draft = frozen_draft(cast.own)
    address = f"{HERE}{draft.public_id}/"

    def readers() -> set[str]:
        return {role for role in cast.own.seats if visit(cast.own.user(role)).get(address).status_code == 200}

    assert readers() == READS["draft"]
    act(cast.own, "submit", draft, "analyst")
    assert readers() == READS["submitted"]


def test_the_reviewer_of_a_group_reads_what_was_handed_in_and_the_borough_s_log_says_so(cast, visit, home):
    draft, theirs = frozen_draft(cast.own), frozen_draft(cast.other)
    address = f"/partnerships/london/assessments/{draft.public_id}/"
    reviewer, analyst = visit(cast.region.user("reviewer")), visit(cast.region.user("analyst"))
    assert reviewer.get(address).status_code == 404
    act(cast.own, "submit", draft, "analyst")
    assert (reviewer.get(address).status_code, analyst.get(address).status_code) == (200, 404)
    assert reviewer.get(f"{address}files/pdf/").content == b"pdf of it"
    assert reviewer.get(f"/partnerships/london/assessments/{theirs.public_id}/").status_code == 404
    rows = AccessEvent.objects.filter(partnership=cast.own.partnership, recipient="London Violence Reduction Unit")
    assert [row.purpose for row in rows.order_by("id")] == ["read as page", "read as file pdf"]
    listed = reviewer.get("/partnerships/london/assessments/").content.decode()
    assert (draft.public_id in listed, theirs.public_id in listed) == (True, False)
    assert reviewer.post(f"{address}publish/", {"once": str(uuid4())}).status_code in (403, 404)
    act(cast.own, "send_back", draft, "panel_chair", "More")
    assert reviewer.get(address).status_code == 404


def test_another_partnership_s_assessment_does_not_exist(cast, visit, home):
    one = published(cast.own)
    theirs = visit(cast.other.user("analyst"))
    for part in ("", "purpose/", "files/pdf/", "figures-of/summary/", "submit/"):
        assert theirs.get(f"/partnerships/greenwich/assessments/{one.public_id}/{part}").status_code == 404


# Officers' texts.


def test_every_text_that_a_section_asks_for_can_be_written():
    """The list of parts is held to what the sections ask for, word for word."""
    import re

    asked = {}
    for path in Path(report.__file__).parent.glob("sections/*.py"):
        for call in re.findall(r'desk\.words\(\s*((?:"[^"]*"[\s,]*)+)', path.read_text("utf-8")):
            key, title, *prompt = re.findall(r'"([^"]*)"', call)
            asked[key] = (path.stem, title, "".join(prompt))
    found = {part.key: (part.section, part.title, part.prompt) for part in PARTS if not part.short}
    assert asked == found


def test_the_short_texts_of_the_four_factors_are_found_by_their_keys(boroughs):
    from commonground.evidence.finding import Area
    from commonground.report.desk import Desk
    from commonground.report.guard import Guard

    short = [part for part in PARTS if part.short]
    texts = {part.key: f"written for {part.title}" for part in short}
    desk = Desk(boroughs, Area("E09000023", "Lewisham", "local_authority"), TODAY, texts, Guard(boroughs))
    (purpose,) = (section for section in sections() if section.key == "purpose")
    rows = [row for block in purpose.build(desk) for row in getattr(block, "rows", ())]
    assert [(row[0][0], row[1][0]) for row in rows] == [(p.title, texts[p.key]) for p in short]


def test_a_second_writer_sees_both_texts_and_loses_nothing(cast, visit, home):
    first, second = visit(cast.own.user("analyst")), visit(cast.own.user("plan_owner"))
    address = f"{HERE}texts/gaps/"
    for client in (first, second):
        assert 'name="read" value="0"' in client.get(address).content.decode()
    assert first.post(address, {"text": "Mine is first.", "read": 0, "once": str(uuid4())}).status_code == 302
    token = str(uuid4())
    page = second.post(address, {"text": "Mine is second.", "read": 0, "once": token}).content.decode()
    assert "saved this text while you were writing" in page
    assert "Saved by" in page and "Mine is second." in page and "first." in page
    assert Passages(Passage).count() == 1
    assert 'name="read" value="1"' in page
    answer = second.post(address, {"text": "Both of ours.", "read": 1, "once": token})
    assert answer.status_code == 302
    versions = list(Passages(Passage).order_by("number").values_list("number", "text"))
    assert versions == [(1, "Mine is first."), (2, "Both of ours.")]
    told = first.get(f"{HERE}texts/gaps/versions/").content.decode()
    assert "Mine is first." in told and "Both of ours." in told


def test_a_text_sent_twice_is_one_version(cast, scoped):
    for _ in range(2):
        changes.write_passage("gaps", "The same.", 0, by=cast.own.actor("analyst"))
    assert Passages(Passage).count() == 1
    with pytest.raises(Conflict):
        changes.write_passage("gaps", "Another.", 0, by=cast.own.actor("plan_owner"))


def test_no_version_of_a_text_can_be_changed_or_removed(cast, scoped):
    changes.write_passage("gaps", "As it was.", 0, by=cast.own.actor("analyst"))
    for verb in (lambda: Passages(Passage).update(text="Other"), lambda: Passages(Passage).get().delete()):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            verb()
    assert Passages(Passage).get().text == "As it was."


def test_a_draft_says_that_a_text_has_changed_since(cast, visit, home):
    draft = frozen_draft(cast.own)
    with scope(partnership=cast.own.partnership):
        changes.write_passage("gaps", "New words.", 0, by=cast.own.actor("analyst"))
    page = visit(cast.own.user("analyst")).get(f"{HERE}{draft.public_id}/").content.decode()
    assert "Text has changed since this was built" in page and "Gaps in services" in page


def test_the_database_refuses_a_writer_from_another_table(cast):
    actor = replace(cast.own.actor("analyst"), membership=cast.other.seats["analyst"])
    with scope(partnership=cast.own.partnership), pytest.raises(IntegrityError), transaction.atomic():
        changes.write_passage("gaps", "Crossing.", 0, by=actor)
        transaction.get_connection().check_constraints()
