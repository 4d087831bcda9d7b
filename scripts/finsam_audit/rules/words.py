"""A rule's sentence in Swedish words, with the names of the chart."""

from collections.abc import Sequence

from finsam_audit.project.csv_files import Row
from finsam_audit.rules.catalogue import Rule
from finsam_audit.rules.language import OPERATORS, Term, Total

SIGNS = {"at_most": "≤", "at_least": "≥"}


class Words:
    """The Swedish words of a rule: the names of line items, by statement, and those of code_names."""

    def __init__(self, chart: Sequence[Row], codes: Sequence[Row]) -> None:
        """Take the rows of the chart and of code_names."""
        self._names = {(row["statement"], row["line_item"]): row["name_sv"] for row in chart}
        self._codes = {(row["vocabulary"], row["code"]): row["name_sv"] for row in codes}

    def said(self, *codes: tuple[str, str]) -> list[str]:
        """Return the words of codes, each with its vocabulary; one without a word says nothing."""
        return [self._codes[code] for code in codes if code in self._codes]

    def line(self, statement: str, line_item: str) -> str:
        """Return the name of a line, or the word for a pattern."""
        return self._codes.get(("rule_line", line_item)) or self._names.get((statement, line_item), line_item)

    def total(self, total: Total) -> str:
        """Return what a rule is about, with its statements and its condition."""
        lines: list[str] = []
        for statement, line_item, _ in total.places():
            name = self.line(statement, line_item)
            if name not in lines and name != line_item:
                lines.append(name)
        measures = [("measure_in_formula", measure) for measure in total.measures]
        said = self.said(*measures, ("rule_total", total.match))
        text = " / ".join(lines) + (f" ({', '.join(said)})" if said else "")
        return text + (f" [{', '.join(total.statements)}]" if "%" not in total.statements else "")

    def term(self, term: Term, total: Total) -> str:
        """Return a term in words, with its statement where that is another than the total's."""
        measure = term.measure if (term.measure,) != total.measures else ""
        presence = term.presence if term.match == "statement" else ""
        said = self.said(
            ("measure_in_formula", measure),
            ("rule_place", term.match),
            ("rule_year", str(term.period_offset)),
            ("rule_document", f"{term.document_match}/{term.document_offset}/{term.document_kind}"),
            ("rule_presence", presence),
        )
        statement = total.statements[0] if term.statement == "=" else term.statement
        text = self.line(statement, term.line_item) + (f" ({', '.join(said)})" if said else "")
        if (statement,) != total.statements and term.statement != "=":
            text += f" [{statement}]"
        return text

    def definition(self, kind: str, total: Total, terms: Sequence[Term]) -> str:
        """Return one definition as a line of text: total = terms with their signs."""
        sides: dict[bool, list[str]] = {False: [], True: []}
        for term in terms:
            sign = "−" if term.weight < 0 else "+"
            if term.role == "constant":
                text = str(abs(term.weight))
            else:
                text = (f"{abs(term.weight)} × " if abs(term.weight) != 1 else "") + self.term(term, total)
            sides[term.role == "denominator"].append(f"{sign} {text}")
        above, below = (" ".join(side).removeprefix("+ ") for side in (sides[False], sides[True]))
        right = f"({above}) / ({below})" if below else above
        return f"{self.total(total)} {SIGNS.get(kind, '=')} {right}"

    def definitions(self, rule: Rule) -> list[str]:
        """Return every accepted definition of a rule in words; none where it is no arithmetic."""
        if rule.sentence is not None:
            return [self.definition(rule.kind, rule.sentence.total, terms) for terms in rule.sentence.definitions]
        return self.said(("table_sentence", rule.asks)) if rule.body == "table" else []


def as_written(rule: Rule) -> list[str]:
    """Return the sentence of a rule and its other definitions as the suite writes them."""
    operator = next((sign for sign, kind in OPERATORS.items() if kind == rule.kind), "=")
    home = f"{rule.wording['statement']}: " if rule.body == "holds" and "statement" in rule.wording else ""
    return [home + " ".join(rule.asks.split()), *(f"or {operator} {other}" for other in rule.wording.get("or", ()))]
