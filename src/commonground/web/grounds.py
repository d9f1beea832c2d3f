"""The ground that a partnership’s maps are drawn on."""

from commonground.partnership.models import Partnership
from commonground.report.ground import Ground, ground
from commonground.web.reading_room import evidence_for


def ground_of(partnership: Partnership) -> Ground:
    """The wards of its borough, or the boroughs of its region; an empty sheet where no boundary is loaded."""
    return ground(evidence_for(partnership), partnership.area_code)
