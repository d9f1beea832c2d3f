"""How many rows there are: of what is loaded, and of a plan that names them."""

from commonground.evidence.recipe import recipe


@recipe
def named_rows(evidence, editions, *, rows, plan):
    """How many rows of a plan there are: those that are named here."""
    return len([row for row in str(rows).split(";") if row.strip()])


@recipe
def named_amounts(evidence, editions, *, rows, plan):
    """What rows of a register add up to: each is named here with what it adds, as in “a1b2: 3”."""
    return sum(int(row.rpartition(":")[2]) for row in str(rows).split(";") if row.strip())


@recipe
def rows_loaded(evidence, editions):
    """The rows that the editions hold together."""
    return sum(e.rows_loaded for e in evidence.editions if e.id in editions)
