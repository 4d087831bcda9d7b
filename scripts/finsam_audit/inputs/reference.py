"""What a person may have written wrong in a reference seed: one line each, with file, row and column.

The closed lists, keys, types and what must be filled are those of _reference__seeds.yml, as dbt tests them.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from finsam_audit.inputs.cells import hidden, wrong_letters, wrong_type
from finsam_audit.inputs.description import FOLDER, OPTIONAL, Schema, schemas
from finsam_audit.inputs.particulars import particulars
from finsam_audit.inputs.words import not_on_the_list, shown
from finsam_audit.project.csv_files import Row, read_csv
from finsam_audit.project.errors import UserError

# the seeds that a report has rows in, those first that others name; they may be without any row
OF_REPORTS = (
    "associations", "documents", "members", "tables", "table_columns", "table_rows", "document_sections",
    "goal_definitions", "not_line_items", "acknowledged_findings",
)  # fmt: skip
# whose texts are parts of sentences, with the spaces between them
PARTS = ("message_templates",)
TABLE = re.compile(r"[1-9][0-9]*")
# a row to add where another names one that is not there
ROW_TO_ADD = {
    "associations": "{0},<its name>,<its organisation number or nothing>",
    "documents": "{0},<association_id>,<annual_report or plan>,<year>,<file name of the source>,<its SHA-256>",
    "tables": "{0},{1},<statement>,<first line>,<last line>,<heading>,<unit or nothing>",
    "members": "{0},{1},<name>,<kind>,,",
}


@dataclass
class Seed:
    """A seed as it was read: its rows with the numbers of their lines, and what hindered reading it."""

    name: str
    rows: list[tuple[int, Row]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """Return how messages call it."""
        return f"{FOLDER}/{self.name}.csv"

    def values(self, *columns: str) -> set[tuple[str, ...]]:
        """Return what stands in some of its columns."""
        return {tuple(row[column] for column in columns) for _, row in self.rows}


def read_seed(root: Path, name: str, described: Schema) -> Seed:
    """Return a seed, with what is wrong of its header and of the widths of its rows."""
    seed = Seed(name)
    optional = OPTIONAL.get(name, ())
    try:
        file = read_csv(root / seed.shown, seed.shown)
    except UserError as error:
        seed.errors.append(str(error))
        return seed
    seed.errors += file.head_errors([c for c in described.columns if c not in optional], optional)
    if not seed.errors:
        for number, fields in file.lines:
            if wrong := file.width_error(number, fields):
                seed.errors.append(wrong)
            else:
                seed.rows.append((number, dict(zip(file.head, fields, strict=True))))
        if not file.lines and name not in OF_REPORTS:
            seed.errors.append(f"{seed.shown}:2: no rows; take back those of the version before")
    return seed


class Omissions:
    """The rows that others name and that are not there: a line each, however many name them."""

    def __init__(self) -> None:
        """Start without any."""
        self.named: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        self.rows: dict[tuple[str, ...], str] = {}

    def add(self, name: str, values: tuple[str, ...], shown: str, number: int, row: str = "") -> None:
        """Note that a row of a file names a row of a seed that is not there.

        Args:
            name: the seed.
            values: the key of the row.
            shown: the file that names it.
            number: the row there.
            row: the row to add, where the file tells what stands in it.

        """
        key = (name, *values)
        self.named.setdefault(key, []).append((shown, number))
        if row:
            self.rows[key] = row

    def lines(self) -> Iterator[str]:
        """Yield a line for each: the seed, what it lacks, who names it, the row to add."""
        for (name, *values), places in self.named.items():
            (shown, number), more = places[0], len(places) - 1
            who = f"{shown}:{number} names it" if not more else f"{shown}:{number} and {more} more rows name it"
            row = self.rows.get((name, *values)) or ROW_TO_ADD[name].format(*values)
            yield f"{FOLDER}/{name}.csv: {' '.join(values)} is not there, but {who}; add the row {row}"


class Reference:
    """The reference seeds of a project."""

    def __init__(self, root: Path, measures: frozenset[str], units: frozenset[str]) -> None:
        """Read them.

        Args:
            root: the project.
            measures: the closed list of measures.
            units: the closed list of units, nothing among them.

        Raises:
            UserError: their description cannot be read.

        """
        self.schemas = schemas(root)
        self.seeds = {name: read_seed(root, name, described) for name, described in self.schemas.items()}
        self.chart = self.seeds["chart"].values("statement", "line_item")
        self.statements = {statement for statement, _ in self.chart}
        self.measures, self.units = measures, units
        self.omissions = Omissions()
        documents = self.seeds["documents"].rows
        self.owners = {row["document_id"]: row["association_id"] for _, row in documents}
        self.kinds = {row["document_id"]: row["document_kind"] for _, row in documents}
        self.tables = {(row["document_id"], row["table_no"]): row for _, row in self.seeds["tables"].rows}
        self.columns: dict[tuple[str, str], set[str]] = {}
        for _, row in self.seeds["table_columns"].rows:
            self.columns.setdefault((row["document_id"], row["table_no"]), set()).add(row["column_no"])
        self.members = self.seeds["members"].values("association_id", "member")
        named = {place for described in self.schemas.values() for place in described.known.values()}
        self.known = {
            (name, column): {value for (value,) in self.seeds[name].values(column)}
            for name, column in {*named, ("associations", "association_id")}
        }

    def is_read(self, name: str) -> bool:
        """Tell whether a seed could be read: what it lacks can be told only then."""
        return not self.seeds[name].errors

    def errors(self, apart: Collection[str] = ()) -> Iterator[str]:
        """Yield what is wrong in the seeds, a line each; note the rows that they name and that are not there.

        Args:
            apart: seeds that are looked through elsewhere.

        """
        for name in (*OF_REPORTS, *(name for name in self.schemas if name not in OF_REPORTS)):
            yield from self.seeds[name].errors
            if name not in apart:
                yield from self.row_errors(name)
        yield from self.second_versions()

    def row_errors(self, name: str) -> Iterator[str]:
        """Yield what is wrong in the rows of a seed."""
        seed, described = self.seeds[name], self.schemas[name]
        places: dict[tuple[str, ...], int] = {}
        for number, row in seed.rows:
            for column, hint in self.wrong(name, row):
                yield f"{seed.shown}:{number}: column {column}: {shown(row[column])} {hint}"
                break
            for other, *values in self.lacks(name, row):
                self.omissions.add(other, tuple(values), seed.shown, number)
            key = tuple(row[column] for column in described.key or described.columns)
            if key in places:
                yield f"{seed.shown}:{number}: {' '.join(key)} stands in row {places[key]} already; remove one"
            places.setdefault(key, number)

    def lacks(self, name: str, row: Row) -> Iterator[tuple[str, ...]]:
        """Yield the rows of other seeds that a row names and that are not there: seed, then the values of its key."""
        named = dict(self.schemas[name].known)
        if name == "members" or (name == "materiality" and row["association_id"] != "default"):
            named["association_id"] = ("associations", "association_id")
        for column, place in named.items():
            if place[0] in ROW_TO_ADD and row[column] and self.is_read(place[0]):
                if row[column] not in self.known[place]:
                    yield place[0], row[column]
        if name == "table_columns" and self.lacks_table(row["document_id"], row["table_no"]):
            yield "tables", row["document_id"], row["table_no"]

    def lacks_table(self, document: str, table: str) -> bool:
        """Tell whether a table of a document that is there is not."""
        is_named = TABLE.fullmatch(table) is not None and document in self.owners
        return is_named and self.is_read("tables") and (document, table) not in self.tables

    def note_table(self, document: str, table: str, shown: str, number: int, row: str = "") -> None:
        """Note a table that a row of a file names, where it is not there."""
        if self.lacks_table(document, table):
            self.omissions.add("tables", (document, table), shown, number, row)

    def wrong(self, name: str, row: Row) -> Iterator[tuple[str, str]]:
        """Yield the columns of a row that are wrong, each with what is and what to do."""
        described = self.schemas[name]
        typed, letters = [], hidden if name in PARTS else wrong_letters
        for column in described.columns:
            value = row.get(column)
            if value is None:
                continue
            if value == "":
                if column in described.filled:
                    yield column, "is empty; write it"
                continue
            if wrong := letters(value) or wrong_type(value, described.types[column]):
                yield column, wrong
                continue
            typed.append(column)
            place = described.known.get(column)
            if column in described.lists and value not in described.lists[column]:
                yield column, not_on_the_list(value, column, described.lists[column])
            elif place and place[0] not in ROW_TO_ADD and self.is_read(place[0]) and value not in self.known[place]:
                yield column, f"is not in {FOLDER}/{place[0]}.csv; name one that is, or add the row there"
        for column, problem in particulars(name, row, self):
            if column in typed:
                yield column, problem

    def second_versions(self) -> Iterator[str]:
        """Yield the documents that are another version of one that is there."""
        seed = self.seeds["documents"]
        first: dict[tuple[str, ...], tuple[int, str]] = {}
        for number, row in seed.rows:
            key = (row["association_id"], row["document_kind"], row["fiscal_year"])
            if key in first and first[key][1] != row["document_id"]:
                line, other = first[key]
                yield (
                    f"{seed.shown}:{number}: {row['document_id']} is a second {row['document_kind']} of"
                    f" {row['association_id']} for {row['fiscal_year']} beside {other} in row {line}; take one out, and"
                    " hold the two versions against each other with `finsam compare`"
                )
            first.setdefault(key, (number, row["document_id"]))
