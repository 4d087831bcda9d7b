"""What dbt-duckdb loads before it connects: the folder of the database, and the search as a function of SQL."""

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin

from finsam_audit.locate.groups import locate_groups


class Plugin(BasePlugin):
    """Registers `locate_group(text) -> text` on the connection; every thread of the build sees it."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the folder of the database, so that `dbt build` works in a fresh clone."""
        if self.creds is not None and not self.creds.path.startswith((":", "md:")):
            Path(self.creds.path).parent.mkdir(parents=True, exist_ok=True)

    def configure_connection(self, conn: Any) -> None:
        """Register the search."""
        conn.create_function("locate_group", locate_groups, ["VARCHAR"], "VARCHAR")
