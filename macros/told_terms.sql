{# Subqueries `sized_terms` to `told_terms`: the terms of the relation that a finding tells, as its formula shows them: in the same unit and sign, and
   without those of nothing. #}
{% macro told_terms() -%}
-- the terms of the relation told, in the unit of its formula and with the sign of its total
sized_terms as (
    select
        facts.finding_key,
        facts.cell_no as own_no,
        cells.cell_no,
        cells.term_no,
        {{ shown_weight("cells") }} as weight,
        cells.amount,
        case when cells.cell_no <> coalesce(facts.cell_no, 0) then changes.amount end as changed_amount,
        resigned.sign,
        rules.kind,
        cells.role,
        totals.sign_factor,
        totals.unit_size,
        count(*) over (partition by facts.finding_key) as term_count,
        count(cells.amount) over (partition by facts.finding_key) as printed_count,
        min(case when cells.amount is not null then prints.unit_size end) over (partition by facts.finding_key) as smallest_unit,
        max(case when cells.amount is not null then prints.unit_size end) over (partition by facts.finding_key) as largest_unit,
        min(case when cells.amount is not null then prints.sign_factor end) over (partition by facts.finding_key) as least_sign,
        max(case when cells.amount is not null then prints.sign_factor end) over (partition by facts.finding_key) as greatest_sign,
        sum(case when cells.amount <> 0 then 1 else 0 end)
            over (partition by facts.finding_key, case when cells.role = 'denominator' then 'below' else 'above' end) as filled_count
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('results') }} as results on facts.told_relation_no = results.relation_no
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no and rules.kind in ('sum', 'tie', 'ratio', 'at_most', 'at_least')
    inner join {{ ref('definitions') }} as meant on results.definition_no = meant.definition_no and not meant.has_constant
    inner join {{ ref('amounts') }} as totals on results.cell_no = totals.cell_no
    inner join {{ ref('relation_cells') }} as cells
        on results.relation_no = cells.relation_no and results.definition_no = cells.definition_no and cells.role <> 'total'
    inner join {{ ref('amounts') }} as prints on cells.cell_no = prints.cell_no
    left join {{ ref('corrections') }} as changes on cells.cell_no = changes.cell_no and cells.amount <> changes.amount
    left join {{ ref('resigned_sums') }} as resigned
        on facts.told_relation_no = resigned.relation_no and cells.cell_no = resigned.cell_no and facts.is_told_at_its_total
),

valued_terms as (
    select
        *,
        cast(weight * amount * turn / size as decimal(18, 2)) as value,
        cast(sign * weight * amount * turn / size as decimal(18, 2)) as resigned_value
    from (
        select
            *,
            {{ size_in_formula("kind", "unit_size", "smallest_unit", "largest_unit", "printed_count") }} as size,
            {{ turn_in_formula("kind", "sign_factor", "least_sign", "greatest_sign") }} as turn,
            -- a term of nothing says nothing, unless it is the finding or no two others are left
            coalesce(amount <> 0, false) or filled_count < 2 or coalesce(cell_no = own_no, false) as is_told
        from sized_terms
    ) as sized
),

told_terms as (
    select
        *,
        sum(case when is_told then 1 else 0 end) over (partition by finding_key) as told_count,
        sum(case when is_told and amount is not null then 1 else 0 end) over (partition by finding_key) as added_count,
        row_number() over (partition by finding_key, is_told order by cell_no) as place_no
    from valued_terms
)
{%- endmacro %}
