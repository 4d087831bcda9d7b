"""Casts the six reports that were kept apart, from bare rows: `python tests/python/measure_apart.py [--all]`.

Tells how many of their true relations are evaluated, which planted errors are named at their cell, and what is accused
that is right. A report that has been looked at is development data from then on: see its README.
"""

import os
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import duckdb
from association import ROOT
from finsam_audit.mapping.database import build_mapped
from finsam_audit.mapping.mapper import map_report
from finsam_audit.project.csv_files import read_rows

APART = ROOT / "tests/fixtures/reports_apart"
os.environ["FINSAM_REPORTS"] = str(APART)

from bare_reports import ANSWERS, LINES, key_rows, names, tables_of  # noqa: E402
from finsam_audit.mapping.report import Number, Report, Text  # noqa: E402

Cell = tuple[str, int, int]
RUNNING_TEXT = "0"
# what is told and fails no build: the law, another scope, a year that was restated
REMARKS = ("presentation", "legal")


def bare(name: str) -> Report:
    """Return a report as bare rows: its tables, its running text, its name."""
    facts = {row["fact"]: row["text"] for row in reversed(read_rows(APART / f"{name}.facts.csv"))}
    rows = key_rows(name)
    running = {
        key["table"]
        for _, key in rows
        if {k["column"] for _, k in rows if k["table"] == key["table"]} == {RUNNING_TEXT}
    }
    cells = [
        (at, {k: v for k, v in key.items() if k not in ANSWERS}) for at, key in rows if key["table"] not in running
    ]
    fields = {field: field for field in ("table", "heading", "label", "column_heading", "printed", "unit")}
    texts = tuple(Text(key["label"], Number(*at, key["printed"])) for at, key in rows if key["table"] in running)
    return Report(
        facts.get("association_name", name), facts.get("organisation_number", ""), "annual_report", None, name,
        tables_of(cells, fields), texts, association_id=name.rsplit("_ar_", 1)[0], document_id=name,
    )  # fmt: skip


def place(row: dict[str, str]) -> Cell:
    """Return the address of a place of the key."""
    return str(int(row["table"]) * LINES + int(float(row["row"]))), int(row["column"]), int(row.get("number") or 1)


def true_relations() -> dict[str, list[tuple[str, str, set[Cell]]]]:
    """Return the true relations of each report: name, kind, and the cells of those that are printed."""
    found: dict[tuple[str, str], tuple[str, set[Cell]]] = {}
    for row in read_rows(APART / "relations.csv"):
        _, cells = found.setdefault((row["report"], row["relation"]), (row["kind"], set()))
        if row["row"] and "." not in row["row"]:
            cells.add(place(row))
    by_report: dict[str, list[tuple[str, str, set[Cell]]]] = defaultdict(list)
    for (report, name), (kind, cells) in found.items():
        by_report[report].append((name, kind, cells))
    return by_report


def main(arguments: list[str]) -> None:
    """Print the figures, and with --all what is not evaluated."""
    with tempfile.TemporaryDirectory() as work:
        database = build_mapped(ROOT, Path(work), [map_report(bare(name)) for name in names()])
        connection = duckdb.connect(str(database), read_only=True)
        evaluated = connection.execute(
            "select t.document_id, t.relation_id, t.source_line, t.column_no, t.number_no, t.amount"
            " from marts.relation_terms as t inner join marts.check_results as r using (relation_id)"
            " where t.source_line is not null and r.state not in ('not_evaluated', 'not_applicable')"
        ).fetchall()
        findings = connection.execute(
            "select document_id, table_no, source_line, column_no, class, finding_key, cause, message_sv"
            " from marts.findings order by finding_key"
        ).fetchall()
        connection.close()
    cast: dict[str, dict[str, set[Cell]]] = defaultdict(lambda: defaultdict(set))
    zeros: dict[str, set[Cell]] = defaultdict(set)
    for document, relation, line, column, number, amount in evaluated:
        cast[document][relation].add((line, column, number))
        if not amount:
            zeros[document].add((line, column, number))
    counts: Counter[str] = Counter()
    for report, relations in true_relations().items():
        sets = list(cast[report].values())
        for name, kind, cells in relations:
            needed = cells - zeros[report]
            is_cast = any(needed <= other and other <= cells | zeros[report] for other in sets)
            counts[kind] += 1
            counts[f"{kind} cast"] += is_cast
            if not is_cast and "--all" in arguments:
                print(f"not evaluated: {report}: {kind}: {name}")
    kinds = sorted(kind for kind in counts if not kind.endswith(" cast"))
    for kind in kinds:
        print(f"{kind}: {counts[f'{kind} cast']} of {counts[kind]}")
    cast_sum, all_sum = sum(counts[f"{kind} cast"] for kind in kinds), sum(counts[kind] for kind in kinds)
    print(f"true relations evaluated: {cast_sum} of {all_sum} ({100 * cast_sum / all_sum:.1f} %)")
    planted = read_rows(APART / "planted.csv")
    errors = sorted({(e["file"], e["table"], e["kind"], e["comment"]) for e in planted})
    seen = set()
    for document, table_no, line, column, kind, key, cause, said in findings:
        at = [
            (e["file"], e["table"], e["kind"], e["comment"])
            for e in planted
            if e["file"] == document and e["table"] == str(table_no) and _is_at(e, line, column)
        ]
        seen.update(at)
        if not at:
            print(f"{'remark' if kind in REMARKS else 'FALSE'}: {kind}: {key} ({cause}): {said}")
    for file, table, kind, comment in errors:
        if (file, table, kind, comment) not in seen:
            print(f"missed: {file}: table {table}: {kind}: {comment}")
    print(f"planted errors named at their place: {len(seen)} of {len(errors)}; findings: {len(findings)}")


def _is_at(error: dict[str, str], line: str | None, column: int | None) -> bool:
    if not error["row"] or error["row"] == "0":
        return line is None or column is None or str(column) == error["column"]
    row = int(line or 0) % LINES
    if "." in error["row"]:
        return column is None and row >= float(error["row"])
    return row == int(error["row"]) and (column is None or not error["column"] or str(column) == error["column"])


if __name__ == "__main__":
    main(sys.argv[1:])
