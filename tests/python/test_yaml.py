"""The YAML of models and seeds names only what exists, describes all of it, and has no unknown key."""

import csv
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from association import ROOT
from finsam_audit.rules.fixture import Copy, build
from test_rooms import ROOMS

FILES = sorted(path for folder in ("models", "seeds", "tests") for path in (ROOT / folder).rglob("*.yml"))
LONGEST_NAME = 80
KEYS = {
    "file": {"version", "models", "seeds", "unit_tests", "data_tests", "exposures", "groups"},
    "models": {"name", "description", "config", "columns", "data_tests", "constraints"},
    "seeds": {"name", "description", "config", "columns", "data_tests"},
    "unit_tests": {"name", "description", "model", "config", "overrides", "given", "expect"},
    "columns": {"name", "description", "data_type", "data_tests", "constraints"},
    "config": {"column_types", "materialized", "enabled", "tags", "contract", "schema"},
    "exposures": {"name", "label", "type", "maturity", "description", "owner", "depends_on"},
    "groups": {"name", "description", "owner"},
    # of a data test; what it is called with stands in its arguments
    "test": {"name", "description", "arguments", "config"},
    # of the rules of a table, which are one test; what a rule holds is checked by its macro
    "holds": {"name", "arguments"},
    # of a singular data test, which stands in a file of its own
    "data_tests": {"name", "description", "config"},
}
Tests = list[tuple[str, dict[str, Any]]]


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def unknown_keys(content: dict[str, Any]) -> list[str]:
    """Return the keys of a properties file that dbt would silently ignore, with their place."""
    found = [key for key in content if key not in KEYS["file"]]
    for kind in ("models", "seeds", "unit_tests", "data_tests", "exposures", "groups"):
        for node in content.get(kind, []):
            found += [f"{node['name']}.{key}" for key in node if key not in KEYS[kind]]
            found += [f"{node['name']}.config.{key}" for key in node.get("config", {}) if key not in KEYS["config"]]
            for column in node.get("columns", []):
                place = f"{node['name']}.{column['name']}"
                found += [f"{place}.{key}" for key in column if key not in KEYS["columns"]]
    for place, test in data_tests(content):
        found += [f"{place}.{key}" for key in test if key not in KEYS["holds" if place.endswith(".holds") else "test"]]
    return found


def data_tests(content: dict[str, Any]) -> Tests:
    """Return the data tests of models and seeds in a properties file, each with its place."""
    found: Tests = []
    for node in (node for kind in ("models", "seeds") for node in content.get(kind, [])):
        for place, tests in [(node["name"], node.get("data_tests", []))] + [
            (f"{node['name']}.{column['name']}", column.get("data_tests", [])) for column in node.get("columns", [])
        ]:
            for test in tests:
                (name, keys), *_ = test.items() if isinstance(test, dict) else [(test, {})]
                found.append((f"{place}.{name}", keys))
    return found


def rules(tests: Tests) -> Tests:
    """Return the tests, each rule of a table as a test of its own."""
    found: Tests = []
    for place, test in tests:
        listed = test["arguments"]["rules"] if place.endswith(".holds") else [test]
        found += [(place, rule) for rule in listed]
    return found


def nodes(kind: str) -> dict[str, dict[str, Any]]:
    """Return the models or seeds that the YAML names."""
    listed = [node for path in FILES for node in read_yaml(path).get(kind, [])]
    named = {node["name"]: node for node in listed}
    assert len(named) == len(listed)
    return named


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], set[str]]:
    """Return the columns of every built relation by its schema and name."""
    database = build(ROOT, tmp_path_factory.mktemp("yaml"), [Copy("")])
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
        ).fetchall()
    built: dict[tuple[str, str], set[str]] = {}
    for schema, table, column in rows:
        built.setdefault((schema, table), set()).add(column)
    return built


def relation_of(model: Path) -> tuple[str, str]:
    """Return schema and name of the relation that a model builds: its own name or its alias."""
    alias = re.search(r"alias='(\w+)'", model.read_text(encoding="utf-8"))
    room = model.parent.name
    return room if room in ("staging", "marts") else "checks", alias[1] if alias else model.stem


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
        ({"data_tests": [{"name": "t", "descripton": "x"}]}, ["t.descripton"]),
        ({"models": [{"name": "m", "data_tests": [{"known_key": {"columns": ["a"]}}]}]}, ["m.known_key.columns"]),
        ({"models": [{"name": "m", "data_tests": [{"holds": {"rules": []}}]}]}, ["m.holds.rules"]),
    ],
)
def test_an_unknown_key_is_found(content: dict[str, Any], found: list[str]) -> None:
    assert unknown_keys(content) == found


def test_the_yaml_names_every_model_and_every_column(columns: dict[tuple[str, str], set[str]]) -> None:
    models = nodes("models")
    files = {path.stem: path for path in (ROOT / "models").rglob("*.sql")}
    assert set(models) == set(files)
    for name, node in models.items():
        assert {column["name"] for column in node["columns"]} == columns[relation_of(files[name])], name


def test_a_room_is_described_in_one_file() -> None:
    described = {path.relative_to(ROOT).as_posix() for path in FILES if path.stem.endswith("__models")}
    assert described == {f"models/{room}/_{room}__models.yml" for room in ROOMS}


def test_every_reference_seed_is_described_and_typed_column_by_column() -> None:
    seeds = nodes("seeds")
    for path in [*(ROOT / "seeds").glob("*.csv"), *(ROOT / "seeds/reference").glob("*.csv")]:
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


def nameless(tests: Tests) -> list[str]:
    """Return the tests with no name of their own or one too long, or without one sentence that says what holds."""
    return [
        place
        for place, test in tests
        if not 0 < len(test.get("name", "")) <= LONGEST_NAME
        or not test.get("description", "").endswith(".")
        or ". " in test["description"]
    ]


def test_every_data_test_has_a_name_of_its_own_and_says_what_holds() -> None:
    contents = [read_yaml(path) for path in FILES]
    listed = [test for content in contents for test in data_tests(content)]
    singular = [(test["name"], test) for content in contents for test in content.get("data_tests", [])]
    assert {name for name, _ in singular} == {path.stem for path in (ROOT / "tests").glob("*.sql")}
    assert nameless(rules(listed) + singular) == []
    names = [test["name"] for _, test in rules(listed) + singular]
    assert len(names) > 300 and sorted(names) == sorted(set(names))
    of_tables = {place: test["name"] for place, test in listed if place.endswith(".holds")}
    assert [place for place, name in of_tables.items() if not re.match(rf"{place[:-6]}(_seed)?_hold$", name)] == []


@pytest.mark.parametrize(
    "test",
    [{}, {"name": "n" * 81, "description": "It holds."}, {"name": "n"}, {"name": "n", "description": "One. Two."}],
)
def test_a_test_without_name_or_sentence_is_found(test: dict[str, str]) -> None:
    assert nameless([("m.c.key", test)]) == ["m.c.key"]
