"""Small real files to load and to damage, and what the load says of them."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from commonground.evidence.edition import Edition
from commonground.evidence.loading import Outcome, load
from commonground.evidence.store import Store

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
POLICE = ROOT / "tests/fixtures/police"
STREET = POLICE / "2014-11/2014-11-city-of-london-street.csv"
SEARCHES = POLICE / "2018-01/2018-01-metropolitan-stop-and-search.csv"
BOROUGHS = DATA / "mps-recorded-crime-borough/published-2023-12-home-office-classification/borough_21_23.csv"


def boroughs(rows: int = 40) -> list[str]:
    """The header and the first rows of the borough file of 2023, as lines."""
    return BOROUGHS.read_text("utf-8").splitlines()[: rows + 1]


def street() -> list[str]:
    """The small street-level file, as lines."""
    return STREET.read_text("utf-8").splitlines()


def write(path: Path, lines: Iterable[str], encoding: str = "utf-8") -> Path:
    """The lines as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def outcomes(store: Store, *paths: Path, published: str | None = "2023-12") -> list[Outcome]:
    """What became of each file."""
    return list(load(paths, store, published))


def loaded(store: Store, path: Path, published: str | None = "2023-12") -> Edition:
    """The edition of the only delivery under the path, which is taken."""
    (outcome,) = outcomes(store, path, published=published)
    assert outcome.error is None, outcome.error
    assert outcome.edition is not None
    return outcome.edition


def refused(store: Store, path: Path) -> str:
    """The sentence on the only delivery under the path, which is not taken; the store is as it was before."""
    before = contents(store)
    (outcome,) = outcomes(store, path)
    assert outcome.edition is None
    assert outcome.error is not None
    assert contents(store) == before
    said = outcome.error.removeprefix(f"{outcome.file}: ")
    assert said != outcome.error
    assert_sentence(said)
    return said


def assert_sentence(said: str) -> None:
    """One line that ends in a full stop, without the words of a program."""
    assert "\n" not in said
    assert said.endswith(".")
    assert len(said) < 600
    for word in ("Traceback", "Error:", "Exception", "h0", "as_delivered", "read_csv"):
        assert word not in said


def contents(store: Store) -> list[str]:
    """Every file of the store, drafts and leftovers too."""
    return sorted(str(p.relative_to(store.folder)) for p in store.folder.rglob("*") if p.is_file())


def rows(edition: Edition, sql: str = "select * from rows order by all") -> list[tuple]:
    """The answer to SQL over the edition's ``rows``."""
    with duckdb.connect() as connection:
        connection.execute(f"create view rows as select * from read_parquet('{edition.rows}')")
        return connection.execute(sql).fetchall()
