from django.db import migrations

from commonground.partnership.same_table import same_table

SESSION, MEMBER = "registers_panelsession", "partnership_membership"


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_incidents_same_table")]

    operations = [
        *(
            same_table(SESSION, f"{one}_id", MEMBER)
            for one in ("chair", "planned_by", "listed_by", "drawn_by", "replied_by", "closed_by")
        ),
        same_table("registers_listedrecord", "session_id", SESSION),
        same_table("registers_drawnrecord", "session_id", SESSION),
        same_table("registers_drawnrecord", "written_by_id", MEMBER),
        same_table("registers_sessionreport", "session_id", SESSION),
        same_table("registers_sessionreport", "asked_by_id", MEMBER),
        same_table("registers_sessionreport", "decided_by_id", MEMBER),
    ]
