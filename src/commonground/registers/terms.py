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


class YesNo(TextChoices):
    """What was seen, or not; left empty where nobody looked."""

    YES = "yes", "Yes"
    NO = "no", "No"


class Need(TextChoices):
    """What a service, an intervention or an offer is for."""

    KNIVES = "knives", "Carrying knives or other weapons"
    VICTIMS = "victims", "Young victims of violence"
    EXPLOITATION = "exploitation", "Exploitation and county lines"
    WAYS_OUT = "ways_out", "Ways out of gangs and crime"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse and harmful relationships"
    TRAUMA = "trauma", "Mental health and trauma"
    SUBSTANCES = "substances", "Drugs and alcohol"
    EXCLUSION = "exclusion", "Suspension and exclusion from school"
    WORK = "work", "Training and work"
    HOUSING = "housing", "Housing"
    FAMILY = "family", "Parents and families"
    ACTIVITIES = "activities", "Activities and trusted adults"
    BEREAVEMENT = "bereavement", "Bereavement after violence"


class Phase(TextChoices):
    """Phases of education; a school of several is “all-through”."""

    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all_through", "All-through"
    SPECIAL = "special", "Special"
    ALTERNATIVE = "alternative", "Alternative provision or pupil referral unit"
    COLLEGE = "college", "College or sixth form"
    INDEPENDENT = "independent", "Independent"
