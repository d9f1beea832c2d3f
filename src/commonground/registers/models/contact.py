"""How an organisation is reached: its own office address and page, never a person’s."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models

ROLES = re.compile(
    r"\b(?:access|admin|advice|advocacy|care|careleavers|community|contact|courts?|crime|duty|early|education|enquir(?:y|ies)|famil(?:y|ies)"
    r"|frontdoor|general|hello|help|hub|info|information|intake|mail|mash|mentoring|office|outreach|participation"
    r"|referrals?|reception|safeguarding|safer|schools?|services?|support|team|trading|training|victims|virtual|welcome"
    r"|youth|yjs|yos)\b"
)
OFFICE = "Shared address only, such as referrals@example.org; the address of one person is refused."


def role_address(value: str) -> None:
    """Refuse an address that may be one person’s: a word in it has to say what it is for."""
    if not ROLES.search(re.sub(r"[^a-z]", " ", value.partition("@")[0].lower())):
        raise ValidationError(
            "enter the organisation’s shared address, such as referrals@ or enquiries@: this one may be a person’s."
        )


def no_person_in_it(value: str) -> None:
    """Refuse an address of a page that carries an e-mail address or a user."""
    if "@" in value or urlsplit(value).username:
        raise ValidationError("enter the address of a page, without an e-mail address in it.")


def office_email(verbose_name: str, **given: Any) -> models.EmailField:  # type: ignore[type-arg]
    """A column for an organisation’s e-mail address."""
    return models.EmailField(verbose_name, blank=True, validators=[role_address], **given)


def web_page(verbose_name: str, **given: Any) -> models.URLField:  # type: ignore[type-arg]
    """A column for an organisation’s page."""
    return models.URLField(verbose_name, blank=True, max_length=300, validators=[no_person_in_it], **given)
