"""A column that holds several of some choices: the agencies’ kinds that took part, the needs that a service meets."""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


def several(verbose_name: str, choices: Sequence[tuple[str, str]], **given: Any) -> ArrayField:
    """A column of any number of the choices, none of them by default; forms ask it with boxes to tick."""
    return ArrayField(
        models.CharField(max_length=40, choices=choices), verbose_name=verbose_name, default=list, blank=True, **given
    )
