"""The versions that come with Common Ground, each a file beside this one."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from commonground.plan.templates.as_csv import read_csv
from commonground.plan.templates.written import WrittenTemplate

IN_ORDER = ("london-2018", "london-eight-themes")


@cache
def shipped() -> Mapping[str, WrittenTemplate]:
    """Every shipped version by key, the earliest first."""
    folder = files(__package__) / "versions"
    read = (read_csv((folder / f"{key}.csv").read_bytes(), f"{key}.csv") for key in IN_ORDER)
    return MappingProxyType({template.key: template for template in read})
