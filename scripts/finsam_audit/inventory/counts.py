"""Counts what a project holds, with a fingerprint of what keeps the counts.

macros/inventory.sql counts the same from what dbt loaded; the two agree text by text.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from finsam_audit.inputs.description import FOLDER, schemas
from finsam_audit.inputs.project import named_seeds
from finsam_audit.project.csv_files import Row, read_rows
from finsam_audit.project.errors import UserError
from finsam_audit.project.yaml_files import read_yaml

# scope, owner, name: the rows of a seed, the numbers of a table or of a kind of cell, the terms of a rule, the entries
# of a suite, a test of dbt's in a file of its own, a file of settings
Place = tuple[str, str, str]
# whose the rows are that belong to no document and no association
PROJECT = "project"
ITEMS = "line_items"
# the columns of a number: what is printed is held by the rules, by the gate and by the source
PLACED = (
    "document_id", "source_line", "column_no", "number_no", "table_no", "statement", "label", "line_item", "member",
    "measure", "period", "unit",
)  # fmt: skip
RULES = ("rules", "rule_terms")
SUITES = "expectations"
# by what stands there a test can be turned off or made a warning
SETTINGS = ("dbt_project.yml", "tests/_tests.yml")


@dataclass(frozen=True)
class Held:
    """How many of a thing there are, and the MD5 of their texts where a change may keep the count."""

    counted: int
    fingerprint: str = ""


Inventory = dict[Place, Held]


def canonical(value: str, kind: str) -> str:
    """Return a cell as the database writes it, by its type."""
    if value == "" or kind in ("string", "date", "boolean"):
        return value
    if kind == "integer":
        return str(int(value))
    # as macros/inventory.sql casts a number without a scale
    scale = 9 if kind == "double" else int(kind.rstrip(")").split(",")[1])
    return f"{Decimal(value):.{scale}f}"


def row_text(row: Mapping[str, str], types: Mapping[str, str]) -> str:
    """Return the columns of a row, by their names' order, in one text."""
    return "|".join(canonical(row.get(column) or "", types[column]) for column in sorted(types))


def fingerprint(texts: Iterable[str]) -> str:
    """Return the MD5 of texts, in whatever order they come."""
    joined = ";".join(sorted(texts, key=lambda text: text.encode()))
    return hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()


def owner_of(row: Row) -> str:
    """Return whose a row of a seed is: the document's, the association's, the project's."""
    if "finding_key" in row:
        return row["finding_key"].split("/")[0]
    return row.get("document_id") or row.get("association_id") or PROJECT


def of_seed(name: str, rows: Sequence[Row], types: Mapping[str, str]) -> Inventory:
    """Return what each owner has in a seed."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        texts[owner_of(row)].append(row_text(row, types))
    return {("seed", owner, name): Held(len(found), fingerprint(found)) for owner, found in texts.items()}


def of_numbers(rows: Sequence[Row]) -> Inventory:
    """Return the numbers of each table and of each kind of cell."""
    tables = Counter((row["document_id"], row["table_no"]) for row in rows)
    kinds = Counter((row["document_id"], f"{row['statement']}/{row['line_item']}/{row['measure']}") for row in rows)
    return {
        **{("table", document, table): Held(count) for (document, table), count in tables.items()},
        **{("kind", document, kind): Held(count) for (document, kind), count in kinds.items()},
    }


def of_rules(rows: Mapping[str, Sequence[Row]], types: Mapping[str, Mapping[str, str]]) -> Inventory:
    """Return each rule with the number of its terms."""
    texts: dict[str, list[str]] = {row["rule_id"]: [] for row in rows["rules"]}
    for name in RULES:
        for row in rows[name]:
            texts.setdefault(row["rule_id"], []).append(row_text(row, types[name]))
    terms = Counter(row["rule_id"] for row in rows["rule_terms"])
    return {("rule", PROJECT, rule): Held(terms[rule], fingerprint(found)) for rule, found in texts.items()}


def of_seeds(root: Path) -> Inventory:
    """Return what the seeds hold.

    Raises:
        UserError: one cannot be read.

    """
    described = {name: schema.types for name, schema in schemas(root).items()}
    found: Inventory = {}
    compiled: dict[str, Sequence[Row]] = {}
    for name, types in described.items():
        rows = _read(root, f"{FOLDER}/{name}.csv")
        if name in RULES:
            compiled[name] = rows
        else:
            found |= of_seed(name, rows, types)
    found |= of_rules(compiled, described)
    whole = {"column_no", "number_no", "table_no"}
    types = {column: "integer" if column in whole else "string" for column in PLACED}
    for document in named_seeds(root):
        rows = _read(root, f"seeds/{ITEMS}/{document}.csv")
        found |= of_seed(ITEMS, rows, types) | of_numbers(rows)
    return found


def _read(root: Path, shown: str) -> Sequence[Row]:
    return read_rows(root / shown, shown=shown)


def yaml_print(content: object) -> str:
    """Return the fingerprint of what a YAML file holds, however it is laid out."""
    return fingerprint([json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)])


def of_code(root: Path) -> Inventory:
    """Return the suites with the number of their entries, the tests that stand in files of their own, and the settings.

    The reports that dbt_project.yml names are counted by their seeds.
    """
    found: Inventory = {}
    for path in sorted((root / SUITES).glob("*.yml")):
        content = read_yaml(path, f"{SUITES}/{path.name}")
        listed = content.get("rules") or content.get("expectations") or ()
        found["suite", PROJECT, path.stem] = Held(len(listed), yaml_print(content))
    for name in SETTINGS:
        content = read_yaml(root / name, name)
        if "vars" in content:
            content["vars"] = {key: value for key, value in content["vars"].items() if key != "line_item_seeds"}
        found["settings", PROJECT, name] = Held(1, yaml_print(content))
    for path in sorted((root / "tests").glob("*.sql")):
        found["test", PROJECT, path.stem] = Held(1, fingerprint([path.read_text(encoding="utf-8").strip()]))
    return found


def taken(root: Path) -> Inventory:
    """Return what a project holds.

    Raises:
        UserError: a file cannot be read, or a cell is not of its column's type.

    """
    return {**guarded(of_seeds, root), **guarded(of_code, root)}


def guarded(count: Callable[[Path], Inventory], root: Path) -> Inventory:
    """Count, in a project in which something may be wrong that its own messages tell better.

    Raises:
        UserError: something cannot be counted.

    """
    try:
        return count(root)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"the inventory cannot be taken before the seeds are right ({error!r}); run `finsam build`"
        ) from error
