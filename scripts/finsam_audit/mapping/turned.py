"""Tables whose rows are years: read with rows and columns changed, written as they are printed."""

from finsam_audit.mapping.columns import YEAR, year_in
from finsam_audit.mapping.report import Number, Row, Table
from finsam_audit.mapping.words import constant, first, patterns, said


def is_turned(bare: Table) -> bool:
    """Tell whether the rows of a table are years and its columns are lines: no column prints a year, every row does."""
    labels = [said(row.label) for row in bare.rows]
    if len(bare.columns) < constant("turned_lines") or any(year_in(heading) for heading in bare.columns.values()):
        return False
    if len(labels) < constant("turned_years") or not all(YEAR.search(label) for label in labels):
        return False
    plain = {year_in(label) for label in labels if not _beside_year(label)}
    # what else such a row says is what its numbers are: a share, a budget
    others = [_beside_year(label) for label in labels if _beside_year(label)]
    return len(plain) >= constant("turned_years") and all(
        first("kinds", label, "kind") or first("columns", label, "role") for label in others
    )


def _beside_year(label: str) -> str:
    text = YEAR.sub("", label)
    for word in patterns("name_words"):
        if word["kind"] == "year":
            text = word.pattern.sub("", text)
    return text.strip(" ,:.")


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
        )
        for column_no, heading in sorted(bare.columns.items())
    )
    columns = {n: row.label for n, row in enumerate(bare.rows, 1)}
    return Table(bare.table_no, bare.heading, bare.unit_text, columns, rows)
