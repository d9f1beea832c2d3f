"""Who may read, keep and read the restricted columns of the registers."""

from commonground.partnership.rule import Rule, all_but, only_to

READ_REGISTERS = Rule(
    "read_registers", "read the registers of their partnership: what is done, where and when, and nobody’s name",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner", "governance_lead"),
)  # fmt: skip
KEEP_REGISTERS = Rule(
    "keep_registers", "add entries to the registers, and change those of their own agency",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner"),
)  # fmt: skip
CORRECT_REGISTERS = Rule(
    "correct_registers", "change or withdraw any entry of a register, and bring in many from a file",
    only_to("analyst", "plan_owner"),
)  # fmt: skip
READ_RESTRICTED = Rule(
    "read_restricted", "read the restricted columns of registers, such as where exactly a weapon was hidden",
    only_to("analyst", "panel_chair"),
)  # fmt: skip
READ_PUBLIC_REPORTS = Rule(
    "read_public_reports",
    "read the worries that members of the public report, make an entry of tension of one, or close it with a reason",
    only_to("analyst", "plan_owner", "agency_lead", "practitioner"),
)
SHOW_IN_PUBLIC = Rule(
    "show_in_public",
    "show safe havens and services of the registers to anyone, and let anyone report a worry, or stop it again",
    only_to("plan_owner"),
)  # fmt: skip
READ_COUNTS = Rule(
    "read_counts", "read how many entries each register has, by quarter", all_but("administrator")
)  # fmt: skip
READ_TASKING = Rule(
    "read_tasking", "read the tasking meetings: briefings, decisions, tasks and minutes",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner", "governance_lead"),
)  # fmt: skip
BRING_TO_TASKING = Rule(
    "bring_to_tasking", "bring an item to the tasking meeting, and say how the tasks of their agency go",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "practitioner"),
)  # fmt: skip
RUN_TASKING = Rule(
    "run_tasking", "plan tasking meetings, have the briefing built, and write down decisions, tasks and minutes",
    only_to("analyst", "plan_owner", "panel_chair"),
)  # fmt: skip
APPROVE_MINUTES = Rule(
    "approve_minutes", "approve the minutes of a tasking meeting that they chair; nothing in it changes afterwards",
    only_to("plan_owner", "agency_lead", "panel_chair"),
)  # fmt: skip

# Scrutiny of stop and search.

READ_SECTION_60 = Rule(
    "read_section_60", "read the register of section 60 authorisations, but not the references of its intelligence",
    READ_REGISTERS.roles | only_to("scrutiny_member"),
)  # fmt: skip
READ_A_REGISTER = Rule(
    "read_a_register", "open the pages of the registers, of which each has its own readers",
    READ_REGISTERS.roles | READ_SECTION_60.roles,
)  # fmt: skip
READ_PANEL_SESSIONS = Rule(
    "read_panel_sessions",
    "read the sessions of the scrutiny panel: which records were drawn, by their references, and how they were graded",
    only_to("analyst", "plan_owner", "agency_lead", "panel_chair", "scrutiny_member", "governance_lead"),
)
READ_SCRUTINY_REPORTS = Rule(
    "read_scrutiny_reports", "read the published reports of the scrutiny panel", all_but("administrator")
)
PLAN_PANEL_SESSION = Rule(
    "plan_panel_session", "plan a session of the scrutiny panel, and say who chairs it",
    only_to("analyst", "panel_chair", "scrutiny_member"),
)  # fmt: skip
GIVE_LIST = Rule(
    "give_list", "give the list of record references that a panel draws from, and nothing else of those records",
    only_to("analyst", "agency_lead"),
)  # fmt: skip
RUN_PANEL_SESSION = Rule(
    "run_panel_session",
    "as its chair draw the records of a session and close it; as a member of the panel write down what it found",
    only_to("panel_chair", "scrutiny_member"),
)
REPLY_TO_PANEL = Rule(
    "reply_to_panel", "reply to the panel’s feedback, and say what came of what it escalated, for the police",
    only_to("agency_lead"),
)  # fmt: skip
ASK_PUBLIC_REPORT = Rule(
    "ask_public_report", "ask to publish the report of a closed session of the scrutiny panel",
    only_to("analyst", "panel_chair", "scrutiny_member"),
)  # fmt: skip
APPROVE_PUBLIC_REPORT = Rule(
    "approve_public_report",
    "publish the report of a panel session that somebody else asked to publish, send it back, or take it off again",
    only_to("panel_chair", "plan_owner"),
)

# The response to a serious incident

READ_INCIDENTS = Rule(
    "read_incidents", "read the response to a serious incident that they lead, or that their agency was told of",
    only_to("analyst", "plan_owner", "panel_chair", "agency_lead", "practitioner"),
)  # fmt: skip
READ_ANY_INCIDENT = Rule(
    "read_any_incident", "read the response to any serious incident of their partnership",
    only_to("analyst", "plan_owner", "panel_chair"),
)  # fmt: skip
RESPOND_TO_INCIDENTS = Rule(
    "respond_to_incidents", "start the response to a serious incident, and keep what is done in those that they read",
    only_to("analyst", "plan_owner", "panel_chair", "agency_lead", "practitioner"),
)  # fmt: skip
STEER_ANY_INCIDENT = Rule(
    "steer_any_incident", "involve agencies, pause clocks and close the response to any incident, as its lead may",
    only_to("plan_owner", "panel_chair"),
)  # fmt: skip
CHANGE_CHECKLIST = Rule(
    "change_checklist", "change the checklist that the response to a serious incident starts with",
    only_to("plan_owner", "panel_chair"),
)  # fmt: skip
READ_NOTICES = Rule(
    "read_notices", "read what another partnership tells theirs of a serious incident",
    only_to("analyst", "plan_owner", "panel_chair"),
)  # fmt: skip
