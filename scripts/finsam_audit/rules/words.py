"""A rule's sentence in Swedish words, with the names of the chart."""

from collections.abc import Sequence

from finsam_audit.project.csv_files import Row
from finsam_audit.rules.catalogue import Rule
from finsam_audit.rules.language import OPERATORS, Term, Total

SIGNS = {"at_most": "≤", "at_least": "≥"}
LINES = {"*": "raderna", "%": "raden", "=": "samma rad"}
MEASURES = {
    "income": "intäkt", "cost": "kostnad", "net": "netto", "budget": "budget", "income_budget": "budget intäkt",
    "cost_budget": "budget kostnad", "net_budget": "budget netto", "deviation": "avvikelse",
    "income_deviation": "avvikelse intäkt", "cost_deviation": "avvikelse kostnad", "net_deviation": "avvikelse netto",
    "target": "mål", "share": "andel", "ratio": "kvot", "count": "antal",
}  # fmt: skip
TOTALS = {
    "comparative": "jämförelsetal",
    "with_member": "med part eller insats",
    "without_member": "utan part eller insats",
    "repeat": "andra trycket",
    "siblings": "första delen",
    "kind:state": "staten",
    "kind:region": "regionen",
    "kind:municipality": "kommuner",
}
PLACES = {
    "table": "i tabellen",
    "row": "på raden",
    "member": "samma part eller insats",
    "child": "insatsens delar",
    "family": "insatsen eller dess delar",
    "member_or_none": "samma part eller insats, eller ingen",
    "siblings": "övriga delar",
    "first_print": "första trycket",
    "span_start": "periodens första år",
    "kind:state": "staten",
    "kind:region": "regionen",
    "kind:municipality": "kommunerna",
}
YEARS = {-1: "året före", 1: "året efter"}
DOCUMENTS = {
    ("same", 0, "annual_report"): "i årsredovisningen",
    ("association", -1, "annual_report"): "föregående årsredovisning",
    ("association", 0, "plan"): "årets plan",
    ("association", 1, "plan"): "nästa års plan",
}
# what the sentences of tables say
TABLES = {
    "row = rows_that_add_into_it": "(del)summans rad = raderna som adderas in i den, kolumn för kolumn"
    " (table_rows: parent_line, weight)",
    "row = details_below_it": "(del)summans rad = detaljraderna under den, förbi delsummorna däremellan"
    " (table_rows: parent_line, weight)",
    "column = columns_that_add_into_it": "kolumnen = kolumnerna som adderas in i den, rad för rad"
    " (table_columns: parent_column, weight)",
    "deviation_column = columns_that_it_compares": "kolumnen för avvikelse = kolumnerna som den jämför, rad för rad"
    " (table_columns: parent_column, weight)",
    "share_column = same_row / total_row": "andelen = radens tal / talet på tabellens summarad, båda i kolumnen som"
    " andelen räknas på (table_columns: base_column)",
}


class Names:
    """The Swedish names of line items, by statement."""

    def __init__(self, chart: Sequence[Row]) -> None:
        """Take the rows of the chart."""
        self._names = {(row["statement"], row["line_item"]): row["name_sv"] for row in chart}

    def line(self, statement: str, line_item: str) -> str:
        """Return the name of a line, or the word for a pattern."""
        return LINES.get(line_item) or self._names.get((statement, line_item), line_item)

    def total(self, total: Total) -> str:
        """Return what a rule is about, with its statements and its condition."""
        lines: list[str] = []
        for statement, line_item, _ in total.places():
            name = self.line(statement, line_item)
            if name not in lines and name != line_item:
                lines.append(name)
        said = [MEASURES[measure] for measure in total.measures if measure in MEASURES]
        if total.match in TOTALS:
            said.append(TOTALS[total.match])
        text = " eller ".join(lines) + (f" ({', '.join(said)})" if said else "")
        return text + (f" [{', '.join(total.statements)}]" if "%" not in total.statements else "")

    def term(self, term: Term, total: Total) -> str:
        """Return a term in words, with its statement where that is another than the total's."""
        said = [MEASURES[term.measure]] if term.measure in MEASURES and (term.measure,) != total.measures else []
        said += [PLACES[term.match]] if term.match in PLACES else []
        said += [YEARS[term.period_offset]] if term.period_offset else []
        document = DOCUMENTS.get((term.document_match, term.document_offset, term.document_kind))
        said += [document] if document else []
        if term.presence == "optional" and term.match == "statement":
            said.append("om tryckt")
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
        return [TABLES[rule.asks]] if rule.body == "table" else []


def as_written(rule: Rule) -> list[str]:
    """Return the sentence of a rule and its other definitions as the suite writes them."""
    operator = next((sign for sign, kind in OPERATORS.items() if kind == rule.kind), "=")
    home = f"{rule.wording['statement']}: " if rule.body == "holds" and "statement" in rule.wording else ""
    return [home + " ".join(rule.asks.split()), *(f"or {operator} {other}" for other in rule.wording.get("or", ()))]
