"""What stands in an address, by the name of its route: one line here for each route with a record in its address.

Each line is a function of a table (``people.Table``), which finds or makes the record at that table and gives what the
address needs. The access table asks it of the page’s own table, and again of another for the row “another
partnership’s”, which must answer as if the record did not exist.
"""

from collections.abc import Callable
from typing import Any

import made
import made_bringing
import made_evidence
import made_files
import made_incident
import made_outside
import made_places
import made_plan
import made_public
import made_register
import made_review
import made_scrutiny
import made_tasking
import small_paper
import small_report
from people import Table

Example = Callable[[Table], Any]

#: The address’s words, by name, where no route says otherwise.
WORDS: dict[str, Example] = {
    "code": lambda table: table.partnership.area_code,
    "id": lambda table: "unknown",
    "rest": lambda table: "nothing",
    "public_id": lambda table: "unknown23456",
    "source": lambda table: "mps_borough",
    "part": lambda table: "gaps",
    "section": lambda table: "where",
    "number": lambda table: 1,
    "form": lambda table: "pdf",
    "measure": lambda table: "knife_crime",
    "register": lambda table: "test_purchases",
    "page": made_evidence.overview,
    "format": lambda table: "csv",
    "partnership": made_plan.at_work,
    "theme": made_plan.theme,
    "version": made_plan.next_version,
    "key": lambda table: "analyst",
    "uidb36": lambda table: "1",
    "provider": lambda table: "openid_connect",
    "provider_id": lambda table: "council",
    "pk": lambda table: 1,
}

#: By the name of the route, then by the word in its address.
EXAMPLES: dict[str, dict[str, Example]] = {
    "accept": {"secret": made.secret_of_a_link},
    "person": {"public_id": lambda table: table.seats["practitioner"].public_id},
    "train": {"public_id": lambda table: table.seats["practitioner"].public_id},
    "ask_role": {"public_id": lambda table: table.seats["practitioner"].public_id},
    "end_seat": {"public_id": lambda table: table.seats["practitioner"].public_id},
    "decide_role": {"public_id": made.role_change},
    "withdraw_invitation": {"public_id": made.invitation},
    "look_to_review": {"public_id": made.flag},
    "history": {"kind": lambda table: "agency", "public_id": lambda table: table.police.public_id},
    "agency": {"public_id": lambda table: table.police.public_id},
    "edit_agency": {"public_id": lambda table: table.police.public_id},
    "confirm": {"public_id": made.agency_of_the_agency_lead},
    "delivery": {"key": made_files.ready},
    "delivery-confirm": {"key": made_files.ready},
    "delivery-cancel": {"key": made_files.ready},
    "edition": {"key": made_files.edition},
    "edition-withdraw": {"key": made_files.edition},
    "assessment": {"key": made_files.draft},
    "assessment-section": {"key": made_files.draft},
    "assessment-figures": {"key": made_files.draft},
    "assessment-figure": {"key": made_files.draft},
    "assessment-file": {"key": made_files.draft},
    "assessment-again": {"key": made_files.draft},
    "assessment-submit": {"key": made_files.draft},
    "assessment-send-back": {"key": made_files.submitted},
    "assessment-publish": {"key": made_files.submitted},
    "assessment-unpublish": {"key": made_files.published},
    "plan-action": {"public_id": made_plan.action_id},
    "plan-action-hand-over": {"public_id": made_plan.action_id},
    "plan-action-say": {"public_id": made_plan.action_id},
    "plan-action-finish": {"public_id": made_plan.action_id},
    "plan-action-drop": {"public_id": made_plan.action_id},
    "plan-task-add": {"public_id": made_plan.action_id},
    "plan-action-edit": {"public_id": made_plan.action_id, "part": lambda table: "what"},
    "plan-action-attach": {"public_id": made_plan.action_id, "kind": lambda table: "link"},
    "plan-action-again": {"public_id": made_plan.dropped_id},
    "plan-action-promote": {"public_id": made_plan.developing_id},
    "plan-measure-remove": {"public_id": made_plan.expecting_id},
    "plan-answer": {"public_id": made_plan.answer_id},
    "plan-answer-attach": {"public_id": made_plan.answer_id, "kind": lambda table: "minutes"},
    "plan-evidence": {"public_id": made_plan.file_id},
    "plan-evidence-remove": {"public_id": made_plan.file_id},
    "plan-export-file": {"form": lambda table: "json"},
    "plan-template-file": {"version": made_plan.next_version, "form": lambda table: "csv"},
    "plan-task": {"public_id": made_plan.task_id},
    "plan-task-tick": {"public_id": made_plan.task_id},
    "plan-task-remove": {"public_id": made_plan.task_id},
    "system_revoke": {"public_id": small_paper.system},
    "feed": {"slug": small_paper.publisher},
    "paper": {"slug": small_paper.publisher, "public_id": small_paper.published},
    "paper_section": {
        "slug": small_paper.publisher, "public_id": small_paper.published, "key": lambda table: "where",
    },
    **made_review.IN_ADDRESSES,
    **made_scrutiny.IN_ADDRESSES,
    **made_tasking.IN_ADDRESSES,
    "paper_file": {"slug": small_paper.publisher, "public_id": small_paper.published},
    "api:published_one": {"id": small_paper.published},
    **{
        f"published_plan{part}": {"slug": made_public.slug_of_published}
        for part in ("", "_json", "_feed", "_comments", "_comment")
    },
    **{
        f"plan-publication{step}": {"key": lambda table, state=state: made_public.publication(table, state).public_id}
        for step, state in (("", "asked"), ("-preview", "asked"), ("-publish", "asked"), ("-send-back", "asked"),
                            ("-withdraw", "published"))
    },
    "api:plan": {"slug": made_public.slug_of_published},
    "plan-comment": {"key": lambda table: made_public.comment(table).public_id},
    "plan-comment-reply": {"key": lambda table: made_public.comment(table, "shown").public_id},
    "report-new": {"kind": lambda table: small_report.KIND},
    "report": {"key": small_report.draft_key},
    "report-again": {"key": small_report.draft_key},
    "report-front": {"key": small_report.draft_key},
    "report-print": {"key": small_report.draft_key},
    "report-submit": {"key": small_report.draft_key},
    "report-send-back": {"key": small_report.submitted_key},
    "report-publish": {"key": small_report.submitted_key},
    "report-unpublish": {"key": small_report.published_key},
    "report-part": {"key": small_report.draft_key, "part": lambda table: "reading"},
    "report-part-versions": {"key": small_report.draft_key, "part": lambda table: "reading"},
    "report-chapter": {"key": small_report.draft_key, "chapter": lambda table: "chapter-national"},
    "report-file": {"key": small_report.published_key, "copy": small_report.copy_of_published},
    "report-template-retire": {"key": small_report.template_key},
    "published_report": {"slug": small_report.slug, "public_id": small_report.published_key},
    "published_report_chapter": {
        "slug": small_report.slug, "public_id": small_report.published_key,
        "chapter": lambda table: "chapter-national",
    },
    "published_report_file": {
        "slug": small_report.copy_slug, "public_id": small_report.published_key, "form": lambda table: "pdf",
    },
    **made_register.IN_ADDRESSES,
    **made_incident.IN_ADDRESSES,
    **made_outside.OUTSIDE,
    **made_places.IN_ADDRESSES,
    **made_bringing.IN_ADDRESSES,
}  # fmt: skip

#: The same of a record that belongs to another agency at the table than the agency lead’s.
OTHER_AGENCY: dict[str, dict[str, Example]] = {"confirm": {"public_id": lambda table: table.council.public_id}}

#: Pages of a group of partnerships: looked at in the region’s place.
OF_GROUPS: set[str] = {"boroughs", *made_outside.OF_GROUPS}
