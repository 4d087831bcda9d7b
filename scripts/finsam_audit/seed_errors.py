"""What a person may have written wrong in a seed of a report: one line each, with file, row and column."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import yaml

from finsam_audit.errors import UserError
from finsam_audit.layout_errors import column_errors, row_errors

COLUMNS = (
    "document_id", "source_line", "column_no", "number_no", "table_no", "statement", "label", "line_item", "member",
    "measure", "period", "printed", "unit",
)  # fmt: skip
MEASURES = frozenset(
    "actual income cost net budget income_budget cost_budget net_budget deviation income_deviation cost_deviation"
    " net_deviation target share ratio count date verdict note_number".split()
)
UNITS = frozenset(["", "kr", "tkr", "mkr", "percent", "count", "date", "text"])
PERIOD = re.compile(r"[0-9]{4}(-[0-9]{4})?")
WHOLE = re.compile(r"[0-9]+")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NO_NUMBER = re.compile(r"[\s\u2007\u2212\u2013\u2014-]*")
LETTER_INSIDE = re.compile(r"[0-9][^\W0-9_]+[0-9]")
MOST = 20
Row = dict[str, str]
Check = tuple[str, Callable[[Row], bool], str]


def read_rows(path: Path, shown: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV with the number of the line where each ends.

    Raises:
        UserError: it is no UTF-8 text, or its quotes do not close.

    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            for fields in reader:
                yield reader.line_num, fields
    except UnicodeDecodeError as error:
        raise UserError(f"{shown}: byte {error.start + 1} is no UTF-8; save the file as UTF-8") from error
    except csv.Error as error:
        raise UserError(f"{shown}: {error}; look for a quotation mark that is not closed") from error


def is_readable(row: Row) -> bool:
    """Tell whether a printed text is a number (also in words), a dash, a blank, or what its measure needs."""
    printed = row["printed"]
    if row["measure"] == "date":
        try:
            return not ISO_DATE.fullmatch(printed.strip()) or bool(date.fromisoformat(printed.strip()))
        except ValueError:
            return False
    if row["measure"] == "verdict" or NO_NUMBER.fullmatch(printed):
        return True
    if not any(letter.isdigit() for letter in printed):
        return row["measure"] == "count" and printed.strip().isalpha()
    return LETTER_INSIDE.search(printed) is None


def reference(root: Path, name: str, *columns: str) -> set[tuple[str, ...]]:
    """Return the values of some columns of a reference seed.

    Raises:
        UserError: it is not there, or lacks a column.

    """
    path = root / "seeds/reference" / f"{name}.csv"
    if not path.is_file():
        raise UserError(f"seeds/reference/{name}.csv is not there")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [column for column in columns if column not in (reader.fieldnames or [])]:
            raise UserError(f"seeds/reference/{name}.csv:1: column {', '.join(missing)} is missing")
        return {tuple(row[column] for column in columns) for row in reader}


def checks(root: Path, document: str) -> list[Check]:
    """Return what must hold of a row of a document: column, test, and what to do where it does not hold."""
    chart = reference(root, "chart", "statement", "line_item")
    statements = {statement for statement, _ in chart}
    tables = reference(root, "tables", "document_id", "table_no")
    owners = {
        document_id: owner for document_id, owner in reference(root, "documents", "document_id", "association_id")
    }
    members = reference(root, "members", "association_id", "member")
    owner = owners.get(document, "")
    return [
        ("document_id", lambda r: r["document_id"] == document, f"is not the name of the file; write {document}"),
        ("document_id", lambda r: r["document_id"] in owners, "is not in seeds/reference/documents.csv; add it there"),
        ("source_line", lambda r: r["source_line"] != "", "is empty; write the line of the source"),
        *(
            (column, lambda r, c=column: WHOLE.fullmatch(r[c]) is not None, "is no whole number")
            for column in ("column_no", "number_no", "table_no")
        ),
        (
            "table_no",
            lambda r: (document, r["table_no"]) in tables,
            "is no table of the document in seeds/reference/tables.csv; add it there",
        ),
        ("statement", lambda r: r["statement"] in statements, "is no statement of seeds/reference/chart.csv"),
        (
            "line_item",
            lambda r: (r["statement"], r["line_item"]) in chart,
            "is not in seeds/reference/chart.csv under that statement; use a code of the chart or add it there",
        ),
        (
            "member",
            lambda r: r["member"] == "" or (owner, r["member"]) in members,
            f"is no member of {owner} in seeds/reference/members.csv; add it there",
        ),
        ("measure", lambda r: r["measure"] in MEASURES, f"is no measure; known are {', '.join(sorted(MEASURES))}"),
        (
            "period",
            lambda r: PERIOD.fullmatch(r["period"]) is not None,
            "is no year; write four digits, a span as 2019-2024",
        ),
        ("printed", is_readable, "is no number, dash or date; compare it with the source"),
        ("unit", lambda r: r["unit"] in UNITS, f"is no unit; known are {', '.join(sorted(UNITS - {''}))}, or nothing"),
    ]


def errors_of(root: Path, path: Path) -> Iterator[str]:
    """Yield what is wrong in one line item seed, a line each: file, row, column, what, what to do.

    Raises:
        UserError: the file cannot be read as CSV.

    """
    shown = path.relative_to(root).as_posix()
    rows = read_rows(path, shown)
    _, head = next(rows, (1, []))
    if head and head[0].startswith("\ufeff"):
        yield f"{shown}:1: begins with a byte order mark; save the file as UTF-8 without it"
        return
    if len(head) == 1 and ";" in head[0]:
        yield f"{shown}:1: separated by semicolons; save the file with commas"
        return
    if tuple(head) != COLUMNS:
        missing = [column for column in COLUMNS if column not in head]
        extra = [column for column in head if column not in COLUMNS]
        said = [f"{', '.join(missing)} missing"] if missing else []
        said += [f"{', '.join(extra)} unknown"] if extra else []
        yield f"{shown}:1: columns: {'; '.join(said) or 'in another order'}; the first row must be {','.join(COLUMNS)}"
        return
    must_hold = checks(root, path.stem)
    seen: dict[tuple[str, ...], int] = {}
    for number, fields in rows:
        if len(fields) != len(COLUMNS):
            yield f"{shown}:{number}: {len(fields)} fields instead of {len(COLUMNS)}; quote a text that holds a comma"
            continue
        row = dict(zip(COLUMNS, fields, strict=True))
        for column, holds, hint in must_hold:
            if not holds(row):
                yield f"{shown}:{number}: column {column}: {row[column]!r} {hint}"
                break
        key = (row["source_line"], row["column_no"], row["number_no"])
        if key in seen:
            yield (
                f"{shown}:{number}: line {key[0]}, cell {key[1]}, number {key[2]} stands in row {seen[key]} already;"
                " remove one, or count number_no on"
            )
        seen.setdefault(key, number)
    if not seen:
        yield f"{shown}:2: no rows; write one row per printed number"


def seed_errors(root: Path) -> list[str]:
    """Return what is wrong in the numbers and the tables' trees of a project, at most twenty lines and how many more.

    Args:
        root: the project.

    Raises:
        UserError: a file cannot be read, or is not there.

    """
    with (root / "dbt_project.yml").open(encoding="utf-8") as file:
        named = yaml.safe_load(file)["vars"]["line_item_seeds"]
    folder = root / "seeds/line_items"
    found = [
        f"seeds/line_items/{path.name}: not named in dbt_project.yml, vars: line_item_seeds; name it there"
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in named
    ]
    for name in named:
        path = folder / f"{name}.csv"
        if not path.is_file():
            raise UserError(f"seeds/line_items/{name}.csv is not there, but dbt_project.yml names it")
        found += errors_of(root, path)
    found += row_errors(root, reference(root, "tables", "document_id", "table_no"))
    found += column_errors(root)
    return found if len(found) <= MOST else [*found[:MOST], f"and {len(found) - MOST} more"]
