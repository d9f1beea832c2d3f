from django.db import migrations

from commonground.partnership.same_table import same_table


class Migration(migrations.Migration):
    dependencies = [("partnership", "0001_the_table")]
    operations = [
        same_table("partnership_agency", "contact_id", "partnership_membership"),
        same_table("partnership_membership", "agency_id", "partnership_agency"),
        same_table("partnership_invitation", "agency_id", "partnership_agency"),
    ]
