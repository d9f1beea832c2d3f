"""Who may write, approve and publish."""

from commonground.partnership.rule import Rule, all_but, only_to

READ_ASSESSMENTS = Rule(
    "read_assessments", "read and download the assessments that were submitted or published", all_but("administrator")
)
READ_DRAFTS = Rule(
    "read_drafts", "read assessments while they are drafts",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair"),
)  # fmt: skip
WRITE_ASSESSMENT = Rule(
    "write_assessment", "build assessments, write the officer’s text in them and submit them for approval",
    only_to("analyst", "plan_owner"),
)  # fmt: skip
APPROVE_ASSESSMENT = Rule(
    "approve_assessment",
    "publish an assessment that somebody else submitted, send it back, or take it off the public page again",
    only_to("panel_chair", "plan_owner"),
)
READ_SUBMITTED_OF_GROUP = Rule(
    "read_submitted_of_group",
    "read what the partnerships of their group have submitted or published, but never their drafts",
    only_to("reviewer"),
)
READ_REPORTS = Rule(
    "read_reports",
    "read and download the reports to committees and boards that were submitted or published",
    all_but("administrator"),
)
READ_REPORT_DRAFTS = Rule(
    "read_report_drafts", "read reports while they are drafts",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair"),
)  # fmt: skip
READ_EXEMPT = Rule(
    "read_exempt", "read the parts of reports that are exempt from publication (Part 2)",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair"),
)  # fmt: skip
WRITE_REPORT = Rule(
    "write_report", "begin reports, write in them, confirm their legal paragraphs and submit them for approval",
    only_to("analyst", "plan_owner"),
)  # fmt: skip
APPROVE_REPORT = Rule(
    "approve_report",
    "publish a report that somebody else submitted, send it back, or take it off the public page again",
    only_to("panel_chair", "plan_owner"),
)
GIVE_TEMPLATE = Rule(
    "give_template", "upload the council’s own Word template for reports, and take it out of use",
    only_to("administrator", "plan_owner"),
)  # fmt: skip
