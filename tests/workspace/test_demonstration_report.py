"""The committee report of the demonstration: asked for once, written by its second job, true to what was published."""

import pytest
import small_report
from django.db import connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from small_plan import small_plan
from small_report import again
from working import enqueued, furnish

from commonground.evidence import comparison
from commonground.evidence.measure import measures
from commonground.evidence.periods import against, parse, span
from commonground.papers import report_building
from commonground.papers.assembling import document_of
from commonground.papers.legal import laws, outdated_in
from commonground.papers.models import Report, ReportCopy
from commonground.papers.reports.kind import kinds
from commonground.partnership.models import Partnership
from commonground.plan.changes.plans import begin
from commonground.plan.changes.templates import install_shipped
from commonground.plan.models import Snapshot, TemplateVersion
from commonground.report import frozen
from commonground.web import demonstration
from commonground.web.demonstration import report
from commonground.web.demonstration.plan import kept
from commonground.web.demonstration.plan.table import Table

SOURCE = "(Lewisham Council, report to the Safer Stronger Select Committee, 4 February 2019.)"
JOBS = ["papers.build_report", "demonstration.write_report"]


def said(key: str) -> str:
    return kept.committee()["parts"][key]["text"]


@pytest.fixture
def lewisham(db, settings, tmp_path, boroughs_home) -> Table:
    """The table of the demonstration with a reviewed plan, and evidence to report from."""
    settings.HOME = furnish(tmp_path / "home", boroughs_home)
    demonstration.seat_everyone()
    with scopes_disabled():
        table = Table(Partnership.objects.get(slug="lewisham"))
    with scope(partnership=table.partnership):
        _reviewed(table)
    return table


def _reviewed(table: Table) -> None:
    owner = table.who_is("plan_owner")
    install_shipped(by=owner)
    written = kept.plan_of("lewisham", timezone.localdate())
    version = TemplateVersion.objects.get(key=written.template, owner=None)
    plan = begin(version, written.title, written.starts, written.ends, by=owner)
    Snapshot.objects.create(
        partnership=table.partnership, plan=plan, reason="reviewed", as_of=written.as_of, sha256="5" * 64,
        document=written.model_dump(mode="json"), made_by=owner.membership,
    )  # fmt: skip


def built(table: Table) -> Report:
    """The report that was asked for, with one line for each part that the worker works out."""
    with scope(partnership=table.partnership):
        waiting = Report.objects.get()
    worked_out = small_report.worked_out(report.KIND, "Lewisham")
    report_building._freeze(waiting, frozen.to_json(worked_out), [])
    return again(waiting)


def test_it_is_asked_for_once_as_a_job(lewisham):
    assert (report.ask(), report.ask(), enqueued()) == (True, False, JOBS)


def test_its_second_job_waits_for_the_first(lewisham):
    report.ask()
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct lock), count(*) from procrastinate_jobs where status = 'todo'")
        assert cursor.fetchone() == (1, 2)


def test_without_evidence_or_a_reviewed_plan_it_is_not_asked_for(lewisham, settings, tmp_path):
    settings.HOME = tmp_path / "nothing"
    assert report.ask() is False
    settings.HOME = tmp_path / "home"
    assert report.ask("greenwich") is False


def test_it_is_complete_and_submitted_and_a_second_run_changes_nothing(lewisham):
    report.ask()
    found = built(lewisham)
    report.write(found.public_id)
    assert again(found).state == "submitted"
    report.write(found.public_id)
    with scope(partnership=lewisham.partnership):
        assert ReportCopy.objects.filter(report=found).count() == 1
        assert {row.number for row in found.written.all()} == {1}


def test_what_somebody_has_begun_to_write_is_left_to_them(lewisham):
    report.ask()
    found = built(lewisham)
    with scope(partnership=lewisham.partnership):
        report.reports.write_part(found, "environmental", {"text": "None"}, 0, by=lewisham.who_is("analyst"))
    report.write(found.public_id)
    with scope(partnership=lewisham.partnership):
        assert (again(found).state, found.written.count()) == ("draft", 1)


def test_it_has_the_headings_of_the_paper_in_its_order(lewisham):
    report.ask()
    found = built(lewisham)
    report.write(found.public_id)
    with scope(partnership=lewisham.partnership):
        titles = [one.title for one in document_of(again(found), "open", "submitted").sections]
    assert titles == [
        "1 Background", "2 Data", "3 Lewisham’s knife crime action plan", "4 Youth violence", "5 Summary",
        "6 Financial implications", "7 Legal and human rights implications", "8 Equalities implications",
        "9 Crime and disorder implications", "10 Environmental implications", "Contact and background papers",
    ]  # fmt: skip


def test_it_says_whose_words_they_are_and_names_no_law_that_was_replaced():
    for key, answers in kept.committee()["parts"].items():
        text = "\n".join(answers.values())
        assert outdated_in(text) == [], key
        if key not in ("data-reading", "papers"):
            assert text.endswith(SOURCE), key
    assert not any(outdated_in(law.text) for law in laws().values())


def test_every_part_it_writes_is_one_of_the_report():
    keys = {part.key for part in kinds()[report.KIND].parts(small_plan())}
    assert set(kept.committee()["parts"]) <= keys


def test_what_is_said_of_the_claim_of_2019_is_what_the_edition_of_that_month_gives(boroughs):
    months = span(parse("2018-04"), parse("2018-09"))
    found = comparison.compare(
        boroughs, measures()["violence_against_the_person"], boroughs.area("Lewisham", None), months,
        against("same-period-last-year", months), edition="2019-02", among="london-boroughs",
    )  # fmt: skip
    text, among = said("data-reading"), found.among
    assert f"{found.count.shown} recorded offences of violence against the person" in text
    assert f"compared with {found.baseline_count.shown} in" in text
    change, lower, upper = (one.shown for one in (found.change_percent, found.lower_percent, found.upper_percent))
    assert f"({change}; 95% interval {lower} to {upper})" in text
    assert (found.verdict, "that is no clear change" in text) == ("no clear change", True)
    assert (among.areas, among.fell, among.clear_fell, among.rose, among.clear_rose) == (32, 3, 0, 29, 16)
    assert "in 3 of the 32 London boroughs (Hackney, Lambeth and Lewisham), in none of them by more than chance" in text
    assert "It was higher in 29 of 32, in 16 of them by more than chance" in text
