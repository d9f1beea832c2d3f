"""A column that holds several of some choices: the agencies’ kinds that took part, the needs that a service meets."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models


def several(verbose_name: str, choices: Sequence[tuple[str, str]], **given: Any) -> ArrayField:
    """A column of any number of the choices, none of them by default; forms ask it with boxes to tick."""
    return ArrayField(
        models.CharField(max_length=40, choices=choices), verbose_name=verbose_name, default=list, blank=True, **given
    )


def several_wards(verbose_name: str, **given: Any) -> ArrayField:
    """A column of any number of wards by code; which there are is for whoever asks, who knows the area."""
    return ArrayField(
        models.CharField(max_length=9, validators=[RegexValidator(r"^[EWSN]\d{8}$", "it is not the code of a ward.")]),
        verbose_name=verbose_name, default=list, blank=True, **given,
    )  # fmt: skip
