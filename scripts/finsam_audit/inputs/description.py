"""What the project's own description says of its reference seeds, as dbt tests them: columns, types, lists, keys."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from finsam_audit.project.errors import UserError
from finsam_audit.project.yaml_files import read_yaml

FOLDER = "seeds/reference"
SCHEMA = f"{FOLDER}/_reference__seeds.yml"
# the columns that may be left out, or may stand besides
OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "acknowledged_findings": ("reason_en",),
    "table_columns": ("line_item", "member", "parent_column", "weight", "base_column"),
    "table_rows": ("indent", "emphasis"),
}


@dataclass(frozen=True)
class Schema:
    """What the project's own description says of a seed.

    Attributes:
        columns: its columns in their order.
        types: the type of each.
        filled: the columns that no row leaves empty.
        lists: the closed list of a column, by its name.
        known: the seed and the column that a column names a value of.
        key: the columns that make a row findable.

    """

    columns: tuple[str, ...]
    types: Mapping[str, str]
    filled: frozenset[str]
    lists: Mapping[str, tuple[str, ...]]
    known: Mapping[str, tuple[str, str]]
    key: tuple[str, ...]


def tests_of(node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the data tests of a seed or a column, each with its arguments."""
    for test in node.get("data_tests", ()):
        ((name, body),) = test.items()
        yield name, body.get("arguments", {})


def schemas(root: Path) -> dict[str, Schema]:
    """Return what the project says of its reference seeds.

    Raises:
        UserError: the description cannot be read.

    """
    path = root / SCHEMA
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return dict(_schemas(path, changed))


@lru_cache(maxsize=8)
def _schemas(path: Path, changed: int) -> Mapping[str, Schema]:
    """Read the description, once as long as the file is not changed."""
    content = read_yaml(path, SCHEMA)
    try:
        return {node["name"]: schema(node) for node in content["seeds"]}
    except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise UserError(f"{SCHEMA}: is no description of seeds as dbt takes it ({error!r}); put it right") from error


def schema(node: Mapping[str, Any]) -> Schema:
    """Return what the description of one seed says of it."""
    filled: set[str] = set()
    key: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] = {}
    known: dict[str, tuple[str, str]] = {}
    for name, arguments in tests_of(node):
        for rule in arguments["rules"] if name == "holds" else ():
            if "key" in rule:
                key = tuple(rule["key"])
                filled |= set(key)
            filled |= set(rule.get("filled", ()))
            for column, values in rule.get("accepted_values", {}).items():
                lists[column] = tuple(str(value) for value in values)
    for column in node["columns"]:
        for name, arguments in tests_of(column):
            if name == "relationships":
                known[column["name"]] = (re.sub(r"ref\('(\w+)'\)", r"\1", arguments["to"]), arguments["field"])
    return Schema(
        columns=tuple(column["name"] for column in node["columns"]),
        types=dict(node["config"]["column_types"]),
        filled=frozenset(filled),
        lists=lists,
        known=known,
        key=key,
    )
