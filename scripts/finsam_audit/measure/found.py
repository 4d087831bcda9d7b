"""All that measuring reads of a built database: its findings, its numbers, its relations. The only queries are here."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from finsam_audit.measure.planted import Address
from finsam_audit.project.connection import connect

FACE = ("income_statement", "balance_sheet", "cash_flow")
NOT_TABLES = ("narrative", "cover", "goals", "participants", "context")
# t4 a table, t4c2 a column, t4r331 a row: what a finding's key says in the place of a member
PLACE = re.compile(r"^[^/]+/[^/]+/(table|column|row)/t([0-9]+)(?:c([0-9]+)|r([^/]+))?(?:/|$)")

FINDINGS = """
select findings.finding_key, findings.association_id, findings.document_id, findings.cause, findings.certainty,
    findings.printed_amount, findings.suggested_amount, findings.table_no, findings.source_line, findings.column_no,
    findings.number_no
from marts.findings as findings
where findings.severity in ('error', 'warning')
order by findings.finding_key
"""
# what could be changed instead, best first
CANDIDATES = """
select finding_key, document_id, source_line, column_no, number_no
from marts.finding_candidates
order by finding_key, rank_no
"""
# the numbers of a place that is more than a cell, with what the database takes each for once its unit is settled
NUMBERS = """
select numbers.document_id, numbers.table_no, numbers.source_line, numbers.column_no, numbers.number_no, numbers.amount
from marts.printed_numbers as numbers
inner join (select unnest(?) as document_id) as wanted on numbers.document_id = wanted.document_id
where numbers.column_no > 0
order by all
"""
# the printed numbers that a finding changes, in the sign as printed
CORRECTED = """
select finding_key, document_id, source_line, column_no, number_no, corrected_amount from marts.corrected_numbers
where finding_key is not null
"""
# evaluated relations of the clean numbers, counted in the documents up to the year of the copy
CELLS = """
with numbers as (
    select wanted.position, wanted.year, numbers.*
    from wanted
    inner join marts.printed_numbers as numbers
        on wanted.document_id = numbers.document_id and wanted.source_line = numbers.source_line
        and wanted.column_no = numbers.column_no and wanted.number_no = numbers.number_no
),
years as (
    select distinct document_id, document_year from marts.printed_numbers
),
relations as (
    select numbers.position, count(distinct results.relation_id) as relation_count,
        count(distinct results.relation_id) filter (
            where rules.kind = 'tie' and results.state <> 'deviation' and not exists (
                select 1 from marts.relation_terms as others
                where others.relation_id = results.relation_id and others.document_id <> results.document_id
            )
        ) as tie_count,
        min(results.rounding_bound) as bound
    from numbers
    inner join marts.relation_terms as terms
        on numbers.document_id = terms.document_id and numbers.source_line = terms.source_line
        and numbers.column_no = terms.column_no and numbers.number_no = terms.number_no
    inner join marts.check_results as results on terms.relation_id = results.relation_id
    inner join marts.rules as rules on results.rule_id = rules.rule_id
    inner join years on results.document_id = years.document_id
    where results.state not in ('not_evaluated', 'not_applicable') and years.document_year <= numbers.year
    group by numbers.position
)
select numbers.position, numbers.amount, coalesce(numbers.half_width, 0), coalesce(relations.relation_count, 0),
    relations.bound, coalesce(relations.tie_count, 0), coalesce(ledger.is_covered, false)
from numbers
left join relations on numbers.position = relations.position
left join marts.coverage_ledger as ledger
    on numbers.document_id = ledger.document_id and numbers.source_line = ledger.source_line
    and numbers.column_no = ledger.column_no and numbers.number_no = ledger.number_no
"""


@dataclass(frozen=True)
class Found:
    """A finding as the database has it.

    Attributes:
        key: its finding_key.
        cells: the numbers that it names: its own, or all of its row, column or table.
        candidates: what it would change instead, best first.
        values: what it says that a number should be.
        is_signed: whether the values have the sign as printed; else that of the marts, as `Fact.amount` has.

    """

    key: str
    association_id: str
    document_id: str
    cause: str
    certainty: str = ""
    printed: Decimal | None = None
    suggested: Decimal | None = None
    table_no: int | None = None
    cells: tuple[Address, ...] = ()
    candidates: tuple[Address, ...] = ()
    values: dict[Address, Decimal | None] = field(default_factory=dict)
    is_signed: bool = True


@dataclass(frozen=True)
class Fact:
    """A number of a clean document: its amount, half its last digit, how many evaluated relations it takes part in.

    `bound` is the tightest of their rounding bounds, `tie_count` how many of them tie two prints of the same report,
    `is_covered` whether one of them holds it against a number printed independently: a limit does not.
    """

    amount: Decimal | None
    half_width: Decimal
    relation_count: int
    bound: Decimal | None
    tie_count: int = 0
    is_covered: bool = False


class Database:
    """A built database, open for reading."""

    def __init__(self, path: Path) -> None:
        """Open it."""
        self.connection = connect(path, read_only=True)

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self.connection.execute(sql, list(values) or None).fetchall()
        return rows

    def findings(self) -> list[Found]:
        """Return the findings of severity error and warning."""
        candidates: dict[str, list[Address]] = defaultdict(list)
        for key, *address in self._rows(CANDIDATES):
            candidates[key].append((address[0], address[1], address[2], address[3]))
        rows = self._rows(FINDINGS)
        amounts = self._amounts({row[2] for row in rows if PLACE.match(row[0])})
        corrected = self._corrected()
        result: list[Found] = []
        for key, association, document, cause, certainty, printed, suggested, table, line, column, number in rows:
            cells: tuple[Address, ...] = ()
            values: dict[Address, Decimal | None] = {}
            place = PLACE.match(key)
            if place:
                table = int(place.group(2))
                amount = {
                    (document, at[1], at[2], at[3]): value for at, value in amounts[document].items()
                    if at[0] == table and place.group(3) in (None, str(at[2])) and place.group(4) in (None, at[1])
                }  # fmt: skip
                # what an event changes, both of two exchanged columns; else all that stands there
                values = corrected.get(key, amount)
                cells = tuple(values)
            elif column is not None:
                cells = ((document, line, column, number),)
                values = {cells[0]: suggested}
            result.append(
                Found(key, association, document, cause, certainty, printed, suggested, table, cells,
                      tuple(candidates[key]), values, not place or key in corrected)
            )  # fmt: skip
        return result

    def _amounts(self, documents: set[str]) -> dict[str, dict[tuple[int, str, int, int], Decimal | None]]:
        """Return the amounts of documents by table, line, column and number."""
        result: dict[str, dict[tuple[int, str, int, int], Decimal | None]] = defaultdict(dict)
        for document, table, line, column, number, amount in self._rows(NUMBERS, sorted(documents)):
            result[document][table, line, column, number] = amount
        return result

    def _corrected(self) -> dict[str, dict[Address, Decimal | None]]:
        result: dict[str, dict[Address, Decimal | None]] = defaultdict(dict)
        for key, document, line, column, number, amount in self._rows(CORRECTED):
            result[key][document, line, column, number] = amount
        return result

    def facts(self, wanted: Iterable[tuple[Address, int]]) -> dict[tuple[Address, int], Fact]:
        """Return what is known of numbers of clean documents, each in an association that ends with a year."""
        items = list(dict.fromkeys(wanted))
        self.connection.execute(
            "create or replace temp table wanted (position integer, document_id varchar, source_line varchar, "
            "column_no integer, number_no integer, year integer)"
        )
        if items:
            self.connection.executemany(
                "insert into wanted values (?, ?, ?, ?, ?, ?)", [[n, *at, year] for n, (at, year) in enumerate(items)]
            )
        return {items[position]: Fact(*rest) for position, *rest in self._rows(CELLS)}

    def clean(self) -> dict[str, Any]:
        """Return what the originals say: deviations, unlikely roundings, coverage."""
        original = "not regexp_matches(association_id, '_[ex][0-9]+$')"
        states = dict(self._rows(f"select state, count(*) from marts.check_results where {original} group by 1"))
        by_rule = self._rows(
            "select rule_id, count(*), count(distinct document_id) from marts.check_results "
            f"where state = 'deviation' and {original} group by 1 order by 2 desc, 1"
        )
        causes = dict(self._rows(f"select cause, count(*) from marts.findings where {original} group by 1 order by 1"))
        reports = self._rows(f"select count(distinct document_id) from marts.printed_numbers where {original}")[0][0]
        alarmed = self._rows(
            "select count(distinct document_id) from marts.findings "
            f"where severity in ('error', 'warning') and {original}"
        )[0][0]
        ledger = (
            "marts.coverage_ledger where not regexp_matches(document_id, '_[ex][0-9]+$') and is_covered is not null"
        )
        tables = ", ".join(f"'{name}'" for name in NOT_TABLES)
        faces = ", ".join(f"'{name}'" for name in FACE)
        share = "avg(case when is_covered then 1.0 else 0 end)"
        face, table = (
            self._rows(f"select {share} from {ledger} and statement {test}")[0][0]
            for test in (f"in ({faces})", f"not in ({tables})")
        )
        untested = self._rows(
            f"select statement, line_item, measure, count(*) from {ledger} and not is_covered "
            f"and statement not in ({tables}) group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit 20"
        )
        return {
            "reports": reports, "reports_with_findings": alarmed, "states": states,
            "deviations_by_rule": [{"rule_id": r, "deviations": n, "reports": d} for r, n, d in by_rule],
            "causes": causes, "face_numbers_in_relation": face, "table_numbers_in_relation": table,
            "untested": [{"statement": s, "line_item": i, "measure": m, "numbers": n} for s, i, m, n in untested],
        }  # fmt: skip
