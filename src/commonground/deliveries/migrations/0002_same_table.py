from django.db import migrations

from commonground.partnership.same_table import same_table


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_deliveries_and_withdrawals")]
    operations = [
        same_table("deliveries_delivery", "sent_by_id", "partnership_membership"),
        same_table("deliveries_withdrawal", "withdrawn_by_id", "partnership_membership"),
    ]
