from django.db import migrations

DROP = "alter table partnership_accessevent drop constraint erasure_holds_nothing_erased"
ADD = """
    alter table partnership_accessevent add constraint erasure_holds_nothing_erased check (
        kind <> 'erasure' or details - array[{}] = '{{}}'::jsonb and length(details::text) < 400
    )
"""
NOW = ADD.format("'rows', 'rule', 'why', 'because', 'size', 'sha256'")
BEFORE = ADD.format("'rows', 'rule', 'why'")


class Migration(migrations.Migration):
    """An erasure may also tell which file it was, by size and hash."""

    dependencies = [("partnership", "0009_remember_systems")]
    operations = [migrations.RunSQL(f"{DROP};{NOW}", f"{DROP};{BEFORE}")]
