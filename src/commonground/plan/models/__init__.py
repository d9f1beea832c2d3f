"""What the database holds of a plan, and that each row stays with its partnership."""

from commonground.plan.models.action import Action, Contribution, Dependency, Expectation, Serves, Task
from commonground.plan.models.answer import Answer, ThemeText
from commonground.plan.models.evidence import Evidence
from commonground.plan.models.plan import Plan
from commonground.plan.models.snapshot import Snapshot
from commonground.plan.models.template import Item, TemplateVersion, Theme

__all__ = [
    "Action",
    "Answer",
    "Contribution",
    "Dependency",
    "Evidence",
    "Expectation",
    "Item",
    "Plan",
    "Serves",
    "Snapshot",
    "Task",
    "TemplateVersion",
    "Theme",
    "ThemeText",
]
