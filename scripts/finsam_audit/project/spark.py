"""A session of Spark for the models: where its tables go, and the two searches as functions of SQL."""

import json
import os
import shutil
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import finsam_audit
from finsam_audit.locate.groups import locate_groups
from finsam_audit.project.connection import connect
from finsam_audit.project.relations import quoted
from finsam_audit.trees import infer_table

FOLDER = Path("build/spark")
# two partitions a core: the shipped documents are small, and a task takes longer to start than to run
LOCAL_PARTITIONS = 4


def lacking() -> str:
    """Return what this machine lacks for Spark and how to get it; nothing where it has all."""
    if find_spec("pyspark") is None or find_spec("dbt.adapters.spark") is None:
        return "Spark is not installed here; run `make spark`, then `.venv/spark/bin/finsam build --target spark`"
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "Spark needs Java 17; install it, or set JAVA_HOME"
    return ""


def warehouse(root: Path) -> Path:
    """Return the folder under which a build's tables lie, a folder `<schema>.db/<table>` of Parquet files each."""
    return root / FOLDER / "warehouse"


def _shipped(folder: Path) -> Path:
    """Write the modules of the searches as a file that workers import from: they have no finsam of their own."""
    package = Path(finsam_audit.__file__).parent
    archive = folder / "searches.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in (package / "__init__.py", *package.glob("locate/*.py"), *package.glob("trees/*.py")):
            file.write(path, path.relative_to(package.parent).as_posix())
    return archive


def start(root: Path) -> Any:
    """Start a session with an empty warehouse, or find the one that runs, and register the searches.

    Tables are known to one session alone, so each build is whole. FINSAM_SPARK_MASTER names a master other than this
    machine; what else a cluster needs stands in Spark's own settings.

    """
    # the workers take the Python that the functions were made in
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    if running := SparkSession.getActiveSession():
        return running
    folder = (root / FOLDER).resolve()
    shutil.rmtree(warehouse(root), ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    master = os.environ.get("FINSAM_SPARK_MASTER", "local[*]")
    builder = (
        SparkSession.builder.appName("finsam")
        .master(master)
        .config("spark.sql.catalogImplementation", "in-memory")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
    )
    if master.startswith("local"):
        builder = (
            builder.config("spark.driver.host", "127.0.0.1")
            # planning the unit tests of the widest models takes more than the gigabyte that Spark begins with
            .config("spark.driver.memory", "4g")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", LOCAL_PARTITIONS)
        )
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.addPyFile(str(_shipped(folder)))
    session.udf.register("locate_group", locate_groups, "string")
    session.udf.register("infer_table", infer_table, "string")
    return session


def gather(root: Path, target: Path, built: Path) -> None:
    """Write the marts of a build on Spark, with their descriptions, to the database that publishing reads.

    Args:
        root: the project.
        target: the folder of dbt's artefacts of that build.
        built: the database; what was there is replaced.

    """
    nodes = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["nodes"].values()
    built.parent.mkdir(parents=True, exist_ok=True)
    for left in (built, built.with_name(built.name + ".wal")):
        left.unlink(missing_ok=True)
    with connect(built) as connection:
        connection.execute("create schema marts")
        for node in nodes:
            if node["resource_type"] != "model" or node["schema"] != "marts":
                continue
            mart, files = f'marts."{node["alias"]}"', warehouse(root) / "marts.db" / node["alias"] / "*.parquet"
            columns = {f'"{column["name"]}"': column for column in node["columns"].values()}
            held = ", ".join(f"cast({name} as {column['data_type']}) as {name}" for name, column in columns.items())
            connection.execute(f"create table {mart} as select {held} from read_parquet({quoted(files)})")
            connection.execute(f"comment on table {mart} is {quoted(node['description'])}")
            for name, column in columns.items():
                connection.execute(f"comment on column {mart}.{name} is {quoted(column['description'])}")
