"""The order of a list, as the address of its page asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Order:
    """What the list is sorted by: give `sort` to the template, and `by` to `order_by` or `sorted`."""

    sort: str  # as in the address: "name", "-name"
    by: str  # the field it stands for, with "-" if descending
    descending: bool


def order(request: HttpRequest, columns: Mapping[str, str], default: str) -> Order:
    """The order asked for by `?sort=`; the default where that is missing or not a column."""
    sort = request.GET.get("sort", default)
    if sort.removeprefix("-") not in columns:
        sort = default
    descending = sort.startswith("-")
    return Order(sort, ("-" if descending else "") + columns[sort.removeprefix("-")], descending)
