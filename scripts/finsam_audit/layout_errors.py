"""What a person may have written wrong of the tables' trees: table_rows.csv, and the tree of table_columns.csv."""

from collections.abc import Iterator
from pathlib import Path

from finsam_audit.project.csv_files import read_csv
from finsam_audit.reference_errors import Reference

ROW_COLUMNS = ("document_id", "table_no", "source_line", "role", "parent_line", "weight")
OPTIONAL_ROW_COLUMNS = ("indent", "emphasis")
ROLES = ("detail", "subtotal", "total", "of_which", "memo")
WEIGHTS = ("1", "-1")
Key = tuple[str, str, str]


def circles(parents: dict[Key, Key]) -> list[Key]:
    """Return the members that come back to themselves when one follows what each adds into."""
    found = []
    for start in parents:
        at, steps = parents.get(start), 0
        while at is not None and at != start and steps < len(parents):
            at, steps = parents.get(at), steps + 1
        if at == start and parents[start] != start:
            found.append(start)
    return found


def row_errors(root: Path, reference: Reference) -> Iterator[str]:
    """Yield what is wrong in seeds/reference/table_rows.csv, a line each: file, row, column, what, what to do.

    Args:
        root: the project.
        reference: the other reference seeds; what the rows name and they lack is noted there.

    Raises:
        UserError: the file cannot be read.

    """
    shown = "seeds/reference/table_rows.csv"
    file = read_csv(root / shown, shown)
    if head := file.head_errors(ROW_COLUMNS, OPTIONAL_ROW_COLUMNS):
        yield from head
        return
    rows = file.records()
    places: dict[Key, int] = {}
    parents: dict[Key, Key] = {}
    for number, row in rows:
        places.setdefault((row["document_id"], row["table_no"], row["source_line"]), number)
    for number, row in rows:
        table = (row["document_id"], row["table_no"])
        own: Key = (*table, row["source_line"])
        above: Key = (*table, row["parent_line"])
        has_parent = row["parent_line"] != ""
        wrong = [
            (row["source_line"] == "", "source_line", "is empty; write the line of the source"),
            (row["role"] not in ROLES, "role", f"is no role; known are {', '.join(ROLES)}"),
            (row["weight"] not in WEIGHTS, "weight", "is no weight; write 1, or -1 for a row that is subtracted"),
            (has_parent and above == own, "parent_line", "is the row itself; name the row that it adds into"),
            (
                has_parent and above not in places,
                "parent_line",
                "is no row of the table here; name the row that it adds into, or nothing",
            ),
            (
                has_parent and row["role"] in ("total", "memo"),
                "parent_line",
                f"stands with role {row['role']}, which adds into none; leave it empty or write another role",
            ),
            (
                not has_parent and row["role"] == "of_which",
                "parent_line",
                "is empty with role of_which; name the row that it is part of",
            ),
        ]
        for is_wrong, column, hint in wrong:
            if is_wrong:
                yield f"{shown}:{number}: column {column}: {row[column]!r} {hint}"
                break
        reference.note_table(*table, shown, number)
        if places[own] != number:
            yield (f"{shown}:{number}: line {own[2]} of table {own[1]} stands in row {places[own]} already; remove one")
        elif has_parent and above != own:
            parents[own] = above
    for key in circles(parents):
        yield f"{shown}:{places[key]}: column parent_line: the row adds into itself by way of others; break the circle"


def column_errors(root: Path) -> Iterator[str]:
    """Yield what is wrong of the tree in seeds/reference/table_columns.csv, whose columns may be left out.

    Args:
        root: the project.

    Raises:
        UserError: the file cannot be read.

    """
    shown = "seeds/reference/table_columns.csv"
    rows = read_csv(root / shown, shown).records(("document_id", "table_no", "column_no"))
    places = {(row["document_id"], row["table_no"], row["column_no"]): number for number, row in rows}
    parents: dict[Key, Key] = {}
    for number, row in rows:
        table = (row["document_id"], row["table_no"])
        own: Key = (*table, row["column_no"])
        for column, what in (("parent_column", "adds into"), ("base_column", "is a share of")):
            other = row.get(column, "")
            if other == "":
                continue
            if (*table, other) not in places:
                yield (
                    f"{shown}:{number}: column {column}: {other!r} is no column of the table here; name the one that it"
                    f" {what}, or nothing"
                )
            elif other == row["column_no"]:
                yield f"{shown}:{number}: column {column}: {other!r} is the column itself; name the one that it {what}"
            elif column == "parent_column":
                parents[own] = (*table, other)
        weight, has_parent = row.get("weight", ""), row.get("parent_column", "") != ""
        if has_parent and weight not in WEIGHTS:
            yield (
                f"{shown}:{number}: column weight: {weight!r} is no weight; write 1, or -1 for a column that is"
                " subtracted"
            )
        elif weight and not has_parent:
            yield f"{shown}:{number}: column weight: {weight!r} stands without parent_column; write both, or none"
    for key in circles(parents):
        yield (
            f"{shown}:{places[key]}: column parent_column: the column adds into itself by way of others; break the"
            " circle"
        )
