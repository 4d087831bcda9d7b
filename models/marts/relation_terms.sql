{{ config(meta={'joins': 'in_order'}) }}
-- The cells of every relation, under the definition of the rule that was chosen; a row that the statement leaves out is `absent` and
-- has no address.
with relations as (
    select
        results.relation_no,
        results.definition_no,
        results.missing_bits,
        results.fiscal_year,
        results.state,
        documents.document_id,
        {{ relation_id() }} as relation_id
    from {{ ref('results') }} as results
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    inner join {{ ref('stg_documents') }} as documents on results.document_no = documents.document_no
    left join {{ ref('stg_line_items') }} as totals on results.cell_no = totals.cell_no
    left join {{ ref('place_checks') }} as checks on results.relation_no = checks.relation_no
),

terms as (
    select
        relations.relation_id,
        terms.cell_no,
        terms.role,
        terms.weight,
        terms.amount,
        terms.half_width,
        terms.term_no
    from relations
    inner join {{ ref('relation_cells') }} as terms
        on relations.relation_no = terms.relation_no and relations.definition_no = terms.definition_no
    union all
    select
        relations.relation_id,
        terms.cell_no,
        terms.role,
        terms.weight,
        terms.amount,
        terms.half_width,
        terms.term_no
    from relations
    inner join {{ ref('place_terms') }} as terms on relations.relation_no = terms.relation_no
)

select
    cast(terms.relation_id as string) as relation_id,
    cast(numbers.document_id as string) as document_id,
    cast(numbers.source_line as string) as source_line,
    cast(numbers.column_no as integer) as column_no,
    cast(numbers.number_no as integer) as number_no,
    cast(terms.role as string) as role,
    cast(terms.weight as integer) as weight,
    cast(terms.amount as decimal(18, 2)) as amount,
    cast(terms.half_width as decimal(18, 6)) as half_width,
    cast(numbers.cell as string) as cell,
    cast(terms.term_no as integer) as term_no,
    cast(numbers.line_item as string) as line_item,
    cast(numbers.member as string) as member,
    cast(numbers.measure as string) as measure,
    cast(numbers.period as string) as period
from terms
inner join {{ ref('addressed_numbers') }} as numbers on terms.cell_no = numbers.cell_no
union all
select
    cast(relations.relation_id as string) as relation_id,
    cast(relations.document_id as string) as document_id,
    cast(null as string) as source_line,
    cast(null as integer) as column_no,
    cast(null as integer) as number_no,
    cast('absent' as string) as role,
    cast(asked.weight as integer) as weight,
    cast(0 as decimal(18, 2)) as amount,
    cast(0 as decimal(18, 6)) as half_width,
    cast(null as string) as cell,
    cast(asked.term_no as integer) as term_no,
    cast(asked.line_item as string) as line_item,
    cast(null as string) as member,
    cast(asked.measure as string) as measure,
    cast(cast(relations.fiscal_year as string) as string) as period
from relations
inner join {{ ref('stg_rule_terms') }} as asked on relations.definition_no = asked.definition_no
where
    relations.state <> 'not_evaluated'
    and asked.role not in ('total', 'constant')
    and relations.missing_bits & cast(power(2, asked.term_no) as bigint) <> 0
