"""The store: all of an edition or nothing, whatever is loaded at once, broken off or taken out."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from commonground.evidence.edition import Edition
from commonground.evidence.loading import load
from commonground.evidence.store import Store, UnknownEdition, home
from commonground.sources.readers.refusal import Refusal

LINES = (
    "MajorText,MinorText,LookUp_BoroughName,202112,202201",
    "Robbery,Robbery of Personal Property,Lewisham,12,15",
    "Robbery,Robbery of Personal Property,Bexley,3,4",
)


def delivered(path: Path, extra: int = 0) -> Path:
    """A small file; another ``extra`` makes other bytes."""
    path.write_text("\n".join(LINES) + f"\nRobbery,Robbery of Business Property,Lewisham,{extra},0\n", "utf-8")
    return path


def add(store: Store, path: Path, published: str | None = "2023-12") -> Edition:
    (outcome,) = load([path], store, published)
    assert outcome.error is None
    assert outcome.edition is not None
    return outcome.edition


def test_the_manifest_says_everything_and_comes_back_equal(tmp_path):
    store = Store(tmp_path / "home")
    edition = add(store, delivered(tmp_path / "b.csv"))
    assert edition.id == f"mps_borough-2023-12-{edition.sha256[:8]}"
    assert (edition.rows_read, edition.rows_loaded, edition.area_types) == (3, 3, ("local_authority",))
    manifest = json.loads((edition.folder / "manifest.json").read_text("utf-8"))
    assert Edition.from_json(manifest, edition.folder) == edition
    assert store.editions() == [edition]
    assert store.edition(edition.id) == edition
    assert sorted(p.name for p in edition.folder.iterdir()) == ["manifest.json", "rows.parquet"]


def test_an_edition_is_found_by_enough_of_its_id(tmp_path):
    store = Store(tmp_path / "home")
    first = add(store, delivered(tmp_path / "a.csv"), "2023-12")
    second = add(store, delivered(tmp_path / "b.csv", 1), "2024-01")
    assert store.edition("mps_borough-2024") == second
    assert store.edition(first.id[:-2]) == first
    with pytest.raises(UnknownEdition, match="is the start of 2 editions"):
        store.edition("mps_borough")
    with pytest.raises(UnknownEdition, match="there is no edition “apples”"):
        store.edition("apples")
    with pytest.raises(UnknownEdition):
        store.edition("")
    assert len(store.editions()) == 2


def test_forgetting_takes_out_one_edition_and_its_file_can_be_loaded_again(tmp_path):
    store = Store(tmp_path / "home")
    path = delivered(tmp_path / "a.csv")
    kept = add(store, delivered(tmp_path / "b.csv", 1), "2024-01")
    gone = store.forget(add(store, path).id)
    assert store.editions() == [kept]
    assert not gone.folder.exists()
    assert path.exists()
    assert sorted(p.name for p in gone.folder.parent.iterdir()) == [kept.id]
    assert add(store, path) == gone


def rows_of(edition):
    """The rows in an order of their own: the engine writes them in parallel, in any order."""
    return sorted(map(str, pq.read_table(edition.rows).to_pylist()))


@pytest.mark.parametrize(("file", "said"), [("rows.parquet", "its rows are gone"), ("manifest.json", "cannot be read")])
def test_a_damaged_edition_is_said_and_mended_by_loading_its_file_again(tmp_path, file, said):
    store, path = Store(tmp_path / "home"), delivered(tmp_path / "b.csv")
    edition = add(store, path)
    rows = rows_of(edition)
    (edition.folder / file).unlink()
    if file == "manifest.json":
        (edition.folder / file).write_text("{", "utf-8")
    with pytest.raises(Refusal, match=said):
        store.editions()
    assert add(store, path) == edition
    assert store.editions() == [edition]
    assert rows_of(edition) == rows


@pytest.mark.parametrize("moment", ["before the manifest", "before the move"])
def test_a_load_killed_at_any_moment_leaves_nothing_to_see(tmp_path, moment):
    path = delivered(tmp_path / "b.csv")
    script = f"""
import os, pathlib
from commonground.evidence.loading import load
from commonground.evidence.store import Store
real = pathlib.Path.{"write_text" if moment == "before the manifest" else "rename"}
def killed(self, *args, **named):
    if self.name in ("manifest.json",) or self.name.startswith(".draft-"):
        os._exit(9)
    return real(self, *args, **named)
pathlib.Path.{"write_text" if moment == "before the manifest" else "rename"} = killed
list(load([{str(path)!r}], Store(pathlib.Path({str(tmp_path / "home")!r})), "2023-12"))
"""
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == 9
    store = Store(tmp_path / "home")
    left = [p.name for p in (store.folder / "mps_borough").iterdir()]
    assert left
    assert all(name.startswith(".draft-") for name in left)
    assert store.editions() == []
    edition = add(store, path)
    assert store.editions() == [edition]
    assert [p.name for p in (store.folder / "mps_borough").iterdir()] == [edition.id]


def test_drafts_of_a_living_process_and_of_another_machine_are_left_alone(tmp_path):
    store = Store(tmp_path / "home")
    folder = store.folder / "mps_borough"
    mine = folder / f".draft-{socket.gethostname()}-{os.getpid()}-abc"
    elsewhere = folder / ".draft-another-machine-1-abc"
    forgotten = folder / ".draft-another-machine-2-abc"
    broken_off = folder / ".gone-abc"
    for path in (mine, elsewhere, forgotten, broken_off):
        path.mkdir(parents=True)
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(forgotten, (two_days_ago, two_days_ago))
    add(store, delivered(tmp_path / "b.csv"))
    assert sorted(p.name for p in folder.iterdir() if p.name.startswith(".")) == sorted([mine.name, elsewhere.name])


@pytest.mark.slow
def test_loads_at_the_same_time_all_succeed_and_load_each_file_once(tmp_path):
    paths = [delivered(tmp_path / f"{n}.csv", n) for n in range(4)]
    command = [Path(sys.executable).parent / "commonground", "load", *paths, "--published", "2023-12"]
    environment = dict(os.environ, COMMONGROUND_HOME=str(tmp_path / "home"))
    loads = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [load.wait(timeout=120) for load in loads] == [0, 0, 0]
    store = Store(tmp_path / "home")
    assert len(store.editions()) == 4
    assert {p.name for p in (store.folder / "mps_borough").iterdir()} == {e.id for e in store.editions()}


def test_another_process_that_was_first_is_no_fault(tmp_path, monkeypatch):
    store = Store(tmp_path / "home")
    path = delivered(tmp_path / "b.csv")
    edition = add(store, path)
    asked = []

    def late(source: str, sha256: str) -> Edition | None:
        """Nothing is there at first, and everything when it comes to moving the draft."""
        asked.append(source)
        return None if len(asked) <= 2 else edition

    monkeypatch.setattr(store, "find", late)
    assert add(store, path) == edition
    assert len(asked) == 3


def test_listing_a_thousand_editions_is_quick(tmp_path):
    store = Store(tmp_path / "home")
    edition = add(store, delivered(tmp_path / "b.csv"))
    manifest = json.loads((edition.folder / "manifest.json").read_text("utf-8"))
    for number in range(1000):
        name = f"mps_borough-2020-01-{number:08x}"
        (store.folder / "mps_borough" / name).mkdir()
        (store.folder / "mps_borough" / name / "rows.parquet").touch()
        (store.folder / "mps_borough" / name / "manifest.json").write_text(json.dumps(manifest | {"id": name}), "utf-8")
    start = time.process_time()
    assert len(store.editions()) == 1001
    assert time.process_time() - start < 1


def test_the_store_is_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("COMMONGROUND_HOME", str(tmp_path / "there"))
    assert home() == tmp_path / "there"
    monkeypatch.delenv("COMMONGROUND_HOME")
    assert home() == Path(".commonground")
    assert Store(tmp_path / "nowhere").editions() == []
