"""What the pages themselves must remember."""

from commonground.web.models.sending import Sending

__all__ = ["Sending"]
