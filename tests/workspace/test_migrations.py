"""The shape of the database: nothing is left to be made, and the way back is open."""

import pytest
from django.core.management import call_command

OURS = ("papers", "deliveries", "plan", "registers", "web", "partnership")
STEPS = """
import io
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from commonground.web import demonstration
from commonground.web.schema import bring_up_to_date, pending

def counts():
    return {m._meta.db_table: m._base_manager.count() for l in OURS for m in apps.get_app_config(l).get_models()}

SEATED = ("partnership_user", "partnership_partnership", "partnership_agency", "partnership_membership")
bring_up_to_date()
demonstration.make()
first = counts()
graph = MigrationExecutor(connection).loader.graph
plan = [node for label in OURS for node in graph._generate_plan(graph.leaf_nodes(label), True)]
for label, name in reversed([node for node in dict.fromkeys(plan) if node[0] in OURS]):
    before = [parent for parent in graph.node_map[(label, name)].parents if parent.key[0] == label]
    call_command("migrate", label, before[0].key[1] if before else "zero", verbosity=0)
assert len(pending()) >= len(OURS), pending()
bring_up_to_date()
assert pending() == []
demonstration.seat_everyone()  # the plans, which take longest, need not be made twice
seated = {table: count for table, count in counts().items() if table in SEATED}
assert seated == {table: first[table] for table in SEATED}, (seated, first)
assert (first["plan_action"] > 60, demonstration.is_made()) == (True, False)
print("there and back", sum(first.values()))
"""


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.slow
def test_migrations_go_forward_back_and_forward_over_the_demonstration(place):
    place.said["COMMONGROUND_DEMONSTRATION"] = "1"
    assert place.python(f"OURS = {OURS!r}\n{STEPS}").startswith("there and back")
