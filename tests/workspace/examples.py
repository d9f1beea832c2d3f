"""What stands in an address, by the name of its route: one line here for each route with a record in its address.

Each line is a function of a table (``people.Table``), which finds or makes the record at that table and gives what the
address needs. The access table asks it of the page’s own table, and again of another for the row “another
partnership’s”, which must answer as if the record did not exist.
"""

from collections.abc import Callable
from typing import Any

from people import Table

Example = Callable[[Table], Any]

#: The address’s words, by name, where no route says otherwise.
WORDS: dict[str, Example] = {
    "partnership": lambda table: table.partnership.slug,
    "key": lambda table: "analyst",
    "uidb36": lambda table: "1",
    "provider": lambda table: "openid_connect",
    "provider_id": lambda table: "council",
    "pk": lambda table: 1,
}

#: By the name of the route, then by the word in its address.
EXAMPLES: dict[str, dict[str, Example]] = {}

#: The same of a record that belongs to another agency at the table than the agency lead’s.
OTHER_AGENCY: dict[str, dict[str, Example]] = {}

#: Pages of a group of partnerships: looked at in the region’s place.
OF_GROUPS: set[str] = set()
