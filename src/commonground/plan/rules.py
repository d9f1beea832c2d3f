"""Who may read, write, review and publish the plan."""

from commonground.partnership.rule import Rule, all_but, only_to

READ_PLAN = Rule(
    "read_plan", "read the plan as it is being worked on, with its actions, owners and notes",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner", "governance_lead"),
)  # fmt: skip
READ_REVIEWED = Rule(
    "read_reviewed", "read the plan as it stood at its last closed review", all_but("administrator", "reviewer")
)
READ_SUBMITTED_PLAN = Rule(
    "read_submitted_plan",
    "read the plans that their partnership, or those it groups, submitted for review, but never one being worked on",
    only_to("reviewer"),
)
EDIT_PLAN = Rule(
    "edit_plan", "begin the plan, answer its standards, choose options, and add and change actions",
    only_to("plan_owner", "analyst"),
)  # fmt: skip
UPDATE_OWN_ACTIONS = Rule(
    "update_own_actions", "say how the actions go that they are accountable for",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner"),
)  # fmt: skip
SUBMIT_PLAN = Rule(
    "submit_plan", "submit the plan as it stands to the reviewers of their partnership and its groups",
    only_to("plan_owner"),
)  # fmt: skip
"""A submission is a snapshot; the living plan stays with its table."""
