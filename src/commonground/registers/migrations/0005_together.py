from django.db import migrations


class Migration(migrations.Migration):
    """For the while that the registers are built on several branches; one migration takes the place of all."""

    dependencies = [
        ("registers", "0003_ka_kinds"),
        ("registers", "0003_kb_kinds"),
        ("registers", "0003_w1_looking"),
        ("registers", "0004_incidents_same_table"),
        ("registers", "0004_scrutiny_same_table"),
        ("registers", "0004_t_same_table"),
        ("registers", "0004_w2_same_table"),
    ]

    operations: list[object] = []
