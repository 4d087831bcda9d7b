"""How a suite writes a rule of the accounts, and what it means.

A rule is a total and one or more accepted definitions of it. A term is a word, `operating_income`, with what it needs:
`-balance_sheet.receivables(actual)@prior_year` is the receivables of the balance sheet, the outcome of the year before,
taken with the opposite sign. A term that is more than one cell is a mapping: `{line: leaf_rows, rows: same_table}`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finsam_audit.project.errors import UserError

LINES = {"leaf_rows": "*", "any_line": "%", "same_line": "="}
STATEMENTS = {"any_statement": "%", "same_statement": "="}
MEASURES = {"any_measure": "%", "same_measure": "=", "each_amount": "="}
ROWS = {
    "whole_document": "statement",
    "same_table": "table",
    "same_row": "row",
    "same_member": "member",
    "finer_rows": "child",
    "same_member_or_finer": "family",
    "same_member_or_none": "member_or_none",
    "other_parts": "siblings",
    "first_print": "first_print",
}
TOTAL_ROWS = {
    "comparative_column": "comparative",
    "with_member": "with_member",
    "without_member": "without_member",
    "second_print": "repeat",
    "first_part": "siblings",
}
# when: (years from the total's year, whose document, years from the total's document, kind of document)
WHEN = {
    "same_year": (0, "same", 0, None),
    "prior_year": (-1, "same", 0, None),
    "next_year": (1, "same", 0, None),
    "prior_year_of_report": (-1, "same", 0, "annual_report"),
    "prior_report": (0, "association", -1, "annual_report"),
    "closing_of_prior_report": (-1, "association", -1, "annual_report"),
    "plan_of_same_year": (0, "association", 0, "plan"),
    "plan_of_next_year": (0, "association", 1, "plan"),
    "first_year_of_span": (0, "same", 0, None),
}
PAYERS = ("state", "region", "municipality")
TERM = re.compile(
    r"(?P<sign>-)?(?:(?P<statement>[a-z_]+)\.)?(?P<line>[a-z_]+)(?:\((?P<measure>[a-z_]+)\))?(?:@(?P<when>[a-z_]+))?"
)
TERM_KEYS = {"line", "statement", "measure", "when", "rows", "paid_by", "minus", "zero_is_none"}
BODIES = {
    "sum": ("terms",),
    "tie": ("equals", "terms"),
    "ratio": ("numerator", "denominator"),
    "at_most": ("at_most",),
    "at_least": ("at_least",),
}


@dataclass(frozen=True)
class Term:
    """A term of a definition: which cells it takes, relative to the cell that is the total.

    Attributes:
        role: `term`, `compared`, `numerator`, `denominator` or `constant`.
        statement: a statement of the accounts; `=` is the total's own.
        line_item: a line; `*` every row that is no total, `%` every row, `=` the total's own line.
        measure: a measure; `=` is the total's own.
        period_offset: years from the total's year.
        document_match: `same` document, or another of the `association`.
        document_offset: years from the total's document.
        document_kind: kind of that document, None for any.
        weight: +1 or -1; of a constant its value (SEK, percent or count as the total).
        presence: `required`; `optional` when the definition is complete without it; `exact_zero` when it is required
            and a printed zero means that there is none.
        match: which of those cells stand with the total (`table`, `row`, `member`, …).

    """

    role: str
    statement: str
    line_item: str
    measure: str
    period_offset: int
    document_match: str
    document_offset: int
    document_kind: str | None
    weight: int
    presence: str
    match: str


@dataclass(frozen=True)
class Definition:
    """One accepted definition of a total.

    Attributes:
        statement: the statement of the total; `%` is any.
        line_item: the line of the total; `*` every row that is no total, `%` every row.
        measure: the measure of the total; `=` is every amount (no shares, ratios, counts or targets), `%` any measure.
        match: a condition on the total's row (`statement` is none).
        terms: the terms.

    """

    statement: str
    line_item: str
    measure: str
    match: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Rule:
    """A rule that a suite states.

    Attributes:
        rule_id: id in the rule catalogue.
        kind: `sum`, `tie`, `ratio`, `at_most` or `at_least`.
        definitions: the accepted definitions in the order in which they are tried.
        needs_every_definition: a difference proves nothing while a definition lacks its items,
        unproven_up_to: unless it is larger than this share of the largest figure (None, however large).

    """

    rule_id: str
    kind: str
    definitions: tuple[Definition, ...]
    needs_every_definition: bool = False
    unproven_up_to: float | None = None


def word(value: str, table: Mapping[str, Any], what: str, rule_id: str) -> Any:
    """Return what a word stands for.

    Raises:
        UserError: the word is not in the table.

    """
    if value not in table:
        raise UserError(f"{rule_id}: unknown {what} {value!r}; known are {', '.join(sorted(table))}")
    return table[value]


def name(value: Any, rule_id: str) -> str:
    """Return a code as written in a suite.

    Raises:
        UserError: it is no code (small letters and underscores).

    """
    if not isinstance(value, str) or not re.fullmatch("[a-z_]+", value):
        raise UserError(f"{rule_id}: {value!r} is no code; codes are small letters and underscores")
    return value


def read_term(text: str | Mapping[str, Any], role: str, home: str, measure: str, rule_id: str) -> Term:
    """Read one term.

    Args:
        text: the word or mapping of the suite.
        role: the role it has.
        home: the statement that is meant when none is named.
        measure: the measure that is meant when none is named.
        rule_id: for messages.

    Raises:
        UserError: it is no term.

    """
    if isinstance(text, str):
        found = TERM.fullmatch(text)
        if not found:
            raise UserError(f"{rule_id}: {text!r} is no term; write it like -balance_sheet.cash(actual)@prior_year")
        parts: dict[str, Any] = {key: value for key, value in found.groupdict().items() if value}
        parts["minus"] = parts.pop("sign", None) == "-"
    else:
        parts = dict(text)
        if unknown := set(parts) - TERM_KEYS:
            raise UserError(f"{rule_id}: unknown key in a term: {', '.join(sorted(map(str, unknown)))}")
        if "line" not in parts:
            raise UserError(f"{rule_id}: a term names its line")
    when = parts.get("when", "same_year")
    years, document, offset, kind = word(when, WHEN, "time", rule_id)
    match = word(parts.get("rows", "whole_document"), ROWS, "rows", rule_id)
    if payer := parts.get("paid_by"):
        match = "kind:" + word(payer, {name: name for name in PAYERS}, "payer", rule_id)
    if when == "first_year_of_span":
        match = "span_start"
    statement = name(parts.get("statement", home), rule_id)
    line, of = name(parts["line"], rule_id), name(parts.get("measure", measure), rule_id)
    presence = "optional" if "rows" in parts or "paid_by" in parts else "required"
    return Term(
        role=role,
        statement=STATEMENTS.get(statement, statement),
        line_item=LINES.get(line, line),
        measure=MEASURES.get(of, of),
        period_offset=years,
        document_match=document,
        document_offset=offset,
        document_kind=kind,
        weight=-1 if parts.get("minus") else 1,
        presence="exact_zero" if parts.get("zero_is_none") else presence,
        match=match,
    )


def read_constant(value: int) -> Term:
    """Return a constant term (its value in the unit of the total)."""
    return Term("constant", "", "", "", 0, "same", 0, None, value, "required", "statement")


def read_definition(entry: Mapping[str, Any], kind: str, rule_id: str) -> Definition:
    """Read one definition of a total.

    Raises:
        UserError: the total or every term is missing, or a word is unknown.

    """
    for key in ("statement", "total"):
        if key not in entry:
            raise UserError(f"{rule_id}: {key} is missing")
    statement, line = name(entry["statement"], rule_id), name(entry["total"], rule_id)
    measure = name(entry.get("measure", "each_amount"), rule_id)
    home = "same_statement" if statement == "any_statement" else statement
    own = measure if measure not in MEASURES else "same_measure"
    match = word(entry["of_rows"], TOTAL_ROWS, "rows", rule_id) if "of_rows" in entry else "statement"
    if "paid_by" in entry:
        match = "kind:" + word(entry["paid_by"], {name: name for name in PAYERS}, "payer", rule_id)
    roles = {"terms": "term", "equals": "compared", "at_most": "term", "at_least": "term"}
    absent = entry.get("may_be_absent", [])
    terms: list[Term] = []
    for key in BODIES[kind]:
        body = entry.get(key, [])
        for text in body if isinstance(body, Sequence) and not isinstance(body, str) else [body]:
            if isinstance(text, int):
                terms.append(read_constant(text))
                continue
            term = read_term(text, roles.get(key, key), home, own, rule_id)
            optional = isinstance(text, str) and text.lstrip("-") in absent
            must = not isinstance(text, str) and text.get("line") in entry.get("must_be_there", [])
            if optional or (must and term.presence != "exact_zero"):
                term = Term(**{**term.__dict__, "presence": "optional" if optional else "required"})
            terms.append(term)
    if not terms:
        raise UserError(f"{rule_id}: no terms; a {kind} needs {' or '.join(BODIES[kind])}")
    named = {text.lstrip("-") for key in BODIES[kind] for text in listed(entry.get(key)) if isinstance(text, str)}
    if stray := set(absent) - named:
        raise UserError(f"{rule_id}: may_be_absent names what is no term: {', '.join(sorted(stray))}")
    return Definition(
        STATEMENTS.get(statement, statement), LINES.get(line, line), MEASURES.get(measure, measure), match, tuple(terms)
    )


def listed(value: Any) -> list[Any]:
    """Return a list of what may be one value, a list or nothing."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def read_rule(rule_id: str, kind: str, entry: Mapping[str, Any]) -> Rule:
    """Read a rule: its first definition and what else is accepted.

    Args:
        rule_id: id in the rule catalogue.
        kind: `sum`, `tie`, `ratio`, `at_most` or `at_least`.
        entry: the arguments of the expectation; each item of `or` overrides some of them.

    Raises:
        UserError: the rule cannot be read.

    """
    bodies = {key for keys in BODIES.values() for key in keys} | {"may_be_absent", "must_be_there"}
    first = {
        key: value
        for key, value in entry.items()
        if key not in ("or", "needs_every_definition", "unproven_up_to") and value is not None
    }
    definitions = [read_definition(first, kind, rule_id)]
    for other in listed(entry.get("or")):
        replaces_body = any(key in other for key in bodies)
        kept = {key: value for key, value in first.items() if not (replaces_body and key in bodies)}
        definitions.append(read_definition({**kept, **other}, kind, rule_id))
    every, share = bool(entry.get("needs_every_definition")), entry.get("unproven_up_to")
    if share is not None and not (every and isinstance(share, int | float) and 0 < share < 1):
        raise UserError(f"{rule_id}: unproven_up_to is a share between 0 and 1, beside needs_every_definition: true")
    return Rule(rule_id, kind, tuple(definitions), every, share)
