"""One table of the demonstration: who sits at it, and its agencies, by name."""

from dataclasses import dataclass
from functools import cached_property

from commonground.partnership.models import Agency, Membership, Partnership
from commonground.partnership.rule import Actor

PURPOSE = "Invented for demonstration"


@dataclass(frozen=True)
class Table:
    """A partnership, policing unit or region; what is written at it is written by one of its seats."""

    partnership: Partnership

    @cached_property
    def seats(self) -> dict[str, Membership]:
        """By the person’s name, those who have left, too."""
        rows = Membership.objects.filter(partnership=self.partnership).select_related("user", "agency", "partnership")
        return {seat.user.name: seat for seat in rows}

    @cached_property
    def agencies(self) -> dict[str, Agency]:
        return {agency.name: agency for agency in Agency.objects.filter(partnership=self.partnership)}

    def answering(self, name: str) -> Membership | None:
        """The seat of whoever is to answer for an action; the plan’s owner in the place of one who has left."""
        seat = self.seats.get(name)
        if seat is not None and seat.end is not None:
            return self.who_is("plan_owner").membership
        return seat

    def standing_in(self, name: str) -> str:
        """The name, or that of the plan’s owner for one who has left."""
        seat = self.answering(name)
        assert seat is not None
        return seat.user.name

    def by(self, name: str) -> Actor:
        """The person as an actor at this table."""
        return Actor.of_seat(self.seats[name], purpose=PURPOSE)

    def who_is(self, role: str) -> Actor:
        """The first person with a role."""
        return next(self.by(name) for name, seat in self.seats.items() if seat.role == role)

    def visitor(self, name: str) -> Actor:
        """Somebody without a seat."""
        return Actor(name=name, partnership=self.partnership)
