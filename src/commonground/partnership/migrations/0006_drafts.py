import commonground.partnership.models.identifier
import django.db.models.deletion
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models


def make_cache(apps, schema_editor):
    """The table in which limits are counted, so that `migrate` is all that an installation needs."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_cache(apps, schema_editor):
    schema_editor.execute("drop table if exists cache")


class Migration(migrations.Migration):
    dependencies = [("partnership", "0005_remember_versions")]
    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=commonground.partnership.models.identifier.opaque, editable=False, max_length=12, unique=True)),
                ("page", models.CharField(help_text="The address of the form.", max_length=300)),
                ("title", models.CharField(help_text="What is being written, in words.", max_length=120)),
                ("fields", models.JSONField(help_text="Each name with the values it had.")),
                ("saved_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("partnership", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="partnership.partnership")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("-saved_at",),
                "constraints": [models.UniqueConstraint(fields=("user", "page"), name="one_draft_of_a_person_for_a_page")],
            },
        ),
        migrations.RunPython(make_cache, drop_cache),
    ]
