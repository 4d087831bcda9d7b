"""Totals and their terms held against each other: the verdict of every relation, as SQL on the marts."""

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
NONE_ABSENT = (
    "select '' as rule_id, 0 as definition, '' as total_cell, 0 as term_no, 0 as weight, '' as label where false"
)
NO_RIVALS = "select '' as rule_id, 0 as definition, '' as total_cell, '' as axis, false as holds where false"
REFUTED = """
rivalries as (
    select judged.rule_id, judged.definition, judged.cell, judged.document_id, judged.table_no, rivals.axis,
        case rivals.axis when 'row' then judged.source_line else judged.column_no::varchar end as place,
        judged.verdict = 'holds' as holds, bool_and(rivals.holds) as table_holds,
        judged.is_evaluated and judged.amount is not null as is_witness
    from judged inner join rivals on judged.rule_id = rivals.rule_id and judged.definition = rivals.definition
        and judged.cell = rivals.total_cell
    group by all
),
refuted_places as (
    select rule_id, definition, document_id, table_no, axis, place from rivalries where table_holds and is_witness
    group by all having count(*) filter (where not holds) > count(*) filter (where holds)
),
refuted as (
    select distinct rivalries.rule_id, rivalries.definition, rivalries.cell from rivalries natural join refuted_places
)"""
"""The sums by code that are no definition of their total: the table adds it up otherwise, and its own sums hold, in
more columns of the row (rows of the column) against the sum by code than with it."""
UNSETTLED = "settled as (select *, false as is_meant, false as lacks_others from judged)"
SETTLED = """
held as (
    select judged.*, is_complete and verdict = 'holds' as holds,
        not is_complete and exists (
            select 1 from own_lines
            where own_lines.rule_id = judged.rule_id and own_lines.definition = judged.definition
                and own_lines.total_cell = judged.cell) as lacks_others
    from judged
),
row_held as (
    select rule_id, document_id, table_no, statement, line_item, measure, member,
        count(distinct cell) filter (where is_evaluated) as years, count(distinct cell) filter (where holds) as held
    from held group by all
),
shown as (
    select rule_id, document_id, table_no, statement, line_item, measure, member, definition,
        count(distinct cell) filter (where holds) as held,
        count(distinct cell) filter (where holds and difference = 0) as exact
    from held group by all
),
settled as (
    select held.*, held.is_complete and shown.held = row_held.held and row_held.held >= 2
            and (2 * row_held.held > row_held.years and 2 * shown.exact > shown.held
                or 2 * row_held.held = row_held.years and shown.exact = shown.held) as is_meant
    from held
    inner join row_held on held.rule_id = row_held.rule_id
        and held.document_id = row_held.document_id and held.table_no = row_held.table_no
        and held.statement = row_held.statement and held.line_item = row_held.line_item
        and held.measure = row_held.measure and held.member is not distinct from row_held.member
    inner join shown on held.rule_id = shown.rule_id
        and held.document_id = shown.document_id and held.table_no = shown.table_no
        and held.statement = shown.statement and held.line_item = shown.line_item
        and held.measure = shown.measure and held.member is not distinct from shown.member
        and held.definition = shown.definition
)"""
"""The definition that a row shows in its other years: it holds wherever any does, in two at least, in most and to the
digit in most of those, or in half of them and to the digit in all."""
KNOWN_FINDINGS = """
create temp table caused_findings as
select caused.rule_id, caused.relation_id, findings.document_id, findings.cell, findings.finding_key,
    findings.printed_amount, findings.suggested_amount, findings.is_acknowledged, findings.acknowledgement
from marts.findings as findings inner join marts.finding_relations as caused
    on findings.finding_key = caused.finding_key and caused.role <> 'bears_out';
create temp table finding_cells as
select finding_key, cell from marts.finding_candidates union select finding_key, cell from marts.findings;
"""
"""What a connection has run once: the findings that the relations of a rule deviate because of, and their cells."""
VERDICTS = {
    "sum": "case when difference = 0 or abs(middle_difference) <= bound then 'holds' else 'deviates' end",
    "at_most": "case when difference <= 0 then 'holds'"
    " when abs(middle_difference) <= bound then 'undecided' else 'deviates' end",
    "at_least": "case when difference >= 0 then 'holds'"
    " when abs(middle_difference) <= bound then 'undecided' else 'deviates' end",
}


def compile_evaluation(
    kind: str,
    tables: str,
    needs_every_definition: bool = False,
    unproven_up_to: float | None = None,
    is_of_one_document: bool = True,
) -> str:
    """Return the query that evaluates the totals and terms of rules that are judged alike.

    Args:
        kind: kind of the rules.
        tables: common table expressions, each with the rule in `rule_id`, among them `totals` (the cells of a mart,
            with number of the definition, count of the terms that it needs, constant), `found` (the cells that stand
            as terms of a total), `absent` (the terms that are not there and count as zero) and `rivals` (the table's
            own sums of the totals of a sum by code, and whether they hold).
        needs_every_definition: a difference proves nothing while a definition lacks its items,
        unproven_up_to: unless it is larger than this share of the largest figure.
        is_of_one_document: whether every term stands in the total's own document: else an empty total is no deviation.

    Its rows, one per rule and total: the rule; association, document, year, place and label of the total; printed,
    computed, difference (in SEK, percent or count, with the sign as printed); rounding bound; verdict (`holds`,
    `deviates`, `undecided`, `not_verifiable`); the terms as JSON; and for a deviation whether every finding that
    explains it is acknowledged, and the reasons.

    """
    ratio = kind == "ratio"
    computed = (
        "case when denominator <> 0 then (100 * term_sum::double / denominator::double)::decimal(28, 6) end"
        if ratio
        else "(term_sum + constant)::decimal(28, 6)"
    )
    # the same between the middles of what words such as drygt allow
    middle = (
        "case when denominator + denominator_shift <> 0 then (100 * (term_sum + term_shift)::double"
        " / (denominator + denominator_shift)::double)::decimal(28, 6) end"
        if ratio
        else "(term_sum + term_shift + constant)::decimal(28, 6)"
    )
    bound = (
        "case when denominator <> 0 then (half_width + 100 * (term_bound::double + abs(term_sum::double"
        " / denominator::double) * denominator_bound::double) / abs(denominator::double))::decimal(28, 6) end"
        if ratio
        else "(half_width + term_bound)::decimal(28, 6)"
    )
    # a ratio is as exact as it is printed
    is_exact = "(difference = 0 or abs(middle_difference) <= half_width)" if ratio else "difference = 0"
    told = kind == "sum" or (kind in ("tie", "ratio") and is_of_one_document)
    missing = "case when abs(computed) > bound then 'deviates' else 'not_verifiable' end" if told else "null"
    verdict = VERDICTS.get(kind, VERDICTS["sum"])
    is_meant = "bool_or(is_meant) over (partition by rule_id, cell)"
    unproved = f"not {is_meant}"
    if unproven_up_to is not None:
        # small, where other years show the definition
        unproved = (
            f"case when {is_meant} then coalesce(abs(difference) <= {unproven_up_to} * largest / 10, false)"
            f" else coalesce(abs(difference) <= {unproven_up_to} * largest, true) end"
        )
    unproved = f"verdict = 'deviates' and bool_or(lacks_others) over (partition by rule_id, cell) and {unproved}"
    proved = f"case when {unproved} then 'not_verifiable' else verdict end" if needs_every_definition else "verdict"
    is_refuted = (
        "verdict = 'deviates' and (rule_id, definition, cell) in (select rule_id, definition, cell from refuted)"
    )
    return f"""
with recursive {tables},
summed as (
    select rule_id, definition, total_cell,
        count(*) as term_count,
        count(*) filter (where role <> 'denominator') as addend_count,
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
            and (coalesce(summed.addend_count, 0) > 0 or totals.only_constants = 1) as is_complete,
        is_complete or (coalesce(summed.addend_count, 0) > 0 and coalesce(summed.found_count, 0) + (
            select count(*) from absent where absent.rule_id = totals.rule_id
                and absent.definition = totals.definition and absent.total_cell = totals.cell
        ) = totals.required_count) as is_evaluated
    from totals left join summed on totals.rule_id = summed.rule_id and totals.definition = summed.definition
        and totals.cell = summed.total_cell
),
listed as (
    select rule_id, definition, total_cell, role, term_no, cell, json_object('role', role, 'weight', weight,
        'cell', cell, 'label', label, 'line', source_line, 'printed', printed, 'amount', amount::varchar) as term
    from (
        select rule_id, definition, total_cell, term_no, role, weight, cell, label, source_line, printed, amount
        from found
        union all
        select rule_id, definition, total_cell, term_no, 'absent', weight, null, label, null, null, 0 from absent
    )
),
-- what is absent counts as zero in a verdict; where there is none it is no term
told as (
    select rule_id, definition, total_cell, to_json(list(term order by term_no, cell))::varchar as terms,
        to_json(list(term order by term_no, cell) filter (where role <> 'absent'))::varchar as present_terms
    from listed group by all
),
compared as (
    select computed.*, coalesce(told.terms, '[]') as terms,
        coalesce(told.present_terms, '[]') as present_terms, {computed} as computed, {bound} as bound,
        (amount - {computed})::decimal(28, 6) as difference,
        (amount + centre_shift - {middle})::decimal(28, 6) as middle_difference
    from computed left join told on computed.rule_id = told.rule_id and computed.definition = told.definition
        and computed.cell = told.total_cell
),
judged as (
    select *, case when not is_evaluated or computed is null then 'not_verifiable'
        when amount is null then coalesce({missing}, 'not_verifiable')
        else {verdict} end as verdict
    from compared
),
{REFUTED},
{SETTLED if needs_every_definition else UNSETTLED},
proved as (
    select * replace (case when {is_refuted} then 'not_verifiable' else {proved} end as verdict) from settled
),
chosen as (
    select * from proved qualify row_number() over (
        partition by rule_id, cell
        order by is_complete and computed is not null desc, is_evaluated and computed is not null desc,
            case when verdict = 'holds' and {is_exact} then 0 when verdict = 'holds' then 1 else 2 end,
            is_meant desc, definition
    ) = 1
),
involved as (
    select rule_id, cell as total_cell, document_id, cell, amount from chosen where verdict = 'deviates'
    union all
    select chosen.rule_id, chosen.cell, chosen.document_id, found.cell, found.amount
    from chosen inner join found on chosen.rule_id = found.rule_id and chosen.cell = found.total_cell
        and chosen.definition = found.definition
    where chosen.verdict = 'deviates'
),
explaining as (
    select involved.rule_id, involved.total_cell, named.finding_key, named.is_acknowledged, named.acknowledgement
    from involved inner join caused_findings as named on involved.rule_id = named.rule_id
        and involved.document_id = named.document_id
        -- the finding is about a cell of this relation as it stands here, or about an empty cell beside its total
        and ((named.cell = involved.cell and abs(named.printed_amount) is not distinct from abs(involved.amount))
            or (named.printed_amount is null and exists (
                select 1 from finding_cells
                where finding_cells.finding_key = named.finding_key and finding_cells.cell = involved.total_cell)))
    union
    -- or about a row or column that is no cell, because of which the relation deviates by what it does here
    select chosen.rule_id, chosen.cell, named.finding_key, named.is_acknowledged, named.acknowledgement
    from chosen inner join caused_findings as named on chosen.rule_id = named.rule_id and named.printed_amount is null
        and named.relation_id = chosen.rule_id || ':' || chosen.document_id || '/' || chosen.source_line || '/'
            || chosen.column_no || '/' || chosen.number_no
        and (named.suggested_amount is null
            or abs(abs(named.suggested_amount) - abs(chosen.difference)) <= chosen.bound)
    where chosen.verdict = 'deviates'
),
explained as (
    select rule_id, total_cell, bool_and(is_acknowledged) as is_acknowledged,
        string_agg(distinct acknowledgement, '; ' order by acknowledgement) as acknowledgement,
        string_agg(distinct finding_key, ', ' order by finding_key) as finding_keys
    from explaining group by rule_id, total_cell
)
select chosen.rule_id, chosen.association_id, chosen.document_id, chosen.fiscal_year, chosen.statement,
    chosen.label, chosen.line_item, chosen.member, chosen.measure,
    chosen.source_line, chosen.column_no, chosen.number_no, chosen.cell,
    chosen.printed as printed_text,
    chosen.amount * chosen.sign_factor as printed, (chosen.computed * chosen.sign_factor)::decimal(18, 2) as computed,
    (chosen.difference * chosen.sign_factor)::decimal(18, 2) as difference, chosen.bound as rounding_bound,
    chosen.verdict,
    case when chosen.verdict = 'not_verifiable' then chosen.present_terms else chosen.terms end as terms,
    coalesce(explained.is_acknowledged, false) as is_acknowledged,
    explained.acknowledgement, explained.finding_keys
from chosen left join explained on chosen.rule_id = explained.rule_id and chosen.cell = explained.total_cell
"""
