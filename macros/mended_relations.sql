{# Subqueries `mended_parts` to `mended`: what holds once a finding is corrected, beside the relation that is told: how many relations, those of the
   same numbers once, and the rule of one of them, if that can be another rule than the one told, of another total, and a sum before a share. #}
{% macro mended_relations() -%}
mended_parts as (
    select
        relations.finding_key,
        relations.suggested_formula,
        case when results.fiscal_year <> facts.fiscal_year then cast(results.fiscal_year as string) || ': ' else '' end as year_text,
        results.rule_no,
        results.rule_no = told.rule_no as is_of_told_rule,
        -- the least is told: rules have numbers below a million
        case when results.rule_no = told.rule_no then 8000000 when results.cell_no = told.cell_no then 4000000 else 0 end
        + case
            when relations.suggested_formula like '%/%' then 2000000
            when relations.suggested_formula like '% + %' or relations.suggested_formula like '% − %' then 0
            else 1000000
        end + results.rule_no as order_no
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

-- the first of equals by what it says: the engines would each choose another
placed_parts as (
    select
        *,
        row_number() over (partition by finding_key order by order_no, year_text, suggested_formula) as place_no
    from mended_parts
),

mended as (
    select
        mended_parts.finding_key,
        count(distinct mended_parts.suggested_formula) as mended_count,
        min_by(rules.title_sv, mended_parts.place_no) as title_sv,
        min_by(rules.title_en, mended_parts.place_no) as title_en,
        min_by(mended_parts.suggested_formula, mended_parts.place_no) as suggested_formula,
        min_by(mended_parts.year_text, mended_parts.place_no) as year_text,
        bool_and(mended_parts.is_of_told_rule) as is_of_told_rule
    from placed_parts as mended_parts
    inner join {{ ref('stg_rules') }} as rules on mended_parts.rule_no = rules.rule_no
    group by mended_parts.finding_key
)
{%- endmacro %}


{# What holds once a finding is corrected, after the relation in a message. Reads the columns of `spoken` in finding_messages. #}
{% macro mended_in_words() -%}
{%- set when = "case when certainty = 'unknown' then t_when_so else t_when_corrected end" -%}
{#- a sum of a few terms is told in numbers; of two prints of one amount there is nothing to add -#}
{%- set numbers = filled("t_in_numbers", {
    "formula": "case when length(mended_formula) <= 100 then mended_year || nullif(" ~ first_match("mended_formula", "^([^/]* [+−] [^/]*)$", 1) ~ ", '') end"
}) -%}
case
    when mended_count is null then ''
    when is_of_told_rule and mended_count = 1 then {{ filled("t_change_makes_same_once", {"when": when}) }}
    when is_of_told_rule then {{ filled("t_change_makes_same", {"count": "cast(mended_count as string)", "when": when}) }}
    else
        {{ filled("t_change_makes", {
            "title": "case language when 'sv' then mended_sv else mended_en end", "when": when, "numbers": "coalesce(" ~ numbers ~ ", '')"
        }) }}
        || case
            when mended_count = 1 then ''
            when mended_count = 2 then t_and_one_more
            else {{ filled("t_and_more", {"count": "cast(mended_count - 1 as string)"}) }}
        end
end
{%- endmacro %}
