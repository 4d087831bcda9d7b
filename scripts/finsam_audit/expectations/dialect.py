"""What SQLAlchemy needs to know to read a published database: Great Expectations reaches it that way alone.

A dialect that reads and does nothing else: PostgreSQL's SQL, of which DuckDB takes what is asked here, over one
connection, so that what is prepared in it is there for every query. Names of marts and their columns come from the
catalogue of the database.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.types import NullType

from finsam_audit.project.connection import connect

NAME = "duckdb"


class Cursor:
    """A cursor of DB-API 2 that holds its whole answer, so that another may ask before it is read."""

    arraysize = 1
    rowcount = -1

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Ask on a connection."""
        self._connection = connection
        self._rows: Iterator[Any] = iter(())
        self.description: Sequence[Any] | None = None

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement and take all that it answers."""
        self._connection.execute(statement, list(parameters))
        self.description = self._connection.description
        self._rows = iter(self._connection.fetchall())

    def fetchone(self) -> Any:
        """Return the next row, None after the last."""
        return next(self._rows, None)

    def fetchmany(self, size: int = arraysize) -> list[Any]:
        """Return so many of the next rows."""
        return [row for _, row in zip(range(size), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return list(self._rows)

    def close(self) -> None:
        """Let the rows go."""
        self._rows = iter(())


class Connection:
    """A connection of DB-API 2 whose cursors all ask one connection of DuckDB: they see the same temporary tables."""

    def __init__(self, database: str, *, read_only: bool) -> None:
        """Open a database file."""
        self._connection = connect(Path(database), read_only=read_only)

    def cursor(self) -> Cursor:
        """Return a cursor."""
        return Cursor(self._connection)

    def execute(self, statements: str) -> None:
        """Run statements that answer nothing."""
        self._connection.execute(statements)

    def commit(self) -> None:
        """Do nothing: nothing is written."""

    def rollback(self) -> None:
        """Do nothing: nothing is written."""

    def close(self) -> None:
        """Close the database."""
        self._connection.close()


class Reader:
    """DuckDB as a module of DB-API 2."""

    apilevel, threadsafety, paramstyle = "2.0", 1, "qmark"
    Error = duckdb.Error

    @staticmethod
    def connect(database: str, *, read_only: bool) -> Connection:
        """Open a database file."""
        return Connection(database, read_only=read_only)


class Dialect(PGDialect):
    """How SQLAlchemy asks a published database."""

    name = NAME
    driver = NAME
    default_paramstyle = "qmark"
    supports_statement_cache = True
    # how old a PostgreSQL it is whose SQL is asked
    server_version_info: Any = (9, 0)

    @classmethod
    def import_dbapi(cls) -> Any:
        """Return what opens a database."""
        return Reader

    def create_connect_args(self, url: sqlalchemy.URL) -> tuple[list[str], dict[str, Any]]:
        """Return the file of an address `duckdb:///file`."""
        return [url.database or ""], {}

    def initialize(self, connection: sqlalchemy.Connection) -> None:
        """Ask nothing of a server: there is none."""
        self.default_schema_name = "main"

    def get_isolation_level_values(self, dbapi_conn: Any) -> Sequence[Any]:
        """Return the one way in which is read."""
        return ("AUTOCOMMIT",)

    def set_isolation_level(self, dbapi_connection: Any, level: Any) -> None:
        """Do nothing: each statement is by itself already."""

    def detect_autocommit_setting(self, dbapi_conn: Any) -> bool:
        """Tell that each statement is by itself."""
        return True

    def get_table_names(self, connection: sqlalchemy.Connection, schema: str | None = None, **_: Any) -> list[str]:
        """Return the tables of a schema."""
        query = "select table_name from information_schema.tables where table_schema = ? order by 1"
        return [str(name) for (name,) in connection.exec_driver_sql(query, (schema or "main",))]

    def get_view_names(self, connection: sqlalchemy.Connection, schema: str | None = None, **_: Any) -> list[str]:
        """Return none: a published database has tables alone."""
        return []

    def has_table(
        self, connection: sqlalchemy.Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> bool:
        """Tell whether a schema has a table."""
        return table_name in self.get_table_names(connection, schema)

    def get_columns(
        self, connection: sqlalchemy.Connection, table_name: str, schema: str | None = None, **_: Any
    ) -> list[ReflectedColumn]:
        """Return the columns of a table by name; what types they have nobody asks."""
        query = (
            "select column_name from information_schema.columns"
            " where table_schema = ? and table_name = ? order by ordinal_position"
        )
        found = connection.exec_driver_sql(query, (schema or "main", table_name))
        return [{"name": str(name), "type": NullType(), "nullable": True, "default": None} for (name,) in found]


registry.register(NAME, __name__, Dialect.__name__)
