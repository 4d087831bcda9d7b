"""Small systems of relations, written into the tables that the locating models read, and solved by exhaustion."""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
HALF = 0.5


@dataclass
class Cell:
    """A printed number in kronor."""

    name: str
    amount: int
    statement: str = "note_costs"
    line_item: str = "cost_row"
    member: str = ""
    measure: str = "actual"
    year: int = 2025
    line: int = 1
    column: int = 1
    is_total: bool = False
    document: str = ""


@dataclass
class Relation:
    """A total and its weighted terms, all cell names; `kind` and `tick` as in the rules seed."""

    name: str
    total: str
    terms: list[tuple[int, str]]
    kind: str = "sum"
    tick: str = "footed"


@dataclass
class System:
    """A document of cells and the relations among them."""

    name: str
    cells: dict[str, Cell] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def difference(self, relation: Relation, amounts: dict[str, int]) -> int:
        """Return printed minus computed."""
        return amounts[relation.total] - sum(weight * amounts[name] for weight, name in relation.terms)

    def bound(self, relation: Relation) -> float:
        """Return the largest difference that rounding explains."""
        return HALF * (1 + sum(abs(weight) for weight, _ in relation.terms))

    def deviating(self, amounts: dict[str, int]) -> list[Relation]:
        """Return the relations that do not hold."""
        return [r for r in self.relations if abs(self.difference(r, amounts)) > self.bound(r)]

    def amounts(self) -> dict[str, int]:
        """Return what is printed."""
        return {name: cell.amount for name, cell in self.cells.items()}

    def smallest_repairs(self, most: int) -> tuple[int, set[frozenset[str]]]:
        """Return the size of the smallest repair and every set of cells that does it, by trying all.

        Args:
            most: the largest number of cells to try.

        Returns:
            Size (most + 1 when there is none) and the sets.

        """
        for size in range(most + 1):
            found = {frozenset(chosen) for chosen in self._repairs(self.amounts(), (), size)}
            if found:
                return size, found
        return most + 1, set()

    def _repairs(self, amounts: dict[str, int], chosen: tuple[str, ...], left: int) -> Iterable[tuple[str, ...]]:
        wrong = self.deviating(amounts)
        if not wrong:
            yield chosen
            return
        if left == 0:
            return
        tried: set[tuple[str, int]] = set()
        for relation in wrong:
            difference = self.difference(relation, amounts)
            for coefficient, name in [(1, relation.total), *((-w, n) for w, n in relation.terms)]:
                value = amounts[name] - difference // coefficient
                if name in chosen or (name, value) in tried or difference % coefficient:
                    continue
                tried.add((name, value))
                yield from self._repairs({**amounts, name: value}, (*chosen, name), left - 1)


def _values(rows: list[tuple[object, ...]]) -> str:
    return ", ".join(f"({', '.join('?' for _ in rows[0])})" for _ in rows)


INPUTS = {
    "marts.printed_numbers": (
        "document_id varchar, source_line varchar, column_no integer, number_no integer, association_id varchar,"
        " document_kind varchar, document_year integer, table_no integer, statement varchar, label varchar,"
        " line_item varchar, member varchar, measure varchar, period varchar, fiscal_year integer,"
        " is_comparative boolean, is_total boolean, value_kind varchar, printed varchar, unit varchar,"
        " applied_unit varchar, half_width decimal(18,6), sign_factor integer, amount decimal(18,2), cell varchar,"
        " print_no integer"
    ),
    "checks.candidate_terms": (
        "relation_id varchar, rule_id varchar, variant integer, role varchar, weight integer, term_no integer,"
        " document_id varchar, source_line varchar, column_no integer, number_no integer, cell varchar, label varchar,"
        " printed varchar, amount decimal(18,2), half_width decimal(18,6), value_kind varchar"
    ),
    "marts.relation_terms": (
        "relation_id varchar, document_id varchar, source_line varchar, column_no integer, number_no integer,"
        " role varchar, weight integer, amount decimal(18,2), half_width decimal(18,6), cell varchar, term_no integer"
    ),
    "checks.evaluations": (
        "relation_id varchar, variant integer, rule_id varchar, kind varchar, term_count bigint,"
        " printed_amount decimal(18,2), term_sum decimal(18,2), denominator decimal(18,2), difference decimal(18,6),"
        " rounding_bound decimal(18,6), is_complete boolean, state varchar, is_unproven boolean,"
        " unproven_bound decimal(18,6)"
    ),
    "checks.chosen_definitions": "relation_id varchar, variant integer, rule_id varchar, state varchar",
    "marts.check_results": (
        "relation_id varchar, rule_id varchar, severity varchar, association_id varchar, document_id varchar,"
        " line_item varchar, member varchar, printed_amount decimal(18,2), computed_amount decimal(18,2),"
        " rounding_bound decimal(18,6), state varchar, cell varchar, cause varchar"
    ),
    "raw.rules": "rule_id varchar, kind varchar, tick varchar",
    "raw.rule_terms": (
        "rule_id varchar, variant integer, role varchar, statement varchar, line_item varchar,"
        " presence varchar, match varchar"
    ),
    "raw.members": "association_id varchar, member varchar, parent varchar",
    "raw.table_columns": "document_id varchar, table_no integer, column_no integer, heading varchar",
}


def write_inputs(database: Path, systems: list[System]) -> None:
    """Write the tables that the locating models read.

    Args:
        database: a file that does not exist.
        systems: the systems, with unique names.

    """
    rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in INPUTS}
    rules: set[tuple[str, str, str]] = set()
    for system in systems:
        address = {name: f"{cell.document or system.name}/{name}" for name, cell in system.cells.items()}
        for name, cell in system.cells.items():
            document = cell.document or system.name
            year = int(document.rsplit("_", 1)[1]) if cell.document else 2025
            rows["marts.printed_numbers"].append(
                (document, str(cell.line), cell.column, 1, system.name, "annual_report", year, 1, cell.statement, name,
                 cell.line_item, cell.member or None, cell.measure, str(cell.year), cell.year, cell.year < year,
                 cell.is_total, "number", str(cell.amount), "kr", "kr", HALF, 1, cell.amount, address[name], 1)
            )  # fmt: skip
        for relation in system.relations:
            amounts = system.amounts()
            rule = f"{relation.kind}-{relation.tick}"
            rules.add((rule, relation.kind, relation.tick))
            relation_id = f"{system.name}:{relation.name}"
            difference = system.difference(relation, amounts)
            bound = system.bound(relation)
            state = "deviation" if abs(difference) > bound else ("exact" if difference == 0 else "rounding")
            total = system.cells[relation.total]
            computed = amounts[relation.total] - difference
            document = total.document or system.name
            rows["checks.evaluations"].append(
                (relation_id, 1, rule, relation.kind, len(relation.terms), amounts[relation.total], computed, None,
                 difference, bound, True, state, False, None)
            )  # fmt: skip
            rows["checks.chosen_definitions"].append((relation_id, 1, rule, state))
            rows["marts.check_results"].append(
                (relation_id, rule, "error", system.name, document, total.line_item, total.member or None,
                 amounts[relation.total], computed, bound, state, address[relation.total], None)
            )  # fmt: skip
            parts = [("total", 1, relation.total), *(("term", weight, name) for weight, name in relation.terms)]
            for number, (role, weight, name) in enumerate(parts):
                cell = system.cells[name]
                place = (cell.document or system.name, str(cell.line), cell.column, 1)
                rows["checks.candidate_terms"].append(
                    (relation_id, rule, 1, role, weight, number, *place, address[name], name, str(cell.amount),
                     cell.amount, HALF, "number")
                )  # fmt: skip
                rows["marts.relation_terms"].append(
                    (relation_id, *place, role, weight, cell.amount, HALF, address[name], number)
                )
    rows["raw.rules"] = list(sorted(rules))
    with duckdb.connect(str(database)) as connection:
        for schema in ("raw", "staging", "checks", "marts"):
            connection.execute(f"create schema {schema}")
        for name, columns in INPUTS.items():
            connection.execute(f"create table {name} ({columns})")
            for batch in _batches(rows[name]):
                flat = [value for row in batch for value in row]
                connection.execute(f"insert into {name} values {_values(list(batch))}", flat)


def _batches(rows: list[tuple[object, ...]]) -> Iterable[list[tuple[object, ...]]]:
    for start in range(0, len(rows), 500):
        yield rows[start : start + 500]


def run_locating(folder: Path, systems: list[System]) -> Path:
    """Run the locating models on the systems alone.

    Returns:
        The database with their tables.

    """
    database = folder / "systems.duckdb"
    write_inputs(database, systems)
    environment = {**os.environ, "DBT_PROFILES_DIR": str(ROOT), "FINSAM_BUILD_DB": str(database)}
    dbt = str(Path(sys.executable).with_name("dbt"))
    options = ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs"), "--no-partial-parse"]
    command = [dbt, "--no-version-check", "-q", "build", "-s", "slips", "path:models/checks/locating"]
    result = subprocess.run(
        [*command, "--exclude-resource-type", "test", "unit_test", *options],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:]
    return database
