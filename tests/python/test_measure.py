"""The benchmark itself: the ledger balances, prints are honest, errors are what they say, scores count right."""

import csv
import json
import random
import shutil
from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from finsam_audit.cli import main
from finsam_audit.measure.corpus import LAYOUT, Sequenced, Writer, generate, spoil
from finsam_audit.measure.events import EVENTS, IN_TABLES, plant_event
from finsam_audit.measure.explained import CAUSES, Difference, write
from finsam_audit.measure.found import Database, Fact, Found
from finsam_audit.measure.inject import CELL_KINDS, MIX, SLIPS, numbers, plant_any
from finsam_audit.measure.ledger import association
from finsam_audit.measure.missing import CELL, ROW, TOTAL, is_implied
from finsam_audit.measure.outcome import RATES, by_kind, shares, totals
from finsam_audit.measure.planted import Address, Error, Moved, Page, Planted, Spoilt, Wrong, address_of
from finsam_audit.measure.printing import UNIT_SIZE, decimal_number, number_style, rounded, whole_number
from finsam_audit.measure.real import plant_all, write_real
from finsam_audit.measure.reports import Report, Row, Sum, TreeRow
from finsam_audit.measure.score import (
    BANDS,
    REACHES,
    Score,
    Tally,
    band_and_reach,
    band_of,
    identity,
    judge,
    size_of,
    suffix_of,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sequences() -> list[Sequenced]:
    return [generate(7, number) for number in range(40)]


def test_the_ledger_balances() -> None:
    for number in range(20):
        made = association("x", f"test/{number}", 2018, 2025)
        for year in made.years.values():
            assert sum(made.ledger.flows(year.year).values()) == 0
            assert year.assets == year.debts + year.equity
            assert min(year.receivables.values()) >= 0 and min(year.liabilities.values()) >= 0
            if year.opening:
                assert year.equity == year.opening.equity + year.result


def test_the_same_seed_prints_the_same_reports() -> None:
    assert [r.rows for r in generate(3, 5).reports] == [r.rows for r in generate(3, 5).reports]
    assert [r.rows for r in generate(3, 5).reports] != [r.rows for r in generate(4, 5).reports]


def _prints(report: Report) -> dict[tuple[int, str, int], int]:
    return {
        (row.table_no, row.source_line, row.column_no): whole_number(row.printed) or 0
        for row in report.rows
        if row.number_no == 1 and row.measure not in ("note_number", "ratio", "count", "share")
    }


def test_printed_rows_foot_within_rounding(sequences: list[Sequenced]) -> None:
    checked = 0
    for source in sequences:
        for report in source.reports:
            values = _prints(report)
            # a column that prints its totals in another sign than its rows says so
            turned = {(c[1], c[2]): -1 if c[6] != c[8] else 1 for c in report.columns}
            for item in report.sums:
                for (table, line, column), total in values.items():
                    if (table, line) != (item.table_no, item.total):
                        continue
                    parts = [
                        weight * values.get((table, part, column), 0)
                        for part, weight in zip(item.lines, item.weights, strict=True)
                    ]
                    assert abs(turned[table, column] * sum(parts) - total) <= (len(parts) + 1) / 2, (report, item)
                    checked += 1
    assert checked > 5000


def test_the_trees_of_tables_hold_as_printed(sequences: list[Sequenced]) -> None:
    rows_checked = columns_checked = 0
    weights: set[int] = set()
    for source in sequences:
        for report in source.reports:
            values = _prints(report)
            tree = {(row.table_no, row.source_line): row for row in report.tree}
            assert {(row.table_no, row.source_line) for row in report.rows if row.column_no} == set(tree)
            assert len(tree) == len(report.tree)
            turned = {(c[1], c[2]): -1 if c[6] != c[8] else 1 for c in report.columns}
            children: dict[tuple[int, str], list[TreeRow]] = defaultdict(list)
            for row in report.tree:
                assert (row.role in ("detail", "subtotal")) == bool(row.parent_line)
                if row.parent_line:
                    children[row.table_no, row.parent_line].append(row)
                    weights.add(row.weight)
            assert {at for at, row in tree.items() if row.role in ("subtotal", "total")} == set(children)
            for (table, line, column), total in values.items():
                if column == 0:
                    continue
                of = children.get((table, line), [])
                parts = [row.weight * values[table, row.source_line, column] for row in of]
                assert abs(turned[table, column] * sum(parts) - total) <= (len(parts) + 1) / 2 or not parts
                rows_checked += len(of)
            adds = {(c[1], c[2]): (c[11], c[12]) for c in report.columns if c[11] != ""}
            for table, line in {at for at in tree if tree[at].role == "detail"}:
                for parent in {into for (number, _), (into, _) in adds.items() if number == table}:
                    mine = {c: w for (number, c), (into, w) in adds.items() if (number, into) == (table, parent)}
                    parts = [weight * values[table, line, column] for column, weight in mine.items()]  # type: ignore[operator, index]
                    assert abs(sum(parts) - values[table, line, parent]) <= (len(parts) + 1) / 2  # type: ignore[index]
                    columns_checked += 1
    assert rows_checked > 5000 and columns_checked > 1000 and weights == {1, -1}


def test_reports_vary(sequences: list[Sequenced]) -> None:
    styles = [source.style for source in sequences]
    for field in ("face_unit", "operating", "operating_sign", "equity", "note_cost_sign", "liability_sign", "plan_sign",
                  "income_cost_sign", "grouped_note"):  # fmt: skip
        assert len({getattr(style, field) for style in styles}) >= 2, field
    assert any(style.face_unit != style.operating_unit for style in styles)
    conventions = {c[6:9] for source in sequences for report in source.reports for c in report.columns}
    assert {("natural", "signed", "natural"), ("reversed", "signed", "reversed"), ("natural", "unsigned", "natural"),
            ("reversed", "signed", "natural")} <= conventions  # fmt: skip
    assert {len(source.reports) for source in sequences} == {3}


@pytest.mark.parametrize("amount", [0, 49, 50, -50, 149_999, -150_000, 123_456_789])
@pytest.mark.parametrize("unit", ["kr", "tkr"])
def test_rounding_stays_within_half_a_unit(amount: int, unit: str) -> None:
    size = UNIT_SIZE[unit]
    assert abs(rounded(amount, size) * size - amount) * 2 <= size


def test_a_print_reads_back() -> None:
    for number in range(50):
        style = number_style(random.Random(number))
        for value in (1, -7, 999, 1000, -12_345, 9_876_543):
            assert whole_number(style.whole(value)) == value


def _page(report: Report) -> Page:
    return Page(report.rows, report.sums, report.tree)


@pytest.mark.parametrize("kind", MIX)
def test_each_kind_of_slip_is_what_it_says(kind: str, sequences: list[Sequenced]) -> None:
    planted = 0
    for number, source in enumerate(sequences):
        report = source.reports[number % 3]
        result = plant_any(random.Random(number), _page(report), kind)
        if result is None:
            continue
        changed = _changed(report.rows, result)
        assert kind == "printed_unit" or len(changed) == 1
        old, new = changed[0][0].printed, changed[0][1].printed
        digits = ["".join(c for c in text if c.isdigit()) for text in (old, new)]
        if kind == "digit_replaced":
            assert sum(a != b for a, b in zip(*digits, strict=True)) == 1
        elif kind == "digit_omitted":
            assert len(digits[1]) < len(digits[0])
        elif kind == "digit_added":
            assert len(digits[1]) == len(digits[0]) + 1
        elif kind == "digits_transposed":
            assert Counter(digits[0]) == Counter(digits[1]) and digits[0] != digits[1]
        elif kind == "sign_flipped":
            assert whole_number(old) == -(whole_number(new) or 0)
        elif kind in ("neighbouring_cell", "prior_year", "note_number"):
            assert any(row.printed == new for row in report.rows)
        planted += 1
    assert planted >= 5


def _changed(before: list[Row], result: Spoilt) -> list[tuple[Row, Row]]:
    """Return the rows that differ; only their prints may, and the error records what stood and stands there."""
    changed = [(a, b) for a, b in zip(before, result.rows, strict=True) if a != b]
    assert changed and all(a._replace(printed=b.printed) == b for a, b in changed)
    said = {(cell.address, cell.true_printed, cell.printed) for cell in result.error.cells}
    assert said and said <= {(address_of(a), a.printed, b.printed) for a, b in changed}
    # what is changed and not wrong has another print of the same value
    for a, b in changed:
        same = (whole_number(a.printed) or 0) == (whole_number(b.printed) or 0)
        assert same or address_of(a) in result.error.wrong
    return changed


def _events(kind: str, sequences: list[Sequenced]) -> list[tuple[Report, Spoilt]]:
    reports = [source.reports[number % 3] for number, source in enumerate(sequences)]
    made = [(r, plant_event(random.Random(n), _page(r), kind)) for n, r in enumerate(reports)]
    assert all(spoilt is None or spoilt.error.kind == kind for _, spoilt in made)
    result = [(report, spoilt) for report, spoilt in made if spoilt is not None]
    assert len(result) >= 30
    return result


@pytest.mark.parametrize("kind", ["two_errors", "two_apart"])
def test_two_errors_are_two_slips(kind: str, sequences: list[Sequenced]) -> None:
    for report, spoilt in _events(kind, sequences):
        changed = _changed(report.rows, spoilt)
        assert len(changed) == len(spoilt.error.wrong) == 2
        assert {cell.kind for cell in spoilt.error.cells} <= set(CELL_KINDS)
        assert (changed[0][0].table_no == changed[1][0].table_no) == (kind == "two_errors")


def test_exchanged_cells_are_neighbours(sequences: list[Sequenced]) -> None:
    for report, spoilt in _events("cells_exchanged", sequences):
        (a, new_a), (b, new_b) = _changed(report.rows, spoilt)
        assert (new_a.printed, new_b.printed) == (b.printed, a.printed) and a.table_no == b.table_no
        assert (a.source_line == b.source_line) != (a.column_no == b.column_no)
        assert len(spoilt.error.wrong) == 2


@pytest.mark.parametrize(("kind", "place"), [("rows_exchanged", "source_line"), ("columns_exchanged", "column_no")])
def test_whole_rows_and_columns_are_exchanged(kind: str, place: str, sequences: list[Sequenced]) -> None:
    across = "column_no" if place == "source_line" else "source_line"
    for report, spoilt in _events(kind, sequences):
        changed = _changed(report.rows, spoilt)
        one, two = sorted({getattr(a, place) for a, _ in changed})
        old, new = ({(getattr(r, place), getattr(r, across), r.number_no): r.printed for r in rows
                     if r.table_no == spoilt.error.table_no and r.measure != "note_number"}
                    for rows in (report.rows, spoilt.rows))  # fmt: skip
        for at, beside, number in [key for key in old if key[0] == one]:
            if (two, beside, number) in old:
                assert new[at, beside, number] == old[two, beside, number]
                assert new[two, beside, number] == old[at, beside, number]
        assert len(spoilt.error.wrong) >= 4 and spoilt.error.wrong <= spoilt.error.beside


@pytest.mark.parametrize("kind", ["column_shifted", "column_turned", "column_unit"])
def test_a_whole_column_is_changed(kind: str, sequences: list[Sequenced]) -> None:
    for report, spoilt in _events(kind, sequences):
        changed = _changed(report.rows, spoilt)
        assert len({(a.table_no, a.column_no) for a, _ in changed}) == 1
        at = {address_of(r): n for n, r in enumerate(report.rows)}
        places = sorted(at[address] for address in spoilt.error.beside)
        old, new = ([rows[p].printed for p in places] for rows in (report.rows, spoilt.rows))
        if kind == "column_shifted":
            assert (new[0], new[1:]) == ("", old[:-1]) or (new[-1], new[:-1]) == ("", old[1:])
        for a, b in zip(old, new, strict=True):
            values = whole_number(a) or 0, whole_number(b) or 0
            if kind == "column_turned":
                assert values[0] == -values[1]
            elif kind == "column_unit":
                assert values[1] in (values[0] * 1000, int(values[0] / 1000 + (0.5 if values[0] > 0 else -0.5))) or (
                    abs(values[0] / 1000 - values[1]) <= 0.5
                )


@pytest.mark.parametrize(("kind", "by"), [("row_dropped", -1), ("row_doubled", 1)])
def test_a_row_goes_or_comes_without_a_gap(kind: str, by: int, sequences: list[Sequenced]) -> None:
    for report, spoilt in _events(kind, sequences):
        moved, error = spoilt.moved, spoilt.error
        assert moved is not None and moved.by == by
        row = [r for r in report.rows if (r.table_no, r.source_line) == (error.table_no, str(moved.line))]
        assert len(spoilt.rows) == len(report.rows) + by * len(row)
        keys = [address_of(r) for r in spoilt.rows]
        assert len(set(keys)) == len(keys)
        lines = [
            sorted({int(r.source_line) for r in rows if r.table_no == error.table_no})
            for rows in (report.rows, spoilt.rows)
        ]
        assert lines[1][0] == lines[0][0] and lines[1][-1] == lines[0][-1] + by
        assert [b - a for a, b in pairwise(lines[1])].count(1) == [b - a for a, b in pairwise(lines[0])].count(1) + by
        back = Counter(r._replace(source_line=moved.source(r.source_line)) for r in spoilt.rows)
        assert back == Counter([r for r in report.rows if r not in row] + row * (by + 1))
        assert error.wrong == {address_of(r) for r in row if whole_number(r.printed) and r.measure != "note_number"}
        empty = {cell.true_printed if by > 0 else cell.printed for cell in error.cells}
        said = {cell.printed if by > 0 else cell.true_printed for cell in error.cells}
        assert empty == {""} and said <= {r.printed for r in row}
        # the layout follows
        tree = list(moved.layout("table_rows", report.tree))
        assert {(r.table_no, r.source_line) for r in spoilt.rows if r.column_no} == {
            (row[1], row[2]) for row in tree
        }  # fmt: skip
        assert {row[4] for row in tree if row[4]} <= {row[2] for row in tree}
        for table in [t for t in moved.layout("tables", report.tables) if t[2] != "goals"]:
            mine = [int(r.source_line) for r in spoilt.rows if r.table_no == table[1]]
            assert int(str(table[3])) <= min(mine) and max(mine) == int(str(table[4]))


def test_a_stale_subtotal_no_longer_foots_and_compensating_errors_do(sequences: list[Sequenced]) -> None:
    def off(rows: list[Row], item: Sum, column: int) -> int:
        line = {r.source_line: whole_number(r.printed) or 0 for r in rows
                if (r.table_no, r.column_no, r.number_no) == (item.table_no, column, 1)}  # fmt: skip
        parts = sum(w * line.get(part, 0) for part, w in zip(item.lines, item.weights, strict=True))
        return line.get(item.total, 0) - parts

    for kind, wrong_cells in (("stale_subtotal", 1), ("compensating", 2)):
        for report, spoilt in _events(kind, sequences):
            assert len(_changed(report.rows, spoilt)) == len(spoilt.error.wrong) == wrong_cells
            lines = {address[1] for address in spoilt.error.wrong}
            column = next(iter(spoilt.error.wrong))[2]
            sums = [s for s in report.sums if s.table_no == spoilt.error.table_no]
            if kind == "compensating":
                both = [s for s in sums if lines <= set(s.lines)]
                assert both and all(off(report.rows, s, column) == off(spoilt.rows, s, column) for s in both)
            else:
                mine = [s for s in sums if {s.total} == lines]
                assert mine and all(off(report.rows, s, column) != off(spoilt.rows, s, column) for s in mine)


def test_every_number_can_be_spoilt_and_the_copy_is_seeded(sequences: list[Sequenced]) -> None:
    assert all(len(numbers(report.rows)) > 50 for source in sequences for report in source.reports)
    for events in ((), EVENTS):
        one, two = spoil(1, 9, sequences[0], events), spoil(1, 9, sequences[0], events)
        assert one.planted == two.planted and one.spoilt.rows == two.spoilt.rows
        assert (one.planted.error.kind in MIX) == (not events)


def test_copies_carry_their_layout(sequences: list[Sequenced], tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    for number in range(4):
        writer.add(sequences[number])
        copy = spoil(1, number, sequences[number], ("row_dropped", "row_doubled"))
        writer.add(copy.source, copy.suffix, copy.upto, copy.spoilt)
    relations = writer.close()
    assert set(relations) == set(LAYOUT)
    with duckdb.connect() as connection:
        assert connection.execute(
            f"""with lines as (select distinct document_id, table_no, source_line from {relations["line_items"]}
                where column_no > 0),
            rows as (from {relations["table_rows"]})
            select count(*), count(rows.source_line), count(lines.source_line),
                count(*) filter (where rows.document_id like '%\\_e%' escape '\\'),
                bool_and(rows.weight in (1, -1))
            from rows full join lines using (document_id, table_no, source_line)"""
        ).fetchall() == [(n := _count(connection, relations["table_rows"]), n, n, n - _originals(sequences[:4]), True)]
        orphans = connection.execute(
            f"""select count(*) from {relations["table_rows"]} as rows
            anti join {relations["table_rows"]} as parents
                on rows.document_id = parents.document_id and rows.table_no = parents.table_no
                and rows.parent_line = parents.source_line
            where rows.parent_line is not null"""
        ).fetchall()
        columns = connection.execute(
            f"select distinct weight from {relations['table_columns']} where parent_column is not null order by 1"
        ).fetchall()
    assert orphans == [(0,)] and columns == [(-1,), (1,)]


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    return int(connection.execute(f"select count(*) from {relation}").fetchall()[0][0])


def _originals(sequences: list[Sequenced]) -> int:
    return sum(len(report.tree) for source in sequences for report in source.reports)


def _project(folder: Path, tree: str) -> Path:
    """Return a folder with the seeds of the project and a tree for one of its tables."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "seeds/reference/table_rows.csv").unlink(missing_ok=True)
    if tree:
        (folder / "seeds/reference/table_rows.csv").write_text(tree, encoding="utf-8")
    (folder / "out").mkdir()
    return folder


def test_shipped_documents_get_a_slip_in_every_number_and_the_other_kinds_in_tables(tmp_path: Path) -> None:
    table = next(
        row for row in csv.DictReader((ROOT / "seeds/reference/tables.csv").open(encoding="utf-8"))
        if row["document_id"] == "samspelet_ar_2025" and row["statement"] == "note_income"
    )  # fmt: skip
    document, number = table["document_id"], table["table_no"]
    with (ROOT / f"seeds/line_items/{document}.csv").open(encoding="utf-8") as file:
        lines = list(dict.fromkeys(r["source_line"] for r in csv.DictReader(file) if r["table_no"] == number))
    tree = "document_id,table_no,source_line,role,parent_line,weight\n"
    tree += "".join(f"{document},{number},{line},detail,{lines[-1]},1\n" for line in lines[:-1])
    tree += f"{document},{number},{lines[-1]},total,,\n"
    root = _project(tmp_path, tree)
    relations, planted = write_real(root, root / "out", lambda page: plant_all(page, 1))
    kinds = Counter(item.error.kind for item in planted)
    assert sum(n for kind, n in kinds.items() if kind in SLIPS) > 1200
    assert set(kinds) == {*CELL_KINDS, *IN_TABLES} and sum(kinds[kind] for kind in IN_TABLES) < 600
    with_sums = {(item.error.document_id, item.error.table_no) for item in planted
                 if item.error.kind in ("stale_subtotal", "compensating")}  # fmt: skip
    assert with_sums == {(document, int(number))}
    assert len({item.suffix for item in planted}) == len(planted)
    dropped = [i for i in planted if (i.error.kind, i.error.document_id) == ("row_dropped", document)]
    with duckdb.connect() as connection:
        counts = dict(
            connection.execute(f"select document_id, count(*) from {relations['table_rows']} group by 1").fetchall()
        )
        assert counts[document] == len(lines)
        for item in dropped:
            expected = len(lines) - (item.error.table_no == int(number))
            assert counts[document + item.suffix] == expected


def test_a_project_without_trees_of_rows_is_measured_too(tmp_path: Path) -> None:
    root = _project(tmp_path, "")
    relations, planted = write_real(root, root / "out", lambda page: plant_all(page, 1))
    kinds = {item.error.kind for item in planted}
    assert {"row_dropped", "row_doubled"} <= kinds and not {"stale_subtotal", "compensating"} & kinds
    with duckdb.connect() as connection:
        assert _count(connection, relations["table_rows"]) == 0


A, B, C = ("a_ar_2025", "12", 1, 1), ("a_ar_2025", "13", 1, 1), ("a_ar_2025", "14", 1, 1)


def _cell(address: Address, true: str = "100", printed: str = "900", kind: str = "digit_replaced") -> Wrong:
    return Wrong(address, f"a_ar_2025/note_costs/x{address[1]}/m{address[2]}/actual/2025", true, printed, kind)


def _planted(*cells: Wrong, kind: str = "digit_replaced", beside: tuple[Address, ...] = (),
             moved: Moved | None = None) -> Planted:  # fmt: skip
    error = Error(kind, 3, "note_costs", cells or (_cell(A),), frozenset(beside))
    return Planted("_e00000", "a", 2025, error, moved)


def _found(*named: Address, suggested: str | None = "100", cause: str = "digit_replaced",
           candidates: tuple[Address, ...] = (), key: str = "a_ar_2025_e00000/note_costs/x/actual/2025",
           values: dict[Address, str] | None = None) -> Found:  # fmt: skip
    def copied(address: Address) -> Address:
        return (address[0] + "_e00000", *address[1:])

    amount = None if suggested is None else Decimal(suggested)
    said = {copied(a): amount for a in named} if values is None else {copied(a): Decimal(v) for a, v in values.items()}
    cells, others = tuple(map(copied, named)), tuple(map(copied, candidates))
    return Found(key, "a_e00000", "a_ar_2025_e00000", cause, "likely", Decimal(900), amount, 3, cells, others, said)


def _scored(planted: Planted, *findings: Found, relations: int = 2,
            before: dict[Address, Decimal | None] | None = None) -> set[str]:  # fmt: skip
    """Return the columns that an error counts in."""
    result = Score()
    amounts = {cell.address: decimal_number(cell.true_printed) for cell in planted.error.cells}
    facts = {
        at: Fact(abs(amount[0]) if amount else Decimal(0), Decimal("0.5"), relations, Decimal(2))
        for at, amount in amounts.items()
    }
    judge(result, planted, facts, list(findings), before or {})
    (tally,) = result.tallies.values()
    assert (tally.errors, tally.findings) == (1, len(findings))
    return {name for name in RATES if getattr(tally, name)}


ALL = {"detected", "right_cell", "among_three", "exact", "value_right", "cause_right"}


def test_a_slip_counts_where_it_is_named() -> None:
    assert _scored(_planted(), _found(A)) == ALL
    assert _scored(_planted()) == set()
    assert _scored(_planted(), _found(B)) == {"detected"}
    assert _scored(_planted(), _found(B, candidates=(B, C, A))) == {"detected", "among_three"}
    assert _scored(_planted(), _found(B, candidates=(C, ("a_ar_2025", "15", 1, 1), A))) == {"detected"}
    assert _scored(_planted(), _found(A), _found(B)) == ALL - {"exact"}
    assert _scored(_planted(), _found(A), _found(key="a_ar_2025_e00000/section/balance_sheet")) == ALL - {"exact"}


def test_a_value_is_right_within_rounding_of_its_print() -> None:
    wrong_value = ALL - {"value_right"}
    assert _scored(_planted(), _found(A, suggested="100.5")) == ALL
    assert _scored(_planted(), _found(A, suggested="101")) == wrong_value
    assert _scored(_planted(), _found(A, suggested="-100")) == wrong_value
    assert _scored(_planted(), _found(A, suggested=None)) == wrong_value
    # a published error is as true as what the original's own finding suggests
    assert _scored(_planted(), _found(A, suggested="777"), before={A: Decimal(777)}) == ALL
    assert _scored(_planted(), _found(A, suggested="777"), before={B: Decimal(777)}) == wrong_value


def test_a_cause_is_right_by_what_a_reader_accepts() -> None:
    assert _scored(_planted(), _found(A, cause="unknown")) == ALL - {"cause_right"}
    taken = _planted(_cell(A, kind="neighbouring_cell"), kind="neighbouring_cell")
    assert _scored(taken, _found(A, cause="other_column")) == ALL
    both = _planted(_cell(A), _cell(B, kind="sign_flipped"), kind="two_errors")
    assert _scored(both, _found(A), _found(B, cause="sign_flipped")) == ALL
    assert _scored(both, _found(A), _found(B)) == ALL - {"cause_right"}


def test_of_several_wrong_cells_all_are_wanted() -> None:
    both = _planted(_cell(A), _cell(B, "50", "80"), kind="two_errors")
    assert _scored(both, _found(A), _found(B, suggested="50")) == ALL
    assert _scored(both, _found(A)) == {"detected", "right_cell", "among_three", "cause_right"}
    assert _scored(both, _found(A), _found(B, suggested="60")) == ALL - {"value_right"}


def test_one_finding_may_name_a_whole_column() -> None:
    column = _planted(_cell(A, kind="column_turned"), _cell(B, "50", "-50", "column_turned"), kind="column_turned",
                      beside=(A, B, C))  # fmt: skip
    whole = _found(A, B, C, suggested=None, cause="sign_convention", key="a_ar_2025_e00000/note_costs/column/t3c1/x",
                   values={A: "100", B: "50", C: "0"})  # fmt: skip
    assert _scored(column, whole) == ALL
    assert _scored(column, _found(A, cause="sign_flipped"), _found(B, suggested="50")) == ALL
    # without corrected numbers the amounts that the database holds count, in the signs of the marts
    unit = replace(whole, is_signed=False)
    assert _scored(column, unit) == ALL
    turned: dict[Address, Decimal | None] = {address: -(value or Decimal(0)) for address, value in unit.values.items()}
    assert _scored(column, replace(unit, values=turned)) == ALL - {"value_right"}
    more = (*A[:2], 2, 1)
    assert _scored(column, whole, _found(more)) == ALL - {"exact"}


def test_a_dropped_row_is_named_by_what_says_that_it_is_missing() -> None:
    cells = (_cell(A, "100", "", "row_dropped"), _cell((*A[:2], 2, 1), "60", "", "row_dropped"))
    dropped = _planted(*cells, kind="row_dropped", beside=tuple(c.address for c in cells), moved=Moved(12, -1))
    row = _found(suggested=None, cause="row_not_printed", key="a_ar_2025_e00000/note_costs/row/t3r14/2025")
    assert _scored(dropped, row) == ALL - {"value_right"}
    # the total that fails, told as a row that is missing
    assert _scored(dropped, _found(B, cause="row_not_printed")) == ALL - {"value_right"}
    assert _scored(dropped, _found(B)) == {"detected"}
    quantities = [
        replace(_found(suggested=amount, cause="missing_number"), key=cell.quantity.replace("2025/", "2025_e00000/", 1))
        for cell, amount in zip(cells, ("100", "60"), strict=True)
    ]
    assert _scored(dropped, *quantities) == ALL
    assert _scored(dropped, quantities[0]) == {"detected", "right_cell", "among_three", "cause_right"}


def test_a_doubled_row_is_named_by_either_print() -> None:
    doubled = _planted(_cell(A, "", "100", "row_doubled"), kind="row_doubled", beside=(A,), moved=Moved(12, 1))
    for line in ("12", "13"):
        named = _found(("a_ar_2025", line, 1, 1), suggested=None, cause="printed_twice")
        assert _scored(doubled, named) == ALL
    row = _found(("a_ar_2025", "13", 1, 1), cause="printed_twice", key="a_ar_2025_e00000/note_costs/row/t3r13/2025")
    assert _scored(doubled, row) == ALL
    assert _scored(doubled, _found(("a_ar_2025", "14", 1, 1))) == {"detected"}
    # what is below has moved
    assert doubled.source(("a_ar_2025_e00000", "14", 1, 1)) == B
    assert doubled.source(("b_ar_2025_e00000", "14", 1, 1)) == ("b_ar_2025", "14", 1, 1)


def test_a_known_finding_that_moved_with_its_row_is_not_new() -> None:
    moved = _planted(moved=Moved(12, -1))
    known = Found("a_ar_2025/note_costs/x~3/actual/2025", "a", "a_ar_2025", "unknown", "", Decimal(1), None, 3, (B,))
    copied = Found("a_ar_2025_e00000/note_costs/x~2/actual/2025", "a_e00000", "a_ar_2025_e00000", "unknown", "",
                   Decimal(1), None, 3, (("a_ar_2025_e00000", "12", 1, 1),))  # fmt: skip
    cells = tuple(map(moved.source, copied.cells))
    assert identity(copied, cells, moved.suffix) == identity(known, known.cells, "")
    assert identity(replace(copied, suggested=Decimal(2)), cells, moved.suffix) != identity(known, known.cells, "")
    assert suffix_of("a_e00000", {"_e00000"}) == "_e00000" and suffix_of("a_e1", {"_e00000"}) == ""


def test_sizes_bands_and_reaches() -> None:
    assert [band_of(Decimal(n), Decimal(2)) for n in (2, 3, 21)] == list(BANDS)
    assert size_of(_cell(A, "100", "900"), Decimal(500)) == 800_000
    assert size_of(_cell(A, "80,7 %", "70,7 %"), Decimal("0.05")) == 10
    assert size_of(_cell(A, "", "100"), Decimal("0.5")) == 100
    facts = {A: Fact(Decimal(100), Decimal("0.5"), 3, Decimal(2)), B: Fact(Decimal(100), Decimal("0.5"), 1, None)}
    assert band_and_reach(_planted(_cell(A, printed="101")), facts) == (BANDS[0], REACHES[2])
    assert band_and_reach(_planted(_cell(A, printed="101"), _cell(B)), facts) == (BANDS[2], REACHES[1])
    assert band_and_reach(_planted(_cell(B, printed="103")), {B: replace(facts[B], relation_count=0)})[1] == REACHES[0]


def test_totals_count_every_error_once() -> None:
    result = Score()
    result.tallies["digit_replaced", BANDS[0], REACHES[2]] = Tally(errors=5, detected=1, findings=1)
    result.tallies["digit_replaced", BANDS[2], REACHES[1]] = Tally(errors=4, detected=2, right_cell=1, findings=3)
    result.tallies["sign_flipped", BANDS[1], REACHES[0]] = Tally(errors=2)
    result.tallies["column_turned", BANDS[2], REACHES[2]] = Tally(errors=3, detected=3, exact=3, findings=3)
    lines = {(line.name, line.band, line.of): line for line in totals(result)}
    outside = "outside rounding"
    assert lines["all", outside, "errors"].tally == Tally(errors=9, detected=5, right_cell=1, exact=3, findings=6)
    assert lines["slips of one cell", outside, "errors"].tally.errors == 6
    detected = lines["slips of one cell, of the detected", outside, "detected"]
    assert shares(detected.tally, detected.of)["right_cell"] == 0.5
    assert shares(detected.tally)["right_cell"] == round(1 / 6, 4)
    assert shares(detected.tally)["findings_per_error"] == 1.5
    for name in ("all", "slips of one cell"):
        parts = [lines[f"{name}, {reach}", outside, "errors"].tally.errors for reach in REACHES]
        assert sum(parts) == lines[name, outside, "errors"].tally.errors
    assert lines["all", BANDS[0], "errors"].tally.errors == 5
    assert sum(line.tally.errors for line in by_kind(result)) == 14
    assert shares(Tally())["exact"] is None


@pytest.fixture
def small_database(tmp_path: Path) -> Path:
    """Return a database with two findings of a copy: one of a cell, one of a column."""
    path = tmp_path / "small.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            """create table marts.printed_numbers as select * from (values
            ('d', 2025, 3, '12', 1, 1, 'd/x', 100.0, 0.5), ('d', 2025, 3, '12', 2, 1, 'd/y', 60.0, 0.5),
            ('d', 2025, 3, '13', 1, 1, 'd/z', 7.0, 0.5), ('d', 2025, 4, '20', 1, 1, 'd/w', 1.0, null))
            as t (document_id, document_year, table_no, source_line, column_no, number_no, cell, amount, half_width)"""
        )
        connection.execute(
            """create table marts.findings as select * from (values
            ('d/x', 'a', 'd', 'scale', 'likely', 100.0, 10.0, 'error', 3, '12', 1, 1),
            ('d/s/column/t3c1/actual/2025', 'a', 'd', 'sign_convention', 'likely', null, null, 'error', 3, '12', null,
                null),
            ('d/w', 'a', 'd', 'unknown', 'unknown', 1.0, 1.0, 'info', 4, '20', 1, 1))
            as t (finding_key, association_id, document_id, cause, certainty, printed_amount, suggested_amount,
                severity, table_no, source_line, column_no, number_no)"""
        )
        connection.execute(
            """create table marts.finding_candidates as select * from (values
            ('d/x', 1, 'd', '12', 1, 1), ('d/x', 3, 'd', '12', 2, 1), ('d/x', 2, 'd', '13', 1, 1))
            as t (finding_key, rank_no, document_id, source_line, column_no, number_no)"""
        )
        connection.execute(
            "create table marts.corrected_numbers (finding_key varchar, document_id varchar, source_line varchar, "
            "column_no integer, number_no integer, corrected_amount decimal(18, 2))"
        )
        connection.execute(
            """create table marts.relation_terms as select * from (values
            ('r1', 'd', '12', 1, 1), ('r2', 'd', '12', 1, 1), ('r3', 'd', '12', 1, 1), ('r3', 'd', '13', 1, 1))
            as t (relation_id, document_id, source_line, column_no, number_no)"""
        )
        connection.execute(
            """create table marts.check_results as select * from (values
            ('r1', 'd', 'exact', 2.0, 'A'), ('r2', 'd', 'deviation', 3.0, 'A'), ('r3', 'd', 'not_evaluated', 1.0, 'A'))
            as t (relation_id, document_id, state, rounding_bound, rule_id)"""
        )
        connection.execute("create table marts.rules as select 'A' as rule_id, 'tie' as kind")
        connection.execute(
            """create table marts.coverage_ledger as select * from (values
            ('d', '12', 1, 1, true), ('d', '13', 1, 1, false))
            as t (document_id, source_line, column_no, number_no, is_covered)"""
        )
    return path


def test_what_is_read_of_a_database(small_database: Path) -> None:
    x, y, z = ("d", "12", 1, 1), ("d", "12", 2, 1), ("d", "13", 1, 1)
    with Database(small_database) as database:
        column, cell = database.findings()
        facts = database.facts([(x, 2025), (z, 2025), (("d", "20", 1, 1), 2025), (x, 2024), (("d", "99", 1, 1), 2025)])
    assert (cell.cells, cell.candidates, cell.values) == ((x,), (x, z, y), {x: Decimal(10)})
    assert (column.cells, column.table_no, column.is_signed) == ((x, z), 3, False)
    assert column.values == {x: Decimal(100), z: Decimal(7)}
    assert facts == {
        (x, 2025): Fact(Decimal(100), Decimal("0.5"), 2, Decimal(2), 1, True),
        (z, 2025): Fact(Decimal(7), Decimal("0.5"), 0, None),
        (("d", "20", 1, 1), 2025): Fact(Decimal(1), Decimal(0), 0, None),
        (x, 2024): Fact(Decimal(100), Decimal("0.5"), 0, None, is_covered=True),
    }


@pytest.mark.parametrize(
    ("kind", "reach", "is_covered", "is_tied", "is_told"),
    [
        (CELL, REACHES[2], True, False, True),
        # a limit implies nothing
        (CELL, REACHES[1], False, False, False),
        # what only a later report repeats is not known when this one is read
        (ROW, REACHES[0], True, True, False),
        (TOTAL, REACHES[2], True, False, False),
        (TOTAL, REACHES[0], False, True, True),
    ],
)
def test_what_another_print_implies(kind: str, reach: str, is_covered: bool, is_tied: bool, is_told: bool) -> None:
    case = {"kind": kind, "reach": reach, "is_covered": is_covered, "is_tied": is_tied}
    assert is_implied(case) is is_told


def test_corrected_numbers_tell_the_values_of_a_place(small_database: Path) -> None:
    with duckdb.connect(str(small_database)) as connection:
        connection.execute(
            """insert into marts.corrected_numbers values
            ('d/s/column/t3c1/actual/2025', 'd', '12', 1, 1, -100.0),
            ('d/s/column/t3c1/actual/2025', 'd', '13', 1, 1, -7.0), (null, 'd', '12', 2, 1, 60.0)"""
        )
    with Database(small_database) as database:
        column = database.findings()[0]
    assert column.is_signed and column.values == {("d", "12", 1, 1): Decimal(-100), ("d", "13", 1, 1): Decimal(-7)}


@pytest.mark.parametrize(
    ("printed", "value", "step"),
    [("1 234", "1234", "1"), ("−80,7 %", "-80.7", "0.1"), ("(12,50)", "12.50", "0.01"), ("-4 118", "-4118", "1")],
)
def test_a_print_is_a_number_with_a_last_digit(printed: str, value: str, step: str) -> None:
    assert decimal_number(printed) == (Decimal(value), Decimal(step))
    assert decimal_number("–") is None


def test_too_few_reports_are_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["measure", "--reports", "1"]) == 2
    assert "--reports" in capsys.readouterr().err


def test_explained_differences_are_what_they_say(sequences: list[Sequenced], tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    by_kind: dict[str, list[Difference]] = defaultdict(list)
    for item in write(writer, sequences, 15, 1):
        by_kind[item.kind].append(item)
    writer.close()
    assert {kind: len(items) for kind, items in by_kind.items()} == dict.fromkeys(CAUSES, 5)
    rows = {
        (r.document_id, r.source_line, r.column_no): r for s in sequences for report in s.reports for r in report.rows
    }
    for kind, items in by_kind.items():
        for item in items:
            code, suffix = item.association_id.split("_")
            touched = [
                rows[document.removesuffix(f"_{suffix}"), line, column] for document, line, column in item.places
            ]
            if kind == "scope_differs":
                assert {row.statement for row in touched} == {"multi_year_overview"}
            elif kind == "restated":
                assert {row.document_id for row in touched} == {f"{code}_ar_2025"}
                assert {row.period for row in touched} == {"2024"}
            else:
                assert not touched and item.table_key.startswith(f"{code}_ar_2025_{suffix}/")


@pytest.mark.slow
def test_a_small_measurement_from_end_to_end(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert main(["measure", "--reports", "60", "--seed", "5"]) == 0
    outcome = json.loads((project / "build/measure/generated/measure.json").read_text(encoding="utf-8"))
    told = {(line["name"], line["band"]): line for line in outcome["totals"]}
    slips = told["slips of one cell", "outside rounding"]
    assert slips["counts"]["errors"] >= 45
    assert slips["rates"]["detected"] >= 0.9 and slips["rates"]["right_cell"] >= 0.8
    assert {kind for line in outcome["results"] if (kind := line["kind"]) in EVENTS} == set(EVENTS)
    assert outcome["clean"]["face_numbers_in_relation"] >= 0.95
    assert outcome["clean"]["reports_with_findings"] == 0
    for kind, met in outcome["explained_differences"].items():
        assert met["copies"] >= 1 and met["named"] == met["copies"], kind
    assert (project / "build/measure/generated/measure.svg").read_text(encoding="utf-8").startswith("<?xml")
