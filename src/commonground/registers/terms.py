"""The words of the registers."""

from django.db.models import TextChoices


class Standing(TextChoices):
    """How an entry stands, by the rule of its register; said in words and a shape, never by colour alone."""

    GREEN = "green", "In order"
    AMBER = "amber", "Needs attention"
    RED = "red", "Overdue or failed"
    GREY = "grey", "Ended"
