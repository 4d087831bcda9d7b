"""A sum by code says nothing where the table adds up otherwise, and takes nothing twice."""

from pathlib import Path

import duckdb
import pytest
from agreement import disagreements
from association import LATEST, ROOT
from finsam_audit.expectations.suites import read_suites
from finsam_audit.project.csv_files import Row
from finsam_audit.rules.fixture import Change, Copy, association_rows, build

pytestmark = pytest.mark.slow

ROWS = association_rows(ROOT)


def coded(address: str, line_item: str) -> Change:
    """Return the change of the code at an address of the latest report."""
    return Change("line_items", LATEST, address, "line_item", line_item)


def cell(like: str, **new: str) -> tuple[str, Row]:
    """Return a cell beside one at an address of the latest report, which it equals but for what is new."""
    (row,) = (
        row
        for row in ROWS["line_items"]
        if row["document_id"] == LATEST and f"{row['source_line']}/{row['column_no']}" == like
    )
    return "line_items", {**row, **new}


def column(like: str, **new: str) -> tuple[str, Row]:
    """Return a column beside one of the latest report, which it equals but for what is new."""
    (row,) = (
        row
        for row in ROWS["table_columns"]
        if row["document_id"] == LATEST and f"{row['table_no']}/{row['column_no']}" == like
    )
    return "table_columns", {**row, **new}


HALVES = {"181": ("100 000", "10 000"), "182": ("30 000", "10 000"), "183": ("130 000", "20 000")}
COPIES = [
    # a subtotal that no code tells from the rows that it adds up
    Copy("__subtotal", (coded("166/1/1", "contribution"), coded("166/2/1", "contribution"))),
    Copy("__otherwise", (coded("181/1/1", "subtotal"), coded("181/2/1", "subtotal"))),
    Copy("__one_column", (coded("181/1/1", "subtotal"),)),
    Copy(
        "__halves",
        (),
        (
            *(
                cell(f"{line}/1", column_no=str(3 + half), printed=printed)
                for line, prints in HALVES.items()
                for half, printed in enumerate(prints)
            ),
            column("18/1", column_no="3", parent_column="1", weight="1"),
            column("18/1", column_no="4", parent_column="1", weight="1"),
        ),
    ),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of the copies whose notes are built in other ways."""
    return build(ROOT, tmp_path_factory.mktemp("bounded"), COPIES)


def states(database: Path, copy: str, rule: str, line: str) -> list[tuple[str, str | None]]:
    """Return state and reason of a rule at a line of a copy of the latest report, by column."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            "select state, reason from marts.check_results where document_id = ? and rule_id = ? and source_line = ?"
            " order by relation_id",
            [f"{LATEST}__{copy}", rule, line],
        ).fetchall()


def test_a_subtotal_is_not_counted_beside_its_rows(tables: Path) -> None:
    assert states(tables, "subtotal", "NT-001", "168") == [("exact", None), ("exact", None)]
    assert ("deviation", None) not in states(tables, "subtotal", "FO-013", "168")


def test_a_year_is_not_counted_beside_its_halves(tables: Path) -> None:
    whole, last_year, *halves = states(tables, "halves", "NT-001", "183")
    assert [whole, last_year] == [("exact", None), ("exact", None)]
    assert halves == [("not_evaluated", "adds_otherwise")] * 2


def test_a_total_that_the_table_adds_up_from_other_rows_is_not_accused(tables: Path) -> None:
    assert states(tables, "otherwise", "TB-001", "183") == [("exact", None), ("exact", None)]
    assert states(tables, "otherwise", "NT-001", "183") == [("not_evaluated", "adds_otherwise")] * 2


def test_a_sum_by_code_that_another_column_bears_out_still_speaks(tables: Path) -> None:
    assert states(tables, "one_column", "NT-001", "183") == [("deviation", None), ("exact", None)]


def test_another_column_of_a_row_is_no_second_print(tables: Path) -> None:
    assert [states(tables, "halves", "STR-030", line) for line in HALVES] == [[], [], []]


def test_both_evaluators_agree(tables: Path) -> None:
    wanted = ("sums_notes", "tables", "ties_between_statements", "sums_operating_account", "sums_income_statement")
    lines, compared = disagreements(tables, [s for s in read_suites(ROOT / "expectations") if s.name in wanted])
    assert lines == []
    assert compared > 0
