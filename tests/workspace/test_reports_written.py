"""Reports as values: each kind from a plan, the evidence and officers’ texts; what they lack; what they never hold."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from small_plan import GOVERNANCE, NOTE, OWNER, small_plan

from commonground.cli.trace import trace
from commonground.evidence.figure import plain
from commonground.papers.legal import laws, outdated_in
from commonground.papers.reports.composing import LEFT_OUT, Ready, Said, composed
from commonground.papers.reports.kind import Implication, Legal, Officers, kinds
from commonground.papers.reports.lacking import lacking
from commonground.papers.reports.writing import worked_out
from commonground.report import assessment as report
from commonground.report import frozen
from commonground.report.blocks import Notice
from commonground.report.document import Document
from commonground.report.render import render

TODAY = date(2026, 3, 2)
SECRET = "The planted exempt sentence about tender prices"
HEADER = {
    "committee": "Safer Stronger Select Committee", "key_decision": "No", "item": "5", "ward": "All",
    "contributors": "Head of Public Protection and Safety",
}  # fmt: skip
COMMITTEE_HEADINGS = [
    "1 Background", "2 Data", "3 Lewisham’s knife crime action plan", "4 Youth violence", "5 Summary",
    "6 Financial implications", "7 Legal and human rights implications", "8 Equalities implications",
    "9 Crime and disorder implications", "10 Environmental implications", "Contact and background papers",
]  # fmt: skip
RACE = "The Race Relations (Amendment) Act 2000 places the Council under a duty."
WELL_BEING = "Section 2 of the Local Government Act 2000 empowers the local authority to promote well-being."


@pytest.fixture(scope="module")
def lewisham(boroughs):
    return boroughs.area("E09000023", "local_authority")


@pytest.fixture(scope="module")
def ready(boroughs, lewisham):
    """Each kind worked out once."""
    plan = small_plan()

    def made(key: str) -> Ready:
        kind = kinds()[key]
        document = worked_out(
            kind, boroughs, lewisham, today=TODAY, organisation="Safer Lewisham", plan=plan,
            last=plan if kind.about_last_plan else None,
        )  # fmt: skip
        return Ready(kind=kind, title="Knife crime", header=HEADER, part=1, worked_out=document, plan=plan)

    return {key: made(key) for key in kinds()}


def filled(ready: Ready, **instead: Said) -> Ready:
    """The report with something in every part, and a law confirmed."""
    said = dict(ready.said)
    for part in ready.kind.parts(ready.plan):
        if isinstance(part, Legal):
            said[part.key] = Said({"text": laws()[part.law].text}, on=TODAY)
        elif isinstance(part, Officers):
            said[part.key] = Said({one.key: f"{part.key} {one.key}" for one in part.questions}, on=TODAY)
    return replace(ready, said=said | {key.replace("_", "-"): one for key, one in instead.items()})


def words(document: Document) -> str:
    return frozen.to_json(document)


def test_the_committee_report_has_the_headings_of_2019_in_their_order(ready):
    document = composed(filled(ready["committee_report"]), final=True)
    assert [section.title for section in document.sections] == COMMITTEE_HEADINGS
    (front,) = document.summary
    assert [term for term, _ in front.items] == [
        "Report title", "Committee or board", "Key decision", "Item number", "Ward", "Contributors", "Class", "Date",
        "Plan",
    ]  # fmt: skip
    assert document.opening == "Report details"


def test_each_theme_has_its_standards_and_then_the_local_commentary_in_bold(ready):
    document = composed(ready["committee_report"])
    blocks = next(s for s in document.sections if s.key == "chapter-plan").blocks
    at = next(n for n, block in enumerate(blocks) if getattr(block, "text", "") == "Governance")
    assert [type(block).__name__ for block in blocks[at : at + 3]] == ["Heading", "Bullets", "Statement"]
    listed = [plain(item) for item in blocks[at + 1].items]
    assert listed == ["Standing items. Met.", "Monthly tasking. Not answered yet."]
    assert plain(blocks[at + 2].text) == GOVERNANCE
    assert "Safe havens" in words(document) and "Test purchases" not in words(document)


def test_the_data_are_findings_with_definition_edition_and_uncertainty(ready):
    data = next(s for s in composed(ready["committee_report"]).sections if s.key == "chapter-data")
    charts = [block.key for block in data.blocks if type(block).__name__ == "Chart"]
    assert sum(key.startswith("knife_crime_with_injury") for key in charts) >= 2
    assert sum(key.startswith("knife_crime-") for key in charts) >= 2
    said = words(replace(composed(ready["committee_report"]), sections=(data,)))
    assert "95%" in said or "no clear change" in said
    assert "Victims of domestic knife crime" in said and "Editions read" in said and "file hash" in said


def test_nobody_who_owns_an_action_is_named_and_no_note_is_shown(ready):
    for one in ready.values():
        everything = words(composed(filled(one), "full"))
        assert OWNER not in everything and NOTE not in everything


@pytest.mark.parametrize("key", list(kinds()))
def test_every_figure_of_every_kind_can_be_worked_out_again(ready, boroughs, key):
    document = composed(filled(ready[key]), "full", final=True)
    listed = report.ledger(document, boroughs)["figures"]
    assert len(listed) == len(list(document.figures))
    assert bool(listed) == (key != "equality_analysis")  # no stop and search among the figures by borough
    outcomes = {trace("", figure, boroughs).outcome for figure in document.figures}
    assert outcomes <= {"agrees", "withheld"}


@pytest.mark.parametrize("key", list(kinds()))
def test_what_is_lacking_is_every_part_until_it_is_written(ready, key):
    one = ready[key]
    parts = one.kind.parts(one.plan)
    must = [p.key for p in parts if isinstance(p, Legal) or (isinstance(p, Officers) and p.lacks(p.first))]
    assert [found.key for found in lacking(one)] == must
    assert lacking(filled(one)) == []


def test_an_empty_implication_and_a_theme_without_commentary_are_said_in_their_own_words(ready):
    why = {one.key: one.why for one in lacking(ready["committee_report"])}
    assert why["theme-victims"] == "This theme has no local commentary."
    assert why["environmental"] == "It is empty. Where there are no implications, write “None”."
    assert "theme-governance" not in why
    implications = [p.key for p in ready["committee_report"].kind.parts(None) if isinstance(p, Implication)]
    assert implications == ["financial", "legal", "equalities", "crime-and-disorder", "environmental"]
    none_said = filled(ready["committee_report"], environmental=Said({"text": "None"}))
    assert lacking(none_said) == []
    assert [one.key for one in lacking(filled(none_said, environmental=Said({"text": " "})))] == ["environmental"]


@pytest.mark.parametrize("planted", [RACE, WELL_BEING])
def test_outdated_law_warns_the_officer_and_is_in_no_output(ready, planted, tmp_path):
    one = filled(ready["committee_report"], legal=Said({"text": f"Two paragraphs.\n\n{planted}"}))
    (warned,) = lacking(one)
    assert warned.key == "legal" and "no longer the law" in warned.why
    for reach in ("open", "full"):
        assert outdated_in(words(composed(one, reach))) == []
    assert "Two paragraphs." in words(composed(one))


def test_outdated_law_in_the_plan_itself_is_left_out_too(boroughs, lewisham):
    kind = kinds()["duty_strategy"]
    plan = small_plan()
    actions = (plan.actions[0].model_copy(update={"description": RACE}), plan.actions[2])
    plan = plan.model_copy(update={"actions": actions})
    document = worked_out(kind, boroughs, lewisham, today=TODAY, organisation="x", plan=plan)
    made = composed(Ready(kind=kind, title="x", header={}, part=1, worked_out=document, plan=plan))
    assert outdated_in(words(made)) == [] and "A mentor in A&E" in words(made)


def test_no_law_of_the_library_is_outdated_and_each_says_where_it_was_read():
    for law in laws().values():
        assert outdated_in("\n".join(str(value) for value in vars(law).values())) == []
        assert law.source and law.jurisdiction and law.confidence
        assert law.last_checked is None or law.confidence == "read in the source"


def test_a_law_left_out_is_left_out_and_one_not_confirmed_is_a_box(ready):
    one = ready["committee_report"]
    draft = composed(one)
    boxes = [b.title for s in draft.sections for b in s.blocks if isinstance(b, Notice) and b.kind == "officer"]
    assert "Confirm: Human rights" in boxes
    without = filled(one, law_human_rights=Said({"text": ""}, on=TODAY))
    assert "Human Rights Act" not in words(composed(without)) and lacking(without) == []
    assert "Confirmed by an officer on 2 March 2026" in words(composed(filled(one)))


def test_what_is_exempt_is_in_no_open_output(ready, tmp_path: Path):
    one = filled(ready["committee_report"], financial=Said({"text": SECRET}, exempt=True, exempt_why="Prices"))
    open_one, full = composed(one, "open", final=True), composed(one, "full", final=True)
    assert SECRET in words(full) and SECRET not in words(open_one)
    assert LEFT_OUT in words(open_one)
    assert "6 Financial implications" not in [section.title for section in open_one.sections]
    for path in render(open_one, tmp_path, ("html", "docx")):
        assert SECRET not in reopened(path)
    for path in render(full, tmp_path / "full", ("docx",)):
        assert SECRET in reopened(path)


def test_of_a_report_that_is_exempt_as_a_whole_the_open_copy_has_its_head_alone(ready):
    one = replace(filled(ready["committee_report"], background=Said({"text": SECRET})), part=2)
    assert composed(one).sections == () and SECRET not in words(composed(one))
    assert len(composed(one, "full").sections) == len(COMMITTEE_HEADINGS)


def test_an_exempt_part_needs_a_reason(ready):
    one = filled(ready["committee_report"], financial=Said({"text": "x"}, exempt=True))
    assert [found.why for found in lacking(one)] == ["It is marked as exempt, and no reason is given."]


def reopened(path: Path) -> str:
    """Every word of a file."""
    if path.suffix == ".html":
        return path.read_text("utf-8")
    file = docx.Document(path)
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in file.paragraphs), *cells])


def test_the_documents_open_again_with_every_heading(ready, tmp_path):
    document = composed(filled(ready["committee_report"]), final=True)
    html, word = render(document, tmp_path, ("html", "docx"))
    for title in COMMITTEE_HEADINGS:
        assert title in reopened(html) and title in reopened(word)
    assert "Safer Stronger Select Committee" in reopened(word)


def test_the_performance_pack_says_what_is_missing_and_why_and_shows_a_missing_update(ready):
    pack = composed(ready["performance_pack"])
    said = words(pack)
    for indicator in ("Serious youth violence", "Gun crime and lethal-barrelled discharges", "Weapons removed"):
        assert indicator in said
    assert "What cannot be given, and why" in said
    assert "No update received" in said and "Four havens." in said
    assert "by tasks and dates: At risk. Two signed this week." in said


def test_the_duty_strategy_has_the_four_factors_three_consultations_and_last_years_plan(ready):
    document = composed(filled(ready["duty_strategy"]), final=True)
    said = words(document)
    for authority in ("Educational", "Prison", "Youth custody"):
        assert f"{authority} authorities" in said
    blocks = [block for section in document.sections for block in section.blocks]
    factors = next(block for block in blocks if getattr(block, "caption", "") == "The four factors of the Act")
    assert len(factors.rows) == 4
    assert "What became of its actions" in said


def test_the_equality_analysis_asks_five_things_of_nine_characteristics(ready):
    kind = kinds()["equality_analysis"]
    asked = [part for part in kind.parts(None) if part.key.startswith("characteristic-")]
    assert [len(part.questions) for part in asked] == [5] * 9
    assert "Sexual orientation" in words(composed(filled(ready["equality_analysis"])))


def test_the_parts_of_a_kind_have_keys_of_their_own():
    for kind in kinds().values():
        keys = [part.key for part in kind.parts(small_plan())]
        assert len(keys) == len(set(keys)), kind.key
