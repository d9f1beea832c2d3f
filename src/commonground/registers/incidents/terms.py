"""The words of a response to a serious incident."""

from commonground.plan.terms import TextChoices


class IncidentState(TextChoices):
    """A response is open until it is closed, and then never changes."""

    OPEN = "open", "Running"
    CLOSED = "closed", "Closed"


class Gold(TextChoices):
    """Whether the gold duty officer has to decide on the Mayor, the chief executive and communications."""

    NEEDED = "needed", "Needed: the gold duty officer has not decided yet"
    DECIDED = "decided", "The gold duty officer has decided"
    NOT_NEEDED = "not_needed", "Not needed"


class StepState(TextChoices):
    """What became of a step."""

    OPEN = "open", "To do"
    DONE = "done", "Done"
    NOT_NEEDED = "not_needed", "Not needed"
    LEFT = "left", "Left open at closing"


class MessageState(TextChoices):
    """A message is written by one person and approved by another before it is sent."""

    DRAFTED = "drafted", "Drafted"
    HELD = "held", "Held back"
    APPROVED = "approved", "Approved"
    SENT = "sent", "Sent"


class MessagePhase(TextChoices):
    """In which phase of communications a message stands."""

    HOLDING = "holding", "Holding statement"
    STATEMENT = "statement", "Factual statement"
    UPDATE = "update", "Update"
    WEEKLY = "weekly", "Weekly update"
    LATER = "later", "Anniversary, trial or review"


class Audience(TextChoices):
    """Who is told. Never a person."""

    FAMILY = "family", "Family, through its one point of contact"
    PARTNERS = "partners", "Partner agencies"
    SCHOOLS = "schools", "Schools and colleges"
    RESIDENTS = "residents", "Residents nearby"
    COUNCILLORS = "councillors", "Councillors and the Mayor’s office"
    BUSINESSES = "businesses", "Businesses"
    FAITH = "faith", "Faith and community groups"
    MEDIA = "media", "Press and broadcasters"
    STAFF = "staff", "Our own staff"


class Channel(TextChoices):
    """By what way."""

    MEETING = "meeting", "In person"
    PHONE = "phone", "By telephone"
    EMAIL = "email", "By e-mail"
    LETTER = "letter", "Letter or leaflet"
    WEBSITE = "website", "Website or social media of the partnership"
    PRESS = "press", "Press statement"


class Service(TextChoices):
    """Where a referral went. Only that it was made is kept, and its reference."""

    MASH = "mash", "Multi-agency safeguarding hub"
    FAMILY_LIAISON = "family_liaison", "Family liaison"
    VICTIM = "victim", "Victim support"
    BEREAVEMENT = "bereavement", "Bereavement support"
    HOSPITAL = "hospital", "Youth workers in hospital"
    THERAPY = "therapy", "Therapeutic service"
    HOUSING = "housing", "Housing or a safe move"
    OTHER = "other", "Another service"


class Alerted(TextChoices):
    """Why somebody was written to: a reference and a link, and nothing of what is in it."""

    TOLD = "told", "Told that a response runs"
    LATE = "late", "Told that a step is late"
