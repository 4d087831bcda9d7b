"""The two searches as functions of SQL, for whoever runs the models."""

from collections.abc import Callable
from typing import Any

from finsam_audit.locate.groups import locate_groups
from finsam_audit.trees import infer_table


def register(connection: Any, locate: Callable[[str], str] = locate_groups) -> None:
    """Register `locate_group` and `infer_table`, each text to text, on a connection of DuckDB.

    Args:
        connection: to DuckDB.
        locate: the search for the wrong cell, for who watches it.

    """
    connection.create_function("locate_group", locate, ["VARCHAR"], "VARCHAR")
    connection.create_function("infer_table", infer_table, ["VARCHAR"], "VARCHAR")
