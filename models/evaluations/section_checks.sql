-- The parts that the law asks for: found in the document (1) or not (0).
select
    case sections.section when 'balance_requirement' then 'BK-012' else 'STR-001' end as rule_id,
    sections.document_no,
    cast(null as bigint) as cell_no,
    coalesce(charted.statement, 'cover') as statement,
    sections.section as label,
    'section' as line_item,
    sections.section as member,
    'count' as measure,
    documents.fiscal_year,
    case when sections.source_line is null then 0 else 1 end as printed_amount,
    1 as computed_amount,
    0 as rounding_bound,
    case when sections.source_line is null then 'deviation' else 'exact' end as state,
    cast(null as string) as reason,
    case when sections.source_line is null then '0' else '1' end as left_text,
    case when sections.source_line is null then '<' else '=' end as operator,
    '1' as right_text,
    cast(null as string) as remark,
    'missing_number' as cause,
    sections.source_line
from {{ ref('stg_document_sections') }} as sections
inner join {{ ref('stg_documents') }} as documents on sections.document_no = documents.document_no
left join (select distinct statement from {{ ref('stg_chart') }}) as charted on sections.section = charted.statement
where documents.document_kind = 'annual_report' and sections.section not in ('decision_date', 'signatures')
