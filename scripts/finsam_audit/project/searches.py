"""The two searches as functions of SQL, for whoever runs the models."""

from typing import Any

from finsam_audit.locate.groups import locate_groups
from finsam_audit.trees import infer_table


def register(connection: Any) -> None:
    """Register `locate_group` and `infer_table`, each text to text, on a connection of DuckDB."""
    connection.create_function("locate_group", locate_groups, ["VARCHAR"], "VARCHAR")
    connection.create_function("infer_table", infer_table, ["VARCHAR"], "VARCHAR")
