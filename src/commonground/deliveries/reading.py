"""Files and withdrawals as a person may see them."""

from commonground.deliveries.models import Deliveries, Delivery, Withdrawal, Withdrawals
from commonground.partnership.rule import Actor


def deliveries_for(actor: Actor) -> Deliveries:
    return Delivery.objects.seen_by(actor)


def withdrawals_for(actor: Actor) -> Withdrawals:
    return Withdrawal.objects.seen_by(actor)
