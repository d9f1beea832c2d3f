"""The two engines that carry out expressions: DuckDB on one machine, Spark where a partnership outgrows it.

Everything asked of them is written once, in Narwhals; an engine only opens Parquet files and collects the
answer.
"""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import pyarrow as pa


class Engine(Protocol):
    """Opens tidy tables lazily and runs what was asked of them."""

    name: str

    def scan(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        """The rows of these Parquet files, one after another; nothing is read yet."""
        ...

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """The answer, in memory."""
        ...


class DuckDB:
    """The default engine, inside this process. Each thread reads through a cursor of its own."""

    name = "DuckDB"

    def __init__(self) -> None:
        import duckdb

        self.connection = duckdb.connect()
        self._of_thread = threading.local()

    def _cursor(self) -> Any:
        if not hasattr(self._of_thread, "cursor"):
            self._of_thread.cursor = self.connection.cursor()
        return self._of_thread.cursor

    def scan(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        return nw.from_native(self._cursor().read_parquet([str(path) for path in paths]))

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        return frame.collect("pyarrow").to_native()


class Spark:
    """Spark on this machine, or the cluster that the session given belongs to. Needs Java and the spark
    extra."""

    name = "Spark"

    def __init__(self, session: Any = None) -> None:
        if session is None:
            from pyspark.sql import SparkSession

            session = (
                SparkSession.builder.master("local[*]")
                .appName("commonground")
                .config("spark.sql.session.timeZone", "Europe/London")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.driver.memory", "4g")  # in local mode the driver holds everything; 1g is too little
                .config("spark.ui.enabled", "false")
                .getOrCreate()
            )
        self.session = session

    def scan(self, paths: Sequence[Path]) -> nw.LazyFrame[Any]:
        return nw.from_native(self.session.read.parquet(*(str(path) for path in paths)))

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        return frame.collect("pyarrow").to_native()
