"""The words that a plan is written in, each with what a page says for it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import StrEnum

    class TextChoices(StrEnum):
        """Django’s, as a type checker should see it."""

        choices: list[tuple[str, str]]
        values: list[str]
        label: str
else:
    from django.db.models import TextChoices


class Tier(TextChoices):
    """What the template asks of a partnership: a standard is answered, an option is chosen or not."""

    MINIMUM = "minimum", "Minimum standard"
    OPTION = "option", "Option"


class Standing(TextChoices):
    """How the partnership stands to an item of the template. The first four answer a standard, the others an option."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    ADOPTED = "adopted", "Adopted"
    ADAPTED = "adapted", "Adapted"
    DECLINED = "declined", "Declined"


ANSWERS = {
    Tier.MINIMUM: (Standing.MET, Standing.PARTLY, Standing.NOT_MET, Standing.NOT_APPLICABLE),
    Tier.OPTION: (Standing.ADOPTED, Standing.ADAPTED, Standing.DECLINED),
}
NEEDS_REASON = (Standing.NOT_APPLICABLE, Standing.ADAPTED, Standing.DECLINED)


class Prevention(TextChoices):
    """Before violence happens, where risk shows, or after it."""

    PRIMARY = "primary", "Primary: before any sign of risk"
    SECONDARY = "secondary", "Secondary: where risk shows"
    TERTIARY = "tertiary", "Tertiary: after violence, so that it does not happen again"


class Rating(TextChoices):
    """What the Youth Endowment Fund’s Toolkit says of an approach’s effect on violence, as a page says it."""

    HIGH = "high", "High effect: on average, 30% or more less violence"
    MODERATE = "moderate", "Moderate effect: on average, 10% to 30% less violence"
    LOW = "low", "Low effect: on average, 2% to 9% less violence"
    UNCLEAR = "unclear", "No clear evidence that it reduces violence"
    HARMFUL = "harmful", "Harmful: studies found more violence, not less"


class ActionKind(TextChoices):
    """Whether there is anybody and anything to do it with."""

    RESOURCED = "resourced", "Action"
    DEVELOPING = "developing", "Developing action (not yet resourced)"


class ActionState(TextChoices):
    """Whether it is still to do."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class Rag(TextChoices):
    """Red, amber or green: a page always says the words, too."""

    GREEN = "green", "On track"
    AMBER = "amber", "At risk"
    RED = "red", "Off track"
    COMPLETE = "complete", "Complete"
    NOT_STARTED = "not_started", "Not due to start"


class Timeliness(TextChoices):
    """How long ago the owner last said how it goes."""

    OPTIMAL = "optimal", "Up to date"
    ACCEPTABLE = "acceptable", "Due soon"
    LATE = "late", "Late"


class Level(TextChoices):
    """Where the action works, in the ecological model of the public health approach."""

    INDIVIDUAL = "individual", "Individual"
    RELATIONSHIP = "relationship", "Family, friends and trusted adults"
    COMMUNITY = "community", "Community and places"
    SOCIETY = "society", "Society"


class CostBand(TextChoices):
    """A year’s cost, roughly."""

    NONE = "none", "No extra cost"
    UNDER_10 = "under_10", "Under £10,000 a year"
    UNDER_50 = "under_50", "£10,000 to £50,000 a year"
    UNDER_250 = "under_250", "£50,000 to £250,000 a year"
    OVER_250 = "over_250", "More than £250,000 a year"
    UNKNOWN = "unknown", "Not costed yet"


class Priority(TextChoices):
    """Set by the partnership, with a reason."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class Direction(TextChoices):
    """Which way a measure should move if the action does what it is meant to."""

    DOWN = "down", "Should fall"
    UP = "up", "Should rise"
    STEADY = "steady", "Should stay as it is"


class EvidenceKind(TextChoices):
    """What a claim rests on."""

    MEASURE = "measure", "Measure"
    REGISTER = "register", "Count from a register"
    FILE = "file", "File"
    MINUTES = "minutes", "Minutes"
    LINK = "link", "Link"


class RoundState(TextChoices):
    """How far a quarter’s review is."""

    OPEN = "open", "Open for updates"
    SUBMITTED = "submitted", "Submitted to the board"
    CHALLENGED = "challenged", "Challenged by the board"
    DECIDED = "decided", "Decided"
    CLOSED = "closed", "Closed"


class StandingItem(TextChoices):
    """What the template’s first standard asks to stand on every agenda of the partnership."""

    PERFORMANCE = "knife_gun_and_serious_violence", "Knife, gun and serious violence performance"
    CARRIERS = "habitual_knife_carriers", "Habitual knife carriers (a count, never names)"
    TENSIONS = "community_tensions", "Community tensions"
    STOP_AND_SEARCH = "stop_and_search", "Stop and search"
