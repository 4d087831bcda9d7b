"""What a person may have written wrong in a seed of printed numbers: one line each, with file, row and column."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from finsam_audit.inputs.cells import wrong_letters
from finsam_audit.inputs.places import is_line, line_order, period_error
from finsam_audit.inputs.reference import Reference
from finsam_audit.inputs.words import not_on_the_list, shown
from finsam_audit.prints import readings
from finsam_audit.project.csv_files import Row, read_csv
from finsam_audit.project.errors import UserError

COLUMNS = (
    "document_id", "source_line", "column_no", "number_no", "table_no", "statement", "label", "line_item", "member",
    "measure", "period", "printed", "unit",
)  # fmt: skip
MEASURES = frozenset(
    "actual income cost net budget income_budget cost_budget net_budget other_plan"
    " deviation income_deviation cost_deviation net_deviation"
    " consumed target share ratio count date verdict note_number".split()
)
OPTIONAL = ("reading",)
UNITS = frozenset(["", "kr", "tkr", "mkr", "percent", "count", "date", "text"])
# the kinds of unit in which no print is a percentage
MONEY = ("kr", "tkr", "mkr")
# what a table's row is found again by; longer ones are sentences of the source
LONGEST_LABEL = 60
WHOLE = re.compile(r"0|[1-9][0-9]{0,5}")
# tells what is wrong in a column of a row: nothing, or what to do
Check = tuple[str, Callable[[Row], str | None]]


def within(test: Callable[[Row], bool], hint: str) -> Callable[[Row], str | None]:
    """Return a check that tells the hint where the test does not hold."""
    return lambda row: None if test(row) else hint


def letters(column: str) -> Callable[[Row], str | None]:
    """Return the check of the letters of a column."""
    return lambda row: wrong_letters(row[column]) if row[column] else None


def whole(column: str) -> Callable[[Row], str | None]:
    """Return the check that a column holds a whole number."""
    return within(lambda row: WHOLE.fullmatch(row[column]) is not None, "is no whole number; write digits alone")


def checks(reference: Reference, document: str) -> list[Check]:
    """Return what must hold of a row of a document: column, and what tells the slip; the first of a row is told."""
    texts = [name for name in COLUMNS if name != "printed"]
    line = "is empty; write the line of the source"
    found: list[Check] = [
        *((name, letters(name)) for name in texts),
        ("printed", lambda r: hidden_in_print(r["printed"])),
        (
            "document_id",
            within(lambda r: r["document_id"] == document, f"is not the name of the file; write {document}"),
        ),
        ("source_line", within(lambda r: r["source_line"] != "", line)),
        (
            "source_line",
            within(
                lambda r: is_line(r["source_line"]),
                "is no line of a source; write its number from 1, or p3r12 for row 12 of page 3",
            ),
        ),
        *((name, whole(name)) for name in ("column_no", "number_no", "table_no")),
        ("number_no", within(lambda r: r["number_no"] != "0", "is no place in a cell; its numbers count from 1")),
        ("table_no", within(lambda r: r["table_no"] != "0", "is no number of a table; tables count from 1")),
        ("label", within(lambda r: r["label"] != "", "is empty; write what the row or the number is called")),
        (
            "label",
            within(
                lambda r: len(r["label"]) <= LONGEST_LABEL,
                f"is longer than {LONGEST_LABEL} characters; write a short name",
            ),
        ),
    ]
    if reference.is_read("chart"):
        found += [
            ("statement", lambda r: on_list(r["statement"], "statement", reference.statements)),
            (
                "line_item",
                within(
                    lambda r: (r["statement"], r["line_item"]) in reference.chart,
                    "is not in seeds/reference/chart.csv under that statement; use a code of the chart or add it there",
                ),
            ),
        ]
    found += [
        ("measure", lambda r: on_list(r["measure"], "measure", MEASURES)),
        ("period", lambda r: period_error(r["period"])),
        ("unit", lambda r: on_list(r["unit"], "unit", UNITS)),
        (
            "unit",
            within(
                lambda r: r["unit"] not in MONEY or "%" not in r["printed"] or bool(r.get("reading")),
                "stands with a percentage; write percent",
            ),
        ),
        ("source_line", lambda r: outside(r, reference)),
        ("column_no", lambda r: no_column(r, reference)),
    ]
    return found


def on_list(value: str, what: str, listed: frozenset[str] | set[str]) -> str | None:
    """Return what to do about a value that a closed list does not have."""
    return None if value in listed else not_on_the_list(value, what, listed)


def hidden_in_print(text: str) -> str | None:
    """Return what is wrong with the letters of a print that its reading would not tell."""
    return "holds a line break; write it on one line" if "\n" in text or "\r" in text else None


def outside(row: Row, reference: Reference) -> str | None:
    """Return what to do about a row that stands outside its table's lines."""
    table = reference.tables.get((row["document_id"], row["table_no"]))
    if table is None or not (is_line(table["first_line"]) and is_line(table["last_line"])):
        return None
    first, last = table["first_line"], table["last_line"]
    is_backwards = line_order(last) < line_order(first)
    if is_backwards or line_order(first) <= line_order(row["source_line"]) <= line_order(last):
        return None
    return f"lies outside table {row['table_no']}, lines {first} to {last}; write the line, or the table that it is in"


def no_column(row: Row, reference: Reference) -> str | None:
    """Return what to do about a number in a column that its table does not have."""
    columns = reference.columns.get((row["document_id"], row["table_no"]))
    if columns is None or row["column_no"] in columns or row["measure"] == "note_number":
        return None
    known = ", ".join(sorted(columns))
    return f"is no column of table {row['table_no']}; known are {known}; write one, or add it to table_columns.csv"


@dataclass
class LineItems:
    """The numbers of a document as they were read, and what is wrong of them.

    Attributes:
        document: the document.
        shown: how messages call the file.
        rows: the rows with the numbers of their lines.
        errors: what is wrong, with the number of the line.

    """

    document: str
    shown: str
    rows: list[tuple[int, Row]] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the errors by row."""
        for number, error in sorted(self.errors, key=lambda place: place[0]):
            yield f"{self.shown}:{number}: {error}"


def read_line_items(root: Path, document: str, reference: Reference) -> LineItems:
    """Return the numbers of a document, with what is wrong of them but for what is printed.

    What is wrong in the same way in many rows is told once, with the first of them.

    Raises:
        UserError: the file cannot be read as CSV.

    """
    items = LineItems(document, f"seeds/line_items/{document}.csv")
    file = read_csv(root / items.shown, items.shown)
    if wrong := file.head_errors(COLUMNS, OPTIONAL):
        raise UserError(wrong[0])
    must_hold = checks(reference, document)
    seen: dict[tuple[str, ...], int] = {}
    alike: dict[tuple[str, str, str], list[int]] = {}
    for number, fields in file.lines:
        if error := file.width_error(number, fields):
            items.errors.append((number, error.removeprefix(f"{items.shown}:{number}: ")))
            continue
        row = dict(zip(file.head, fields, strict=True))
        items.rows.append((number, row))
        for column, tell in must_hold:
            if hint := tell(row):
                alike.setdefault((column, row[column], hint), []).append(number)
                break
        key = (row["source_line"], row["column_no"], row["number_no"])
        if key in seen:
            said = (
                f"line {key[0]}, cell {key[1]}, number {key[2]} stands in row {seen[key]} already; remove one, or count"
                " number_no on"
            )
            items.errors.append((number, said))
        seen.setdefault(key, number)
    for (column, value, hint), numbers in alike.items():
        more = f" (and in {len(numbers) - 1} more rows)" if len(numbers) > 1 else ""
        items.errors.append((numbers[0], f"column {column}: {shown(value)} {hint}{more}"))
    for number, row in gaps(items, reference):
        said = f"is number {row['number_no']} of its cell, which has no number before it; count from 1"
        items.errors.append((number, f"column number_no: {row['number_no']!r} {said}"))
    if not items.rows and not items.errors:
        items.errors.append((2, "no rows; write one row per printed number"))
    note_omissions(items, reference)
    return items


def gaps(items: LineItems, reference: Reference) -> Iterator[tuple[int, Row]]:
    """Yield the numbers of tables' cells before which one is left out; running text also holds digits that are none."""
    cells: dict[tuple[str, str], set[str]] = {}
    for _, row in items.rows:
        cells.setdefault((row["source_line"], row["column_no"]), set()).add(row["number_no"])
    for number, row in items.rows:
        is_of_table = row["column_no"] in reference.columns.get((items.document, row["table_no"]), ())
        if is_of_table and WHOLE.fullmatch(row["number_no"]) and int(row["number_no"]) > 1:
            if str(int(row["number_no"]) - 1) not in cells[row["source_line"], row["column_no"]]:
                yield number, row


def note_omissions(items: LineItems, reference: Reference) -> None:
    """Note the rows of the reference seeds that a document's numbers name and that are not there."""
    if not items.rows:
        return
    if items.document not in reference.owners:
        if reference.is_read("documents"):
            reference.omissions.add("documents", (items.document,), items.shown, items.rows[0][0])
        return
    owner = reference.owners[items.document]
    tables: dict[str, list[Row]] = {}
    for _, row in items.rows:
        tables.setdefault(row["table_no"], []).append(row)
    to_add = {table: table_row(rows) for table, rows in tables.items()}
    # the members of an association that is not there are told with it
    has_members = reference.is_read("members") and owner in reference.known["associations", "association_id"]
    for number, row in items.rows:
        reference.note_table(items.document, row["table_no"], items.shown, number, to_add[row["table_no"]])
        member = row["member"]
        if member and has_members and (owner, member) not in reference.members:
            of_member = f"{owner},{member},{quoted(row['label'])},<kind>,,"
            reference.omissions.add("members", (owner, member), items.shown, number, of_member)


def table_row(rows: Sequence[Row]) -> str:
    """Return the row of tables.csv for a table, from its numbers: what they do not tell stands between < and >."""
    lines = [int(row["source_line"]) for row in rows if WHOLE.fullmatch(row["source_line"])]
    first, last = (str(min(lines)), str(max(lines))) if lines else ("<first line>", "<last line>")
    statement = rows[0]["statement"]
    return f"{rows[0]['document_id']},{rows[0]['table_no']},{statement},{first},{last},<heading>,<unit or nothing>"


def quoted(text: str) -> str:
    """Return a text as a field of a CSV file."""
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def add_unread(root: Path, documents: Sequence[LineItems]) -> None:
    """Add the prints that nothing can be read as to what is wrong of their documents."""
    rows = [(items, number, row) for items in documents for number, row in items.rows]
    read = readings(root, [(r["printed"], r.get("reading", ""), r["measure"], r["unit"]) for _, _, r in rows])
    for (items, number, row), reading in zip(rows, read, strict=True):
        if reading.refusal and not hidden_in_print(row["printed"]):
            column = "reading" if row.get("reading") else "printed"
            items.errors.append((number, f"column {column}: {shown(row[column])} {reading.refusal}"))
