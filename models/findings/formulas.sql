-- The formula in numbers of every relation that deviates or asks for review, and of those that share a cell with one that deviates, in the unit of its total and, for sums and ties, with the
-- sign that it is printed with: 562 186 + 186 709 = 748 895.
with suspects as (
    select distinct terms.cell_no
    from {{ ref('results') }} as results
    inner join {{ ref('relation_cells') }} as terms
        on results.relation_no = terms.relation_no and results.definition_no = terms.definition_no
    where results.state = 'deviation'
),

asked as (
    select terms.relation_no
    from suspects
    inner join {{ ref('relation_cells') }} as terms on suspects.cell_no = terms.cell_no
    union
    select relation_no
    from {{ ref('results') }}
    where state in ('unlikely_rounding', 'undecided', 'deviation')
),

told as (
    select
        results.relation_no,
        results.definition_no,
        rules.kind,
        results.printed_amount,
        results.computed_amount,
        totals.unit_size,
        case when rules.kind in ('sum', 'tie') then totals.sign_factor else 1 end as turn,
        totals.sign_factor
    from {{ ref('results') }} as results
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    inner join asked on results.relation_no = asked.relation_no
    inner join {{ ref('amounts') }} as totals on results.cell_no = totals.cell_no
    where results.definition_no is not null and results.state <> 'not_evaluated'
),

told_cells as (
    select
        told.relation_no,
        terms.role,
        terms.term_no,
        terms.cell_no,
        terms.weight,
        terms.amount
    from told
    inner join {{ ref('relation_cells') }} as terms
        on told.relation_no = terms.relation_no and told.definition_no = terms.definition_no and terms.role <> 'total'
),

{{ formula_sides(['relation_no']) }}

select
    relation_no,
    cast(left_text as string) as left_text,
    cast(operator as string) as operator,
    cast(right_text as string) as right_text,
    cast(left_text || ' ' || operator || ' ' || right_text as string) as formula
from sides_told
