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
MANAGE_SYSTEMS = Rule(
    "manage_systems", "make and revoke the keys with which other systems read the API", only_to("administrator")
)
READ_API = Rule("read_api", "read measures, findings and published assessments by its key", reach="system")
SET_UP = Rule("set_up", "set up agencies and the name and colour of the partnership", only_to("administrator"))
READ_LOG = Rule("read_log", "read the access log, for a purpose that is recorded", only_to("governance_lead"))
