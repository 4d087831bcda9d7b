-- The cells that each definition of a rule names.
select
    rules.rule_no,
    cast(terms.definition as integer) as definition,
    rules.rule_no * 100 + cast(terms.definition as integer) as definition_no,
    cast(terms.term_no as integer) as term_no,
    cast(terms.role as string) as role,
    cast(terms.document_match as string) as document_match,
    cast(terms.document_offset as integer) as document_offset,
    cast(coalesce(terms.document_kind, '') as string) as document_kind,
    cast(coalesce(terms.statement, '') as string) as statement,
    cast(coalesce(terms.line_item, '') as string) as line_item,
    cast(coalesce(terms.measure, '') as string) as measure,
    cast(terms.period_offset as integer) as period_offset,
    cast(terms.weight as integer) as weight,
    cast(terms.presence as string) as presence,
    cast(terms.match as string) as match
from {{ ref('rule_terms') }} as terms
inner join {{ ref('stg_rules') }} as rules on terms.rule_id = rules.rule_id
