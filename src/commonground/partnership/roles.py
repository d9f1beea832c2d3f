"""The ten roles. What each may do is said by the rules; this page only says who they are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A seat's part at the table. ``sentence`` says whom it is for."""

    key: str
    title: str
    sentence: str


_TEN = (
    Role("analyst", "Analyst", "Loads data, explores the evidence and writes the strategic assessment."),
    Role("plan_owner", "Plan owner", "Owns the partnership’s plan and reports: often the community safety manager."),
    Role("agency_lead", "Agency lead", "Speaks for one agency, confirms its people and answers for its actions."),
    Role("panel_chair", "Panel chair", "Chairs the partnership or a panel, and approves what is published."),
    Role("practitioner", "Practitioner", "Works with people and places for one agency."),
    Role("scrutiny_member", "Scrutiny member", "Questions the partnership’s work, for a committee or the community."),
    Role("councillor", "Councillor", "Reads what the partnership reports, for the ward and the council."),
    Role("reviewer", "Outside reviewer", "Reviews what is submitted, for the Violence Reduction Unit or another body."),
    Role("governance_lead", "Information governance lead", "Watches who looked at what, and that sharing is lawful."),
    Role("administrator", "Administrator", "Sets up agencies, seats and settings. Reads no evidence of people."),
)

ROLES: dict[str, Role] = {role.key: role for role in _TEN}
