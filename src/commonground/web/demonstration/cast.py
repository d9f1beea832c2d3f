"""Who is invented: five tables, the agencies at each, and people whose surnames say that they are not real."""

from dataclasses import dataclass

COUNCIL, POLICE, HEALTH = "council", "police", "health"
PROBATION, YOUTH, FIRE, SCHOOLS = "probation", "youth_justice", "fire", "schools"
CHARITY, OUTSIDE = "charity", "outside"


@dataclass(frozen=True)
class Table:
    """A partnership, and those in a group of them if it is one. Agencies are (name, kind)."""

    slug: str
    name: str
    kind: str
    colour: str
    area: tuple[str, str]
    agencies: tuple[tuple[str, str], ...]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seat:
    """An invented person's seat. ``state`` is how it stands: open, past or untrained."""

    table: str
    name: str
    role: str
    agency: str
    state: str = "open"

    @property
    def email(self) -> str:
        """An address that no mail can reach."""
        return f"{self.name.lower().replace(' ', '.')}@example.org"


def _borough(name: str) -> tuple[tuple[str, str], ...]:
    return (
        (f"{name} Council", COUNCIL),
        ("Metropolitan Police", POLICE),
        ("NHS South East London Integrated Care Board", HEALTH),
        ("London Probation", PROBATION),
        (f"{name} Youth Justice Service", YOUTH),
        ("London Fire Brigade", FIRE),
        (f"{name} schools and colleges", SCHOOLS),
        ("Safe Doorways (invented charity)", CHARITY),
        ("Steady Ground Mentoring (invented charity)", CHARITY),
        ("London Violence Reduction Unit", OUTSIDE),
    )


TABLES = (
    Table(
        "lewisham", "Safer Lewisham Partnership", "partnership", "blue", ("E09000023", "Lewisham"), _borough("Lewisham")
    ),
    Table(
        "greenwich", "Safer Greenwich Partnership", "partnership", "teal", ("E09000011", "Greenwich"),
        _borough("Greenwich"),
    ),
    Table("bexley", "Safer Bexley Partnership", "partnership", "green", ("E09000004", "Bexley"), _borough("Bexley")),
    Table(
        "south-east", "South East policing unit", "policing_unit", "slate", ("", "South East London"),
        (("Metropolitan Police", POLICE), ("Lewisham Council", COUNCIL), ("Greenwich Council", COUNCIL),
         ("Bexley Council", COUNCIL)),
        groups=("lewisham", "greenwich", "bexley"),
    ),
    Table(
        "london", "London Violence Reduction Unit", "region", "purple", ("E12000007", "London"),
        (("London Violence Reduction Unit", OUTSIDE), ("Metropolitan Police", POLICE)),
        groups=("lewisham", "greenwich", "bexley", "south-east"),
    ),
)  # fmt: skip

VRU = "London Violence Reduction Unit"
SEATS = (
    Seat("lewisham", "Nadia Notional", "analyst", "Lewisham Council"),
    Seat("lewisham", "Peter Pretend", "plan_owner", "Lewisham Council"),
    Seat("lewisham", "Edie Example", "agency_lead", "Metropolitan Police"),
    Seat("lewisham", "Ivor Invented", "panel_chair", "Lewisham Council"),
    Seat("lewisham", "Sam Sample", "practitioner", "Safe Doorways (invented charity)"),
    Seat("lewisham", "Fay Fictional", "scrutiny_member", "Lewisham Council"),
    Seat("lewisham", "Morris Madeup", "councillor", "Lewisham Council"),
    Seat("lewisham", "Rita Roleplay", "reviewer", VRU),
    Seat("lewisham", "Ines Imaginary", "governance_lead", "Lewisham Council"),
    Seat("lewisham", "Pat Placeholder", "administrator", "Lewisham Council"),
    Seat("lewisham", "Hal Hypothetical", "agency_lead", "NHS South East London Integrated Care Board"),
    Seat("lewisham", "Prue Proxy", "agency_lead", "London Probation"),
    Seat("lewisham", "Yusuf Unreal", "practitioner", "Lewisham Youth Justice Service"),
    Seat("lewisham", "Bella Blaze-Example", "agency_lead", "London Fire Brigade"),
    Seat("lewisham", "Tess Testcase", "practitioner", "Lewisham schools and colleges"),
    Seat("lewisham", "Dev Dummy", "practitioner", "Steady Ground Mentoring (invented charity)"),
    Seat("lewisham", "Connie Concocted", "practitioner", "Lewisham Council"),
    Seat("lewisham", "Sol Supposed", "practitioner", "Lewisham Council"),
    Seat("lewisham", "Mabel Mockup", "practitioner", "Lewisham Council"),
    Seat("lewisham", "Tilly Tryout", "practitioner", "Lewisham Council"),
    Seat("lewisham", "Perry Purported", "practitioner", "Metropolitan Police"),
    Seat("lewisham", "Hetty Hypothesis", "practitioner", "NHS South East London Integrated Care Board"),
    Seat("lewisham", "Gone Formerly", "analyst", "Lewisham Council", state="past"),
    Seat("lewisham", "Una Untrained", "practitioner", "Metropolitan Police", state="untrained"),
    Seat("greenwich", "Greta Notional", "analyst", "Greenwich Council"),
    Seat("greenwich", "Paul Pretend", "plan_owner", "Greenwich Council"),
    Seat("greenwich", "Eric Example", "agency_lead", "Metropolitan Police"),
    Seat("greenwich", "Gus Guessed", "practitioner", "Greenwich Council"),
    Seat("greenwich", "Gail Guessed", "agency_lead", "NHS South East London Integrated Care Board"),
    Seat("greenwich", "Gilda Invented", "panel_chair", "Greenwich Council"),
    Seat("greenwich", "Ian Imaginary", "governance_lead", "Greenwich Council"),
    Seat("greenwich", "Penny Placeholder", "administrator", "Greenwich Council"),
    Seat("greenwich", "Rita Roleplay", "reviewer", VRU),
    Seat("bexley", "Bea Notional", "analyst", "Bexley Council"),
    Seat("bexley", "Polly Pretend", "plan_owner", "Bexley Council"),
    Seat("bexley", "Brian Bogus", "agency_lead", "Metropolitan Police"),
    Seat("bexley", "Bonnie Bogus", "practitioner", "Bexley Council"),
    Seat("bexley", "Barney Invented", "panel_chair", "Bexley Council"),
    Seat("bexley", "Percy Placeholder", "administrator", "Bexley Council"),
    Seat("bexley", "Rita Roleplay", "reviewer", VRU),
    Seat("south-east", "Edie Example", "panel_chair", "Metropolitan Police"),
    Seat("south-east", "Nadia Notional", "analyst", "Lewisham Council"),
    Seat("south-east", "Peregrine Pretend", "plan_owner", "Metropolitan Police"),
    Seat("south-east", "Piers Placeholder", "administrator", "Metropolitan Police"),
    Seat("london", "Rita Roleplay", "reviewer", VRU),
    Seat("london", "Lena Notional", "analyst", VRU),
    Seat("london", "Lucy Pretend", "plan_owner", VRU),
    Seat("london", "Lars Makebelieve", "practitioner", VRU),
    Seat("london", "Ivy Invented", "panel_chair", VRU),
    Seat("london", "Ida Imaginary", "governance_lead", VRU),
    Seat("london", "Pia Placeholder", "administrator", VRU),
)

CONTACTS = (  # table, agency, its single point of contact
    ("lewisham", "Lewisham Council", "Peter Pretend"),
    ("lewisham", "Metropolitan Police", "Edie Example"),
    ("lewisham", "NHS South East London Integrated Care Board", "Hal Hypothetical"),
    ("lewisham", "London Probation", "Prue Proxy"),
    ("lewisham", "London Fire Brigade", "Bella Blaze-Example"),
    ("greenwich", "Greenwich Council", "Paul Pretend"),
    ("bexley", "Bexley Council", "Polly Pretend"),
)
INVITED = Seat("lewisham", "Nora Newcomer", "practitioner", "Metropolitan Police")
