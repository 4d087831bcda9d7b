-- One row per finding, without its words: the cell, its print, what it should say, and its evidence.
with found as (
    select
        finding_key,
        cell_no,
        first_no,
        line_item,
        member,
        amount,
        cast(null as decimal(18, 2)) as printed_amount,
        cause,
        certainty,
        evidence_no,
        set_no,
        case when amount is null and cause = 'unknown' then 3 else 1 end as preference,
        edit_no
    from {{ ref('edits') }}
),

-- rules that name the place by themselves, and what no group could be searched for
direct as (
    select
        results.finding_key,
        results.total_no as cell_no,
        results.total_no as first_no,
        cast(null as string) as line_item,
        cast(null as string) as member,
        -- the bound that an impossible value passes is not what should stand there
        cast(
            case when coalesce(results.cause, '') <> 'impossible_value' then results.computed_amount * coalesce(totals.sign_factor, 1) end
            as decimal(18, 2)
        ) as amount,
        results.printed_amount,
        coalesce(results.cause, 'unknown') as cause,
        case when results.cause is null then 'unknown' else 'likely' end as certainty,
        cast(null as bigint) as evidence_no,
        0 as set_no,
        2 as preference,
        results.place_no as edit_no
    from {{ ref('deviations') }} as results
    left join {{ ref('amounts') }} as totals on results.total_no = totals.cell_no
    where results.names_its_place
),

causes as (
    select *
    from (
        select * from found
        union all
        select * from direct
    ) as every_cause
    qualify row_number() over (partition by finding_key order by preference, set_no, edit_no, cause) = 1
),

evidence as (
    select
        finding_key,
        min(case severity when 'error' then 0 else 1 end) as severity_rank,
        min(case class when 'error' then 1 when 'missing' then 2 when 'goal' then 3 when 'presentation' then 4 else 5 end) as class_rank
    from {{ ref('deviations') }}
    group by finding_key
),

-- what a sum or a tie is out by once the cell says what is suggested, and everything else what is printed
left_over as (
    select
        results.finding_key,
        results.relation_no,
        abs(
            results.printed_amount - results.computed_amount
            - totals.sign_factor * sum(case when cells.role = 'total' then -1 else cells.weight end) * (causes.amount - coalesce(own.amount, 0))
        ) as amount
    from {{ ref('deviations') }} as results
    inner join causes on results.finding_key = causes.finding_key
    inner join {{ ref('stg_rules') }} as rules on results.rule_id = rules.rule_id and rules.kind in ('sum', 'tie')
    inner join {{ ref('amounts') }} as own on causes.cell_no = own.cell_no
    inner join {{ ref('amounts') }} as totals on results.total_no = totals.cell_no
    inner join {{ ref('results') }} as meant on results.relation_no = meant.relation_no
    inner join {{ ref('relation_cells') }} as cells
        on meant.relation_no = cells.relation_no and meant.definition_no = cells.definition_no and causes.cell_no = cells.cell_no
    group by
        results.finding_key, results.relation_no, results.printed_amount, results.computed_amount, totals.sign_factor, causes.amount, own.amount
),

-- the relation that is told: one whose rule gave the cause, one that the cell mends, one of several terms that the suggestion alone makes come
-- out, and of few of them, one that the cell is the total of, an error before a warning
told as (
    select results.*
    from {{ ref('deviations') }} as results
    inner join causes on results.finding_key = causes.finding_key
    left join {{ ref('amounts') }} as cells on causes.cell_no = cells.cell_no
    left join left_over on results.finding_key = left_over.finding_key and results.relation_no = left_over.relation_no
    qualify
        row_number() over (
            partition by results.finding_key
            order by
                case when results.cause = causes.cause then 0 else 1 end,
                case when results.is_mended then 0 else 1 end,
                -- a limit says that a figure is wrong, and not what it should be
                case when results.operator in ('<=', '>=') then 1 else 0 end,
                case
                    when
                        left_over.amount <= results.rounding_bound and results.left_text <> results.right_text
                        and {{ first_match("results.left_text", "(( [+−] .*){5})", 1) }} = ''
                        then 0
                    when
                        results.total_no = coalesce(causes.cell_no, causes.first_no)
                        and abs(results.computed_amount - causes.amount * coalesce(cells.sign_factor, 1)) <= results.rounding_bound
                        then 0
                    else 1
                end,
                case when results.total_no = coalesce(causes.cell_no, causes.first_no) then 0 else 1 end,
                case results.severity when 'error' then 0 else 1 end,
                results.rule_id,
                results.relation_no
        ) = 1
),

-- the cells that the relation told reads beside its total
terms as (
    select
        told.finding_key,
        cells.cell_no
    from told
    inner join {{ ref('results') }} as results on told.relation_no = results.relation_no
    inner join {{ ref('relation_cells') }} as cells
        on results.relation_no = cells.relation_no and results.definition_no = cells.definition_no and cells.role <> 'total'
    union all
    select
        told.finding_key,
        places.cell_no
    from told
    inner join {{ ref('place_terms') }} as places on told.relation_no = places.relation_no and places.role <> 'total'
),

-- of a relation of two prints the one that is not the finding's own
counterparts as (
    select
        told.finding_key,
        min(told.total_no) = min(causes.first_no) as is_term,
        case when min(told.total_no) = min(causes.first_no) then min(terms.cell_no) else min(told.total_no) end as other_no
    from told
    inner join causes on told.finding_key = causes.finding_key
    inner join terms on told.finding_key = terms.finding_key
    group by told.finding_key
    having count(*) = 1 and (min(told.total_no) = min(causes.first_no) or min(terms.cell_no) = min(causes.first_no))
),

-- the two prints, each by itself
prints as (
    select
        finding_key,
        other_no as cell_no,
        1 as is_other
    from counterparts
    union all
    select
        counterparts.finding_key,
        causes.first_no as cell_no,
        0 as is_other
    from counterparts
    inner join causes on counterparts.finding_key = causes.finding_key
),

-- whether sums that hold count on the other print, and none on the finding's own
borne_out as (
    select
        prints.finding_key,
        min(prints.is_other) = 1 as is_other_borne_out
    from prints
    inner join {{ ref('relation_cells') }} as cells on prints.cell_no = cells.cell_no
    inner join {{ ref('results') }} as results
        on cells.relation_no = results.relation_no and cells.definition_no = results.definition_no and results.state in ('exact', 'rounding')
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no and rules.kind = 'sum'
    inner join {{ ref('definitions') }} as meant on results.definition_no = meant.definition_no and meant.wanted_count > 1
    group by prints.finding_key
),

-- what a cell alone is held against: where nothing but the other print speaks against it, nothing says which of them is wrong
mends as (
    select
        causes.finding_key,
        count(*) as mend_count
    from causes
    inner join {{ ref('edits') }} as edits
        on causes.finding_key = edits.finding_key and causes.set_no = edits.set_no and causes.edit_no = edits.edit_no
    inner join {{ ref('edit_relations') }} as relations
        on edits.association_no = relations.association_no and edits.edit_no = relations.edit_no
    group by causes.finding_key
)

select
    causes.finding_key,
    causes.cell_no,
    causes.cause,
    case
        when
            causes.cause = 'stale_subtotal' and counterparts.other_no is not null and coalesce(mends.mend_count, 0) <= 1
            and not coalesce(borne_out.is_other_borne_out, false)
            then 'unknown'
        else causes.certainty
    end as certainty,
    causes.set_no,
    causes.evidence_no,
    case evidence.severity_rank when 0 then 'error' else 'warning' end as severity,
    coalesce(
        own_causes.class,
        case evidence.class_rank when 1 then 'error' when 2 then 'missing' when 3 then 'goal' when 4 then 'presentation' else 'legal' end
    ) as class,
    coalesce(numbers.association_id, told.association_id) as association_id,
    coalesce(numbers.document_id, told.document_id) as document_id,
    coalesce(numbers.document_no, told.document_no) as document_no,
    coalesce(numbers.fiscal_year, told.fiscal_year) as fiscal_year,
    coalesce(numbers.source_line, told.source_line) as source_line,
    numbers.table_no,
    case when causes.line_item is null then numbers.column_no end as column_no,
    case when causes.line_item is null then numbers.number_no end as number_no,
    coalesce(numbers.statement, told.statement) as statement,
    coalesce(numbers.label, told.label) as label,
    coalesce(causes.line_item, numbers.line_item, told.line_item) as line_item,
    case when causes.line_item is not null then causes.member when numbers.cell_no is null then told.member else numbers.member end as member,
    coalesce(numbers.measure, told.measure) as measure,
    coalesce(numbers.period, cast(told.fiscal_year as string)) as period,
    coalesce(numbers.applied_unit, case when causes.cause = 'missing_number' and causes.line_item is null then told.applied_unit end) as applied_unit,
    numbers.half_width,
    numbers.printed,
    causes.cell_no is not null as is_printed_number,
    coalesce(numbers.is_total, false) as is_total,
    coalesce(numbers.is_comparative, false) as is_comparative,
    coalesce(numbers.sign_factor, 1) as sign_factor,
    -- where the rule names the place itself, the print is what the rule read there
    cast(
        case when causes.line_item is null then coalesce(causes.printed_amount, numbers.amount * numbers.sign_factor) end as decimal(18, 2)
    ) as printed_amount,
    cast(causes.amount * coalesce(numbers.sign_factor, 1) as decimal(18, 2)) as suggested_amount,
    told.relation_no as told_relation_no,
    told.rule_id as told_rule_id,
    told.label as told_label,
    told.fiscal_year as told_year,
    -- two prints in different units may round apart: what the relation comes to is told once
    case
        when told_rules.kind in ('sum', 'tie') and told.operator = '=' and {{ first_match("told.left_text", " ([+−/×]) ", 1) }} = '' then told.right_text
        else told.left_text
    end as told_left,
    told.operator as told_operator,
    told.right_text as told_right,
    told.remark as told_remark,
    told.formula as told_formula,
    told.printed_amount as told_printed_amount,
    told.computed_amount as told_computed_amount,
    told.applied_unit as told_unit,
    told.rounding_bound as told_bound,
    counterparts.other_no,
    coalesce(counterparts.is_term, false) as is_other_a_term,
    coalesce(borne_out.is_other_borne_out, false) as is_other_borne_out,
    coalesce(told.total_no = causes.cell_no, false) as is_told_at_its_total,
    -- the formula gives the suggested amount but for rounding
    coalesce(
        told.total_no = causes.cell_no
        and abs(told.computed_amount - causes.amount * coalesce(numbers.sign_factor, 1)) between 0.005 and told.rounding_bound, false
    ) as is_rounded,
    -- the suggestion counts on changes that other findings name
    coalesce(
        told.total_no = causes.cell_no
        and abs(told.computed_amount - causes.amount * coalesce(numbers.sign_factor, 1)) > told.rounding_bound
        -- a text tells by how much without its sign
        and not (
            coalesce(numbers.statement, told.statement) = 'narrative'
            and abs(abs(told.computed_amount) - abs(causes.amount)) <= told.rounding_bound
        ), false
    ) as is_after_others
from causes
inner join evidence on causes.finding_key = evidence.finding_key
left join told on causes.finding_key = told.finding_key
left join {{ ref('stg_rules') }} as told_rules on told.rule_id = told_rules.rule_id
left join counterparts on causes.finding_key = counterparts.finding_key
left join borne_out on causes.finding_key = borne_out.finding_key
left join mends on causes.finding_key = mends.finding_key
left join {{ ref('addressed_numbers') }} as numbers on causes.first_no = numbers.cell_no
left join {{ ref('stg_causes') }} as own_causes on causes.cause = own_causes.cause
