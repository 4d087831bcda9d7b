{# Subqueries `terms_before` to `printed_outcomes`: prints that a message names beside the terms of its relation: an earlier number that
   another finding is about, the one that shows the slip, other cells that may be the wrong one, the amounts of a goal, what shows that a
   heading is wrong or that two rows are one, an outcome before its year is over, and the outcome that a report prints beside the one that the
   accounts give. Reads `told_terms` of the query that it stands in. #}
{% macro prints_beside() -%}
-- an earlier number that another finding is about, among the terms told or what such a term is the sum of: that one is corrected first
terms_before as (
    select
        finding_key,
        cell_no,
        cast(null as bigint) as sum_no,
        role,
        weight
    from told_terms
    where changed_amount is null
    union all
    select
        told_terms.finding_key,
        parts.cell_no,
        told_terms.cell_no as sum_no,
        told_terms.role,
        told_terms.weight * parts.weight as weight
    from told_terms
    -- a sum that does not hold is not worked out of its parts: it may be right once they are corrected
    inner join {{ ref('results') }} as sums on told_terms.cell_no = sums.cell_no and sums.state <> 'deviation'
    inner join {{ ref('stg_rules') }} as rules on sums.rule_no = rules.rule_no and rules.kind = 'sum'
    inner join {{ ref('relation_cells') }} as parts
        on sums.relation_no = parts.relation_no and sums.definition_no = parts.definition_no and parts.role <> 'total'
),

firsts as (
    select
        facts.finding_key,
        others.finding_key as first_key,
        others.cell_no,
        terms.sum_no,
        -- the amount of the finding once the other one is corrected; of a quotient it is no sum
        case
            when terms.role not in ('numerator', 'denominator')
                then
                    facts.told_computed_amount
                    + facts.sign_factor * terms.weight * (others.suggested_amount * others.sign_factor - coalesce(cells.amount, 0))
        end as final_amount,
        others.suggested_amount as first_amount,
        others.applied_unit as first_unit,
        facts.told_unit,
        facts.is_told_at_its_total,
        facts.suggested_amount,
        facts.certainty,
        facts.told_bound
    from terms_before as terms
    inner join {{ ref('finding_facts') }} as facts on terms.finding_key = facts.finding_key
    inner join {{ ref('finding_facts') }} as others on terms.cell_no = others.cell_no and others.class in ('error', 'missing')
    inner join {{ ref('amounts') }} as cells on terms.cell_no = cells.cell_no
    where
        others.fiscal_year < facts.fiscal_year
        or (others.fiscal_year = facts.fiscal_year and others.cell_no < facts.cell_no)
    qualify row_number() over (partition by facts.finding_key order by others.fiscal_year desc, others.cell_no asc, terms.weight desc) = 1
),

-- what that makes of the amount, where the other finding waits for none itself
findings_before as (
    select
        firsts.finding_key,
        firsts.cell_no,
        firsts.sum_no,
        case
            when
                earlier.finding_key is null and firsts.is_told_at_its_total
                -- where more is wrong the amount that this one gives is not what should be
                and (firsts.certainty = 'unknown' or abs(firsts.final_amount - firsts.suggested_amount) <= firsts.told_bound)
                then {{ amount_in_words("firsts.first_amount", "firsts.first_unit") }}
        end as first_amount_text,
        {{ amount_in_words("firsts.final_amount", "firsts.told_unit") }} as final_amount_text
    from firsts
    left join firsts as earlier on firsts.first_key = earlier.finding_key
),

-- the print that shows the slip; of a row that a sum was added up without the term of that amount
told_evidence as (
    select
        facts.finding_key,
        coalesce(min(told_terms.cell_no), min(facts.evidence_no)) as cell_no
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('amounts') }} as evidence on facts.evidence_no = evidence.cell_no
    left join told_terms on facts.finding_key = told_terms.finding_key and facts.cause = 'row_missing' and abs(told_terms.amount) = abs(evidence.amount)
    group by facts.finding_key
),

-- other cells that may be the wrong one: up to three, each once, those before the others of which a known slip would explain the print
other_candidates as (
    select
        others.finding_key,
        others.cell_no,
        -- the engines differ where the amount of the first is missing
        min_by(
            others.amount, case when others.amount is not null then case when others.cause = 'unknown' then 1000000 else 0 end + others.rank_no end
        ) as amount,
        row_number() over (
            partition by others.finding_key
            order by min(case when others.cause = 'unknown' then 1 else 0 end) asc, min(others.rank_no) asc, others.cell_no asc
        ) as place_no
    from {{ ref('candidates') }} as others
    inner join {{ ref('finding_facts') }} as facts on others.finding_key = facts.finding_key
    -- of the check that is told: what else its group holds has messages of its own
    inner join {{ ref('results') }} as told on facts.told_relation_no = told.relation_no
    inner join {{ ref('relation_cells') }} as cells
        on told.relation_no = cells.relation_no and told.definition_no = cells.definition_no and others.cell_no = cells.cell_no
    where others.rank_no > 1 and others.cell_no <> coalesce(facts.cell_no, 0)
    group by others.finding_key, others.cell_no
),

-- the amounts that a goal is about: what was reached, what that is a share of, and what was to be reached; each the sum of its cells, or one for
-- each group and the two ends of a range
goal_amounts as (
    select
        finding_key,
        part,
        is_sum,
        cell_no,
        sign(amount) * sign(sum(amount) over (partition by finding_key, part)) as sign,
        row_number() over (partition by finding_key, part order by cell_no) as place_no,
        count(*) over (partition by finding_key, part) as cell_count
    from (
        select
            facts.finding_key,
            cells.cell_no,
            cells.amount,
            cells.role not in ('target', 'outcome') as is_sum,
            case cells.role when 'target' then 'goal_limit' when 'compared' then 'goal_limit' when 'denominator' then 'goal_base' else 'goal_value' end as part
        from {{ ref('finding_facts') }} as facts
        inner join {{ ref('goal_outcomes') }} as goals on facts.document_no = goals.document_no and facts.line_item = goals.goal
        inner join {{ ref('goal_cells') }} as cells on goals.goal_id = cells.goal_id
        inner join {{ ref('stg_rules') }} as rules on facts.told_rule_id = rules.rule_id and rules.kind = 'goal'
        where
            cells.role in ('target', 'compared')
            or (cells.role = 'outcome' and goals.computed_value is null)
            or (cells.role in ('term', 'numerator', 'denominator') and goals.computed_value is not null)
    ) as parts
),

-- of a heading of a wrong year or unit a figure below it that another table prints as well: of one label, the largest
heading_witnesses as (
    select
        facts.finding_key,
        figures.cell_no,
        others.cell_no as witnessed_no
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('addressed_numbers') }} as figures
        on
            facts.document_no = figures.document_no
            and facts.member = 't' || cast(figures.table_no as string)
            and (facts.cause = 'printed_unit' or (facts.fiscal_year = figures.fiscal_year and facts.measure = figures.measure))
    inner join {{ ref('addressed_numbers') }} as others
        on
            figures.document_no = others.document_no
            and figures.fiscal_year = others.fiscal_year
            and figures.table_no <> others.table_no
            and abs(abs(figures.amount) - abs(others.amount)) <= figures.half_width + others.half_width
    where
        facts.cause in ('printed_year', 'printed_unit') and facts.line_item = 'table'
        and figures.value_kind = 'number' and others.value_kind = 'number' and figures.amount <> 0
        and others.statement in ('income_statement', 'balance_sheet', 'cash_flow', 'multi_year_overview', 'operating_account')
    qualify row_number() over (
        partition by facts.finding_key
        order by
            case when lower(figures.label) = lower(others.label) then 0 else 1 end asc, abs(figures.amount) desc, figures.cell_no asc, others.cell_no asc
    ) = 1
),

-- two rows of other names that are one item: the last other year in which both print one amount
alike_years as (
    select
        facts.finding_key,
        own.cell_no
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('addressed_numbers') }} as other on facts.other_no = other.cell_no
    inner join {{ ref('addressed_numbers') }} as own
        on
            facts.document_no = own.document_no
            and facts.source_line = own.source_line
            and facts.table_no = own.table_no
            and facts.measure = own.measure
            and facts.fiscal_year <> own.fiscal_year
    inner join {{ ref('addressed_numbers') }} as counterparts
        on
            other.document_no = counterparts.document_no
            and other.source_line = counterparts.source_line
            and other.table_no = counterparts.table_no
            and other.measure = counterparts.measure
            and own.fiscal_year = counterparts.fiscal_year
            and abs(abs(own.amount) - abs(counterparts.amount)) <= own.half_width + counterparts.half_width
    where lower(facts.label) <> lower(other.label) and own.value_kind = 'number' and own.amount <> 0
    qualify row_number() over (partition by facts.finding_key order by own.fiscal_year desc, own.cell_no asc) = 1
),

-- of a plan that is dated before its outcome is known the first amount of that outcome
early_outcomes as (
    select
        facts.finding_key,
        cells.cell_no
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('addressed_numbers') }} as cells
        on facts.document_no = cells.document_no and cells.document_kind = 'plan' and cells.statement = 'budget_plan' and cells.measure = 'actual'
    where facts.cause = 'date' and facts.told_operator = '>'
    qualify row_number() over (partition by facts.finding_key order by cells.fiscal_year desc, cells.cell_no asc) = 1
),

-- of a verdict on what the accounts give the outcome that the report prints, where it is another
printed_outcomes as (
    select
        facts.finding_key,
        prints.cell_no
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('goal_outcomes') }} as goals on facts.document_no = goals.document_no and facts.line_item = goals.goal
    inner join {{ ref('goal_cells') }} as cells on goals.goal_id = cells.goal_id and cells.role = 'outcome'
    inner join {{ ref('amounts') }} as prints on cells.cell_no = prints.cell_no
    where
        facts.cause = 'verdict_contradicts'
        and abs(abs(prints.amount) - abs(goals.computed_value)) > goals.computed_bound + prints.half_width
)
{%- endmacro %}
