"""What dbt-core loads before it connects: on Spark, the session with the two searches as functions of SQL."""

from pathlib import Path

from dbt.flags import get_flags
from dbt.plugins.manager import dbtPlugin
from dbt_common.exceptions import DbtRuntimeError

# commands that ask the engine for nothing
OFFLINE = {"parse", "list", "clean", "deps", "init"}


class Plugin(dbtPlugin):
    """Starts the session that dbt-spark then finds; on another target it does nothing."""

    def initialize(self) -> None:
        """Start it, where the target is Spark.

        Raises:
            DbtRuntimeError: the machine lacks something that Spark needs.

        """
        flags = get_flags()  # type: ignore[no-untyped-call]
        if flags.TARGET == "spark" and flags.WHICH not in OFFLINE:
            from finsam_audit.project.spark import lacking, start

            if said := lacking():
                raise DbtRuntimeError(said)
            start(Path(flags.PROJECT_DIR or "."))


plugins = [Plugin]
