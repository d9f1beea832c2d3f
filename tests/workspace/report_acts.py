"""One example of each act on reports and on the council’s Word templates."""

from collections.abc import Callable
from datetime import date
from typing import Any

import small_report
from people import Table

from commonground.papers.changes import reports, templates
from commonground.papers.models import WordTemplate
from commonground.papers.word_example import example

Act = Callable[[], object]
Example = Callable[[Table, Any], Act]


def a_report(table: Table, patch: Any) -> Act:
    held = small_report.snapshot(table)
    front = reports.Front("Quarter 4", small_report.HEADER)
    return lambda: reports.start(
        small_report.KIND, front, date(2026, 5, 1), by=table.actor("analyst"), snapshot=held
    )  # fmt: skip


def a_part_of_a_report(table: Table, patch: Any) -> Act:
    report = small_report.draft(table)
    return lambda: reports.write_part(report, "reading", {"text": "What stands out."}, 0, by=table.actor("analyst"))


def of_a_report(state: str, act: Callable[..., object], role: str, *words: Any) -> Example:
    def prepare(table: Table, patch: Any) -> Act:
        report = small_report.in_state(table, state)
        return lambda: act(report, *words, by=table.actor(role))

    return prepare


def a_template(table: Table, patch: Any) -> Act:
    content = example()
    return lambda: templates.give_template(small_report.KIND, "ours.docx", content, by=table.actor("plan_owner"))


def a_retired_template(table: Table, patch: Any) -> Act:
    small_report.template_key(table)
    return lambda: templates.retire_template(WordTemplate.objects.get(), by=table.actor("plan_owner"))


OF_REPORTS: dict[str, Example] = {
    "papers.changes.reports.start": a_report,
    "papers.changes.reports.build_again": of_a_report("failed", reports.build_again, "analyst"),
    "papers.changes.reports.write_front": of_a_report(
        "draft", reports.write_front, "analyst", reports.Front("Another title", {})
    ),
    "papers.changes.reports.write_part": a_part_of_a_report,
    "papers.changes.reports.print_draft": of_a_report("draft", reports.print_draft, "analyst"),
    "papers.changes.reports.submit": of_a_report("draft", reports.submit, "analyst"),
    "papers.changes.reports.send_back": of_a_report("submitted", reports.send_back, "panel_chair", "Say more"),
    "papers.changes.reports.publish": of_a_report("submitted", reports.publish, "panel_chair"),
    "papers.changes.reports.withdraw": of_a_report("published", reports.withdraw, "panel_chair", "A wrong figure"),
    "papers.changes.templates.give_template": a_template,
    "papers.changes.templates.retire_template": a_retired_template,
}
