"""Measures the mapping on reports whose key is known: `python tests/python/measure_mapping.py [--cast]`.

The shared reports and the shipped documents are mapped from bare rows and compared with key and seeds. With `--cast`
the shared ones are built too, and every finding is told beside what was planted.
"""

import csv
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from association import ROOT
from bare_reports import (
    LINES,
    Address,
    Key,
    documents,
    folder,
    key_rows,
    names,
    reference,
    seed_rows,
    shared_report,
    shipped_report,
)
from finsam_audit.mapping.conventions import COSTS, INCOME, factor
from finsam_audit.mapping.database import build_mapped
from finsam_audit.mapping.mapper import map_report, map_state
from finsam_audit.mapping.seeds import Writer
from finsam_audit.mapping.state import EXPONENTS, MappedTable, State, quantity_of
from finsam_audit.project.csv_files import Row

# the codes that are columns of the statement marts stand in these statements, and in notes on stocks
FIXED = ("income_statement", "balance_sheet", "cash_flow", "multi_year_overview", "note_equity", "balance_requirement")
# what the keys and the chart call differently
SAME_CODE = {
    "machinery": "equipment",
    "capital_gains": "realisation_gains",
    "fixed_assets": "equipment",
    "cost_row": "cost_row",
}
# measures that stand for one thing: a share of a base, an outcome
ROLES = {"ratio": "share", "consumed": "share", "income": "actual", "cost": "actual", "net": "actual"}


@dataclass(frozen=True)
class Mapped:
    """A report as it was mapped, with its key."""

    name: str
    state: State
    rows: dict[str, list[Row]]
    key: list[tuple[Address, Key]]
    is_shared: bool

    def cells(self) -> Iterator[tuple[MappedTable, Row, Key]]:
        """Yield the numbers of tables with their rows of the key."""
        written = {(r["source_line"], int(r["column_no"]), int(r["number_no"])): r for r in self.rows["line_items"]}
        tables = {str(mapped.bare.table_no): mapped for mapped in self.state.tables}
        for address, key in self.key:
            mapped = tables.get(key.get("table") or key["table_no"])
            if mapped is not None and address in written:
                yield mapped, written[address], key


def mapped_reports() -> list[Mapped]:
    """Return every report that can be compared, mapped."""
    found = []
    shared = [(name, shared_report(name), key_rows(name), True) for name in names()]
    shipped = [
        (row["document_id"], shipped_report(row["document_id"]), seed_rows(row["document_id"]), False)
        for row in documents()
    ]
    for name, report, key, is_shared in [*shared, *shipped]:
        state, members = map_state(report)
        found.append(Mapped(name, state, Writer(state, members).write(), key, is_shared))
    return found


def role(measure: str) -> str:
    """Return what a measure is for, whatever its side."""
    for side in ("income_", "cost_", "net_"):
        measure = measure.removeprefix(side)
    return ROLES.get(measure, measure)


def is_same_role(mapped: MappedTable, ours: str, theirs: str) -> bool:
    """Tell whether two measures say the same; an outcome of a goal or a fact has the measure of its unit."""
    loose = (
        {"share", "actual", "count"} if mapped.statement in ("goals", "context", "contributions_overview") else set()
    )
    dates = {"date", "count"} if mapped.statement == "cover" else set()
    return role(ours) == role(theirs) or any({role(ours), role(theirs)} <= allowed for allowed in (loose, dates))


def compare(report: Mapped) -> tuple[Counter[str], list[str]]:
    """Return how many of what is right, and a line for all that is not."""
    counts: Counter[str] = Counter()
    lines = []

    def note(what: str, is_right: bool, told: str) -> None:
        counts[f"{what} of"] += 1
        counts[what] += is_right
        if not is_right:
            lines.append(f"{report.name}: {what}: {told}")

    seen_tables, seen_rows = set(), set()
    for mapped, ours, theirs in report.cells():
        if mapped.bare.table_no not in seen_tables:
            seen_tables.add(mapped.bare.table_no)
            right = mapped.statement == theirs["statement"]
            note("statement", right, f"{mapped.bare.heading}: {mapped.statement}, key {theirs['statement']}")
        place = f"{mapped.bare.heading} / {ours['label']} / {ours['printed']}"
        if theirs["measure"] != "note_number":
            note("period", ours["period"] == theirs["period"], f"{place}: {ours['period']}, key {theirs['period']}")
            told = f"{place}: {ours['measure']}, key {theirs['measure']}"
            note("measure", is_same_role(mapped, ours["measure"], theirs["measure"]), told)
        if report.is_shared:
            unit = applied(mapped, ours)
            note("unit", unit == theirs["unit"], f"{place}: {unit}, key {theirs['unit']}")
        row = (mapped.bare.table_no, ours["source_line"])
        if mapped.statement in FIXED and row not in seen_rows and theirs["line_item"] != "note_number":
            seen_rows.add(row)
            code = SAME_CODE.get(theirs["line_item"], theirs["line_item"])
            # the keys call costs that take in depreciation by one of two names
            if "avskriv" in ours["label"].lower() and theirs["line_item"] in ("operating_costs", "total_costs"):
                code = "costs_with_depreciation"
            right = ours["line_item"] in (theirs["line_item"], code)
            note("fixed code", right, f"{place}: {ours['line_item']}, key {theirs['line_item']}")
            counts["fixed code undecided"] += not right and ours["line_item"] == "row"
    for right, told in signs(report):
        note("sign", right, told)
    for right, told in ties(report):
        note("tie", right, told)
    return counts, lines


def applied(mapped: MappedTable, ours: Row) -> str:
    """Return the unit of a number: what it prints, for money what its table was found to have."""
    if ours["unit"] in ("", *EXPONENTS) and mapped.statement not in ("goals", "context"):
        return next(unit for unit, exponent in EXPONENTS.items() if exponent == mapped.exponent)
    return ours["unit"]


def signs(report: Mapped) -> Iterator[tuple[bool, str]]:
    """Yield whether each number of money has the accounts' sign: as the seeds say, else costs below zero."""
    declared = {(r["table_no"], r["column_no"]): r for r in reference("table_columns", report.name)}
    for mapped in report.state.tables:
        for row, number in mapped.cells():
            if number.column_no not in mapped.signs or number.read.kind != "number" or not number.read.value:
                continue
            told = f"{mapped.bare.heading} / {row.bare.label} / {number.printed}"
            ours = factor(mapped, number.column_no, row)
            if not report.is_shared:
                seed = declared[str(mapped.bare.table_no), str(number.column_no)]
                yield ours == seed_factor(seed, row.code), told
            elif row.code in COSTS | INCOME and mapped.columns[number.column_no].role != "deviation":
                if mapped.columns[number.column_no].side == "income" and row.code in COSTS:
                    continue
                yield (ours * number.read.value > 0) == (row.code in INCOME), told


def seed_factor(seed: Key, code: str) -> int:
    """Return what turns a print into the accounts' sign by the convention that a seed declares."""
    if code in ("total", "net_result") and seed["total_sign"] != seed["sign"]:
        return -1 if seed["total_sign"] == "reversed" else 1
    turned = -1 if seed["sign"] == "reversed" else 1
    return turned * (-1 if seed["cost_sign"] == "unsigned" and code in COSTS else 1)


def ties(report: Mapped) -> Iterator[tuple[bool, str]]:
    """Yield whether the two prints of each quantity that the key has in two tables were taken for one quantity."""
    if not report.is_shared:
        return
    groups: dict[tuple[str, ...], list[tuple[MappedTable, Row, Key]]] = defaultdict(list)
    for mapped, ours, theirs in report.cells():
        if theirs["kind"] in ("money", "count") and theirs["period"].isdigit() and theirs["line_item"] != "note_number":
            name = theirs["label"] if theirs["line_item"] in ("activity", "administration", "participants") else ""
            groups[theirs["line_item"], name, role(theirs["measure"]), theirs["period"]].append((mapped, ours, theirs))
    for own in groups.values():
        for n, (a, ours_a, key_a) in enumerate(own):
            for b, ours_b, key_b in own[n + 1 :]:
                if a is not b and abs(sek(key_a) - sek(key_b)) <= (step(key_a) + step(key_b)) / 2 and sek(key_a):
                    told = f"{a.bare.heading} / {ours_a['label']} = {b.bare.heading} / {ours_b['label']}"
                    yield bool(quantities(a, ours_a) & quantities(b, ours_b)), told


def sek(key: Key) -> float:
    """Return the size of a number of a key in kronor, or as counted."""
    return abs(float(key["value"])) * 10.0 ** EXPONENTS.get(key["unit"], 0)


def step(key: Key) -> float:
    """Return what its last digit is worth."""
    return 10.0 ** EXPONENTS.get(key["unit"], 0)


def quantities(mapped: MappedTable, ours: Row) -> set[tuple[str, str, int]]:
    """Return the quantities that a mapped number is taken for."""
    if not ours["period"]:
        return set()
    found = set()
    named = quantity_of(mapped.statement, ours["line_item"], ours["member"])
    measure = role(ours["measure"])
    if named:
        found.add((named[0], measure, int(ours["period"]) + named[1]))
    if ours["line_item"] == "total" and mapped.statement == "operating_account":
        # it is whatever it equals
        found |= {
            (name, measure, int(ours["period"])) for name in ("net_result", "operating_result", "operating_costs")
        }
    if ours["member"]:
        found.add((f"member {ours['member']}", measure, int(ours["period"])))
    return found


def planted() -> list[Key]:
    """Return the errors that were planted in the shared reports."""
    rows: list[Key] = []
    for path in sorted(folder().glob("planted_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def cast(work: Path, which: list[str]) -> list[tuple[str, list[str]]]:
    """Build shared reports and return every finding, with the planted errors that it may be of.

    Returns:
        A line for each finding, and what was planted at its cell, its row or its table's total.

    """
    database = build_mapped(ROOT, work, [map_report(shared_report(name)) for name in which])
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(
            "select document_id, table_no, source_line, column_no, class, finding_key, cause, certainty, message_sv"
            " from marts.findings order by document_id, table_no nulls last, finding_key"
        ).fetchall()
        rules = dict(
            connection.execute(
                "select finding_key, string_agg(distinct split_part(relation_id, ':', 1), ', ')"
                " from marts.finding_relations where state = 'deviation' group by 1"
            ).fetchall()
        )
    lines = []
    for document, table, line, column, kind, key, cause, certainty, said in found:
        errors = [
            error
            for error in planted()
            if error["file"].startswith(document) and is_at(error, table, line, column, cause)
        ]
        lines.append((f"{kind}: {key} ({cause}, {certainty}; {rules.get(key)}): {said}", [e["kind"] for e in errors]))
    return lines


def is_at(error: Key, table: int | None, line: str | None, column: int | None, cause: str) -> bool:
    """Tell whether a finding stands where an error was planted; a row not printed is told at the total below it."""
    if str(table) != error["table"]:
        return False
    if not error["row"] or error["row"] == "0":
        return cause == "printed_unit"
    row = int(line or 0) - int(error["table"]) * LINES
    if error["kind"] in ("row_not_printed", "row_left_out"):
        return column is None and row >= int(error["row"])
    return row == int(error["row"]) and (column is None or str(column) == error["column"])


WHAT = ("statement", "period", "measure", "unit", "sign", "fixed code", "tie")


def main(arguments: list[str]) -> None:
    """Print the figures, what is not right, and with --cast the findings."""
    totals: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for report in mapped_reports():
        counts, lines = compare(report)
        totals[report.is_shared].update(counts)
        if "--all" in arguments:
            print("\n".join(lines))
    for is_shared, counts in totals.items():
        print("shared reports" if is_shared else "shipped documents")
        for what in WHAT:
            if counts[f"{what} of"]:
                share = 100 * counts[what] / counts[f"{what} of"]
                print(f"  {what}: {counts[what]} of {counts[f'{what} of']} ({share:.1f} %)")
    if "--cast" in arguments:
        with tempfile.TemporaryDirectory() as work:
            lines_found = cast(Path(work), names())
        for line, errors in lines_found:
            print(("planted " + ", ".join(errors) if errors else "FALSE") + f": {line}")
        print(f"{len(lines_found)} findings, {sum(not errors for _, errors in lines_found)} without a planted error")


if __name__ == "__main__":
    main(sys.argv[1:])
