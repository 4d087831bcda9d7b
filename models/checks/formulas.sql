-- The formula of every relation in numbers, in the unit of its total and, for sums and ties, with the sign that it is printed
-- with: 562 186 + 186 709 = 748 895.
with parts as (
    select
        terms.relation_id,
        terms.role,
        totals.unit_size,
        cast(terms.weight * terms.amount * totals.sign_factor / totals.unit_size as decimal(18, 2)) as value,
        cast(terms.term_no + 1000 as string) || '#' || cast(length(terms.source_line) as string) || terms.source_line
        || '#' || cast(terms.column_no + 100 as string) || '#' || cast(terms.number_no + 100 as string) || terms.document_id as place
    from {{ ref('relation_terms') }} as terms
    inner join (
        select
            total_terms.relation_id,
            case numbers.applied_unit when 'tkr' then 1000 when 'mkr' then 1000000 else 1 end as unit_size,
            case when chosen.kind in ('sum', 'tie') then numbers.sign_factor else 1 end as sign_factor
        from {{ ref('relation_terms') }} as total_terms
        inner join {{ ref('printed_numbers') }} as numbers on total_terms.cell = numbers.cell
        inner join {{ ref('chosen_definitions') }} as chosen on total_terms.relation_id = chosen.relation_id
        where total_terms.role = 'total'
    ) as totals on terms.relation_id = totals.relation_id
    where terms.role <> 'total'
),

sides as (
    select
        relation_id,
        role,
        {{ ordered_text("case when value < 0 then ' − ' else ' + ' end || " ~ swedish_number("abs(value)"), "place", "") }} as terms_text
    from parts
    group by relation_id, role
),

constants as (
    select
        chosen.relation_id,
        {{ swedish_number("sum(terms.weight)") }} as constant_text
    from {{ ref('chosen_definitions') }} as chosen
    inner join {{ ref('rule_terms') }} as terms
        on chosen.rule_id = terms.rule_id and chosen.variant = terms.variant and terms.role = 'constant'
    group by chosen.relation_id
),

texts as (
    select
        relation_id,
        max(case when role <> 'denominator' then case when terms_text like ' + %' then substr(terms_text, 4) else '−' || substr(terms_text, 4) end end) as terms_text,
        max(case when role = 'denominator' then case when terms_text like ' + %' then substr(terms_text, 4) else '−' || substr(terms_text, 4) end end) as denominator_text
    from sides
    group by relation_id
)

-- a relation with a constant alone (long-term debt at most 0) has that as its formula
select
    coalesce(texts.relation_id, constants.relation_id) as relation_id,
    coalesce(
        constants.constant_text || case when texts.terms_text like '−%' then ' − ' || substr(texts.terms_text, 2) else ' + ' || texts.terms_text end,
        texts.terms_text, constants.constant_text
    ) as terms_text,
    texts.denominator_text
from texts
full outer join constants on texts.relation_id = constants.relation_id
