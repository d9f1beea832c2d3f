"""Many new models in one operation of a migration, so that Django renders the models of the house only once."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class Together(Operation):
    """Models that are new with it, with their fields, constraints, indexes and triggers.

    After every operation Django renders again each model that is related to the one it touched, and here all are: six
    hundred operations took minutes. The tables are made as the models are in the end, so that what only adds to a new
    model has nothing left to do.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Let each operation change the state, with nothing rendered meanwhile."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the tables as the models are in the end, then the triggers."""
        for operation in self.operations:
            if isinstance(operation, CreateModel | AddTrigger):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables, the last one first; their triggers go with them."""
        for operation in reversed(self.operations):
            if isinstance(operation, CreateModel):
                operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What ``migrate --plan`` says."""
        return f"Create {sum(isinstance(one, CreateModel) for one in self.operations)} models together"

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """As Django’s writer of migrations asks it."""
        return type(self).__name__, [self.operations], {}
