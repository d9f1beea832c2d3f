"""What is asked about agencies and their people."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils import timezone

from commonground.partnership.models import Agency, Membership, Partnership, User
from commonground.partnership.models.people import STANDINGS
from commonground.partnership.roles import ROLES
from commonground.web.forms.look import Checkboxes, DayField, Radios

WORKS = [("", "Any")]


class Filter(forms.Form):
    """Narrow the list of people."""

    says_optional = False
    role = forms.ChoiceField(required=False, choices=WORKS + [(role.key, role.title) for role in ROLES.values()])
    agency = forms.ChoiceField(required=False)
    standing = forms.ChoiceField(
        required=False, choices=[("", "Any that is open")] + [(one, one.capitalize()) for one in STANDINGS]
    )

    def __init__(self, data: Any, agencies: Iterable[Agency]) -> None:
        super().__init__(data)
        self.fields["agency"].choices = WORKS + [(one.public_id, one.name) for one in agencies]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, str]:
        """What to narrow by; a word that is no choice finds nobody, as if it were one."""
        if not self.is_bound:
            return {}
        self.full_clean()
        return {name: self.cleaned_data.get(name, self.data.get(name, "")) for name in self.fields}


class Offer(forms.Form):
    """A seat offered to someone."""

    name = forms.CharField(max_length=120, error_messages={"required": "Enter their full name"})
    email = forms.EmailField(
        label="E-mail address",
        help_text="Their work address. The letter holds a reference and a link, nothing else.",
        error_messages={"required": "Enter their e-mail address", "invalid": "Enter an address like name@example.org"},
    )
    agency = forms.ChoiceField(error_messages={"required": "Choose the agency they work for"})
    role = forms.ChoiceField(
        choices=[(role.key, role.title) for role in ROLES.values()],
        widget=Radios(hints={role.key: role.sentence for role in ROLES.values()}),
        error_messages={"required": "Choose their role"},
    )
    trained_until = DayField(
        required=False,
        label="Training counts until",
        help_text="If they have done the training already. Without it the seat gives no access until it is recorded.",
    )

    def __init__(self, agencies: Iterable[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {one.public_id: one for one in agencies}
        self.fields["agency"].choices = [("", "Choose an agency")] + [  # type: ignore[attr-defined]
            (key, one.name) for key, one in self.agencies.items()
        ]

    def clean_agency(self) -> Agency:
        return self.agencies[self.cleaned_data["agency"]]


class Training(forms.Form):
    """Until when training counts."""

    until = DayField(
        label="Training counts until",
        help_text="Usually a year after the course, for example 27 3 2027.",
        error_messages={"required": "Enter the day until which the training counts"},
    )

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until > timezone.localdate().replace(year=timezone.localdate().year + 3):
            raise ValidationError("Enter a day within three years from now")
        return until


class Ending(forms.Form):
    """Why a seat ends."""

    reason = forms.CharField(
        max_length=400,
        label="Why does it end?",
        help_text="For example: left the council, moved to another team. It is kept in the access log.",
        error_messages={"required": "Say why the seat ends"},
    )


class NewRole(forms.Form):
    """Another role for someone, and why."""

    role = forms.ChoiceField(
        choices=[(role.key, role.title) for role in ROLES.values()],
        widget=Radios(hints={role.key: role.sentence for role in ROLES.values()}),
        label="New role",
        error_messages={"required": "Choose the new role"},
    )
    reason = forms.CharField(
        max_length=400, label="Why do they need it?", error_messages={"required": "Say why they need this role"}
    )


class Decision(forms.Form):
    """Yes or no to a change of role."""

    decision = forms.ChoiceField(
        choices=[("approve", "Approve"), ("refuse", "Refuse")],
        widget=Radios(),
        error_messages={"required": "Choose whether you approve"},
    )


class Confirmation(forms.Form):
    """Who still works for the agency. Nobody is ticked beforehand."""

    people = forms.MultipleChoiceField(
        widget=Checkboxes(),
        label="Who still works for you and needs access?",
        help_text="Tick each person. Those whom you leave out lose access when their quarter ends.",
        error_messages={"required": "Tick at least one person, or leave the page: nothing changes then"},
    )

    def __init__(self, seats: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {seat.public_id: seat for seat in seats}
        people = self.fields["people"]
        people.choices = [(key, seat.user.name) for key, seat in self.seats.items()]  # type: ignore[attr-defined]
        people.widget.hints = {  # type: ignore[attr-defined]
            key: f"{seat.get_role_display()}, confirmed until {seat.confirmed_until:%-d %B %Y}"
            for key, seat in self.seats.items()
        }

    def chosen(self) -> list[Membership]:
        return [self.seats[key] for key in self.cleaned_data["people"]]


class AgencyForm(forms.Form):
    """An agency at the table."""

    name = forms.CharField(max_length=120, error_messages={"required": "Enter the name of the agency"})
    kind = forms.ChoiceField(choices=Agency.Kind.choices, error_messages={"required": "Choose the kind of agency"})


class AgencyWithContact(AgencyForm):
    """An agency that has people, and which of them confirms the others."""

    contact = forms.ChoiceField(
        required=False,
        label="Single point of contact",
        help_text="Confirms each quarter who still works for the agency.",
    )

    def __init__(self, seats: Iterable[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {seat.public_id: seat for seat in seats}
        self.fields["contact"].choices = [("", "Nobody yet")] + [  # type: ignore[attr-defined]
            (key, seat.user.name) for key, seat in self.seats.items()
        ]

    def clean_contact(self) -> Membership | None:
        return self.seats.get(self.cleaned_data["contact"])


class Settings(forms.Form):
    """The partnership’s name and colour."""

    name = forms.CharField(max_length=120, error_messages={"required": "Enter the name of the partnership"})
    colour = forms.ChoiceField(
        choices=Partnership.Colour.choices,
        widget=Radios(),
        help_text="Of the bar at the top of each page.",
        error_messages={"required": "Choose a colour"},
    )


class Acceptance(forms.Form):
    """Who takes the seat, for someone who has no account yet."""

    name = forms.CharField(
        max_length=120, label="Your full name", error_messages={"required": "Enter your full name"}
    )
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
        help_text="At least 12 characters. Three words that have nothing to do with each other make a good one.",
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        label="The password again",
        error_messages={"required": "Enter the password again"},
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        password = given.get("password")
        if password and given.get("again") and password != given["again"]:
            self.add_error("again", "The two passwords differ")
        if password:
            try:
                password_validation.validate_password(password, User(email=self.email, name=given.get("name", "")))
            except ValidationError as wrong:
                self.add_error("password", wrong)
        return given
