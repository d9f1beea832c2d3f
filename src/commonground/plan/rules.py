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
ADD_TEMPLATE = Rule(
    "add_template", "add a template of plans for their partnership and for those that it groups",
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
REVIEW_PLAN = Rule(
    "review_plan", "comment on the plans that were submitted to them, and send one formal feedback on each",
    only_to("reviewer"),
)  # fmt: skip
READ_FEEDBACK = Rule(
    "read_feedback", "read what outside reviewers say of their plan, once it is sent, and the partnership’s response",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner", "governance_lead"),
)  # fmt: skip
ANSWER_FEEDBACK = Rule(
    "answer_feedback", "answer outside reviewers, comment by comment, and send them a response",
    only_to("plan_owner", "analyst"),
)  # fmt: skip
PUBLISH_RESPONSE = Rule(
    "publish_response",
    "publish a response to outside reviewers that somebody else wrote and sent, or take it off the public page again",
    only_to("panel_chair", "plan_owner"),
)
CHOOSE_SHARING = Rule(
    "choose_sharing", "choose which parts of the plan each group that their partnership is in may compare",
    only_to("plan_owner"),
)  # fmt: skip
COMPARE_BOROUGHS = Rule(
    "compare_boroughs",
    "compare, at the table of a group, what its partnerships chose to share of their plans, side by side",
    only_to("analyst", "plan_owner", "panel_chair", "reviewer"),
)
OFFER_ACTION = Rule(
    "offer_action", "offer actions of a group’s plan to its partnerships, for them to take up", only_to("plan_owner")
)
READ_PRACTICE = Rule("read_practice", "read the practice cards that partnerships share", all_but("administrator"))
WRITE_PRACTICE = Rule(
    "write_practice", "write practice cards on what their partnership tried",
    only_to("analyst", "plan_owner", "agency_lead", "practitioner"),
)  # fmt: skip
SHARE_PRACTICE = Rule(
    "share_practice", "share a practice card that somebody else wrote with every partnership here, or withdraw one",
    only_to("panel_chair", "plan_owner"),
)  # fmt: skip
RUN_REVIEW = Rule(
    "run_review", "open the quarterly review, and submit it to the board when the updates are in",
    only_to("plan_owner"),
)  # fmt: skip
LEAD_REVIEW = Rule(
    "lead_review", "challenge an update, decide on a challenge, and close the quarterly review", only_to("panel_chair")
)
REPLY_TO_CHALLENGE = Rule(
    "reply_to_challenge", "reply to a challenge of their own actions, and as plan owner of any",
    only_to("analyst", "plan_owner", "agency_lead", "practitioner"),
)  # fmt: skip
CORRECT_UPDATE = Rule(
    "correct_update", "correct what a closed review holds of their own actions, beside it, and as plan owner of any",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner"),
)  # fmt: skip
KEEP_MINUTES = Rule(
    "keep_minutes", "record the meetings, and which of the standing items were minuted",
    only_to("plan_owner", "panel_chair"),
)  # fmt: skip
ASK_TO_PUBLISH = Rule(
    "ask_to_publish", "ask to publish the plan as it stood at its last closed review", only_to("plan_owner")
)
APPROVE_PUBLICATION = Rule(
    "approve_publication",
    "put the plan that somebody else asked to publish on the public page, send it back, or take it off again",
    only_to("panel_chair", "plan_owner"),
)
MODERATE_COMMENTS = Rule(
    "moderate_comments", "read what the public says of the plan, show it or not, and reply",
    only_to("panel_chair", "plan_owner"),
)  # fmt: skip
