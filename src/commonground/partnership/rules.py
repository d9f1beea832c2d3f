"""Who may do what at the table."""

from commonground.partnership.rule import EVERY_SEAT, Rule, all_but, only_to

ANYONE = Rule("anyone", "read what is published, without signing in", reach="anyone")
SIGNED_IN = Rule("signed_in", "see and end their own sessions, and see their own seats", reach="account")

SEE_HOME = Rule("see_home", "see the front page of their partnership", EVERY_SEAT)
EXPLORE_EVIDENCE = Rule(
    "explore_evidence", "explore the evidence, compare areas and download tables and charts", all_but("administrator")
)
SEE_MEMBERS = Rule("see_members", "see who is at the table, and in which role", EVERY_SEAT)
INVITE = Rule("invite", "invite people, end seats and record training", only_to("administrator", "plan_owner"))
CONFIRM_OWN_AGENCY = Rule(
    "confirm_own_agency",
    "confirm each quarter who still works for their agency, as its single point of contact",
    all_but("reviewer", "councillor"),
)
SEE_SYSTEMS = Rule(
    "see_systems", "see which other systems read the API, for what, and when they last did",
    only_to("administrator", "governance_lead"),
)  # fmt: skip
MANAGE_SYSTEMS = Rule(
    "manage_systems", "make and revoke the keys with which other systems read the API", only_to("administrator")
)
READ_API = Rule("read_api", "read measures, findings and published assessments by its key", reach="system")
APPROVE_ROLES = Rule(
    "approve_roles",
    "approve that another person’s role changes, if they neither asked for it nor hold the seat",
    only_to("administrator", "plan_owner", "panel_chair", "governance_lead"),
)
SEE_GROUPED = Rule("see_grouped", "see which partnerships theirs groups, in a policing unit or a region", EVERY_SEAT)
SET_UP = Rule("set_up", "set up agencies and the name and colour of the partnership", only_to("administrator"))
SEE_OWN_LOOKS = Rule("see_own_looks", "see what the access log holds of what they did themselves", reach="account")
SEE_HISTORY = Rule(
    "see_history",
    "see who changed a record of the table, and from what to what",
    only_to("administrator", "plan_owner", "governance_lead"),
)
REVIEW_LOOKS = Rule(
    "review_looks",
    "decide on patterns in the access log that someone should explain, other than their own",
    only_to("governance_lead", "panel_chair"),
)
READ_LOG = Rule("read_log", "read the access log, for a purpose that is recorded", only_to("governance_lead"))
