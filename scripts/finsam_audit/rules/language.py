"""The sentences in which a rule says what must hold, and what they mean.

    operating_cash_flow = funds_before_working_capital + change_in_receivables? + change_in_current_liabilities?
    balance_requirement.net_result(actual) is income_statement.net_result
    multi_year_overview.equity_ratio(ratio) = balance_sheet.equity(actual) / balance_sheet.total_assets(actual)
    note_income|note_costs.total = all rows [same table]
    balance_sheet.opening_equity(actual) is equity [year before, report before]

A sentence is a total, an operator and its terms. `=` is a sum, or with `/` a ratio in percent; `is` says that two
prints of one figure agree; `<=` and `>=` are limits. A term is `statement.line(measure) [words]`; what it leaves out is
the total's. `|` stands between what the sentence holds for alike. `all` takes every cell that is there, be it none; `?`
is a single cell that may be absent; any other term must be there. docs/rule_language.md lists the words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from finsam_audit.project.errors import UserError

OPERATORS = {"=": "sum", "is": "tie", "<=": "at_most", ">=": "at_least"}
LINES = {"rows": "*", "lines": "%", "same_line": "="}
STATEMENTS = {"any": "%", "same": "="}
MEASURES = {"any": "%", "same": "=", "amount": "="}

# words in brackets -> what they say of a term: (attribute, value); of two words of one attribute one is too many
WORDS: dict[str, dict[str, object]] = {
    "same table": {"match": "table"},
    "same row": {"match": "row"},
    "same member": {"match": "member"},
    "without member": {"match": "without_member"},
    "finer members": {"match": "child"},
    "same member or finer": {"match": "family"},
    "same member or none": {"match": "member_or_none"},
    "other parts": {"match": "siblings"},
    "first print": {"match": "first_print"},
    "first year of the span": {"match": "span_start"},
    "paid by the state": {"match": "kind:state"},
    "paid by the region": {"match": "kind:region"},
    "paid by a municipality": {"match": "kind:municipality"},
    "others paid by the state": {"match": "others:state"},
    "others paid by the region": {"match": "others:region"},
    "year before": {"period_offset": -1},
    "year after": {"period_offset": 1},
    "annual report": {"document_match": "same", "document_kind": "annual_report"},
    "report before": {"document_match": "association", "document_offset": -1, "document_kind": "annual_report"},
    "plan of the year": {"document_match": "association", "document_offset": 0, "document_kind": "plan"},
    "plan of the year after": {"document_match": "association", "document_offset": 1, "document_kind": "plan"},
    "zero is none": {"presence": "exact_zero"},
}
# words in brackets -> which cells a total takes
TOTAL_WORDS = {
    "comparative": "comparative",
    "with member": "with_member",
    "without member": "without_member",
    "second print": "repeat",
    "first part": "siblings",
    "paid by the state": "kind:state",
    "paid by the region": "kind:region",
    "paid by a municipality": "kind:municipality",
}
TOKEN = re.compile(r"\s*(?:(?P<number>\d+)|(?P<name>[a-z][a-z_]*)|(?P<mark><=|>=|[=.()\[\]?|*/+,-])|(?P<other>\S))")


@dataclass(frozen=True)
class Term:
    """A term of a definition: which cells it takes, relative to the cell that is the total.

    Attributes:
        role: `term`, `compared`, `numerator`, `denominator` or `constant`.
        statement: a statement of the accounts; `=` is the total's own.
        line_item: a line; `*` every row that is no total, `%` every row, `=` the total's own line.
        measure: a measure; `=` is the total's own.
        weight: what the cell is multiplied by; of a constant its value (SEK, percent or count as the total).
        presence: `required`; `optional` when the definition is complete without it; `exact_zero` when it is required
            and a printed zero means that there is none.
        match: which of those cells stand with the total (`table`, `row`, `member`, …).
        period_offset: years from the total's year.
        document_match: `same` document, or another of the `association`.
        document_offset: years from the total's document.
        document_kind: kind of that document, empty for any.

    """

    role: str
    statement: str
    line_item: str
    measure: str
    weight: int = 1
    presence: str = "required"
    match: str = "statement"
    period_offset: int = 0
    document_match: str = "same"
    document_offset: int = 0
    document_kind: str = ""


@dataclass(frozen=True)
class Total:
    """The cells that a rule is about.

    Attributes:
        statements: statements of the accounts; `%` is any.
        line_items: lines; `*` every row that is no total, `%` every row.
        measures: measures; `=` is every amount (no shares, ratios, counts or targets), `%` any measure.
        match: a condition on the cell (`statement` is none).

    """

    statements: tuple[str, ...]
    line_items: tuple[str, ...]
    measures: tuple[str, ...]
    match: str = "statement"

    def places(self) -> Iterator[tuple[str, str, str]]:
        """Yield every statement, line and measure that the total may have."""
        for statement in self.statements:
            for line_item in self.line_items:
                for measure in self.measures:
                    yield statement, line_item, measure


@dataclass(frozen=True)
class Sentence:
    """What must hold.

    Attributes:
        kind: `sum`, `tie`, `ratio`, `at_most` or `at_least`.
        total: the cells that it is about.
        definitions: the terms of each accepted definition of the total, in the order in which they are tried.

    """

    kind: str
    total: Total
    definitions: tuple[tuple[Term, ...], ...]


class Reader:
    """The tokens of one sentence, read from the left.

    Args:
        text: the sentence.
        place: file and rule, for messages.

    """

    def __init__(self, text: str, place: str) -> None:
        self.text, self.place = text, place
        self.tokens: list[tuple[str, str]] = []
        for found in TOKEN.finditer(text):
            kind = found.lastgroup or ""
            if kind == "other":
                raise self.error(f"{found[kind]!r} is no sign of a rule")
            self.tokens.append((kind, found[kind]))
        self.at = 0

    def error(self, what: str) -> UserError:
        """Return the error of this sentence."""
        return UserError(f"{self.place}: {what}, in {self.text.strip()!r}")

    def peek(self) -> str:
        """Return the next token, empty at the end."""
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> bool:
        """Go past the next token if it is one of these."""
        if self.at < len(self.tokens) and self.peek() in wanted:
            self.at += 1
            return True
        return False

    def need(self, mark: str) -> None:
        """Go past a mark that must stand here."""
        if not self.take(mark):
            raise self.error(f"{mark!r} is missing before {self.peek() or 'the end'!r}")

    def name(self, what: str) -> str:
        """Return the name that must stand here."""
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != "name":
            raise self.error(f"a {what} is missing before {self.peek() or 'the end'!r}")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def names(self, what: str) -> tuple[str, ...]:
        """Return names with `|` between them."""
        found = [self.name(what)]
        while self.take("|"):
            found.append(self.name(what))
        return tuple(found)

    def number(self) -> int | None:
        """Return the number that stands here, if one does."""
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != "number":
            return None
        self.at += 1
        return int(self.tokens[self.at - 1][1])

    def words(self, known: Mapping[str, object]) -> list[str]:
        """Return the words in brackets, if any stand here."""
        found: list[str] = []
        if not self.take("["):
            return found
        while True:
            words = [self.name("word")]
            while self.at < len(self.tokens) and self.tokens[self.at][0] == "name":
                words.append(self.name("word"))
            word = " ".join(words)
            if word not in known:
                raise self.error(f"unknown words [{word}]; known are {', '.join(sorted(known))}")
            found.append(word)
            if not self.take(","):
                break
        self.need("]")
        return found

    def place_of_cells(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Return statements, lines and measures as written, empty where nothing is."""
        statements: tuple[str, ...] = ()
        lines = self.names("line")
        if self.take("."):
            statements, lines = lines, self.names("line")
        measures: tuple[str, ...] = ()
        if self.take("("):
            measures = self.names("measure")
            self.need(")")
        return statements, lines, measures


def read_total(reader: Reader, home: str | None) -> Total:
    """Read the total, up to the operator.

    Args:
        reader: at the start of the sentence.
        home: the statement that is meant when none is named, if there is one.

    """
    statements, lines, measures = reader.place_of_cells()
    if not statements and home is None:
        raise reader.error("the total names no statement")
    matches = [TOTAL_WORDS[word] for word in reader.words(TOTAL_WORDS)]
    if len(matches) > 1:
        raise reader.error("a total takes one condition")
    return Total(
        tuple(STATEMENTS.get(name, name) for name in statements or (home or "",)),
        tuple(LINES.get(name, name) for name in lines),
        tuple(MEASURES.get(name, name) for name in measures or ("amount",)),
        matches[0] if matches else "statement",
    )


def one(values: Sequence[str]) -> str:
    """Return the value that a term has when it names none: the total's, if that is one and no pattern."""
    return values[0] if len(values) == 1 and values[0] not in ("%", "=") else "="


def read_term(reader: Reader, role: str, weight: int, total: Total) -> Term:
    """Read one term.

    Args:
        reader: at its start.
        role: the role it has.
        weight: 1 or -1, by the sign before it.
        total: the total, for what the term leaves out.

    """
    number = reader.number()
    if number is not None:
        if not reader.take("*"):
            return Term("constant", "", "", "", weight * number)
        weight *= number
    every = reader.take("all")
    statements, lines, measures = reader.place_of_cells()
    if max(len(statements), len(lines), len(measures)) > 1:
        raise reader.error("a term names one statement, one line and one measure")
    term = Term(
        role,
        STATEMENTS.get(statements[0], statements[0]) if statements else one(total.statements),
        LINES.get(lines[0], lines[0]),
        MEASURES.get(measures[0], measures[0]) if measures else one(total.measures),
        weight,
        "optional" if reader.take("?") or every else "required",
    )
    return marked(term, reader)


def marked(term: Term, reader: Reader) -> Term:
    """Return a term with what the words in brackets say of it, if any stand here."""
    said: dict[str, str] = {}
    for word in reader.words(WORDS):
        for attribute, value in WORDS[word].items():
            if attribute in said and getattr(term, attribute) != value:
                raise reader.error(f"[{said[attribute]}] and [{word}] exclude each other")
            said[attribute] = word
            term = replace(term, **{attribute: value})  # type: ignore[arg-type]
    return term


def read_terms(reader: Reader, role: str, total: Total) -> list[Term]:
    """Read terms with `+` and `-` between them; words after a parenthesis are about each of them."""
    grouped = reader.take("(")
    terms = [read_term(reader, role, -1 if reader.take("-") else 1, total)]
    while reader.peek() in ("+", "-"):
        terms.append(read_term(reader, role, -1 if reader.take("-") or not reader.take("+") else 1, total))
    if grouped:
        reader.need(")")
        start = reader.at
        for number, term in enumerate(terms):
            reader.at = start
            terms[number] = marked(term, reader)
    return terms


def read_definition(reader: Reader, kind: str, total: Total) -> tuple[str, tuple[Term, ...]]:
    """Read what stands after the operator.

    Returns:
        The kind (a sum with a denominator is a ratio) and the terms.

    """
    terms = read_terms(reader, "term", total)
    below: list[Term] = []
    if reader.take("/"):
        if kind != "sum":
            raise reader.error("only = takes a ratio")
        kind, below = "ratio", read_terms(reader, "denominator", total)
        terms = [replace(term, role="numerator") for term in terms]
    if reader.peek():
        raise reader.error(f"{reader.peek()!r} is not understood")
    for term in (*terms, *below):
        if term.weight == 0 and term.role != "constant":
            raise reader.error("a weight of 0 counts nothing")
        own = Term(term.role, one(total.statements), one(total.line_items), one(total.measures), term.weight)
        if term == replace(own, presence=term.presence) and total.match == "statement":
            raise reader.error(f"the total stands among its own terms as {term.line_item}")
    if kind == "tie" and len(terms) == 1 and terms[0].presence == "required":
        terms = [replace(terms[0], role="compared")]
    if kind == "ratio" and any(term.role == "constant" for term in terms + below):
        raise reader.error("a ratio takes no constant")
    return kind, (*terms, *below)


def read_sentence(text: str, others: Sequence[str], home: str | None, place: str) -> Sentence:
    """Read what must hold.

    Args:
        text: total, operator and first definition.
        others: the other accepted definitions, as they would stand after the operator.
        home: the statement that is meant when the total names none.
        place: file and rule, for messages.

    Raises:
        UserError: it is no sentence; the message names place, word and sentence.

    """
    reader = Reader(text, place)
    total = read_total(reader, home)
    operator = next((operator for operator in OPERATORS if reader.take(operator)), None)
    if operator is None:
        raise reader.error(f"one of {', '.join(OPERATORS)} is missing before {reader.peek() or 'the end'!r}")
    kind, first = read_definition(reader, OPERATORS[operator], total)
    definitions = [first]
    for other in others:
        reader = Reader(other, place)
        of_kind, terms = read_definition(reader, OPERATORS[operator], total)
        if of_kind != kind:
            raise reader.error("the definitions of a total are all sums or all ratios")
        definitions.append(terms)
    return Sentence(kind, total, tuple(definitions))
