{# Subqueries `mended_parts` and `mended`: what holds once a finding is corrected, beside the relation that is told: how many relations, those of the
   same numbers once, and the rule of one, rather of another total. #}
{% macro mended_relations() -%}
mended_parts as (
    select
        relations.finding_key,
        relations.suggested_formula,
        results.rule_no,
        -- the least comes first
        case when results.cell_no = told.cell_no then 1000000 else 0 end + results.rule_no as order_no
    from {{ ref('evidence_relations') }} as relations
    inner join {{ ref('finding_facts') }} as facts on relations.finding_key = facts.finding_key
    inner join {{ ref('results') }} as results on relations.relation_no = results.relation_no
    left join {{ ref('results') }} as told on facts.told_relation_no = told.relation_no
    left join {{ ref('evidence_relations') }} as same
        on
            relations.finding_key = same.finding_key
            and facts.told_relation_no = same.relation_no
            and relations.suggested_formula = same.suggested_formula
    where relations.role = 'mended' and relations.is_met_by_suggestion and same.relation_no is null
),

mended as (
    select
        mended_parts.finding_key,
        count(distinct mended_parts.suggested_formula) as mended_count,
        min_by(rules.title_sv, mended_parts.order_no) as title_sv,
        min_by(rules.title_en, mended_parts.order_no) as title_en
    from mended_parts
    inner join {{ ref('stg_rules') }} as rules on mended_parts.rule_no = rules.rule_no
    group by mended_parts.finding_key
)
{%- endmacro %}
