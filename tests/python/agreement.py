"""Two evaluators of the same rules, compared: the suites on the marts and the relations of the SQL models."""

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
from finsam_audit.expectations.classes import ExpectRatioGoal, RuleExpectation, TableExpectation
from finsam_audit.expectations.notation import read_rule
from finsam_audit.expectations.suites import Suite

VERDICT = {
    "exact": "holds",
    "rounding": "holds",
    "unlikely_rounding": "holds",
    "deviation": "deviates",
    "undecided": "undecided",
    "not_evaluated": "not_verifiable",
}
KINDS = ("sum", "tie", "ratio", "at_most", "at_least")
Shape = tuple[Any, ...]


def seed_rules(folder: Path) -> dict[str, list[tuple[Shape, set[Shape]]]]:
    """Return the definitions of every rule in the seeds: the total, and its terms."""
    with (folder / "rules.csv").open(encoding="utf-8", newline="") as file:
        seeds = {row["rule_id"]: row for row in csv.DictReader(file)}
    tables = {rule_id: seed["kind"] for rule_id, seed in seeds.items() if seed["rule_family"] == "TB"}
    totals: dict[tuple[str, int], Shape] = {}
    terms: dict[tuple[str, int], set[Shape]] = defaultdict(set)
    with (folder / "rule_terms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seed = seeds[row["rule_id"]]
            if seed["kind"] not in KINDS:
                continue
            key = row["rule_id"], int(row["variant"])
            place = row["statement"], row["line_item"], row["measure"]
            if row["role"] == "total":
                every, share = seed["needs_all_definitions"] == "true", seed["unproven_share"]
                totals[key] = (seed["kind"], every, float(share) if share else None, *place, row["match"])
            elif row["role"] == "constant":
                terms[key].add(("constant", int(row["weight"])))
            else:
                document = row["document_match"], int(row["document_offset"]), row["document_kind"]
                presence = row["presence"] if row["presence"] in ("required", "exact_zero") else "optional"
                rest = int(row["period_offset"]), int(row["weight"]), presence, row["match"]
                terms[key].add((row["role"], *document, *place, *rest))
    rules: dict[str, list[tuple[Shape, set[Shape]]]] = defaultdict(list)
    for rule_id, variant in sorted(totals):
        rules[rule_id].append((totals[rule_id, variant], terms[rule_id, variant]))
    # the terms of these stand in the trees of the tables
    return {**rules, **{rule_id: [((kind,), set())] for rule_id, kind in tables.items()}}


def suite_rules(suites: list[Suite]) -> dict[str, list[tuple[Shape, set[Shape]]]]:
    """Return the definitions of every rule in the suites, in the shape of the seeds."""
    rules: dict[str, list[tuple[Shape, set[Shape]]]] = {}
    for entry in (entry for suite in suites for entry in suite.entries):
        if isinstance(entry.expectation, TableExpectation):
            rules[entry.rule_id] = [((entry.expectation.kind,), set())]
        if not isinstance(entry.expectation, RuleExpectation):
            continue
        rule = read_rule(entry.rule_id, entry.expectation.kind, entry.expectation.entry())
        rules[entry.rule_id] = [
            (
                (
                    rule.kind,
                    rule.needs_every_definition,
                    rule.unproven_up_to,
                    d.statement,
                    d.line_item,
                    d.measure,
                    d.match,
                ),
                {
                    ("constant", t.weight)
                    if t.role == "constant"
                    else (
                        t.role,
                        t.document_match,
                        t.document_offset,
                        t.document_kind or "",
                        t.statement,
                        t.line_item,
                        t.measure,
                        t.period_offset,
                        t.weight,
                        t.presence,
                        t.match,
                    )
                    for t in d.terms
                },
            )
            for d in rule.definitions
        ]
    return rules


def differing_rules(suites: list[Suite], seeds: Path) -> list[str]:
    """Return the rules that suites and seeds state differently, or only one of them states."""
    ours, theirs = suite_rules(suites), seed_rules(seeds)
    return sorted(rule for rule in ours.keys() | theirs.keys() if ours.get(rule) != theirs.get(rule))


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """Return the rows of a query as dictionaries."""
    found = connection.execute(query)
    names = [column[0] for column in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def disagreements(database: Path, suites: list[Suite]) -> tuple[list[str], int]:
    """Compare the evaluators on a database: which totals, which verdict, which cells as terms.

    Returns:
        One line per disagreement, and how many evaluations were compared.

    """
    lines: list[str] = []
    compared = 0
    with duckdb.connect(str(database), read_only=True) as connection:
        cells: dict[str, set[Shape]] = defaultdict(set)
        for row in rows_of(connection, "select * from marts.relation_terms where role <> 'total'"):
            cells[row["relation_id"]].add((row["role"], row["weight"], row["cell"]))
        theirs: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        goals: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for row in rows_of(connection, "select * from marts.check_results"):
            theirs[row["rule_id"]][row["relation_id"]] = row
            goals[row["rule_id"]][f"{row['document_id']}/{row['line_item']}"] = row
        for entry in (entry for suite in suites for entry in suite.entries):
            is_goal = isinstance(entry.expectation, ExpectRatioGoal)
            if not is_goal and not isinstance(entry.expectation, RuleExpectation | TableExpectation):
                continue
            rows = rows_of(connection, entry.expectation.query())
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
