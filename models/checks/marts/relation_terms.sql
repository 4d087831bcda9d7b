-- The cells of every relation, under the definition of the rule that was chosen.
select
    cast(terms.relation_id as string) as relation_id,
    cast(terms.document_id as string) as document_id,
    cast(terms.source_line as string) as source_line,
    cast(terms.column_no as integer) as column_no,
    cast(terms.number_no as integer) as number_no,
    cast(terms.role as string) as role,
    cast(terms.weight as integer) as weight,
    cast(terms.amount as decimal(18, 2)) as amount,
    cast(terms.half_width as decimal(18, 6)) as half_width,
    cast(terms.cell as string) as cell,
    cast(terms.term_no as integer) as term_no
from (
    select
        terms.relation_id,
        terms.document_id,
        terms.source_line,
        terms.column_no,
        terms.number_no,
        terms.role,
        terms.weight,
        terms.amount,
        terms.half_width,
        terms.cell,
        terms.term_no
    from {{ ref('candidate_terms') }} as terms
    inner join {{ ref('chosen_definitions') }} as chosen
        on terms.relation_id = chosen.relation_id and terms.variant = chosen.variant
    union all
    select * from {{ ref('document_terms') }}
) as terms
