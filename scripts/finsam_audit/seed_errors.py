"""What a person may have written wrong in a seed of a report: one line each, with file, row and column."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import yaml

from finsam_audit.layout_errors import column_errors, row_errors
from finsam_audit.prints import readings
from finsam_audit.project.csv_files import Row, read_csv
from finsam_audit.project.errors import UserError

COLUMNS = (
    "document_id", "source_line", "column_no", "number_no", "table_no", "statement", "label", "line_item", "member",
    "measure", "period", "printed", "unit",
)  # fmt: skip
MEASURES = frozenset(
    "actual income cost net budget income_budget cost_budget net_budget deviation income_deviation cost_deviation"
    " net_deviation target share ratio count date verdict note_number".split()
)
OPTIONAL = ("reading",)
UNITS = frozenset(["", "kr", "tkr", "mkr", "percent", "count", "date", "text"])
PERIOD = re.compile(r"[0-9]{4}(-[0-9]{4})?")
WHOLE = re.compile(r"[0-9]+")
MOST = 20
Check = tuple[str, Callable[[Row], bool], str]


class Known:
    """What the reference seeds name: the chart, tables, documents, members."""

    def __init__(self, root: Path) -> None:
        """Read them.

        Raises:
            UserError: one cannot be read, or lacks a column.

        """

        def values(name: str, *columns: str) -> set[tuple[str, ...]]:
            shown = f"seeds/reference/{name}.csv"
            rows = read_csv(root / shown, shown).records(columns)
            return {tuple(row[column] for column in columns) for _, row in rows}

        self.chart = values("chart", "statement", "line_item")
        self.tables = values("tables", "document_id", "table_no")
        self.owners = {document: owner for document, owner in values("documents", "document_id", "association_id")}
        self.members = values("members", "association_id", "member")


def checks(known: Known, document: str) -> list[Check]:
    """Return what must hold of a row of a document: column, test, and what to do where it does not hold."""
    chart, tables, owners, members = known.chart, known.tables, known.owners, known.members
    statements = {statement for statement, _ in chart}
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
        ("unit", lambda r: r["unit"] in UNITS, f"is no unit; known are {', '.join(sorted(UNITS - {''}))}, or nothing"),
    ]


def errors_of(root: Path, shown: str, known: Known) -> Iterator[str]:
    """Yield what is wrong in one line item seed, a line each: file, row, column, what, what to do.

    Args:
        root: the project.
        shown: the file in it.
        known: what the reference seeds name.

    Raises:
        UserError: the file cannot be read as CSV.

    """
    file = read_csv(root / shown, shown)
    if wrong := file.head_errors(COLUMNS, OPTIONAL):
        yield from wrong
        return
    must_hold = checks(known, Path(shown).stem)
    found: list[tuple[int, str]] = []
    rows: list[tuple[int, Row]] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, fields in file.lines:
        if error := file.width_error(number, fields):
            found.append((number, error))
            continue
        row = dict(zip(file.head, fields, strict=True))
        rows.append((number, row))
        for column, holds, hint in must_hold:
            if not holds(row):
                found.append((number, f"{shown}:{number}: column {column}: {row[column]!r} {hint}"))
                break
        key = (row["source_line"], row["column_no"], row["number_no"])
        if key in seen:
            said = (
                f"{shown}:{number}: line {key[0]}, cell {key[1]}, number {key[2]} stands in row {seen[key]} already;"
                " remove one, or count number_no on"
            )
            found.append((number, said))
        seen.setdefault(key, number)
    found += unread(root, shown, rows)
    yield from (error for _, error in sorted(found, key=lambda place: place[0]))
    if not seen:
        yield f"{shown}:2: no rows; write one row per printed number"


def unread(root: Path, shown: str, rows: Sequence[tuple[int, Row]]) -> Iterator[tuple[int, str]]:
    """Yield the prints of a seed that nothing can be read as, each with the number of its row."""
    read = readings(root, [(r["printed"], r.get("reading", ""), r["measure"], r["unit"]) for _, r in rows])
    for (number, row), reading in zip(rows, read, strict=True):
        if reading.refusal:
            column = "reading" if row.get("reading") else "printed"
            yield number, f"{shown}:{number}: column {column}: {row[column]!r} {reading.refusal}"


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
    """Return what is wrong in the numbers and the tables' trees of a project, at most twenty lines and how many more.

    Args:
        root: the project.

    Raises:
        UserError: dbt_project.yml names no seeds, or what they are held against cannot be read.

    """
    named = named_seeds(root)
    known = Known(root)
    folder = root / "seeds/line_items"
    found = [
        f"seeds/line_items/{path.name}: not named in dbt_project.yml, vars: line_item_seeds; name it there"
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in named
    ]
    for name in named:
        shown = f"seeds/line_items/{name}.csv"
        if (root / shown).is_file():
            found += told(partial(errors_of, root, shown, known))
        else:
            found.append(f"{shown} is not there, but dbt_project.yml names it; add it or remove the name")
    found += [
        f"seeds/reference/documents.csv: document {document} has no numbers; add seeds/line_items/{document}.csv and"
        " name it in dbt_project.yml, or take the document out"
        for document in sorted(known.owners.keys() - set(named))
    ]
    found += told(partial(row_errors, root, known.tables))
    found += told(partial(column_errors, root))
    return found if len(found) <= MOST else [*found[:MOST], f"and {len(found) - MOST} more"]
