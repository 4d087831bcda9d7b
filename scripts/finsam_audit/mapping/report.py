"""A report as bare rows: labels, headings and prints, before anything is known of them."""

from dataclasses import dataclass, field

from finsam_audit.mapping.prints import Print, read


@dataclass(frozen=True)
class Number:
    """A print at its address.

    `at` is the line and column on the page, where the table is read turned; `reading` the print with digits for a
    number that it says in words alone.
    """

    source_line: str
    column_no: int
    number_no: int
    printed: str
    at: tuple[str, int] | None = None
    reading: str = ""
    read: Print = field(init=False)

    @property
    def place(self) -> tuple[str, int]:
        """Its line and column on the page."""
        return self.at or (self.source_line, self.column_no)

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", read(self.reading or self.printed))


@dataclass(frozen=True)
class Row:
    """A row of a table: its label, its numbers in the order of print, and the unit where a cell of it says one.

    `remark` is what a footnote or a sentence below the table says of it.
    """

    source_line: str
    label: str
    numbers: tuple[Number, ...]
    unit: str = ""
    remark: str = ""

    @property
    def declared(self) -> str:
        """The label with what is said of it below the table: both may say what it takes in."""
        return f"{self.label} {self.remark}".rstrip()


@dataclass(frozen=True)
class Table:
    """A table: heading, the text that prints a unit for all of it, the columns' joined headings by number, rows.

    `remarks` is what a sentence below it says of a column, by number, where the columns are what rows are elsewhere;
    `sheet` the name of the sheet that it stands on; `shown` the heading as it is printed, where `heading` says more.
    """

    table_no: int
    heading: str
    unit_text: str
    columns: dict[int, str]
    rows: tuple[Row, ...]
    remarks: dict[int, str] = field(default_factory=dict)
    sheet: str = ""
    shown: str = ""

    @property
    def title(self) -> str:
        """Where a person finds it: its heading, after the name of its sheet unless the heading says that too."""
        heading = self.shown or self.heading
        if not self.sheet or self.sheet.lower() in heading.lower():
            return heading
        return f"{self.sheet}: {heading}" if heading else self.sheet

    def column(self, column_no: int) -> list[tuple[Row, Number]]:
        """Return the numbers of a column with their rows."""
        return [(row, number) for row in self.rows for number in row.numbers if number.column_no == column_no]


@dataclass(frozen=True)
class Text:
    """A number of the running text under a short name, and whether it is an outcome of the report's own year.

    `told_as` is actual or budget where the text says so of an activity's cost in that year, surplus or deficit
    where it says that it was under or over its budget by that, change where it rose or fell by that since the year
    before, share where it is one of all costs, equity_to_contributions where it is what equity is of the
    contributions, contribution where it is what someone pays to the association, paid_share where it is what a
    municipality pays of what they pay together, participants where it counts all who took part, participants_change
    where they are so many more or fewer than the year before, else empty.
    `same_as` is where a table prints the same quantity; `quoted` where one prints the amount that it repeats, which a
    slip may part from it; `things` the rows that it is of together, as the text says.
    `worked_out` holds numbers of which one follows from the others, by what they are: see `WorkedOut` of intake.
    `heading` is the one that it stands under.
    """

    label: str
    number: Number
    is_own_outcome: bool = True
    told_as: str = ""
    worked_out: tuple[tuple[str, Number], ...] = ()
    same_as: tuple[str, int, int] | None = None
    quoted: tuple[str, int, int] | None = None
    things: tuple[str, ...] = ()
    heading: str = ""

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Its number, and those of which it follows."""
        return (self.number, *(number for _, number in self.worked_out))


@dataclass(frozen=True)
class Report:
    """A report: what is known of the document, its tables, its running text."""

    association: str
    organisation_number: str
    kind: str
    fiscal_year: int | None
    name: str
    tables: tuple[Table, ...]
    texts: tuple[Text, ...] = ()
    association_id: str = ""
    document_id: str = ""
