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

parts as (
    select
        told.relation_no,
        terms.role,
        terms.term_no,
        terms.cell_no,
        cast(terms.weight * terms.amount * told.turn / told.unit_size as decimal(18, 2)) as value
    from told
    inner join {{ ref('relation_cells') }} as terms
        on told.relation_no = terms.relation_no and told.definition_no = terms.definition_no and terms.role <> 'total'
),

sides as (
    select
        relation_no,
        case when role = 'denominator' then 'below' else 'above' end as side,
        {{ ordered_text(
            "case when value < 0 then ' − ' else ' + ' end || " ~ swedish_number("abs(value)"), "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_text
    from parts
    group by relation_no, case when role = 'denominator' then 'below' else 'above' end
),

texts as (
    select
        relation_no,
        max(case when side = 'above' then case when signed_text like ' + %' then substr(signed_text, 4) else '−' || substr(signed_text, 4) end end) as above_text,
        max(case when side = 'below' then case when signed_text like ' + %' then substr(signed_text, 4) else '−' || substr(signed_text, 4) end end) as below_text
    from sides
    group by relation_no
),

-- a relation with a constant alone (long-term debt at most 0) has that as its formula
worded as (
    select
        told.*,
        coalesce(
            case when meant.has_constant then {{ swedish_number("meant.constant") }} end
            || case when texts.above_text like '−%' then ' − ' || substr(texts.above_text, 2) else ' + ' || texts.above_text end,
            texts.above_text,
            case when meant.has_constant then {{ swedish_number("meant.constant") }} end
        ) as above_text,
        texts.below_text
    from told
    inner join {{ ref('definitions') }} as meant on told.definition_no = meant.definition_no
    left join texts on told.relation_no = texts.relation_no
),

sides_told as (
    select
        relation_no,
        case
            when kind in ('at_most', 'at_least') then {{ swedish_number("printed_amount / unit_size") }}
            when below_text is not null then '(' || above_text || ') / (' || below_text || ')'
            else above_text
        end as left_text,
        case kind when 'at_most' then '<=' when 'at_least' then '>=' else '=' end as operator,
        case
            when kind in ('at_most', 'at_least') then above_text
            when below_text is not null then {{ swedish_number("computed_amount") }} || ' %'
            else {{ swedish_number("computed_amount * sign_factor / unit_size") }}
        end as right_text
    from worded
)

select
    relation_no,
    -- a minus sign as in print, not a hyphen
    cast(replace(left_text, '-', '−') as string) as left_text,
    cast(operator as string) as operator,
    cast(replace(right_text, '-', '−') as string) as right_text,
    cast(replace(left_text || ' ' || operator || ' ' || right_text, '-', '−') as string) as formula
from sides_told
