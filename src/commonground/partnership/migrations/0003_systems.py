import django.db.models.deletion
from django.db import migrations, models

import commonground.partnership.models.identifier
from commonground.partnership.same_table import same_table


class Migration(migrations.Migration):
    dependencies = [("partnership", "0002_same_table")]
    operations = [
        migrations.CreateModel(
            name="System",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=commonground.partnership.models.identifier.opaque,
                        editable=False, max_length=12, unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("purpose", models.CharField(max_length=300)),
                ("key_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("begins", models.CharField(editable=False, max_length=8)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="systems_made",
                        to="partnership.membership",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="systems",
                        to="partnership.partnership",
                    ),
                ),
            ],
            options={"ordering": ("name", "-made_at")},
        ),
        migrations.AddConstraint(
            model_name="system",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)), fields=("partnership", "name"),
                name="one_live_system_of_a_name",
            ),
        ),
        same_table("partnership_system", "made_by_id", "partnership_membership"),
    ]  # fmt: skip
