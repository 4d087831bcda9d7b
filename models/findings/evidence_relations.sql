-- The relations of every finding: those that deviate because of its cell, and those that bear the print out. Each sum, tie and ratio is told
-- once more with what the findings suggest: the finding's own amount, a row that is not printed, and of every other cell what is decided.
with suggested as (
    select
        finding_key,
        cell_no,
        amount,
        set_no,
        edit_no
    from {{ ref('edits') }}
    union all
    -- where the rule names the place itself, what it gives there
    select
        deviations.finding_key,
        deviations.total_no as cell_no,
        cast(deviations.computed_amount * cells.sign_factor as decimal(18, 2)) as amount,
        2 as set_no,
        deviations.place_no as edit_no
    from {{ ref('deviations') }} as deviations
    inner join {{ ref('amounts') }} as cells on deviations.total_no = cells.cell_no
    where deviations.names_its_place
),

-- the cell of each finding, with the finding's own suggestion
cells as (
    select
        finding_key,
        cell_no,
        amount
    from suggested
    where cell_no is not null
    qualify row_number() over (partition by finding_key order by set_no, edit_no) = 1
),

beside as (
    select distinct
        cells.finding_key,
        results.relation_no
    from cells
    inner join {{ ref('relation_cells') }} as terms on cells.cell_no = terms.cell_no
    inner join {{ ref('results') }} as results
        on terms.relation_no = results.relation_no and terms.definition_no = results.definition_no
    where results.state in ('exact', 'rounding', 'unlikely_rounding')
),

every_relation as (
    select
        finding_key,
        relation_no,
        case when is_mended then 'mended' else 'deviates' end as role
    from {{ ref('deviations') }}
    union all
    select
        finding_key,
        relation_no,
        'bears_out' as role
    from beside
),

asked as (
    select
        pairs.finding_key,
        pairs.relation_no,
        pairs.role,
        cells.cell_no as own_no,
        cells.amount as own_amount,
        results.definition_no,
        results.cell_no as total_no,
        results.computed_amount,
        results.rounding_bound,
        rules.kind,
        totals.unit_size,
        totals.sign_factor
    from every_relation as pairs
    left join cells on pairs.finding_key = cells.finding_key
    inner join {{ ref('results') }} as results on pairs.relation_no = results.relation_no
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    inner join {{ ref('amounts') }} as totals on results.cell_no = totals.cell_no
    where rules.kind in ('sum', 'tie', 'ratio') and results.computed_amount is not null
),

placed as (
    select
        asked.finding_key,
        asked.relation_no,
        terms.role,
        terms.term_no,
        terms.cell_no,
        terms.weight,
        terms.amount as printed_amount,
        case when terms.cell_no = asked.own_no then coalesce(asked.own_amount, changes.amount, terms.amount) else coalesce(changes.amount, terms.amount) end as amount
    from asked
    inner join {{ ref('relation_cells') }} as terms
        on asked.relation_no = terms.relation_no and asked.definition_no = terms.definition_no
    left join {{ ref('corrections') }} as changes on terms.cell_no = changes.cell_no
    union all
    -- after the rows that are printed
    select
        asked.finding_key,
        asked.relation_no,
        'term' as role,
        10000 as term_no,
        lacking.total_no as cell_no,
        1 as weight,
        cast(null as decimal(18, 2)) as printed_amount,
        lacking.amount
    from asked
    inner join {{ ref('edits') }} as edits on asked.finding_key = edits.finding_key
    inner join {{ ref('missing_amounts') }} as lacking
        on edits.association_no = lacking.association_no and edits.edit_no = lacking.edit_no and asked.total_no = lacking.total_no
    where asked.role = 'mended'
),

told_cells as (
    select *
    from placed
    where role <> 'total'
),

sums as (
    select
        finding_key,
        relation_no,
        max(case when role = 'total' then amount end) as total_amount,
        sum(case when role <> 'total' then weight * (coalesce(amount, 0) - coalesce(printed_amount, 0)) else 0 end) as shift,
        sum(case when role in ('term', 'numerator') then cast(weight * amount as double) end) as above_sum,
        sum(case when role = 'denominator' then cast(weight * amount as double) end) as below_sum
    from placed
    group by finding_key, relation_no
),

told as (
    select
        asked.finding_key,
        asked.relation_no,
        asked.definition_no,
        asked.kind,
        asked.unit_size,
        asked.sign_factor,
        asked.rounding_bound,
        case when asked.kind = 'ratio' then 1 else asked.sign_factor end as turn,
        sums.total_amount as printed_amount,
        {{ held_amount(
            "case when asked.kind <> 'ratio' then asked.computed_amount + sums.shift"
            ~ " when sums.below_sum <> 0 then 100 * sums.above_sum / sums.below_sum end"
        ) }} as computed_amount
    from asked
    inner join sums on asked.finding_key = sums.finding_key and asked.relation_no = sums.relation_no
),

{{ formula_sides(['finding_key', 'relation_no']) }},

-- how the print of the total lies to it
met as (
    select
        finding_key,
        relation_no,
        coalesce(abs(printed_amount - computed_amount) <= rounding_bound + 0.01, false) as is_met,
        coalesce(abs(printed_amount - computed_amount) < 0.01, false) as is_equal,
        coalesce(
            case
                when kind = 'ratio' then {{ formula_number("printed_amount") }} || case when is_for_each then ' kr' else ' %' end
                else {{ formula_number("printed_amount * sign_factor / unit_size") }} || {{ sign_of_size("unit_size", "size") }}
            end, '–'
        ) as printed_text
    from worded
    where computed_amount is not null
)

select
    cast(every_relation.finding_key as string) as finding_key,
    every_relation.relation_no,
    cast(every_relation.role as string) as role,
    cast(
        case
            when sides_told.left_text = sides_told.right_text
                then met.printed_text || case when met.is_equal then ' = ' when met.is_met then ' ≈ ' else ' ≠ ' end || sides_told.right_text
            else
                sides_told.left_text || ' ' || sides_told.operator || ' ' || sides_told.right_text
                || case when met.is_equal then '' when met.is_met then ' ≈ ' || met.printed_text else ' ≠ ' || met.printed_text end
        end as string
    ) as suggested_formula,
    met.is_met as is_met_by_suggestion
from every_relation
left join met on every_relation.finding_key = met.finding_key and every_relation.relation_no = met.relation_no
left join sides_told on met.finding_key = sides_told.finding_key and met.relation_no = sides_told.relation_no
