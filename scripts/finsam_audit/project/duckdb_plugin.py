"""What dbt-duckdb loads before it connects: the folder of the database, and the two searches as functions of SQL."""

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

from finsam_audit.project.lock import is_held
from finsam_audit.project.searches import register


class Plugin(BasePlugin):
    """Registers `locate_group` and `infer_table`, each text to text; every thread of the build sees them."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the folder of the database, so that `dbt build` works in a fresh clone.

        Raises:
            DbtRuntimeError: another program has the database open; dbt tells that in a line, where DuckDB's own
                error ends in a traceback.

        """
        if self.creds is None or self.creds.path.startswith((":", "md:")):
            return
        database = Path(self.creds.path)
        database.parent.mkdir(parents=True, exist_ok=True)
        if is_held(database):
            raise DbtRuntimeError(f"another program has {database} open; wait for it or close it, and try again")

    def configure_connection(self, conn: Any) -> None:
        """Register the searches."""
        register(conn)
