"""A rule of a suite as one SQL query on the marts: one row per total, with its verdict and its terms.

The query reads the statement marts, never `marts.check_results`: amounts come from the marts, address, printed text and
rounding half-width of each cell from the same row of `marts.printed_numbers`. `marts.findings` and, for findings that
are no cell, `marts.finding_relations` are read for one thing only: whether a deviation is acknowledged, and why.
"""

from collections.abc import Iterable

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
COLUMNS = (
    "association_id, document_id, document_kind, document_year, table_no, source_line, column_no, number_no, statement,"
    " label, line_item, member, measure, period, fiscal_year, is_comparative, is_total, value_kind, printed,"
    " half_width, sign_factor, amount, cell, plain_cell, print_no, centre_shift"
)
IS_GAP = (
    "{cells}.value_kind = 'blank' and bool_or({cells}.value_kind = 'number')"
    " over (partition by {cells}.document_id, {cells}.table_no, {cells}.source_line) as is_gap"
)
"""An empty cell of a row that prints a number in another column."""
ADDRESS = "association_id, document_id, fiscal_year, measure, is_comparative, applied_unit, half_width"


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
    mart = "notes" if statement.startswith("note_") else ROW_MARTS.get(statement, "printed_numbers")
    return f"select {COLUMNS} from marts.{mart} where statement = '{statement}'"


def facts(sentence: Sentence) -> str:
    """Return the query of every cell that a rule may read."""
    named = {*sentence.total.statements, *(term.statement for terms in sentence.definitions for term in terms)}
    if "%" in named:
        return f"select {COLUMNS} from marts.printed_numbers"
    return "\nunion all\n".join(facts_of(statement) for statement in sorted(named - {"=", ""}))


def listed(values: Iterable[str]) -> str:
    """Return names as a list of SQL."""
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def condition(total: Total) -> str:
    """Return which cells are totals."""
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
        " (select goal_id from marts.goals where operator = 'between'))",
        "siblings": "sibling_no = 1 and sibling_count > 1",
    }
    match = total.match
    parts.append(f"member_kind = '{match[5:]}'" if match.startswith("kind:") else rows[match])
    return " and ".join(parts)


def meeting(term: Term) -> str:
    """Return when a cell is this term of a total."""
    if term.document_match == "same":
        # an empty cell of a row that prints a number beside it counts as nothing
        parts = ["(fact.value_kind in ('number', 'dash') or fact.is_gap)", "fact.document_id = total.document_id"]
    else:
        parts = ["fact.value_kind in ('number', 'dash')"]
        parts.append("fact.association_id = total.association_id")
        parts.append(f"fact.document_year = total.document_year + {term.document_offset}")
    if term.document_kind:
        parts.append(f"fact.document_kind = '{term.document_kind}'")
    parts.append("fact.statement = " + ("total.statement" if term.statement == "=" else f"'{term.statement}'"))
    parts.append("fact.measure = " + ("total.measure" if term.measure == "=" else f"'{term.measure}'"))
    if term.line_item == "*":
        parts.append("not fact.is_total")
    elif term.line_item != "%":
        parts.append("fact.line_item = " + ("total.line_item" if term.line_item == "=" else f"'{term.line_item}'"))
    if term.match == "span_start":
        parts.append("fact.fiscal_year = try_cast(substr(total.period, 1, 4) as integer)")
    else:
        parts.append(f"fact.fiscal_year = total.fiscal_year + {term.period_offset}")
    rows = {
        "statement": "true",
        "span_start": "fact.member is null",
        "table": "fact.table_no = total.table_no",
        "row": "fact.table_no = total.table_no and fact.source_line = total.source_line",
        "without_member": "fact.member is null",
        "member": "fact.member = total.member",
        "child": "fact.member_parent = total.member",
        "family": "total.member in (fact.member, fact.member_parent, fact.member_grandparent)",
        "member_or_none": "fact.member is not distinct from total.member",
        "first_print": "fact.plain_cell = total.plain_cell",
        "siblings": "fact.table_no = total.table_no and fact.line_item = total.line_item and fact.cell <> total.cell",
    }
    match = term.match
    parts.append(f"fact.member_kind = '{match[5:]}'" if match.startswith("kind:") else rows[match])
    if match not in ("table", "row", "siblings"):
        parts.append("fact.print_no = 1")
    return " and ".join(parts)


def totals(sentence: Sentence) -> str:
    """Return the query of every total with the number of its definition."""
    return "\nunion all\n".join(
        f"select {number} as definition,"
        f" {sum(t.presence != 'optional' for t in terms if t.role != 'constant')} as required_count,"
        f" {int(all(t.role == 'constant' for t in terms))} as only_constants,"
        f" {sum(t.weight for t in terms if t.role == 'constant')} as constant, * from facts"
        f" where {condition(sentence.total)}"
        for number, terms in enumerate(sentence.definitions, 1)
    )


def half_width(term: Term) -> str:
    """Return the rounding half-width of a term's cell."""
    if term.presence == "exact_zero":
        return "case when fact.amount = 0 then 0 else fact.half_width end"
    return "fact.half_width"


def found(sentence: Sentence) -> str:
    """Return the query of every cell that stands as a term of a total."""
    parts = [
        f"select total.definition, total.cell as total_cell, {place} as term_no, '{term.role}' as role,"
        f" {term.weight} as weight, {str(term.presence != 'optional').lower()} as is_required, fact.cell, fact.label,"
        " fact.source_line, fact.printed, case when fact.is_gap then 0 else fact.amount end as amount,"
        f" {half_width(term)} as half_width, fact.centre_shift"
        f" from totals as total inner join facts as fact on total.definition = {number} and {meeting(term)}"
        for number, terms in enumerate(sentence.definitions, 1)
        for place, term in enumerate(terms, 1)
        if term.role != "constant"
    ]
    nothing = (
        "select 0 as definition, '' as total_cell, 0 as term_no, '' as role, 0 as weight, false as is_required,"
        " '' as cell, '' as label, '' as source_line, '' as printed, 0::decimal(18, 2) as amount,"
        " 0::decimal(18, 6) as half_width, 0::decimal(18, 6) as centre_shift where false"
    )
    return "\nunion all\n".join(parts or [nothing])


def absent(sentence: Sentence) -> str:
    """Return the query of the terms that count as zero: lines that are no sum, where the statement leaves them out.

    Lines of the total's own statement, or of one that it is held against. A layout may do without a subtotal; a row
    that is left out is nothing.
    """
    total = sentence.total
    asked = [
        f"({number}, {place}, '{term.statement}', '{term.line_item}', {term.weight})"
        for number, terms in enumerate(sentence.definitions, 1)
        for place, term in enumerate(terms, 1)
        if (term.presence, term.period_offset) == ("required", 0)
        and term.match in ("statement", "without_member")
        and (term.document_match, term.document_kind) == ("same", "")
        and (sentence.kind == "tie" or (sentence.kind == "sum" and _is_own(term, total)))
    ]
    if not asked:
        return NONE_ABSENT
    return (
        "select totals.definition, totals.cell as total_cell, asked.term_no, asked.weight, chart.name_sv as label"
        f" from totals inner join (values {', '.join(asked)}) as asked"
        " (definition, term_no, statement, line_item, weight) on totals.definition = asked.definition"
        " inner join marts.line_items as chart on asked.statement = chart.statement"
        " and asked.line_item = chart.line_item and not chart.is_total"
        " where not exists (select 1 from found where found.definition = totals.definition"
        " and found.total_cell = totals.cell and found.term_no = asked.term_no)" + _leaves_something(sentence)
    )


def own_terms(sentence: Sentence) -> dict[int, list[int]]:
    """Return, by definition, the numbers of the terms that must be there and that the total's own statement prints."""
    return {
        number: [
            place
            for place, term in enumerate(terms, 1)
            if term.role != "constant"
            and term.presence != "optional"
            and term.document_match == "same"
            and (term.statement == "=" or (term.statement,) == sentence.total.statements)
        ]
        for number, terms in enumerate(sentence.definitions, 1)
    }


def _leaves_something(sentence: Sentence) -> str:
    """Return the condition that a statement prints one of the lines at least: else nothing is left to add up."""
    found = [
        f"(totals.definition = {number} and exists (select 1 from found where found.definition = {number}"
        f" and found.total_cell = totals.cell and found.term_no in ({', '.join(map(str, places))})))"
        for number, places in own_terms(sentence).items()
        if places
    ]
    free = [f"totals.definition = {number}" for number, places in own_terms(sentence).items() if not places]
    return f" and ({' or '.join(found + free)})"


def own_lines(sentence: Sentence) -> str:
    """Return the query of the totals and definitions whose lines of the total's own statement are all there."""
    return " union all ".join(
        f"select definition, total_cell from found where definition = {number}"
        f" and term_no in ({', '.join(map(str, places))}) group by all having count(distinct term_no) = {len(places)}"
        if places
        else f"select definition, cell as total_cell from totals where definition = {number}"
        for number, places in own_terms(sentence).items()
    )


def _is_own(term: Term, total: Total) -> bool:
    """Tell whether a term is of the total's statement and measure."""
    return (term.statement,) == total.statements and (term.measure == "=" or (term.measure,) == total.measures)


NONE_ABSENT = "select 0 as definition, '' as total_cell, 0 as term_no, 0 as weight, '' as label where false"
UNSETTLED = "settled as (select *, false as is_meant, false as lacks_others from judged)"
SETTLED = """
held as (
    select judged.*, is_complete and verdict = 'holds' as holds,
        not is_complete and exists (
            select 1 from own_lines
            where own_lines.definition = judged.definition and own_lines.total_cell = judged.cell) as lacks_others
    from judged
),
row_held as (
    select document_id, table_no, statement, line_item, measure, member, count(distinct cell) as years,
        count(distinct cell) filter (where holds) as held
    from held group by all
),
shown as (
    select document_id, table_no, statement, line_item, measure, member, definition,
        count(distinct cell) filter (where holds) as held,
        count(distinct cell) filter (where holds and difference = 0) as exact
    from held group by all
),
settled as (
    select held.*, held.is_complete and shown.held = row_held.held and row_held.held >= 2
            and 2 * row_held.held > row_held.years and 2 * shown.exact > shown.held as is_meant
    from held
    inner join row_held on held.document_id = row_held.document_id and held.table_no = row_held.table_no
        and held.statement = row_held.statement and held.line_item = row_held.line_item
        and held.measure = row_held.measure and held.member is not distinct from row_held.member
    inner join shown on held.document_id = shown.document_id and held.table_no = shown.table_no
        and held.statement = shown.statement and held.line_item = shown.line_item
        and held.measure = shown.measure and held.member is not distinct from shown.member
        and held.definition = shown.definition
)"""
"""The definition that a row shows in its other years: it holds wherever any does, in most and in two at least,
and to the digit in most of those."""
VERDICTS = {
    "sum": "case when difference = 0 or abs(middle_difference) <= bound then 'holds' else 'deviates' end",
    "at_most": "case when difference <= 0 then 'holds'"
    " when abs(middle_difference) <= bound then 'undecided' else 'deviates' end",
    "at_least": "case when difference >= 0 then 'holds'"
    " when abs(middle_difference) <= bound then 'undecided' else 'deviates' end",
}


def compile_rule(rule_id: str, sentence: Sentence, needs_every_definition: bool, unproven_up_to: float | None) -> str:
    """Return the query of a rule.

    Args:
        rule_id: id in the rule catalogue.
        sentence: what must hold.
        needs_every_definition: a difference proves nothing while a definition lacks its items,
        unproven_up_to: unless it is larger than this share of the largest figure.

    Its rows: association, document, year, place and label of the total; printed, computed, difference (in SEK, percent
    or count, with the sign as printed); rounding bound; verdict (`holds`, `deviates`, `undecided`, `not_verifiable`);
    the terms as JSON; and for a deviation whether every finding that explains it is acknowledged, and the reasons.

    """
    tables = f"""
cells as ({facts(sentence)}),
facts as (
    select cells.*, {IS_GAP.format(cells="cells")}, members.kind as member_kind, members.parent as member_parent,
        coarser.parent as member_grandparent,
        row_number() over (partition by cells.document_id, cells.table_no, cells.line_item, cells.measure,
            cells.fiscal_year
            order by length(cells.source_line), cells.source_line, cells.column_no, cells.number_no) as sibling_no,
        count(*) over (partition by cells.document_id, cells.table_no, cells.line_item, cells.measure,
            cells.fiscal_year)
            as sibling_count
    from cells
    left join marts.members as members
        on cells.association_id = members.association_id and cells.member = members.member
    left join marts.members as coarser
        on members.association_id = coarser.association_id and members.parent = coarser.member
),
totals as ({totals(sentence)}),
found as ({found(sentence)}),
absent as ({absent(sentence)}),
own_lines as ({own_lines(sentence)})"""
    here = all(term.document_match == "same" for terms in sentence.definitions for term in terms)
    return compile_evaluation(rule_id, sentence.kind, tables, needs_every_definition, unproven_up_to, here)


def compile_evaluation(
    rule_id: str,
    kind: str,
    tables: str,
    needs_every_definition: bool = False,
    unproven_up_to: float | None = None,
    is_of_one_document: bool = True,
) -> str:
    """Return the query that evaluates totals and their terms.

    Args:
        rule_id: id in the rule catalogue.
        kind: kind of the rule.
        tables: common table expressions, among them `totals` (the cells of a mart, with number of the definition, count
            of the terms that it needs, constant), `found` (the cells that stand as terms of a total) and `absent` (the
            terms that are not there and count as zero).
        needs_every_definition: a difference proves nothing while a definition lacks its items,
        unproven_up_to: unless it is larger than this share of the largest figure.
        is_of_one_document: whether every term stands in the total's own document: else an empty total is no deviation.

    """
    ratio = kind == "ratio"
    computed = (
        "case when denominator <> 0 then (100 * term_sum::double / denominator::double)::decimal(18, 6) end"
        if ratio
        else "(term_sum + constant)::decimal(18, 6)"
    )
    # the same between the middles of what words such as drygt allow
    middle = (
        "case when denominator + denominator_shift <> 0 then (100 * (term_sum + term_shift)::double"
        " / (denominator + denominator_shift)::double)::decimal(18, 6) end"
        if ratio
        else "(term_sum + term_shift + constant)::decimal(18, 6)"
    )
    bound = (
        "case when denominator <> 0 then (half_width + 100 * (term_bound::double + abs(term_sum::double"
        " / denominator::double) * denominator_bound::double) / abs(denominator::double))::decimal(18, 6) end"
        if ratio
        else "(half_width + term_bound)::decimal(18, 6)"
    )
    # a ratio is as exact as it is printed
    is_exact = "(difference = 0 or abs(middle_difference) <= half_width)" if ratio else "difference = 0"
    told = kind == "sum" or (kind in ("tie", "ratio") and is_of_one_document)
    missing = "case when abs(computed) > bound then 'deviates' else 'not_verifiable' end" if told else "null"
    verdict = VERDICTS.get(kind, VERDICTS["sum"])
    is_meant = "bool_or(is_meant) over (partition by cell)"
    unproved = f"not {is_meant}"
    if unproven_up_to is not None:
        # small, where other years show the definition
        unproved = (
            f"case when {is_meant} then coalesce(abs(difference) <= {unproven_up_to} * largest / 10, false)"
            f" else coalesce(abs(difference) <= {unproven_up_to} * largest, true) end"
        )
    unproved = f"verdict = 'deviates' and bool_or(lacks_others) over (partition by cell) and {unproved}"
    proved = f"case when {unproved} then 'not_verifiable' else verdict end" if needs_every_definition else "verdict"
    return f"""
with recursive {tables},
summed as (
    select definition, total_cell,
        count(*) as term_count,
        count(distinct term_no) filter (where is_required and amount is not null) as found_count,
        coalesce(sum(weight * amount) filter (where role <> 'denominator'), 0) as term_sum,
        coalesce(sum(abs(weight) * half_width) filter (where role <> 'denominator'), 0) as term_bound,
        sum(weight * amount) filter (where role = 'denominator') as denominator,
        sum(abs(weight) * half_width) filter (where role = 'denominator') as denominator_bound,
        coalesce(sum(weight * centre_shift) filter (where role <> 'denominator'), 0) as term_shift,
        coalesce(sum(weight * centre_shift) filter (where role = 'denominator'), 0) as denominator_shift,
        max(abs(amount)) as largest_term
    from found group by all
),
computed as (
    select totals.*, coalesce(summed.term_count, 0) as term_count,
        coalesce(summed.term_sum, 0) as term_sum, coalesce(summed.term_bound, 0) as term_bound,
        summed.denominator, summed.denominator_bound,
        coalesce(summed.term_shift, 0) as term_shift, coalesce(summed.denominator_shift, 0) as denominator_shift,
        greatest(abs(totals.amount), summed.largest_term) as largest,
        coalesce(summed.found_count, 0) = totals.required_count
            and (coalesce(summed.term_count, 0) > 0 or totals.only_constants = 1) as is_complete,
        is_complete or (coalesce(summed.term_count, 0) > 0 and coalesce(summed.found_count, 0) + (
            select count(*) from absent where absent.definition = totals.definition and absent.total_cell = totals.cell
        ) = totals.required_count) as is_evaluated
    from totals left join summed on totals.definition = summed.definition and totals.cell = summed.total_cell
),
told as (
    select definition, total_cell,
        to_json(list(json_object('role', role, 'weight', weight, 'cell', cell, 'label', label,
            'line', source_line, 'printed', printed, 'amount', amount::varchar) order by term_no, cell))::varchar
            as terms
    from (
        select definition, total_cell, term_no, role, weight, cell, label, source_line, printed, amount from found
        union all
        select absent.definition, absent.total_cell, term_no, 'absent', weight, null, absent.label, null, null, 0
        from absent inner join computed on absent.definition = computed.definition
            and absent.total_cell = computed.cell and computed.is_evaluated
    ) group by all
),
compared as (
    select computed.*, coalesce(told.terms, '[]') as terms, {computed} as computed, {bound} as bound,
        (amount - {computed})::decimal(18, 6) as difference,
        (amount + centre_shift - {middle})::decimal(18, 6) as middle_difference
    from computed left join told on computed.definition = told.definition and computed.cell = told.total_cell
),
judged as (
    select *, case when not is_evaluated or computed is null then 'not_verifiable'
        when amount is null then coalesce({missing}, 'not_verifiable')
        else {verdict} end as verdict
    from compared
),
{SETTLED if needs_every_definition else UNSETTLED},
proved as (
    select * replace ({proved} as verdict) from settled
),
chosen as (
    select * from proved qualify row_number() over (
        partition by cell
        order by is_complete and computed is not null desc, is_evaluated and computed is not null desc,
            case when verdict = 'holds' and {is_exact} then 0 when verdict = 'holds' then 1 else 2 end,
            is_meant desc, definition
    ) = 1
),
named as (
    select document_id, cell, finding_key, printed_amount, suggested_amount, is_acknowledged, acknowledgement
    from marts.findings where finding_key in (
        select finding_key from marts.finding_relations where rule_id = '{rule_id}' and role <> 'bears_out'
    )
),
candidates as (
    select finding_key, cell from marts.finding_candidates
    union
    select finding_key, cell from marts.findings
),
involved as (
    select cell as total_cell, document_id, cell, amount from chosen where verdict = 'deviates'
    union all
    select chosen.cell, chosen.document_id, found.cell, found.amount
    from chosen inner join found on chosen.cell = found.total_cell and chosen.definition = found.definition
    where chosen.verdict = 'deviates'
),
explaining as (
    select involved.total_cell, named.finding_key, named.is_acknowledged, named.acknowledgement
    from involved inner join named on involved.document_id = named.document_id
        -- the finding is about a cell of this relation as it stands here, or about an empty cell beside its total
        and ((named.cell = involved.cell and abs(named.printed_amount) is not distinct from abs(involved.amount))
            or (named.printed_amount is null and exists (
                select 1 from candidates
                where candidates.finding_key = named.finding_key and candidates.cell = involved.total_cell)))
    union
    -- or about a row or column that is no cell, because of which the relation deviates by what it does here
    select chosen.cell, named.finding_key, named.is_acknowledged, named.acknowledgement
    from chosen inner join marts.finding_relations as caused on caused.role <> 'bears_out'
        and caused.relation_id = '{rule_id}:' || chosen.document_id || '/' || chosen.source_line || '/'
            || chosen.column_no || '/' || chosen.number_no
    inner join named on caused.finding_key = named.finding_key and named.printed_amount is null
        and (named.suggested_amount is null
            or abs(abs(named.suggested_amount) - abs(chosen.difference)) <= chosen.bound)
    where chosen.verdict = 'deviates'
),
explained as (
    select total_cell, bool_and(is_acknowledged) as is_acknowledged,
        string_agg(distinct acknowledgement, '; ' order by acknowledgement) as acknowledgement,
        string_agg(distinct finding_key, ', ' order by finding_key) as finding_keys
    from explaining group by total_cell
)
select chosen.association_id, chosen.document_id, chosen.fiscal_year, chosen.statement, chosen.label, chosen.line_item,
    chosen.member, chosen.measure, chosen.source_line, chosen.column_no, chosen.number_no, chosen.cell,
    chosen.printed as printed_text,
    chosen.amount * chosen.sign_factor as printed, (chosen.computed * chosen.sign_factor)::decimal(18, 2) as computed,
    (chosen.difference * chosen.sign_factor)::decimal(18, 2) as difference, chosen.bound as rounding_bound,
    chosen.verdict, chosen.terms, coalesce(explained.is_acknowledged, false) as is_acknowledged,
    explained.acknowledgement, explained.finding_keys
from chosen left join explained on chosen.cell = explained.total_cell
order by chosen.document_id, length(chosen.source_line), chosen.source_line, chosen.cell
"""
