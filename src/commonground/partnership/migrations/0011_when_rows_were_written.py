from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("partnership", "0010_what_an_erasure_says")]
    operations = [
        migrations.AddIndex(
            "accessevent", BrinIndex(fields=["at"], name="access_event_at", pages_per_range=16)
        )
    ]
