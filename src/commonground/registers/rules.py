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
READ_COUNTS = Rule(
    "read_counts", "read how many entries each register has, by quarter", all_but("administrator")
)  # fmt: skip

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
