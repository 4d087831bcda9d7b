-- Findings of one cause, pair by pair in both directions: a relation that deviates because of the one asks for the other too or reads its cell,
-- or both prints follow from one other amount of a number that their own sums share, as where totals were worked out before a row was
-- changed.
with touched as (
    -- what a relation asks for, and the cells of findings that it reads
    select
        relation_no,
        finding_key
    from {{ ref('deviations') }}
    union
    select
        terms.relation_no,
        facts.finding_key
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('relation_cells') }} as terms on facts.cell_no = terms.cell_no
    inner join {{ ref('results') }} as results
        on terms.relation_no = results.relation_no and terms.definition_no = results.definition_no
    where results.state = 'deviation'
    union
    select
        terms.relation_no,
        facts.finding_key
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('place_terms') }} as terms on facts.cell_no = terms.cell_no
),

-- one of the two is what the relation deviates because of
one_way as (
    select
        own.finding_key as cause_key,
        other.finding_key as other_key,
        own.relation_no
    from {{ ref('deviations') }} as own
    inner join touched as other on own.relation_no = other.relation_no and own.finding_key <> other.finding_key
),

by_relation as (
    select
        cause_key as finding_key,
        other_key as related_key,
        relation_no
    from one_way
    union
    select
        other_key as finding_key,
        cause_key as related_key,
        relation_no
    from one_way
),

-- what a number would have to be for the print of a sum over it to be right; a print in the wrong sign is taken in the other
followed as (
    select distinct
        facts.finding_key,
        terms.cell_no,
        terms.amount
        + terms.weight * (
            facts.printed_amount * facts.sign_factor * case when (facts.printed_amount < 0) <> (facts.suggested_amount < 0) then -1 else 1 end
            - results.computed_amount
        ) as implied_amount
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('deviations') }} as own on facts.finding_key = own.finding_key
    inner join {{ ref('results') }} as results on own.relation_no = results.relation_no and facts.cell_no = results.cell_no
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    inner join {{ ref('relation_cells') }} as terms
        on results.relation_no = terms.relation_no and results.definition_no = terms.definition_no and terms.role <> 'total'
    where
        facts.class in ('error', 'missing') and facts.printed_amount is not null and facts.suggested_amount is not null
        and rules.kind = 'sum' and terms.amount <> 0
),

by_number as (
    select
        own.finding_key,
        other.finding_key as related_key,
        own.cell_no,
        own.implied_amount
    from followed as own
    inner join followed as other
        on
            own.cell_no = other.cell_no
            and own.finding_key <> other.finding_key
            and own.implied_amount = other.implied_amount
)

select
    cast(pairs.finding_key as string) as finding_key,
    cast(pairs.related_key as string) as related_key,
    cast('relation' as string) as kind,
    {{ relation_id() }} as relation_id,
    cast(null as string) as document_id,
    cast(null as string) as source_line,
    cast(null as integer) as column_no,
    cast(null as integer) as number_no,
    cast(null as string) as label,
    cast(null as decimal(18, 2)) as printed_amount,
    cast(null as decimal(18, 2)) as implied_amount
from by_relation as pairs
inner join {{ ref('results') }} as results on pairs.relation_no = results.relation_no
inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
inner join {{ ref('stg_documents') }} as documents on results.document_no = documents.document_no
left join {{ ref('stg_line_items') }} as totals on results.cell_no = totals.cell_no
left join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
union all
select
    cast(pairs.finding_key as string) as finding_key,
    cast(pairs.related_key as string) as related_key,
    cast('number' as string) as kind,
    cast(null as string) as relation_id,
    cast(numbers.document_id as string) as document_id,
    cast(numbers.source_line as string) as source_line,
    cast(numbers.column_no as integer) as column_no,
    cast(numbers.number_no as integer) as number_no,
    cast(numbers.label as string) as label,
    cast(numbers.amount * numbers.sign_factor as decimal(18, 2)) as printed_amount,
    {{ held_amount("pairs.implied_amount * numbers.sign_factor") }} as implied_amount
from by_number as pairs
inner join {{ ref('addressed_numbers') }} as numbers on pairs.cell_no = numbers.cell_no
