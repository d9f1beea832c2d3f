"""Whether the access log is fit for real use."""

from django.conf import settings
from django.db.models.functions import Now

from commonground.partnership.access_log.chain import WAIT
from commonground.partnership.models import AccessEvent


def ready_for_production() -> list[str]:
    """What speaks against opening the site, as sentences; nothing, if the log is on and sealed."""
    against = []
    if not settings.ACCESS_LOG:
        against.append("The access log is off: take COMMONGROUND_ACCESS_LOG out of the environment.")
    if settings.ACCESS_LOG_YEARS < 1:
        against.append("COMMONGROUND_ACCESS_LOG_YEARS is less than 1: the access log is kept for at least a year.")
    if AccessEvent.objects.unsealed().filter(at__lt=Now() - WAIT).exists():
        against.append(
            "Rows of the access log have waited for a seal for over a day: call ‘commonground seal-log’, and see that "
            "the worker runs, which does it every ten minutes."
        )
    return against
