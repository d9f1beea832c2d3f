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
