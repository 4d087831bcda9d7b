"""What a person may have written wrong in a reference seed of a report: one line each, with file, row and column.

The closed lists, keys and what must be filled are those of seeds/reference/_reference__seeds.yml, as dbt tests them.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from finsam_audit.project.csv_files import Row, read_csv
from finsam_audit.project.errors import UserError

FOLDER = "seeds/reference"
SCHEMA = f"{FOLDER}/_reference__seeds.yml"
# the seeds that a report has rows in, those first that others name, with the columns that may be left out
SEEDS: Mapping[str, tuple[str, ...]] = {
    "associations": (),
    "documents": (),
    "members": (),
    "tables": (),
    "table_columns": ("line_item", "member", "parent_column", "weight", "base_column"),
    "document_sections": (),
    "goal_definitions": (),
    "not_line_items": (),
    "acknowledged_findings": (),
}
CODE = re.compile(r"[a-z0-9_]+(~[0-9]+)?")
YEAR = re.compile(r"[0-9]{4}")
PERIOD = re.compile(r"[0-9]{4}(-[0-9]{4})?")
WHOLE = re.compile(r"-?[0-9]+")
SHA256 = re.compile(r"[0-9a-f]{64}")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# a row to add where another names one that is not there
ROW_TO_ADD = {
    "associations": "{0},<its name>,<its organisation number or nothing>",
    "documents": "{0},<association_id>,<annual_report or plan>,<year>,<file name of the source>,<its SHA-256>",
    "tables": "{0},{1},<statement>,<first line>,<last line>,<heading>,<unit or nothing>",
    "members": "{0},{1},<name>,<kind>,,",
}


@dataclass(frozen=True)
class Schema:
    """What the project's own description says of a seed.

    Attributes:
        columns: its columns in their order.
        whole: the columns that hold whole numbers.
        filled: the columns that no row leaves empty.
        lists: the closed list of a column, by its name.
        known: the seed and the column that a column names a value of.
        key: the columns that make a row findable.

    """

    columns: tuple[str, ...]
    whole: frozenset[str]
    filled: frozenset[str]
    lists: Mapping[str, tuple[str, ...]]
    known: Mapping[str, tuple[str, str]]
    key: tuple[str, ...]


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


def tests_of(node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the data tests of a seed or a column, each with its arguments."""
    for test in node.get("data_tests", ()):
        ((name, body),) = test.items()
        yield name, body.get("arguments", {})


def schemas(root: Path) -> dict[str, Schema]:
    """Return what the project says of the seeds that a report has rows in.

    Raises:
        UserError: the description cannot be read.

    """
    try:
        content = yaml.safe_load((root / SCHEMA).read_text(encoding="utf-8"))
        nodes = {node["name"]: node for node in content["seeds"]}
        return {name: schema(nodes[name]) for name in SEEDS}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise UserError(f"{SCHEMA} cannot be read: {' '.join(str(error).split())}") from error


def schema(node: Mapping[str, Any]) -> Schema:
    """Return what the description of one seed says of it."""
    filled: set[str] = set()
    key: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] = {}
    known: dict[str, tuple[str, str]] = {}
    for name, arguments in tests_of(node):
        if name == "unique_key":
            key = tuple(arguments["columns"])
        if name in ("unique_key", "filled"):
            filled |= set(arguments["columns"])
    for column in node["columns"]:
        for name, arguments in tests_of(column):
            if name == "key":
                key = (column["name"],)
            if name in ("key", "not_null"):
                filled.add(column["name"])
            if name == "accepted_values":
                lists[column["name"]] = tuple(str(value) for value in arguments["values"])
            if name == "relationships":
                known[column["name"]] = (re.sub(r"ref\('(\w+)'\)", r"\1", arguments["to"]), arguments["field"])
    types = node["config"]["column_types"]
    return Schema(
        columns=tuple(column["name"] for column in node["columns"]),
        whole=frozenset(column for column, kind in types.items() if kind == "integer"),
        filled=frozenset(filled),
        lists=lists,
        known=known,
        key=key,
    )


def read_seed(root: Path, name: str, described: Schema) -> Seed:
    """Return a seed, with what is wrong of its header and of the widths of its rows."""
    seed = Seed(name)
    optional = SEEDS[name]
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
    return seed


def is_organisation_number(text: str) -> bool:
    """Tell whether a text is an organisation number with its check digit."""
    if not re.fullmatch(r"[0-9]{6}-[0-9]{4}", text):
        return False
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(text.replace("-", ""))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


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
            UserError: their description, or the chart, cannot be read.

        """
        self.schemas = schemas(root)
        self.seeds = {name: read_seed(root, name, described) for name, described in self.schemas.items()}
        shown = f"{FOLDER}/chart.csv"
        chart = read_csv(root / shown, shown).records(("statement", "line_item"))
        self.chart = {(row["statement"], row["line_item"]) for _, row in chart}
        self.statements = {statement for statement, _ in self.chart}
        self.measures, self.units = measures, units
        self.omissions = Omissions()
        self.owners = {row["document_id"]: row["association_id"] for _, row in self.seeds["documents"].rows}
        self.kinds = {row["document_id"]: row["document_kind"] for _, row in self.seeds["documents"].rows}
        self.tables = self.seeds["tables"].values("document_id", "table_no")
        self.members = self.seeds["members"].values("association_id", "member")

    def is_read(self, name: str) -> bool:
        """Tell whether a seed could be read: what it lacks can be told only then."""
        return not self.seeds[name].errors

    def errors(self) -> Iterator[str]:
        """Yield what is wrong in the seeds, a line each; note the rows that they name and that are not there."""
        for name, seed in self.seeds.items():
            yield from seed.errors
            places: dict[tuple[str, ...], int] = {}
            for number, row in seed.rows:
                for column, hint in self.wrong(name, row):
                    yield f"{seed.shown}:{number}: column {column}: {row[column]!r} {hint}"
                    break
                for other, *values in self.lacks(name, row):
                    self.omissions.add(other, tuple(values), seed.shown, number)
                key = tuple(row[column] for column in self.schemas[name].key or self.schemas[name].columns)
                if key in places:
                    yield f"{seed.shown}:{number}: {' '.join(key)} stands in row {places[key]} already; remove one"
                places.setdefault(key, number)
        yield from self.second_versions()

    def lacks(self, name: str, row: Row) -> Iterator[tuple[str, ...]]:
        """Yield the rows of other seeds that a row names and that are not there: seed, then the values of its key."""
        for column, (other, field_) in self.schemas[name].known.items():
            if row[column] and self.is_read(other) and (row[column],) not in self.seeds[other].values(field_):
                yield other, row[column]
        if name == "members" and row["association_id"] and self.is_read("associations"):
            if (row["association_id"],) not in self.seeds["associations"].values("association_id"):
                yield "associations", row["association_id"]
        if name == "table_columns" and self.lacks_table(row["document_id"], row["table_no"]):
            yield "tables", row["document_id"], row["table_no"]

    def lacks_table(self, document: str, table: str) -> bool:
        """Tell whether a table of a document that is there is not."""
        is_named = WHOLE.fullmatch(table) is not None and document in self.owners
        return is_named and self.is_read("tables") and (document, table) not in self.tables

    def note_table(self, document: str, table: str, shown: str, number: int, row: str = "") -> None:
        """Note a table that a row of a file names, where it is not there."""
        if self.lacks_table(document, table):
            self.omissions.add("tables", (document, table), shown, number, row)

    def wrong(self, name: str, row: Row) -> Iterator[tuple[str, str]]:
        """Yield the columns of a row that are wrong, each with what is and what to do."""
        described = self.schemas[name]
        for column in described.columns:
            if column not in row:
                continue
            value = row[column]
            if value == "":
                if column in described.filled:
                    yield column, "is empty; write it"
                continue
            if column in described.whole and not WHOLE.fullmatch(value):
                yield column, "is no whole number"
            elif column in described.lists and value not in described.lists[column] and column != "weight":
                yield column, not_on_the_list(value, column, described.lists[column])
        for column, holds, hint in self.checks(name, row):
            if row[column] and not holds(row[column]):
                yield column, hint
        for column, what, listed in self.lists(name):
            if row[column] and row[column] not in listed:
                yield column, not_on_the_list(row[column], what, listed)

    def lists(self, name: str) -> list[tuple[str, str, Collection[str]]]:
        """Return the closed lists that stand elsewhere than in the description: column, what it holds, the list."""
        if name == "tables":
            return [("statement", "statement", self.statements), ("printed_unit", "unit", self.units)]
        if name == "table_columns":
            return [("measure", "measure", self.measures)]
        return [("unit", "unit", self.units)] if name == "goal_definitions" else []

    def checks(self, name: str, row: Row) -> list[tuple[str, Callable[[str], bool], str]]:
        """Return what must hold of filled columns beyond the closed lists: column, test, and what to do."""
        code = "is no code; write small letters, digits and _"
        if name == "associations":
            number = "is no organisation number with its check digit; write NNNNNN-NNNN as printed, or nothing"
            return [("association_id", is_code, code), ("organisation_number", is_organisation_number, number)]
        if name == "documents":
            return [
                ("document_id", is_code, code),
                ("fiscal_year", lambda v: YEAR.fullmatch(v) is not None, "is no year; write four digits"),
                ("sha256", lambda v: SHA256.fullmatch(v) is not None, "is no SHA-256; write its 64 digits"),
            ]
        if name == "members":
            owner = row["association_id"]
            parent = f"is no member of {owner} here; name the coarser row, or nothing"
            return [("member", is_code, code), ("parent", lambda v: (owner, v) in self.members, parent)]
        if name == "tables":
            last = row["last_line"]
            return [
                (
                    "first_line",
                    lambda v: not WHOLE.fullmatch(last) or not WHOLE.fullmatch(v) or int(v) <= int(last),
                    f"lies behind the last line, {last}",
                )
            ]
        if name == "table_columns":
            year = "is no year; write four digits, a span as 2019-2024"
            return [("period", lambda v: PERIOD.fullmatch(v) is not None, year)]
        if name == "goal_definitions":
            goal_id = f"{row['document_id']}/{row['goal']}"
            return [
                ("goal_id", lambda v: v == goal_id, f"is not document and goal; write {goal_id}"),
                (
                    "goal",
                    lambda v: ("goals", v) in self.chart,
                    "is not in seeds/reference/chart.csv under goals; use a code of the chart or add it there",
                ),
            ]
        if name == "acknowledged_findings":
            return [("acknowledged_on", lambda v: ISO_DATE.fullmatch(v) is not None, "is no date; write 2026-06-13")]
        return []

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


def is_code(text: str) -> bool:
    """Tell whether a text can be a code in a key."""
    return CODE.fullmatch(text) is not None


def not_on_the_list(value: str, what: str, listed: Collection[str]) -> str:
    """Return what to do about a value that a closed list does not have: the nearest one, and the list."""
    known = sorted(set(listed) - {""})
    near = get_close_matches(value, known, n=1)
    meant = f"write {near[0]}, or another of the list" if near else "write one of the list"
    return f"is no {what}; {meant}: {', '.join(known)}"
