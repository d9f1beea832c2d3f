"""Real files damaged at random: each is refused in one sentence with the store as it was, or loaded whole."""

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_files import DATA, POLICE, SEARCHES, STREET, assert_sentence, boroughs, contents

from commonground.evidence.loading import load
from commonground.evidence.store import Store

KNIFE = DATA / "homeoffice-knife-and-prc-by-force/knifecrime2.csv"
HOMICIDES = DATA / "mps-homicide/homicide-victims.csv"


def _parquet() -> bytes:
    """The small street-level file as Parquet."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "s.parquet"
        duckdb.sql(f"select * from read_csv('{STREET}', header = true, all_varchar = true)").write_parquet(str(target))
        return target.read_bytes()


def _zip() -> bytes:
    """A month folder as an archive."""
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2014-11/2014-11-city-of-london-street.csv", STREET.read_bytes())
        archive.writestr("2018-01/2018-01-metropolitan-stop-and-search.csv", SEARCHES.read_bytes())
    return made.getvalue()


def _head(path: Path, lines: int = 60) -> bytes:
    return b"\n".join(path.read_bytes().splitlines()[:lines]) + b"\n"


REAL: dict[str, Callable[[], bytes]] = {
    "boroughs.csv": lambda: ("\n".join(boroughs(60)) + "\n").encode(),
    "boroughs.csv.gz": lambda: gzip.compress(("\n".join(boroughs(60)) + "\n").encode()),
    "2014-11-city-of-london-street.csv": STREET.read_bytes,
    "street.parquet": _parquet,
    "2018-01-metropolitan-stop-and-search.csv": SEARCHES.read_bytes,
    "outcomes.csv": (POLICE / "invented-outcomes.csv").read_bytes,
    "knife.csv": lambda: _head(KNIFE),
    "homicides.csv": lambda: _head(HOMICIDES),
    "month.zip": _zip,
    "boundaries.zip": (DATA / "boundaries-london/london-2021-lad22-gen20.zip").read_bytes,
}


def truncated(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def filled(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    piece = chance.choice(
        (
            b",",
            b'"',
            b"\n",
            b"\r",
            b"\0",
            b"\xff\xfe",
            b"\xef\xbb\xbf",
            b"x" * 2_000_000,
            b"';drop table places;--",
        )
    )
    return content[:at] + piece + content[at:]


def encoded(content: bytes, chance: random.Random) -> bytes:
    wrong = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp037", "cp1252", "utf-7"))
    return content.decode("latin-1").encode(wrong, "replace")


def _lines(content: bytes, change: Callable[[list[str]], list[str]]) -> bytes:
    return "\n".join(",".join(change(line.split(","))) for line in content.decode("latin-1").split("\n")).encode(
        "latin-1"
    )


def swapped(content: bytes, chance: random.Random) -> bytes:
    a, b = chance.randrange(12), chance.randrange(12)

    def change(cells: list[str]) -> list[str]:
        if max(a, b) < len(cells):
            cells[a], cells[b] = cells[b], cells[a]
        return cells

    return _lines(content, change)


def header_swapped(content: bytes, chance: random.Random) -> bytes:
    header, _, rest = content.partition(b"\n")
    cells = header.split(b",")
    a, b = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[a], cells[b] = cells[b], cells[a]
    return b",".join(cells) + b"\n" + rest


def dropped(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(12)
    return _lines(content, lambda cells: cells[:at] + cells[at + 1 :])


def repeated(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join(lines[:at] + [lines[at]] * chance.choice((2, 3)) + lines[at + 1 :])


DAMAGES = (truncated, flipped, filled, encoded, swapped, header_swapped, dropped, repeated)


def damage_and_load(folder: Path, name: str, damages: list[Callable], seed: int) -> None:
    """Damage the file, load it beside a good one, and hold what follows to the promise."""
    chance = random.Random(seed)
    content = REAL[name]()
    for damage in damages:
        content = damage(content, chance) or b" "
    path = folder / name
    path.write_bytes(content)
    store = Store(folder / "home")
    before = contents(store)
    found = list(load([path], store, "2023-12"))
    assert found
    for outcome in found:
        assert (outcome.edition is None) == (outcome.error is not None)
        if outcome.error is not None:
            assert_sentence(outcome.error.removeprefix(f"{outcome.file}: "))
        else:
            edition = outcome.edition
            assert edition.rows_loaded + edition.rows_rejected == edition.rows_read
            assert store.find(edition.source, edition.sha256) == edition
            with duckdb.connect() as connection:
                connection.execute(f"select count(*) from read_parquet('{edition.rows}')").fetchone()
    new = {o.edition.id for o in found if o.edition and not o.unchanged}
    after = contents(store)
    assert [name for name in after if Path(name).parts[1] not in new] == [
        name for name in before if Path(name).parts[1] not in new
    ]
    assert len(after) == len(before) + 2 * len(new)


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damages=st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=2), seed=st.integers(0, 2**32))
def test_a_damaged_file_is_refused_in_a_sentence_or_loaded_whole(tmp_path, name, damages, seed):
    damage_and_load(tmp_path, name, damages, seed)


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_kind_of_damage_once(tmp_path, damage):
    damage_and_load(tmp_path, "boroughs.csv", [damage], 7)
    damage_and_load(tmp_path, "2014-11-city-of-london-street.csv", [damage], 7)
