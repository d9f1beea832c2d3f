from django.db import migrations

from commonground.partnership.same_table import same_table

ENTRY, MEMBER = "registers_entry", "partnership_membership"


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_registers")]

    operations = [
        same_table(ENTRY, "agency_id", "partnership_agency"),
        same_table(ENTRY, "about_id", ENTRY),
        same_table(ENTRY, "added_by_id", MEMBER),
        same_table(ENTRY, "edited_by_id", MEMBER),
        same_table("registers_link", "entry_id", ENTRY),
        same_table("registers_link", "action_id", "plan_action"),
        same_table("registers_link", "answer_id", "plan_answer"),
        same_table("registers_link", "other_id", ENTRY),
        same_table("registers_attachment", "entry_id", ENTRY),
        same_table("registers_attachment", "added_by_id", MEMBER),
        same_table("registers_lastlook", "seat_id", MEMBER),
        same_table("registers_bringing", "sent_by_id", MEMBER),
        same_table("registers_calendarfeed", "seat_id", MEMBER),
        same_table("registers_publicpages", "changed_by_id", MEMBER),
        same_table("registers_publicreport", "entry_id", ENTRY),
        same_table("registers_publicreport", "decided_by_id", MEMBER),
    ]
