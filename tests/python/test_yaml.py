"""The YAML of models and seeds names only what exists, describes all of it, and has no unknown key."""

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from synthetic import ROOT, Copy, build

FILES = sorted((*(ROOT / "models").rglob("*.yml"), *(ROOT / "seeds").rglob("*.yml")))
KEYS = {
    "file": {"version", "models", "seeds", "unit_tests"},
    "models": {"name", "description", "config", "columns", "data_tests", "constraints"},
    "seeds": {"name", "description", "config", "columns", "data_tests"},
    "unit_tests": {"name", "description", "model", "config", "overrides", "given", "expect"},
    "columns": {"name", "description", "data_type", "data_tests", "constraints"},
    "config": {"column_types", "materialized", "enabled", "tags", "contract", "schema"},
}


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def unknown_keys(content: dict[str, Any]) -> list[str]:
    """Return the keys of a properties file that dbt would silently ignore, with their place."""
    found = [key for key in content if key not in KEYS["file"]]
    for kind in ("models", "seeds", "unit_tests"):
        for node in content.get(kind, []):
            found += [f"{node['name']}.{key}" for key in node if key not in KEYS[kind]]
            found += [f"{node['name']}.config.{key}" for key in node.get("config", {}) if key not in KEYS["config"]]
            for column in node.get("columns", []):
                place = f"{node['name']}.{column['name']}"
                found += [f"{place}.{key}" for key in column if key not in KEYS["columns"]]
    return found


def nodes(kind: str) -> dict[str, dict[str, Any]]:
    """Return the models or seeds that the YAML names."""
    listed = [node for path in FILES for node in read_yaml(path).get(kind, [])]
    named = {node["name"]: node for node in listed}
    assert len(named) == len(listed)
    return named


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, set[str]]]:
    """Return the schema and the columns of every built relation."""
    database = build(tmp_path_factory.mktemp("yaml"), [Copy("")])
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, table_schema, column_name from information_schema.columns"
        ).fetchall()
    built: dict[str, tuple[str, set[str]]] = {}
    for table, schema, column in rows:
        built.setdefault(table, (schema, set()))[1].add(column)
    return built


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_unknown_key(path: Path) -> None:
    assert unknown_keys(read_yaml(path)) == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"modles": []}, ["modles"]),
        ({"models": [{"name": "m", "descripton": "x"}]}, ["m.descripton"]),
        ({"seeds": [{"name": "s", "columns": [{"name": "c", "tests": []}]}]}, ["s.c.tests"]),
        ({"seeds": [{"name": "s", "config": {"column_type": {}}}]}, ["s.config.column_type"]),
    ],
)
def test_an_unknown_key_is_found(content: dict[str, Any], found: list[str]) -> None:
    assert unknown_keys(content) == found


def test_the_yaml_names_every_model_and_no_column_that_is_not_there(columns: dict[str, tuple[str, set[str]]]) -> None:
    models = nodes("models")
    assert set(models) == {path.stem for path in (ROOT / "models").rglob("*.sql")}
    for name, node in models.items():
        schema, built = columns[name]
        listed = {column["name"] for column in node.get("columns", [])}
        assert listed <= built, name
        # what people and later models read is described whole; a step of a check by its key and what it adds
        if schema in ("marts", "staging"):
            assert listed == built, name


def test_every_reference_seed_is_described_and_typed_column_by_column() -> None:
    seeds = nodes("seeds")
    for path in (ROOT / "seeds/reference").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        node = seeds.pop(path.stem)
        assert [column["name"] for column in node["columns"]] == header, path.name
        assert sorted(node["config"]["column_types"]) == sorted(header), path.name
    shipped = {path.stem for path in (ROOT / "seeds/line_items").glob("*.csv")}
    assert set(seeds) <= shipped


@pytest.mark.parametrize("kind", ["models", "seeds"])
def test_nothing_lacks_a_description(kind: str) -> None:
    missing = [name for name, node in nodes(kind).items() if not node.get("description")]
    for name, node in nodes(kind).items():
        missing += [f"{name}.{column['name']}" for column in node.get("columns", []) if not column.get("description")]
    assert missing == []
