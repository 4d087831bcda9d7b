-- The parts that the law asks for: found in the document (1) or not (0); not evaluated where nothing was said of a part and no table is it.
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
    case when sections.source_line is not null then 1 when not sections.is_inferred then 0 end as printed_amount,
    1 as computed_amount,
    0 as rounding_bound,
    case when sections.source_line is not null then 'exact' when sections.is_inferred then 'not_evaluated' else 'deviation' end as state,
    case when sections.source_line is null and sections.is_inferred then 'not_in_document' end as reason,
    case when sections.source_line is null then '0' else '1' end as left_text,
    case when sections.source_line is null then '<' else '=' end as operator,
    '1' as right_text,
    cast(null as string) as remark,
    'missing_number' as cause,
    sections.source_line
from {{ ref('document_parts') }} as sections
inner join {{ ref('stg_documents') }} as documents on sections.document_no = documents.document_no
left join (select distinct statement from {{ ref('stg_chart') }}) as charted on sections.section = charted.statement
where documents.document_kind = 'annual_report' and sections.section not in ('decision_date', 'signatures')
