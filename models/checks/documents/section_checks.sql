-- The parts that the law asks for: found in the document (1) or not (0).
select
    case sections.section when 'balance_requirement' then 'BK-012' else 'STR-001' end as rule_id,
    sections.document_id,
    documents.fiscal_year,
    sections.document_id || '/' || coalesce(charted.statement, 'cover') || '/section/' || sections.section
    || '/count/' || cast(documents.fiscal_year as string) as cell,
    coalesce(charted.statement, 'cover') as statement,
    sections.section as label,
    'section' as line_item,
    sections.section as member,
    'count' as measure,
    case when sections.source_line is null then 0 else 1 end as printed_amount,
    1 as computed_amount,
    0 as rounding_bound,
    case when sections.source_line is null then 'deviation' else 'exact' end as state,
    cast(null as string) as reason,
    case when sections.source_line is null then '0 < 1' else '1 = 1' end as formula,
    'missing_number' as cause,
    sections.source_line
from {{ input_relation('document_sections') }} as sections
inner join {{ input_relation('documents') }} as documents on sections.document_id = documents.document_id
left join (select distinct statement from {{ ref('chart') }}) as charted on sections.section = charted.statement
where documents.document_kind = 'annual_report' and sections.section not in ('decision_date', 'signatures')
