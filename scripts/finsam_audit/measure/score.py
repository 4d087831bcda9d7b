"""Scores findings against planted errors: per kind of error and size band, and what clean copies say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from finsam_audit.measure.inject import RIGHT_CAUSES, Error

BANDS = ("within rounding", "1-10 times", "over 10 times")
FACE = ("income_statement", "balance_sheet", "cash_flow")
NOT_TABLES = ("narrative", "cover", "goals", "participants", "context")


@dataclass(frozen=True)
class Planted:
    """An error of a copy: the copy's suffix, the association that it is a copy of, how many errors it holds."""

    suffix: str
    association_id: str
    year: int
    error_count: int
    error: Error


@dataclass(frozen=True)
class Finding:
    """A finding that its clean original does not have, its candidates ranked; keys are without the copy's suffix."""

    cell: str
    candidates: tuple[str, ...]
    cause: str
    certainty: str


@dataclass
class Tally:
    """Counts of one kind and size band."""

    errors: int = 0
    detected: int = 0
    single: int = 0
    findings: int = 0
    located_of: int = 0
    first: int = 0
    first_three: int = 0
    cause_right: int = 0


@dataclass
class Score:
    """What a measurement says."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    undetectable: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    scope: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    cases: list[dict[str, Any]] = field(default_factory=list)


def band_of(size: Decimal, bound: Decimal) -> str:
    """Return the size band of an error.

    Args:
        size: by how much the error moves the amount (SEK or percent), not negative.
        bound: the tightest rounding bound of the relations that the cell is in, same unit.

    """
    if size <= bound:
        return BANDS[0]
    return BANDS[1] if size <= 10 * bound else BANDS[2]


def names(finding: Finding, cell: str, table: str) -> tuple[bool, bool]:
    """Tell whether a finding names a cell (or its table) first, and among its first three."""
    listed = [finding.cell, *[c for c in finding.candidates if c != finding.cell]][:3]
    hits = [c == cell or (bool(table) and c.startswith(table)) for c in listed]
    return bool(hits) and hits[0], any(hits)


def judge(score: Score, planted: Planted, cell: str, table: str, relation_count: int, band: str, touched: bool,
          findings: list[Finding]) -> None:  # fmt: skip
    """Add one planted error to the score.

    Args:
        score: what is added to.
        planted: the error.
        cell: the changed cell, without the copy's suffix.
        table: the beginning of the keys of findings on its table, where the error is one of the table; else empty.
        relation_count: evaluated relations that the cell takes part in on the clean original.
        band: size band.
        touched: whether a relation of the cell deviates in the copy.
        findings: what the copy finds and its original does not.

    """
    kind = planted.error.kind
    if relation_count == 0 and not table:
        score.undetectable[kind] += 1
        return
    tally = score.tallies[kind, band]
    tally.errors += 1
    alone = planted.error_count == 1
    naming = [f for f in findings if any(names(f, cell, table))]
    detected = bool(findings) if alone else bool(naming) or touched
    tally.detected += detected
    if alone and detected:
        tally.single += 1
        tally.findings += len(findings)
    located = detected and (relation_count >= 2 or bool(table)) and band != BANDS[0]
    first = any(names(f, cell, table)[0] for f in findings)
    right = any(f.cause in RIGHT_CAUSES[kind] for f in naming)
    if located:
        tally.located_of += 1
        tally.first += first
        tally.first_three += bool(naming)
        tally.cause_right += right
    score.cases.append(
        {"kind": kind, "band": band, "document": planted.error.address[0] + planted.suffix, "cell": cell,
         "true": planted.error.true_printed, "printed": planted.error.printed, "relations": relation_count,
         "detected": detected, "findings": len(findings), "first": first, "first_three": bool(naming),
         "cause_right": right, "causes": sorted({f.cause for f in findings})}
    )  # fmt: skip


def _load_errors(connection: duckdb.DuckDBPyConnection, planted: list[Planted]) -> None:
    connection.execute(
        "create temp table planted (error_no integer, suffix varchar, document_id varchar, source_line varchar, "
        "column_no integer, number_no integer, year integer)"
    )
    connection.executemany(
        "insert into planted values (?, ?, ?, ?, ?, ?, ?)",
        [[n, p.suffix, *p.error.address, p.year] for n, p in enumerate(planted)],
    )


CELLS = """
with found as (
    select planted.error_no, planted.suffix, planted.year, clean.cell, clean.half_width,
        abs(spoilt.amount - clean.amount) as size, spoilt.cell as spoilt_cell
    from planted
    inner join db.marts.printed_numbers as clean
        on planted.document_id = clean.document_id and planted.source_line = clean.source_line
        and planted.column_no = clean.column_no and planted.number_no = clean.number_no
    inner join db.marts.printed_numbers as spoilt
        on planted.document_id || planted.suffix = spoilt.document_id and planted.source_line = spoilt.source_line
        and planted.column_no = spoilt.column_no and planted.number_no = spoilt.number_no
),
relations as (
    select found.error_no, count(distinct results.relation_id) as relation_count, min(results.rounding_bound) as bound
    from found
    inner join db.marts.relation_terms as terms on found.cell = terms.cell
    inner join db.marts.check_results as results on terms.relation_id = results.relation_id
    inner join db.raw_documents as documents on results.document_id = documents.document_id
    where results.state not in ('not_evaluated', 'not_applicable') and documents.fiscal_year <= found.year
    group by found.error_no
),
touched as (
    select found.error_no
    from found
    inner join db.marts.relation_terms as terms on found.spoilt_cell = terms.cell
    inner join db.marts.check_results as results on terms.relation_id = results.relation_id
    where results.state = 'deviation'
    group by found.error_no
)
select found.error_no, found.cell, coalesce(found.size, 0), found.half_width, coalesce(relations.relation_count, 0),
    coalesce(relations.bound, found.half_width * 2), touched.error_no is not null
from found
left join relations on found.error_no = relations.error_no
left join touched on found.error_no = touched.error_no
"""


FINDINGS = """
with ranked as (
    select finding_key, cell, min(rank_no) as place from db.marts.finding_candidates group by finding_key, cell
),
listed as (
    select finding_key, string_agg(cell, ', ' order by place, cell) as cells from ranked group by finding_key
)
select association_id, findings.finding_key, coalesce(cells, ''), cause, certainty, printed_amount, suggested_amount
from db.marts.findings left join listed on findings.finding_key = listed.finding_key
where severity in ('error', 'warning') and not regexp_matches(association_id, '_x[0-9]+$')
"""


def read_findings(connection: duckdb.DuckDBPyConnection, suffixes: Iterable[str]) -> dict[str, list[Finding]]:
    """Return new findings by association, those of the clean originals under the empty suffix left out.

    A finding is new when the original has none under its key, or one with other amounts: what opens an
    acknowledged finding again.

    """
    known = set(suffixes)
    rows = connection.execute(FINDINGS).fetchall()
    clean = {(key, *amounts) for association, key, _, _, _, *amounts in rows if _suffix_of(association, known) == ""}
    result: dict[str, list[Finding]] = defaultdict(list)
    for association, key, candidates, cause, certainty, *amounts in rows:
        suffix = _suffix_of(association, known)
        if not suffix:
            continue
        plain = key.replace(f"{suffix}/", "/")
        if (plain, *amounts) not in clean:
            listed = tuple(c.strip().replace(f"{suffix}/", "/") for c in candidates.split(", ") if c)
            result[association].append(Finding(plain, listed, cause, certainty))
    return result


def _suffix_of(association: str, known: set[str]) -> str:
    at = association.rfind("_e")
    return association[at:] if at >= 0 and association[at:] in known else ""


def score(database: Path, planted: list[Planted]) -> tuple[Score, dict[str, Any]]:
    """Score a built corpus.

    Args:
        database: what dbt built from the corpus.
        planted: every planted error.

    Returns:
        The score, and what the clean originals say: deviations, unlikely roundings, coverage.

    """
    result = Score()
    with duckdb.connect() as connection:
        connection.execute(f"attach '{database}' as db (read_only)")
        _load_errors(connection, planted)
        suffixes = {p.suffix for p in planted}
        sql = CELLS.replace("db.raw_documents", _documents())
        cells = {row[0]: row[1:] for row in connection.execute(sql).fetchall()}
        findings = read_findings(connection, suffixes)
        for number, item in enumerate(planted):
            if number not in cells:
                raise AssertionError(f"the planted error {item.error} is in no printed number")
            cell, size, half_width, relation_count, bound, touched = cells[number]
            is_table = item.error.kind == "printed_unit"
            band = BANDS[2] if is_table else band_of(size, max(bound, half_width))
            table = f"{item.error.address[0]}/{item.error.statement}/table/t{item.error.table_no}/" if is_table else ""
            new = findings.get(item.association_id + item.suffix, [])
            judge(result, item, cell, table, relation_count, band, touched, new)
        return result, _clean(connection)


def _documents() -> str:
    return "(select distinct document_id, document_year as fiscal_year from db.marts.printed_numbers)"


def _clean(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    original = "not regexp_matches(association_id, '_[ex][0-9]+$')"

    def rows(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    states = dict(rows(f"select state, count(*) from db.marts.check_results where {original} group by 1"))
    by_rule = rows(
        "select rule_id, count(*), count(distinct document_id) from db.marts.check_results "
        f"where state = 'deviation' and {original} group by 1 order by 2 desc, 1"
    )
    causes = dict(rows(f"select cause, count(*) from db.marts.findings where {original} group by 1"))
    reports = rows(f"select count(distinct document_id) from db.marts.printed_numbers where {original}")[0][0]
    alarmed = rows(
        "select count(distinct document_id) from db.marts.findings "
        f"where severity in ('error', 'warning') and {original}"
    )[0][0]
    ledger = "db.marts.coverage_ledger where not regexp_matches(document_id, '_[ex][0-9]+$') and is_covered is not null"
    tables = ", ".join(f"'{name}'" for name in NOT_TABLES)
    faces = ", ".join(f"'{name}'" for name in FACE)
    share = "avg(case when is_covered then 1.0 else 0 end)"
    face, table = (
        rows(f"select {share} from {ledger} and statement {test}")[0][0]
        for test in (f"in ({faces})", f"not in ({tables})")
    )
    untested = rows(
        f"select statement, line_item, measure, count(*) from {ledger} and not is_covered "
        f"and statement not in ({tables}) group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit 20"
    )
    return {
        "reports": reports, "reports_with_findings": alarmed, "states": states,
        "deviations_by_rule": [{"rule_id": r, "deviations": n, "reports": d} for r, n, d in by_rule],
        "causes": causes, "face_numbers_in_relation": face, "table_numbers_in_relation": table,
        "untested": [{"statement": s, "line_item": i, "measure": m, "numbers": n} for s, i, m, n in untested],
    }  # fmt: skip
