"""Rules of the suites as SQL on the marts: one row per rule and total, with its verdict and its terms.

The queries read the statement marts, never `marts.check_results`: amounts come from the marts; address, printed text
and rounding half-width of each cell from the same row of `marts.printed_numbers`. `marts.findings` and, for findings
that are no cell, `marts.finding_relations` are read for one thing only: whether a deviation is acknowledged, and why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from finsam_audit.expectations.evaluation import (
    COLUMNS,
    IS_GAP,
    KNOWN_FINDINGS,
    NO_RIVALS,
    NONE_ABSENT,
    compile_evaluation,
)
from finsam_audit.expectations.tables import prepared_tables
from finsam_audit.rules.language import Sentence, Term, Total

WIDE = ("income_statement", "balance_sheet", "cash_flow")
ROW_MARTS = {
    "operating_account": "operating_account",
    "multi_year_overview": "multi_year_overview",
    "contributions_overview": "multi_year_overview",
    "cost_by_purpose": "cost_by_purpose",
    "balance_requirement": "balance_requirement",
    "budget_plan": "budget",
    "participants": "participants",
}


@dataclass(frozen=True)
class Asked:
    """A rule that says of a total what it agrees with.

    Attributes:
        rule_id: id in the rule catalogue.
        sentence: what must hold.
        needs_every_definition: a difference proves nothing while a definition lacks its items,
        unproven_up_to: unless it is larger than this share of the largest figure.

    """

    rule_id: str
    sentence: Sentence
    needs_every_definition: bool
    unproven_up_to: float | None

    @property
    def is_of_one_document(self) -> bool:
        """Tell whether every term stands in the total's own document."""
        return all(term.document_match == "same" for terms in self.sentence.definitions for term in terms)

    @property
    def likeness(self) -> tuple[object, ...]:
        """Return what rules share that one query evaluates: where their cells are, and how they are judged."""
        return (
            source(self.sentence),
            self.sentence.kind,
            self.is_of_one_document,
            self.needs_every_definition,
            self.unproven_up_to,
        )


def facts_of(statement: str) -> str:
    """Return the query of the cells of one statement, with the amounts of its mart."""
    if statement in WIDE:
        columns = COLUMNS.replace(
            " amount,",
            " case when mart.line_item is null or numbers.print_no > 1 then numbers.amount else mart.amount end"
            " as amount,",
        ).replace("association_id,", "numbers.association_id,", 1)
        for column in ("document_id", "line_item", "measure", "fiscal_year"):
            columns = columns.replace(f" {column},", f" numbers.{column},")
        return (
            f"select {columns} from marts.printed_numbers as numbers left join ("
            "select * from (select * exclude (association_id, is_comparative, applied_unit, half_width)"
            f" from marts.{statement}) unpivot include nulls"
            " (amount for line_item in (* exclude (document_id, fiscal_year, measure)))) as mart"
            " on numbers.document_id = mart.document_id"
            " and numbers.fiscal_year = mart.fiscal_year and numbers.measure = mart.measure"
            f" and numbers.line_item = mart.line_item where numbers.statement = '{statement}'"
        )
    return f"select {COLUMNS} from marts.{ROW_MARTS[statement]} where statement = '{statement}'"


def statement_cells() -> str:
    """Return the query of the cells of all statements, with the amounts of their marts where they have one."""
    known = sorted((*WIDE, *ROW_MARTS))
    rest = f"statement not in {listed(known)}"
    return "\nunion all\n".join(
        (
            *map(facts_of, known),
            f"select {COLUMNS} from marts.notes where {rest}",
            f"select {COLUMNS} from marts.printed_numbers where {rest} and not starts_with(statement, 'note_')",
        )
    )


def placed(cells: str) -> str:
    """Return the query of cells with their members and what stands beside them.

    Args:
        cells: the query of the cells.

    """
    return f"""
select cells.*, {IS_GAP.format(cells="cells")}, members.kind as member_kind, members.parent as member_parent,
    coarser.parent as member_grandparent,
    row_number() over (partition by cells.document_id, cells.table_no, cells.line_item, cells.measure,
        cells.fiscal_year
        order by length(cells.source_line), cells.source_line, cells.column_no, cells.number_no) as sibling_no,
    count(*) over (partition by cells.document_id, cells.table_no, cells.line_item, cells.measure,
        cells.fiscal_year)
        as sibling_count
from ({cells}) as cells
left join marts.members as members
    on cells.association_id = members.association_id and cells.member = members.member
left join marts.members as coarser
    on members.association_id = coarser.association_id and members.parent = coarser.member"""


def source(sentence: Sentence) -> str:
    """Return the table of PREPARED that holds the cells of a rule: those of its statements, or of any as printed."""
    return "printed_cells" if "%" in named_statements(sentence) else "mart_cells"


def named_statements(sentence: Sentence) -> set[str]:
    """Return the statements that a rule names."""
    return {*sentence.total.statements, *(term.statement for terms in sentence.definitions for term in terms)}


def facts(sentence: Sentence) -> str:
    """Return the query of every cell that a rule may read."""
    if source(sentence) == "printed_cells":
        return "select * from printed_cells"
    return f"select * from mart_cells where statement in {listed(sorted(named_statements(sentence) - {'=', ''}))}"


def listed(values: Iterable[str]) -> str:
    """Return names as a list of SQL."""
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def condition(total: Total, facts: str) -> str:
    """Return which cells are totals.

    Args:
        total: what a rule says of its totals.
        facts: the query of every cell that the rule may read.

    """
    parts = [
        "(value_kind in ('number', 'dash') or is_gap or (value_kind = 'blank' and is_total))",
        "measure not in ('note_number', 'date', 'verdict')",
        "fiscal_year is not null",
    ]
    if "%" not in total.statements:
        parts.append(f"statement in {listed(total.statements)}")
    if "*" in total.line_items:
        parts.append("not is_total")
    elif "%" not in total.line_items:
        parts.append(f"line_item in {listed(total.line_items)}")
    if "=" in total.measures:
        parts.append("measure not in ('share', 'ratio', 'count', 'target', 'consumed')")
    elif "%" not in total.measures:
        parts.append(f"measure in {listed(total.measures)}")
    rows = {
        "statement": "true",
        "comparative": "is_comparative",
        "with_member": "member is not null",
        "without_member": "member is null",
        "repeat": "print_no > 1 and not (measure = 'target' and document_id || '/' || line_item in"
        " (select goal_id from marts.goals where operator = 'between'))"
        # another column of the same row is another quantity, whatever its code says
        f" and not exists (select 1 from ({facts}) as first where first.cell = facts.plain_cell"
        " and first.table_no = facts.table_no and first.source_line = facts.source_line"
        " and first.column_no <> facts.column_no)",
        "siblings": "sibling_no = 1 and sibling_count > 1",
    }
    match = total.match
    parts.append(f"member_kind = '{match[5:]}'" if match.startswith("kind:") else rows[match])
    return " and ".join(parts)


NAMED = "asked"
"""In a shape of terms: the name that each term says for itself."""


def shape_of(term: Term) -> Term:
    """Return what a term says beside names, so that terms that meet their cells alike are met in one join."""
    return replace(
        term,
        role="",
        weight=0,
        statement=term.statement if term.statement == "=" else NAMED,
        line_item=term.line_item if term.line_item in ("=", "*", "%") else NAMED,
        measure=term.measure if term.measure == "=" else NAMED,
        presence="exact_zero" if term.presence == "exact_zero" else "",
    )


def meeting(shape: Term) -> str:
    """Return when a cell is a term of a total, for all terms of one shape."""
    if shape.document_match == "same":
        # an empty cell of a row that prints a number beside it counts as nothing
        parts = ["(fact.value_kind in ('number', 'dash') or fact.is_gap)", "fact.document_id = total.document_id"]
    else:
        parts = ["fact.value_kind in ('number', 'dash')"]
        parts.append("fact.association_id = total.association_id")
        parts.append(f"fact.document_year = total.document_year + {shape.document_offset}")
    if shape.document_kind:
        parts.append(f"fact.document_kind = '{shape.document_kind}'")
    parts.append("fact.statement = " + ("total.statement" if shape.statement == "=" else "asked.statement"))
    parts.append("fact.measure = " + ("total.measure" if shape.measure == "=" else "asked.measure"))
    if shape.line_item == "*":
        parts.append("not fact.is_total")
    elif shape.line_item != "%":
        parts.append("fact.line_item = " + ("total.line_item" if shape.line_item == "=" else "asked.line_item"))
    if shape.match == "span_start":
        parts.append("fact.fiscal_year = try_cast(substr(total.period, 1, 4) as integer)")
    else:
        parts.append(f"fact.fiscal_year = total.fiscal_year + {shape.period_offset}")
    rows = {
        "statement": "true",
        "span_start": "fact.member is null",
        "table": "fact.table_no = total.table_no and fact.cell <> total.cell",
        "row": "fact.table_no = total.table_no and fact.source_line = total.source_line",
        "without_member": "fact.member is null",
        "member": "fact.member = total.member",
        "child": "fact.member_parent = total.member",
        "family": "total.member in (fact.member, fact.member_parent, fact.member_grandparent)",
        "member_or_none": "fact.member is not distinct from total.member",
        "first_print": "fact.plain_cell = total.plain_cell",
        "siblings": "fact.table_no = total.table_no and fact.line_item = total.line_item and fact.cell <> total.cell",
    }
    match = shape.match
    kind = match.partition(":")[2]
    parts.append(f"fact.member_kind = '{kind}'" if kind else rows[match])
    if match.startswith("others:"):
        parts.append("fact.cell <> total.cell")
    if match not in ("table", "row", "siblings"):
        parts.append("fact.print_no = 1")
    return " and ".join(parts)


def totals(asked: Sequence[Asked]) -> str:
    """Return the query of every total of rules with the number of its definition."""
    definitions = ", ".join(
        f"('{rule.rule_id}', {number}, {sum(t.presence != 'optional' for t in terms if t.role != 'constant')},"
        f" {int(all(t.role == 'constant' for t in terms))},"
        f" {sum(t.weight for t in terms if t.role == 'constant')})"
        for rule in asked
        for number, terms in enumerate(rule.sentence.definitions, 1)
    )
    taken = "\nunion all\n".join(
        f"select '{rule.rule_id}' as rule_id, * from ({facts(rule.sentence)}) as facts"
        f" where {condition(rule.sentence.total, facts(rule.sentence))}"
        for rule in asked
    )
    return (
        f"select accepted.*, taken.* exclude (rule_id){ROUNDED_PLAN if asked[0].sentence.kind == 'tie' else ''}"
        f" from ({taken}) as taken inner join (values {definitions})"
        " as accepted (rule_id, definition, required_count, only_constants, constant)"
        " on taken.rule_id = accepted.rule_id"
    )


def found(asked: Sequence[Asked], cells: str) -> str:
    """Return the query of every cell that stands as a term of a total.

    Args:
        asked: rules.
        cells: the table that holds the cells of all of them.

    """
    shapes: dict[Term, list[str]] = {}
    for rule in asked:
        for number, terms in enumerate(rule.sentence.definitions, 1):
            for place, term in enumerate(terms, 1):
                if term.role != "constant":
                    shapes.setdefault(shape_of(term), []).append(
                        f"('{rule.rule_id}', {number}, {place}, '{term.role}', {term.weight},"
                        f" {str(term.presence != 'optional').lower()},"
                        f" '{term.statement}', '{term.line_item}', '{term.measure}')"
                    )
    parts = [
        "select total.rule_id, total.definition, total.cell as total_cell, asked.term_no, asked.role, asked.weight,"
        " asked.is_required, fact.cell, fact.label, fact.source_line, fact.printed,"
        " case when fact.is_gap then 0 else fact.amount end as amount,"
        f" {half_width(shape)} as half_width, fact.centre_shift"
        f" from totals as total inner join (values {', '.join(terms)}) as asked"
        " (rule_id, definition, term_no, role, weight, is_required, statement, line_item, measure)"
        " on total.rule_id = asked.rule_id and total.definition = asked.definition"
        f" inner join {cells} as fact on {meeting(shape)}"
        for shape, terms in shapes.items()
    ]
    nothing = (
        "select '' as rule_id, 0 as definition, '' as total_cell, 0 as term_no, '' as role, 0 as weight,"
        " false as is_required, '' as cell, '' as label, '' as source_line, '' as printed,"
        " 0::decimal(18, 2) as amount, 0::decimal(18, 6) as half_width, 0::decimal(18, 6) as centre_shift where false"
    )
    return "\nunion all\n".join(parts or [nothing])


def half_width(shape: Term) -> str:
    """Return the rounding half-width of a term's cell."""
    if shape.presence == "exact_zero":
        return "case when fact.amount = 0 then 0 else fact.half_width end"
    return "fact.half_width"


def absent(asked: Sequence[Asked]) -> str:
    """Return the query of the terms that count as zero: lines that are no sum, where the statement leaves them out.

    Lines of the total's own statement, or of one that it is held against. A layout may do without a subtotal; a row
    that is left out is nothing. A statement prints one of the lines at least: else nothing is left to add up. Beside
    a row of no code nothing is said to be absent.
    """
    lines = [
        f"('{rule.rule_id}', {number}, {place}, '{term.statement}', '{term.line_item}', {term.weight})"
        for rule in asked
        for number, terms in enumerate(rule.sentence.definitions, 1)
        for place, term in enumerate(terms, 1)
        if (term.presence, term.period_offset) == ("required", 0)
        and term.match in ("statement", "without_member")
        and (term.document_match, term.document_kind) == ("same", "")
        and (rule.sentence.kind == "tie" or (rule.sentence.kind == "sum" and _is_own(term, rule.sentence.total)))
    ]
    if not lines:
        return NONE_ABSENT
    return (
        "select totals.rule_id, totals.definition, totals.cell as total_cell, asked.term_no, asked.weight,"
        f" chart.name_sv as label from totals inner join (values {', '.join(lines)}) as asked"
        " (rule_id, definition, term_no, statement, line_item, weight) on totals.rule_id = asked.rule_id"
        " and totals.definition = asked.definition"
        " inner join marts.line_items as chart on asked.statement = chart.statement"
        " and asked.line_item = chart.line_item and not chart.is_total"
        " inner join own_counts on totals.rule_id = own_counts.rule_id"
        " and totals.definition = own_counts.definition and totals.cell = own_counts.total_cell"
        " and (own_counts.wanted = 0 or own_counts.found > 0)"
        " where not exists (select 1 from found where found.rule_id = totals.rule_id"
        " and found.definition = totals.definition"
        " and found.total_cell = totals.cell and found.term_no = asked.term_no)"
        " and not exists (select 1 from beside_uncoded where beside_uncoded.rule_id = totals.rule_id"
        " and beside_uncoded.definition = totals.definition and beside_uncoded.total_cell = totals.cell)"
    )


def own_counts(asked: Sequence[Asked]) -> str:
    """Return the query of how many lines of its own statement each total and definition wants, and how many are there.

    Lines that must be there: a definition may also be of other statements' lines alone.
    """
    places = ", ".join(
        f"('{rule.rule_id}', {number}, {place})"
        for rule in asked
        for number, terms in enumerate(rule.sentence.definitions, 1)
        for place, term in enumerate(terms, 1)
        if term.role != "constant"
        and term.presence != "optional"
        and term.document_match == "same"
        and (term.statement == "=" or (term.statement,) == rule.sentence.total.statements)
    )
    own = f"values {places}" if places else "select '', 0, 0 where false"
    return (
        "select totals.rule_id, totals.definition, totals.cell as total_cell, count(distinct own.term_no) as wanted,"
        " count(distinct found.term_no) as found"
        f" from totals left join ({own}) as own (rule_id, definition, term_no) on totals.rule_id = own.rule_id"
        " and totals.definition = own.definition left join found on own.rule_id = found.rule_id"
        " and own.definition = found.definition and own.term_no = found.term_no"
        " and totals.cell = found.total_cell group by all"
    )


BESIDE_UNCODED = (
    "select distinct involved.rule_id, involved.definition, involved.total_cell from ("
    "select rule_id, definition, cell as total_cell, cell from totals"
    " union all select rule_id, definition, total_cell, cell from found) as involved"
    " inner join marts.printed_numbers as own on involved.cell = own.cell"
    " inner join marts.printed_numbers as uncoded on own.document_id = uncoded.document_id"
    " and own.table_no = uncoded.table_no and own.fiscal_year = uncoded.fiscal_year and own.measure = uncoded.measure"
    " where uncoded.line_item = 'row' and uncoded.amount <> 0"
)
"""The totals and definitions beside whose cells a table prints an amount of no code: an absent line may be that row."""


OWN_LINES = "select rule_id, definition, total_cell from own_counts where found = wanted"
"""The totals and definitions whose lines of the total's own statement are all there."""


def _is_own(term: Term, total: Total) -> bool:
    """Tell whether a term is of the total's statement and measure."""
    return (term.statement,) == total.statements and (term.measure == "=" or (term.measure,) == total.measures)


def named_lines(asked: Sequence[Asked]) -> str:
    """Return the query of the lines that rules name as terms, in whichever definition."""
    named = {
        (rule.rule_id, term.line_item)
        for rule in asked
        for terms in rule.sentence.definitions
        for term in terms
        if term.role == "term"
    }
    values = ", ".join(f"('{rule_id}', '{line_item}')" for rule_id, line_item in sorted(named)) or "('', '')"
    return f"from (values {values}) as named (rule_id, line_item)"


ROUNDED_PLAN = (
    " replace (case when taken.statement = 'budget_plan' and exists (select 1 from whole_thousands as plan"
    " where plan.document_id = taken.document_id and plan.table_no = taken.table_no)"
    " then greatest(taken.half_width, 500) else taken.half_width end as half_width)"
)
"""A plan whose amounts are all whole thousands of kronor was rounded to them."""
WHOLE_THOUSANDS = """
create temp table whole_thousands as
select document_id, table_no from marts.printed_numbers
where value_kind = 'number' and statement = 'budget_plan' and applied_unit in ('kr', 'tkr', 'mkr')
group by all having count(*) filter (where amount <> 0) >= 3 and bool_and(applied_unit = 'kr' and amount % 1000 = 0);
"""


RIVALS = (
    "select distinct found.rule_id, found.definition, found.total_cell, table_sums.axis, table_sums.holds from found"
    " inner join table_sums on found.total_cell = table_sums.total_cell and found.cell = table_sums.cell"
    " where (table_sums.axis = 'column' or not exists (select 1 from found as term"
    " inner join marts.printed_numbers as placed on term.cell = placed.cell"
    " inner join marts.printed_numbers as whole on term.total_cell = whole.cell"
    " and placed.document_id = whole.document_id and placed.table_no = whole.table_no"
    " where term.rule_id = found.rule_id and term.definition = found.definition"
    " and term.total_cell = found.total_cell and not exists"
    " (select 1 from marts.table_rows as known where known.document_id = placed.document_id"
    " and known.table_no = placed.table_no and known.source_line = placed.source_line)))"
    " and not (table_sums.is_near and exists (select 1 from table_sums as near"
    " inner join marts.printed_numbers as counted on near.cell = counted.cell"
    " where near.total_cell = found.total_cell and near.is_near and counted.statement = 'balance_sheet'"
    " and counted.line_item not in ('row', 'subtotal', 'of_which') and counted.amount <> 0"
    " and not exists (select 1 from named_lines as named where named.rule_id = found.rule_id"
    " and named.line_item = counted.line_item)))"
    " and not (table_sums.is_near and exists (select 1 from marts.printed_numbers as flow"
    " where flow.cell = found.total_cell and flow.statement = 'cash_flow')"
    " and not exists (select 1 from table_sums as near where near.total_cell = found.total_cell and near.is_near"
    " and not exists (select 1 from found as term where term.rule_id = found.rule_id"
    " and term.definition = found.definition and term.total_cell = found.total_cell and term.cell = near.cell))"
    " and exists (select 1 from found as term where term.rule_id = found.rule_id"
    " and term.definition = found.definition and term.total_cell = found.total_cell and term.amount <> 0"
    " and not exists (select 1 from table_sums as near where near.total_cell = found.total_cell"
    " and near.is_near and near.cell = term.cell)))"
)
"""The table's own sums of a total that share a term with it, where the tree knows the rows of all terms.

Not those of a balance sheet that count a line which the rule does not know, nor those of a cash flow that leave out
one which it counts.
"""


PREPARED = f"""
create temp table mart_cells as {placed(statement_cells())};
create temp table printed_cells as {placed(f"select {COLUMNS} from marts.printed_numbers")};
{prepared_tables()}{KNOWN_FINDINGS}{WHOLE_THOUSANDS}
"""
"""What a connection has run once before the queries of rules.

The cells with the amounts of the marts and as they are printed; what each table adds up by itself, against which a sum
by code is held; the findings that are known.
"""


def compile_rules(asked: Sequence[Asked]) -> str:
    """Return the query of rules that are judged alike; its rows are those of `evaluation.compile_evaluation`.

    Args:
        asked: rules of one `Asked.likeness`, at least one.

    It reads the tables of PREPARED.

    """
    first = asked[0]
    tables = f"""
totals as materialized ({totals(asked)}),
met as materialized ({found(asked, source(first.sentence))}),
counted_within as (
    select distinct whole.rule_id, whole.definition, whole.total_cell, whole.term_no, whole.cell
    from met as whole inner join table_sums on whole.cell = table_sums.total_cell and table_sums.is_plain
    inner join met as part on whole.rule_id = part.rule_id and whole.definition = part.definition
        and whole.total_cell = part.total_cell and whole.term_no = part.term_no and table_sums.cell = part.cell
),
-- no cell that the table adds up from others of the same term
found as materialized (
    select met.* from met anti join counted_within using (rule_id, definition, total_cell, term_no, cell)
),
own_counts as ({own_counts(asked)}),
beside_uncoded as ({BESIDE_UNCODED}),
absent as ({absent(asked)}),
own_lines as ({OWN_LINES}),
named_lines as ({named_lines(asked)}),
rivals as ({RIVALS if first.sentence.kind == "sum" else NO_RIVALS})"""
    return compile_evaluation(
        first.sentence.kind, tables, first.needs_every_definition, first.unproven_up_to, first.is_of_one_document
    )
