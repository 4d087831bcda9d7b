"""Tables whose rows are years, or outcome and budget: read with rows and columns changed, written as printed."""

from finsam_audit.mapping.columns import YEAR, year_in
from finsam_audit.mapping.report import Number, Row, Table
from finsam_audit.mapping.words import constant, first, said, without


def is_turned(bare: Table) -> bool:
    """Tell whether rows are what columns are elsewhere, years most often, and the columns are lines: they say none."""
    labels = [said(row.label) for row in bare.rows]
    if len(bare.columns) < constant("turned_lines") or any(year_in(heading) for heading in bare.columns.values()):
        return False
    if len(labels) < constant("turned_years"):
        return False
    if not all(YEAR.search(label) for label in labels):
        return _are_columns(labels) and not any(_says_column(said(heading)) for heading in bare.columns.values())
    plain = {year_in(label) for label in labels if not _beside_year(label)}
    # what else such a row says is what its numbers are: a share, a budget
    others = [_beside_year(label) for label in labels if _beside_year(label)]
    return len(plain) >= constant("turned_years") and all(
        first("kinds", label, "kind") or first("columns", label, "role") for label in others
    )


def _are_columns(labels: list[str]) -> bool:
    """Tell whether rows say what columns say elsewhere: outcome beside budget, women beside men and another year."""
    told = {(first("columns", label, "role"), year_in(label)) for label in labels} - {(None, None)}
    return len(told) >= constant("turned_years") and all(_says_column(label) for label in labels)


def _says_column(text: str) -> bool:
    """Tell whether a text says a role, a side, a kind or a year."""
    return bool(
        year_in(text) or first("columns", text, "role") or first("sides", text, "side") or first("kinds", text, "kind")
    )


def _beside_year(label: str) -> str:
    return without("year", YEAR.sub("", label)).strip(" ,:.")


def turned(bare: Table) -> Table:
    """Return a table with its columns as rows; each number keeps where it is printed."""
    line = bare.rows[0].source_line
    rows = tuple(
        Row(
            line,
            heading,
            tuple(
                Number(line, n, number.number_no, number.printed, (row.source_line, column_no))
                for n, row in enumerate(bare.rows, 1)
                for number in row.numbers
                if number.column_no == column_no
            ),
            remark=bare.remarks.get(column_no, ""),
        )
        for column_no, heading in sorted(bare.columns.items())
    )
    columns = {n: row.label for n, row in enumerate(bare.rows, 1)}
    return Table(bare.table_no, bare.heading, bare.unit_text, columns, rows)
