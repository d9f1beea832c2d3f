"""The words of the registers."""

from commonground.plan.terms import TextChoices


class Standing(TextChoices):
    """How an entry stands, by the rule of its register; said in words and a shape, never by colour alone."""

    GREEN = "green", "In order"
    AMBER = "amber", "Needs attention"
    RED = "red", "Overdue or failed"
    GREY = "grey", "Ended"


class Group(TextChoices):
    """Where a register stands on the page of all registers; in this order."""

    DAILY = "daily", "What happens"
    SUPPLY = "supply", "Shops and weapons"
    YOUNG = "young", "Schools and young people"
    SERVICES = "services", "Services and training"
    SCRUTINY = "scrutiny", "Scrutiny of police powers"
    DATA = "data", "Data and agreements"
