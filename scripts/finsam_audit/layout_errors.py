"""What a person may have written wrong of the tables' trees: table_rows.csv, and the tree of table_columns.csv."""

import csv
from collections.abc import Iterator
from pathlib import Path

from finsam_audit.errors import UserError

ROW_COLUMNS = ("document_id", "table_no", "source_line", "role", "parent_line", "weight")
OPTIONAL_ROW_COLUMNS = ("indent", "emphasis")
ROLES = ("detail", "subtotal", "total", "of_which", "memo")
WEIGHTS = ("1", "-1")
Row = dict[str, str]
Key = tuple[str, str, str]


def numbered(path: Path, shown: str) -> tuple[list[str], list[tuple[int, Row]]]:
    """Return the head of a CSV and its rows, each with the number of the line where it ends.

    Raises:
        UserError: it is not there, is no UTF-8 text, or its quotes do not close.

    """
    if not path.is_file():
        raise UserError(f"{shown} is not there")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True, restval="")
            rows = [(reader.line_num, {k: v for k, v in row.items() if k is not None}) for row in reader]
            return list(reader.fieldnames or []), rows
    except UnicodeDecodeError as error:
        raise UserError(f"{shown}: byte {error.start + 1} is no UTF-8; save the file as UTF-8") from error
    except csv.Error as error:
        raise UserError(f"{shown}: {error}; look for a quotation mark that is not closed") from error


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


def row_errors(root: Path, tables: set[tuple[str, ...]]) -> Iterator[str]:
    """Yield what is wrong in seeds/reference/table_rows.csv, a line each: file, row, column, what, what to do.

    Args:
        root: the project.
        tables: document and number of every table.

    Raises:
        UserError: the file cannot be read.

    """
    shown = "seeds/reference/table_rows.csv"
    head, rows = numbered(root / shown, shown)
    unknown = [column for column in head if column not in (*ROW_COLUMNS, *OPTIONAL_ROW_COLUMNS)]
    missing = [column for column in ROW_COLUMNS if column not in head]
    if missing or unknown:
        said = [f"{', '.join(missing)} missing"] if missing else []
        said += [f"{', '.join(unknown)} unknown"] if unknown else []
        yield f"{shown}:1: columns: {'; '.join(said)}; the first row must be {','.join(ROW_COLUMNS)}"
        return
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
            (table not in tables, "table_no", "is no table of the document in seeds/reference/tables.csv"),
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
    _, rows = numbered(root / shown, shown)
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
