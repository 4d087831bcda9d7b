"""How prints are read, by the very steps of the models (macros/prints.sql): for rows that are in no database yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from finsam_audit.project.connection import connect
from finsam_audit.project.csv_files import read_csv

MACROS = ("parsing", "prints")
# the words that the steps read, in the order in which they take them
WORDS = ("approximations", "number_words", "print_words", "months")
TYPES = {"lower_share": "decimal(6, 3)", "upper_share": "decimal(6, 3)", "value": "integer", "month": "integer"}
Print = tuple[str, str, str, str]


@dataclass(frozen=True)
class Reading:
    """What a print was read as.

    Attributes:
        kind: number, dash, blank, date, text or reference; unread where nothing was read that must be.
        value: the number, before its unit.
        day: the date.
        refusal: why it was not read and what to write; empty where it was.

    """

    kind: str
    value: Decimal | None
    day: date | None
    refusal: str


class Dispatch:
    """What the macros ask of dbt: the macro of the engine, here DuckDB."""

    def __init__(self) -> None:
        """Start without macros."""
        self.macros: dict[str, Callable[..., str]] = {}

    def dispatch(self, name: str) -> Callable[..., str]:
        """Return DuckDB's macro of a name."""
        return self.macros[f"duckdb__{name}"]


@cache
def query(root: Path) -> str:
    """Return the query that reads the table `prints`, made of the project's macros."""
    dispatch = Dispatch()
    # the templates are the project's own SQL: nothing of a report is in them, so nothing is escaped
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    environment.globals |= {"adapter": dispatch, "return": lambda text: text}
    text = "\n".join((root / f"macros/{name}.sql").read_text(encoding="utf-8") for name in MACROS)
    module: Any = environment.from_string(text).module
    dispatch.macros |= {name: macro for name, macro in vars(module).items() if name.startswith("duckdb__")}
    steps, told = module.reading_steps("prints", *WORDS), module.refusal()
    return f"with {steps} select value_kind, read_value, date_value, {told} from read_prints order by place"


def readings(root: Path, prints: Sequence[Print]) -> list[Reading]:
    """Return what each print is read as.

    Args:
        root: the project, whose words and steps are used.
        prints: printed, reading, measure and unit of each.

    Raises:
        UserError: a seed of words cannot be read.

    """
    with connect() as connection:

        def fill(name: str, columns: dict[str, Sequence[str]]) -> None:
            casts = [f"cast(unnest(?::varchar[]) as {TYPES.get(column, 'varchar')}) as {column}" for column in columns]
            values = [list(column) for column in columns.values()]
            connection.execute(f"create temp table {name} as select {', '.join(casts)}", values)

        for name in WORDS:
            shown = f"seeds/reference/{name}.csv"
            file = read_csv(root / shown, shown)
            rows = [row for _, row in file.records()]
            fill(name, {column: [row[column] for row in rows] for column in file.head})
        names = ("printed", "reading", "measure", "printed_unit")
        fill("texts", {name: [row[place] for row in prints] for place, name in enumerate(names)})
        connection.execute("create temp table prints as select *, row_number() over () as place from texts")
        return [Reading(*row) for row in connection.execute(query(root)).fetchall()]
