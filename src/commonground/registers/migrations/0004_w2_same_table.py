from django.db import migrations

from commonground.partnership.same_table import same_table

MEMBER = "partnership_membership"


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_w2_places_and_public")]

    operations = [
        same_table("registers_publicreport", "entry_id", "registers_entry"),
        same_table("registers_publicreport", "decided_by_id", MEMBER),
        same_table("registers_publicpages", "changed_by_id", MEMBER),
        same_table("registers_calendarfeed", "seat_id", MEMBER),
    ]
