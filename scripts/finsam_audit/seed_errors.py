"""What a person may have written wrong in a seed of a report: one line each, with file, row and column."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import yaml

from finsam_audit.layout_errors import column_errors, row_errors
from finsam_audit.prints import readings
from finsam_audit.project.csv_files import Row, read_csv, read_rows
from finsam_audit.project.errors import UserError
from finsam_audit.reference_errors import PERIOD, Reference

COLUMNS = (
    "document_id", "source_line", "column_no", "number_no", "table_no", "statement", "label", "line_item", "member",
    "measure", "period", "printed", "unit",
)  # fmt: skip
MEASURES = frozenset(
    "actual income cost net budget income_budget cost_budget net_budget deviation income_deviation cost_deviation"
    " net_deviation consumed target share ratio count date verdict note_number".split()
)
OPTIONAL = ("reading",)
UNITS = frozenset(["", "kr", "tkr", "mkr", "percent", "count", "date", "text"])
WHOLE = re.compile(r"[0-9]+")
MOST = 20
Check = tuple[str, Callable[[Row], bool], str]


def checks(reference: Reference, document: str) -> list[Check]:
    """Return what must hold of a row of a document: column, test, and what to do where it does not hold."""
    return [
        ("document_id", lambda r: r["document_id"] == document, f"is not the name of the file; write {document}"),
        ("source_line", lambda r: r["source_line"] != "", "is empty; write the line of the source"),
        *(
            (column, lambda r, c=column: WHOLE.fullmatch(r[c]) is not None, "is no whole number")
            for column in ("column_no", "number_no", "table_no")
        ),
        (
            "statement",
            lambda r: r["statement"] in reference.statements,
            f"is no statement of seeds/reference/chart.csv; known are {', '.join(sorted(reference.statements))}",
        ),
        (
            "line_item",
            lambda r: (r["statement"], r["line_item"]) in reference.chart,
            "is not in seeds/reference/chart.csv under that statement; use a code of the chart or add it there",
        ),
        ("measure", lambda r: r["measure"] in MEASURES, f"is no measure; known are {', '.join(sorted(MEASURES))}"),
        (
            "period",
            lambda r: PERIOD.fullmatch(r["period"]) is not None,
            "is no year; write four digits, a span as 2019-2024",
        ),
        ("unit", lambda r: r["unit"] in UNITS, f"is no unit; known are {', '.join(sorted(UNITS - {''}))}, or nothing"),
    ]


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
        for column, holds, hint in must_hold:
            if not holds(row):
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
        items.errors.append((numbers[0], f"column {column}: {value!r} {hint}{more}"))
    if not items.rows and not items.errors:
        items.errors.append((2, "no rows; write one row per printed number"))
    note_omissions(items, reference)
    return items


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
    for number, row in items.rows:
        reference.note_table(items.document, row["table_no"], items.shown, number, to_add[row["table_no"]])
        member = row["member"]
        if member and reference.is_read("members") and (owner, member) not in reference.members:
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
        if reading.refusal:
            column = "reading" if row.get("reading") else "printed"
            items.errors.append((number, f"column {column}: {row[column]!r} {reading.refusal}"))


def told(errors: Callable[[], Iterable[str]]) -> list[str]:
    """Return errors, and what hindered finding more as the last of them."""
    found = []
    try:
        for error in errors():
            found.append(error)
    except UserError as error:
        found.append(str(error))
    return found


def named_seeds(root: Path) -> list[str]:
    """Return the names of the line item seeds.

    Raises:
        UserError: dbt_project.yml names none.

    """
    try:
        content = yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UserError(f"dbt_project.yml cannot be read: {' '.join(str(error).split())}") from error
    variables = content.get("vars") if isinstance(content, dict) else None
    named = variables.get("line_item_seeds") if isinstance(variables, dict) else None
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise UserError("dbt_project.yml: vars: line_item_seeds is not there, or is no list of names; name the seeds")
    return named


def seed_errors(root: Path) -> list[str]:
    """Return what is wrong in the seeds of a project's reports, at most twenty lines and how many more.

    Args:
        root: the project.

    Raises:
        UserError: dbt_project.yml names no seeds, or what they are held against cannot be read.

    """
    named = named_seeds(root)
    reference = Reference(root, MEASURES, UNITS)
    found = [
        f"seeds/line_items/{path.name}: not named in dbt_project.yml, vars: line_item_seeds; name it there"
        for path in sorted((root / "seeds/line_items").glob("*.csv"))
        if path.stem not in named
    ]
    found += reference.errors()
    documents = []
    for name in named:
        shown = f"seeds/line_items/{name}.csv"
        if not (root / shown).is_file():
            found.append(f"{shown} is not there, but dbt_project.yml names it; add it or remove the name")
            continue
        try:
            documents.append(read_line_items(root, name, reference))
        except UserError as error:
            found.append(str(error))
    add_unread(root, documents)
    for items in documents:
        found += items.lines()
    found += [
        f"seeds/reference/documents.csv: document {document} has no numbers; add seeds/line_items/{document}.csv and"
        " name it in dbt_project.yml, or take the document out"
        for document in sorted(reference.owners.keys() - set(named))
    ]
    found += told(partial(row_errors, root, reference))
    if reference.is_read("table_columns"):
        found += told(partial(column_errors, root))
    found += reference.omissions.lines()
    return found if len(found) <= MOST else [*found[:MOST], f"and {len(found) - MOST} more"]


def seed_notes(root: Path) -> list[str]:
    """Return what the seeds leave out that nothing can be inferred of, a line for each document: it is not checked.

    Args:
        root: the project, in whose seeds nothing is wrong.

    Raises:
        UserError: a seed cannot be read.

    """
    reference = Reference(root, MEASURES, UNITS)
    defined = reference.seeds["goal_definitions"].values("document_id", "goal")
    # kinds of goals whose direction is known without a definition
    usual = {row["goal"] for row in read_rows(root / "seeds/reference/goal_kinds.csv", ("goal",))}
    parts = reference.seeds["document_sections"].values("document_id", "section")
    found = []
    for document in named_seeds(root):
        items = read_line_items(root, document, reference)
        printed = {row["line_item"] for _, row in items.rows if row["statement"] == "goals"}
        if goals := sorted(goal for goal in printed if (document, goal) not in defined and goal not in usual):
            row = f"{document}/{goals[0]},{document},{goals[0]},<kind>,<name>,<English name>,<operator>,<basis>,<unit>"
            found.append(
                f"seeds/reference/goal_definitions.csv: {document} prints goals that are not judged unless their print"
                f" says at least or at most: {', '.join(goals)}; to have them judged add rows as {row}"
            )
        is_report = reference.kinds.get(document) == "annual_report"
        if is_report and (document, "management_report") not in parts:
            found.append(
                f"seeds/reference/document_sections.csv: whether {document} has a management report is not checked; to"
                f" have it checked add the row {document},management_report,<line where it begins, or nothing>"
            )
    return found
