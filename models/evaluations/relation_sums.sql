-- One row per relation and definition of it: what is printed, what its terms give, and how far they may differ by rounding. Sums have
-- more digits than the amounts that are published: figures read in a unit a million times too large add up all the same.
with opened as (
    select
        cell_no,
        centre_shift
    from {{ ref('amounts') }}
    where centre_shift <> 0
),

-- cells whose table prints an amount that no code says what it is, in the same year and measure: an absent line may be that row
uncoded as (
    select distinct
        amounts.document_no,
        amounts.table_no,
        amounts.fiscal_year,
        kinds.measure
    from {{ ref('amounts') }} as amounts
    inner join {{ ref('stg_cell_kinds') }} as kinds on amounts.kind_no = kinds.kind_no
    where kinds.line_item = 'row' and amounts.amount <> 0
),

with_uncoded as (
    select cells.cell_no
    from {{ ref('amounts') }} as cells
    inner join {{ ref('stg_cell_kinds') }} as kinds on cells.kind_no = kinds.kind_no
    inner join uncoded
        on
            cells.document_no = uncoded.document_no
            and cells.table_no = uncoded.table_no
            and cells.fiscal_year = uncoded.fiscal_year
            and kinds.measure = uncoded.measure
),

-- definitions that count an absent line as zero, where a cell stands beside such a row
beside_uncoded as (
    select distinct
        terms.relation_no,
        terms.definition_no
    from {{ ref('relation_cells') }} as terms
    inner join with_uncoded on terms.cell_no = with_uncoded.cell_no
    inner join {{ ref('definitions') }} as definitions on terms.definition_no = definitions.definition_no
    where definitions.absent_bits <> 0
),

-- what few relations have is added up apart, so that the sums of all of them stay narrow
denominators as (
    select
        relation_no,
        definition_no,
        sum(weight * amount) as denominator,
        sum(abs(weight) * half_width) as denominator_bound
    from {{ ref('relation_cells') }}
    where role = 'denominator'
    group by relation_no, definition_no
),

shifts as (
    select
        terms.relation_no,
        terms.definition_no,
        sum(case when terms.role = 'total' then opened.centre_shift else 0 end) as printed_shift,
        sum(case when terms.role not in ('total', 'denominator') then terms.weight * opened.centre_shift else 0 end) as term_shift,
        sum(case when terms.role = 'denominator' then terms.weight * opened.centre_shift else 0 end) as denominator_shift
    from {{ ref('relation_cells') }} as terms
    inner join opened on terms.cell_no = opened.cell_no
    group by terms.relation_no, terms.definition_no
),

added as (
    select
        relation_no,
        definition_no,
        max(case when role = 'total' then cell_no end) as cell_no,
        max(case when role = 'total' then amount end) as printed_amount,
        max(case when role = 'total' then half_width end) as printed_half_width,
        sum(case when role in ('total', 'denominator') then 0 else weight * amount end) as term_sum,
        sum(case when role in ('total', 'denominator') then 0 else abs(weight) * half_width end) as term_bound,
        max(half_width) * 2 as coarsest,
        max(abs(amount)) as largest,
        count(case when role <> 'total' then 1 end) as term_count,
        count(case when role not in ('total', 'denominator') then 1 end) as addend_count,
        bit_or(term_bit) as found_bits,
        bool_or(is_approximate) as has_approximate
    from {{ ref('relation_cells') }}
    group by relation_no, definition_no
),

summed as (
    select
        added.*,
        coalesce(denominators.denominator, 0) as denominator,
        coalesce(denominators.denominator_bound, 0) as denominator_bound,
        coalesce(shifts.printed_shift, 0) as printed_shift,
        coalesce(shifts.term_shift, 0) as term_shift,
        coalesce(shifts.denominator_shift, 0) as denominator_shift,
        beside_uncoded.relation_no is not null as has_uncoded
    from added
    left join denominators on added.relation_no = denominators.relation_no and added.definition_no = denominators.definition_no
    left join shifts on added.relation_no = shifts.relation_no and added.definition_no = shifts.definition_no
    left join beside_uncoded on added.relation_no = beside_uncoded.relation_no and added.definition_no = beside_uncoded.definition_no
),

computed as (
    select
        summed.*,
        definitions.rule_no,
        definitions.definition,
        rules.kind,
        definitions.required_bits - (definitions.required_bits & summed.found_bits) as missing_bits,
        case when summed.has_uncoded then 0 else definitions.absent_bits end as absent_bits,
        definitions.own_bits,
        definitions.own_bits & summed.found_bits as own_found_bits,
        definitions.is_of_one_document,
        -- what a share is of gives nothing to add up
        summed.addend_count > 0 or definitions.wanted_count = 0 as has_terms,
        case
            when rules.kind <> 'ratio' then cast(summed.term_sum + definitions.constant as decimal(28, 6))
            when summed.denominator = 0 then null
            else cast(100 * cast(summed.term_sum as double) / cast(summed.denominator as double) as decimal(28, 6))
        end as computed_amount,
        -- the same between the middles of what words such as drygt allow
        case
            when rules.kind <> 'ratio' then cast(summed.printed_shift - summed.term_shift as decimal(28, 6))
            when summed.denominator = 0 or summed.denominator + summed.denominator_shift = 0 then null
            when summed.term_shift = 0 and summed.denominator_shift = 0 then cast(summed.printed_shift as decimal(28, 6))
            else cast(
                cast(summed.printed_shift as double)
                - 100 * cast(summed.term_sum + summed.term_shift as double) / cast(summed.denominator + summed.denominator_shift as double)
                + 100 * cast(summed.term_sum as double) / cast(summed.denominator as double) as decimal(28, 6)
            )
        end as centre_shift,
        case
            when rules.kind <> 'ratio' then cast(summed.printed_half_width + summed.term_bound as decimal(28, 6))
            when summed.denominator = 0 then null
            else cast(
                summed.printed_half_width
                + 100 * (
                    cast(summed.term_bound as double)
                    + abs(cast(summed.term_sum as double) / cast(summed.denominator as double)) * cast(summed.denominator_bound as double)
                ) / abs(cast(summed.denominator as double)) as decimal(28, 6)
            )
        end as rounding_bound
    from summed
    inner join {{ ref('definitions') }} as definitions on summed.definition_no = definitions.definition_no
    inner join {{ ref('stg_rules') }} as rules on definitions.rule_no = rules.rule_no
)

select
    cast(relation_no as bigint) as relation_no,
    cast(definition_no as integer) as definition_no,
    cast(rule_no as integer) as rule_no,
    cast(definition as integer) as definition,
    cast(kind as string) as kind,
    cast(cell_no as bigint) as cell_no,
    cast(printed_amount as decimal(18, 2)) as printed_amount,
    cast(printed_half_width as decimal(18, 6)) as printed_half_width,
    cast(term_sum as decimal(28, 2)) as term_sum,
    cast(denominator as decimal(28, 2)) as denominator,
    cast(coarsest as decimal(18, 6)) as coarsest,
    cast(largest as decimal(18, 2)) as largest,
    cast(term_count as integer) as term_count,
    cast(has_approximate as boolean) as has_approximate,
    cast(is_of_one_document as boolean) as is_of_one_document,
    cast(missing_bits as bigint) as missing_bits,
    -- every term that must be there is, or the definition can be evaluated with what is there: the absent rows count as zero, but a table
    -- that prints none of the lines leaves nothing to add up
    cast(has_terms and missing_bits = 0 as boolean) as is_complete,
    cast(
        has_terms and missing_bits - (missing_bits & absent_bits) = 0 and (own_bits = 0 or own_found_bits <> 0) as boolean
    ) as is_evaluated,
    cast((not has_terms or missing_bits <> 0) and own_found_bits = own_bits as boolean) as lacks_others,
    computed_amount,
    rounding_bound,
    cast(printed_amount - computed_amount as decimal(28, 6)) as difference,
    centre_shift,
    -- how far the difference lies outside the printed total's own rounding, in units of the coarsest last digit, from the middles of what
    -- was cut off
    cast(
        case when coarsest > 0 then abs(cast(printed_amount - computed_amount + centre_shift as double)) / cast(coarsest as double) - 0.5 end
        as decimal(28, 6)
    ) as excess
from computed
