"""Forms that act once: sent twice, by an impatient finger or a reloaded page, they make one row."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.utils import timezone

from commonground.partnership.rule import Actor
from commonground.web.models import Sending

REMEMBERED = timedelta(days=7)


class OnceForm(forms.Form):
    """A form with a token of its own, made when the page is."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def clean_once(self) -> UUID:
        """A form that lost its token on the way acts as one that was never sent."""
        return self.cleaned_data["once"] or uuid4()


def once(form: forms.BaseForm, by: Actor, act: Callable[[], str]) -> str:
    """Do the act for the first of several sendings of the form alone; give the address it led to for all of them.

    ``act`` returns that address. A parallel sending waits until the first is stored, or takes its place if that fails.
    Called within the transaction of the request, so that the act and the memory of it are stored together.
    """
    with transaction.atomic():  # an act that is refused may be tried again with the same form
        sending, first = Sending.objects.get_or_create(user=by.user, token=form.cleaned_data["once"])
        if first:
            sending.address = act()
            sending.save(update_fields=("address",))
    return sending.address


def was_sent(token: str, by: Actor) -> bool:
    """Whether the form with this token has been sent, and its act is stored."""
    try:
        return Sending.objects.filter(user=by.user, token=UUID(token)).exists()
    except ValueError:
        return False


def forget_old() -> int:
    """Drop the tokens that no open page can still hold."""
    return Sending.objects.filter(sent_at__lt=timezone.now() - REMEMBERED).delete()[0]
