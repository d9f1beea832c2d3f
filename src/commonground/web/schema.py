"""The shape of the database: what is pending, and how it is brought up to date."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from commonground.partnership.rule import Actor
from commonground.plan.changes.templates import install_shipped


def pending() -> list[str]:
    """Migrations that this version has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label} {migration.name}" for migration, _ in plan]


def bring_up_to_date() -> None:
    """Apply what is pending, make the table of the cache, and add the templates that come with this version."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    install_shipped(by=Actor.of_system("commonground migrate"))
