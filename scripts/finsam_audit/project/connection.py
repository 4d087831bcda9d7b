"""Opens DuckDB databases so that nothing but answers comes of it."""

from pathlib import Path
from typing import Any

import duckdb


def connect(database: Path | None = None, *, read_only: bool = False, **config: Any) -> duckdb.DuckDBPyConnection:
    """Open a database.

    DuckDB draws a bar on standard output once a query takes two seconds, also where a machine reads the output.

    Args:
        database: its path; none for one in memory.
        read_only: nothing is written to it.
        config: settings of DuckDB.

    Raises:
        duckdb.Error: it cannot be opened.

    """
    connection = duckdb.connect(str(database) if database else ":memory:", read_only=read_only, config=config)
    connection.execute("set enable_progress_bar = false")
    return connection
