"""The last hash of the chain leaves the machine, so that nobody who owns the database could build the chain anew."""

from django.core.mail import send_mail
from django.utils import timezone
from django_scopes import scopes_disabled

from commonground.partnership.models import Membership, Seal

SUBJECT = "Access log: seal {number}"
LETTER = """Seal {number} of the access log:

{hash}

Keep this message where nobody who looks after the site can change it. To check the log against it:

commonground verify-log --head {hash}
"""


def send_head() -> int:
    """Send the last seal’s number and hash to every information governance lead; return how many were told."""
    last = Seal.objects.last()
    if last is None:
        return 0
    told = {"number": last.number, "hash": last.hash}
    to = _governance_leads()
    for address in to:
        send_mail(SUBJECT.format(**told), LETTER.format(**told), None, [address])
    return len(to)


def _governance_leads() -> list[str]:
    with scopes_disabled():
        seats = Membership.objects.current(timezone.localdate()).filter(role="governance_lead")
        return sorted(set(seats.values_list("user__email", flat=True)))
