-- Empty cells that may be a missing row of a deviating sum: of a line item (and a coarser row) that its rule names, in the table,
-- the measure and the year of the rows that are there.
with open_sums as (
    select distinct
        evaluations.relation_id,
        evaluations.variant,
        evaluations.rule_id,
        results.member,
        numbers.document_id,
        numbers.table_no,
        numbers.measure,
        numbers.fiscal_year
    from {{ ref('check_results') }} as results
    inner join {{ ref('evaluations') }} as evaluations on results.relation_id = evaluations.relation_id
    inner join {{ ref('rules') }} as rules on evaluations.rule_id = rules.rule_id
    inner join {{ ref('candidate_terms') }} as terms
        on evaluations.relation_id = terms.relation_id and evaluations.variant = terms.variant and terms.role <> 'total'
    inner join {{ ref('printed_numbers') }} as numbers on terms.cell = numbers.cell
    where
        results.state = 'deviation' and results.severity in ('error', 'warning')
        and evaluations.is_complete and evaluations.difference is not null
        and rules.kind in ('sum', 'tie')
)

select
    open_sums.relation_id,
    open_sums.variant,
    blanks.cell,
    count(*) over (partition by open_sums.relation_id, open_sums.variant) as blank_count
from open_sums
inner join {{ ref('printed_numbers') }} as blanks
    on
        open_sums.document_id = blanks.document_id
        and open_sums.table_no = blanks.table_no
        and open_sums.measure = blanks.measure
        and open_sums.fiscal_year = blanks.fiscal_year
left join {{ input_relation('members') }} as members
    on blanks.association_id = members.association_id and blanks.member = members.member
where
    blanks.value_kind = 'blank' and not blanks.is_total
    and exists (
        select 1
        from {{ ref('rule_terms') }} as named
        where
            named.rule_id = open_sums.rule_id and named.variant = open_sums.variant and named.role <> 'total'
            and named.statement in (blanks.statement, '=') and named.line_item in (blanks.line_item, '%', '*')
            and named.presence in ('any', 'optional')
            and (named.match in ('table', 'statement') or (named.match = 'child' and members.parent = open_sums.member))
    )
