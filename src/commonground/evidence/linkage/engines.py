"""Where records are compared: DuckDB inside this process, or Spark where the lists outgrow one machine.

The model asks only whether words are equal and whether two sets share one, which both can do by themselves.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa


class LinkageEngine(Protocol):
    """What the model needs of a database."""

    def take(self, table: pa.Table) -> Any:
        """The records as a table of the database, registered with Splink."""
        ...

    def share(self, one: str, other: str) -> str:
        """The question whether two sets of words share one, in the database's own words."""
        ...

    def columns(self, frame: Any, names: Sequence[str]) -> list[np.ndarray]:
        """These columns of an answer."""
        ...


class InMemory:
    """DuckDB, in memory: nothing of the records is written to a disk."""

    def take(self, table: pa.Table) -> Any:
        from splink import DuckDBAPI

        return DuckDBAPI(":memory:").register(table)

    def share(self, one: str, other: str) -> str:
        return f"list_has_any({one}, {other})"

    def columns(self, frame: Any, names: Sequence[str]) -> list[np.ndarray]:
        table = frame.as_duckdbpyrelation().select(*names).fetchnumpy()
        return [np.asarray(table[name]) for name in names]


class OnSpark:
    """A Spark session, such as that of ``evidence.engines.Spark``. The functions that Splink adds to Spark for
    comparing letters are not needed and not loaded."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def take(self, table: pa.Table) -> Any:
        from splink.backends.spark import SparkAPI

        # Kept in memory between steps: checkpoints would write the records to a disk.
        api = SparkAPI(spark_session=self.session, register_udfs_automatically=False, break_lineage_method="persist")
        return api.register(self.session.createDataFrame(table))

    def share(self, one: str, other: str) -> str:
        return f"arrays_overlap({one}, {other})"

    def columns(self, frame: Any, names: Sequence[str]) -> list[np.ndarray]:
        table = frame.as_spark_dataframe().select(*names).toArrow()
        return [table[name].to_numpy() for name in names]
