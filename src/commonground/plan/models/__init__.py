"""What the database holds of a plan, and that each row stays with its partnership."""

from commonground.plan.models.action import Action, Contribution, Dependency, Expectation, Serves, Task
from commonground.plan.models.answer import Answer, ThemeText
from commonground.plan.models.evidence import Evidence
from commonground.plan.models.meeting import Meeting, MinutedItem
from commonground.plan.models.outside import Feedback, Remark, Reply, Response
from commonground.plan.models.plan import Plan
from commonground.plan.models.practice import Adoption, PracticeCard
from commonground.plan.models.publication import Publication, PublicComment
from commonground.plan.models.review import Challenge, ReviewLetter, ReviewRound, ReviewRow
from commonground.plan.models.sharing import Offer, Sharing
from commonground.plan.models.snapshot import Snapshot
from commonground.plan.models.template import Item, TemplateVersion, Theme

__all__ = [
    "Action",
    "Adoption",
    "Answer",
    "Challenge",
    "Contribution",
    "Dependency",
    "Evidence",
    "Expectation",
    "Feedback",
    "Item",
    "Meeting",
    "MinutedItem",
    "Offer",
    "Plan",
    "PracticeCard",
    "PublicComment",
    "Publication",
    "Remark",
    "Reply",
    "Response",
    "ReviewLetter",
    "ReviewRound",
    "ReviewRow",
    "Serves",
    "Sharing",
    "Snapshot",
    "Task",
    "TemplateVersion",
    "Theme",
    "ThemeText",
]
