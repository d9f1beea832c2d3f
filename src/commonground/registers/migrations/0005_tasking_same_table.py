from django.db import migrations

from commonground.partnership.same_table import same_table

AGENCY, MEMBER = "partnership_agency", "partnership_membership"
MEETING, ATTENDANCE, ITEM = "registers_taskingmeeting", "registers_taskingattendance", "registers_taskingitem"
DECISION, TASK, BRIEFING = "registers_taskingdecision", "registers_taskingtask", "registers_taskingbriefing"


class Migration(migrations.Migration):
    dependencies = [("registers", "0004_scrutiny_same_table")]

    operations = [
        same_table(MEETING, "chair_id", MEMBER),
        same_table(MEETING, "planned_by_id", MEMBER),
        same_table(MEETING, "approved_by_id", MEMBER),
        same_table(ATTENDANCE, "meeting_id", MEETING),
        same_table(ATTENDANCE, "agency_id", AGENCY),
        same_table(ITEM, "meeting_id", MEETING),
        same_table(ITEM, "agency_id", AGENCY),
        same_table(ITEM, "added_by_id", MEMBER),
        same_table(DECISION, "meeting_id", MEETING),
        same_table(DECISION, "item_id", ITEM),
        same_table(DECISION, "agency_id", AGENCY),
        same_table(DECISION, "recorded_by_id", MEMBER),
        same_table("registers_link", "decision_id", DECISION),
        same_table("registers_taskingcorrection", "meeting_id", MEETING),
        same_table("registers_taskingcorrection", "of_id", MEETING),
        same_table("registers_taskingcorrection", "made_by_id", MEMBER),
        same_table(TASK, "meeting_id", MEETING),
        same_table(TASK, "decision_id", DECISION),
        same_table(TASK, "agency_id", AGENCY),
        same_table(TASK, "owner_id", MEMBER),
        same_table(TASK, "given_by_id", MEMBER),
        same_table("registers_taskingupdate", "task_id", TASK),
        same_table("registers_taskingupdate", "by_id", MEMBER),
        same_table("registers_taskingletter", "task_id", TASK),
        same_table("registers_taskingletter", "to_id", MEMBER),
        same_table(BRIEFING, "meeting_id", MEETING),
        same_table(BRIEFING, "asked_by_id", MEMBER),
        same_table("registers_taskingfile", "briefing_id", BRIEFING),
    ]
