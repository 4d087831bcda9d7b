{{ config(alias='rule_terms') }}
-- One row per term of a definition of a rule, and per place that its total may have: the cells that it names, its weight and where they are looked for.
select
    cast(rules.rule_id as string) as rule_id,
    cast(terms.definition as integer) as definition,
    cast(terms.term_no as integer) as term_no,
    cast(terms.role as string) as role,
    cast(terms.document_match as string) as document_match,
    cast(terms.document_offset as integer) as document_offset,
    cast(nullif(terms.document_kind, '') as string) as document_kind,
    cast(terms.statement as string) as statement,
    cast(terms.line_item as string) as line_item,
    cast(terms.measure as string) as measure,
    cast(terms.period_offset as integer) as period_offset,
    cast(terms.weight as integer) as weight,
    cast(terms.presence as string) as presence,
    cast(terms.match as string) as match
from {{ ref('stg_rule_terms') }} as terms
inner join {{ ref('stg_rules') }} as rules on terms.rule_no = rules.rule_no
