"""Forms that were sent, so that a second press of a button does nothing a second time."""

from django.conf import settings
from django.db import models


class Sending(models.Model):
    """One filled form by the token it carried, and where its act led."""

    token = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=400, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "token"), name="sent_once"),)

    def __str__(self) -> str:
        return str(self.token)
