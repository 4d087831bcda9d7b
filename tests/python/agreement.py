"""Two evaluators of the same rules, compared: the suites on the marts and the relations of the SQL models."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
from finsam_audit.expectations.classes import ExpectRatioGoal, ExpectRelationToHold, ExpectTableToAdd
from finsam_audit.expectations.runner import evaluation
from finsam_audit.expectations.suites import Suite

VERDICT = {
    "exact": "holds",
    "rounding": "holds",
    "unlikely_rounding": "holds",
    "deviation": "deviates",
    "undecided": "undecided",
    "not_evaluated": "not_verifiable",
}
Shape = tuple[Any, ...]


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """Return the rows of a query as dictionaries."""
    found = connection.execute(query)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def disagreements(database: Path, suites: list[Suite], endings: tuple[str, ...] = ("",)) -> tuple[list[str], int]:
    """Compare the evaluators on a database: which totals, which verdict, which cells as terms.

    Args:
        database: the build.
        suites: the suites whose rules are compared.
        endings: the ends of the documents that are compared.

    Returns:
        One line per disagreement, and how many evaluations were compared.

    """
    lines: list[str] = []
    compared = 0
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute(evaluation(suites))
        cells: dict[str, set[Shape]] = defaultdict(set)
        for row in rows_of(connection, "select * from marts.relation_terms where role <> 'total'"):
            cells[row["relation_id"]].add((row["role"], row["weight"], row["cell"]))
        theirs: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        goals: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in rows_of(connection, "select * from marts.check_results"):
            if not row["document_id"].endswith(endings):
                continue
            theirs[row["rule_id"]][row["relation_id"]] = row
            goals[row["rule_id"]][f"{row['document_id']}/{row['line_item']}"] = row
        for entry in (entry for suite in suites for entry in suite.entries):
            is_goal = isinstance(entry.expectation, ExpectRatioGoal)
            if not is_goal and not isinstance(entry.expectation, ExpectRelationToHold | ExpectTableToAdd):
                continue
            found = rows_of(connection, entry.expectation.query())
            rows = [row for row in found if row["document_id"].endswith(endings)]
            compared += len(rows)
            ours = {
                f"{r['document_id']}/{r['line_item']}" if is_goal else relation_id(entry.rule_id, r): r for r in rows
            }
            if len(ours) != len(rows):
                lines.append(f"{entry.rule_id}: one total is evaluated twice")
            other = goals[entry.rule_id] if is_goal else theirs[entry.rule_id]
            lines += [f"{entry.rule_id}: only one evaluates {key}" for key in sorted(ours.keys() ^ other.keys())]
            for key in sorted(ours.keys() & other.keys()):
                verdict = ours[key]["verdict"]
                if verdict != VERDICT[other[key]["state"]]:
                    lines.append(f"{entry.rule_id}: {key} {verdict} against {other[key]['state']}")
                terms = {(t["role"], t["weight"], t["cell"]) for t in json.loads(ours[key]["terms"])}
                if not is_goal and terms != cells[other[key]["relation_id"]]:
                    lines.append(f"{entry.rule_id}: {key} has other terms")
    return lines, compared


def relation_id(rule_id: str, row: dict[str, Any]) -> str:
    """Return the id of a relation: its rule and the address of its total."""
    return f"{rule_id}:{row['document_id']}/{row['source_line']}/{row['column_no']}/{row['number_no']}"
