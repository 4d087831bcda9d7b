{%- set templates = [
    'line', 'line_of_page', 'line_of_block', 'line_of_sheet', 'line_of_heading', 'cell_of_sheet', 'stands', 'stands_at', 'in_statement', 'of_document'
] -%}
-- The prints that a message names beside its own, in words of each language: the other one of a relation of two, the one that shows the
-- slip, and what the two scopes of a row differ by.
with facts as (
    select
        finding_key,
        document_no,
        table_no,
        statement,
        period,
        other_no,
        is_other_a_term,
        evidence_no,
        told_computed_amount,
        abs(abs(told_printed_amount) - abs(told_computed_amount)) as difference,
        told_bound,
        cause = 'scope_differs' as is_of_scope
    from {{ ref('finding_facts') }}
),

-- what the other scope takes in: one line, or two of which this is the first
scopes as (
    select
        facts.finding_key,
        evidence.cell_no as first_no,
        evidence.document_no,
        evidence.statement,
        evidence.fiscal_year,
        abs(facts.difference - abs(evidence.amount)) as left_over,
        facts.told_bound + evidence.half_width as bound
    from facts
    inner join {{ ref('addressed_numbers') }} as evidence on facts.evidence_no = evidence.cell_no
    where facts.is_of_scope
),

seconds as (
    select
        scopes.finding_key,
        min(lines.cell_no) as second_no
    from scopes
    inner join {{ ref('addressed_numbers') }} as lines
        on scopes.document_no = lines.document_no and scopes.statement = lines.statement and scopes.fiscal_year = lines.fiscal_year
    where
        scopes.left_over > scopes.bound and lines.cell_no <> scopes.first_no and not lines.is_total
        and abs(abs(lines.amount) - scopes.left_over) <= scopes.bound + lines.half_width
    group by scopes.finding_key
),

pointed as (
    select
        finding_key,
        'other' as part,
        other_no as cell_no
    from facts
    union all
    select
        finding_key,
        'evidence' as part,
        evidence_no as cell_no
    from facts
    union all
    select
        finding_key,
        'second' as part,
        second_no as cell_no
    from seconds
),

{{ worded(templates) }},

placed as (
    select
        pointed.finding_key,
        pointed.part,
        words.*,
        prints.label,
        prints.source_line,
        prints.column_no,
        prints.fiscal_year,
        tables.heading,
        case when prints.period <> facts.period and prints.label not like '%' || prints.period || '%' then ' ' || prints.period else '' end as other_period,
        case when prints.label not like '%' || prints.period || '%' then ' ' || prints.period else '' end as own_period,
        coalesce(prints.table_no = facts.table_no and prints.document_no = facts.document_no, false) as is_of_table,
        -- of another document its kind and year
        case
            when prints.document_no = facts.document_no then ''
            else {{ filled("words.t_of_document", {
                "kind": "coalesce(case words.language when 'sv' then kinds.name_sv else kinds.name_en end, '')",
                "year": "coalesce(cast(documents.fiscal_year as string), '')"
            }) }}
        end || coalesce(case words.language when 'sv' then statements.name_sv else statements.name_en end, '') as statement_name,
        -- in its own unit, and in the sign of the total that it is held against
        {{ message_number(
            "case when facts.is_other_a_term and facts.told_computed_amount < 0 then -abs(prints.amount)"
            ~ " when facts.is_other_a_term then abs(prints.amount) else prints.amount * prints.sign_factor end / " ~ unit_size("prints.applied_unit")
        ) }} || {{ unit_sign("prints.applied_unit") }} as amount_text
    from pointed
    inner join facts on pointed.finding_key = facts.finding_key
    inner join {{ ref('addressed_numbers') }} as prints on pointed.cell_no = prints.cell_no
    cross join words
    left join {{ ref('stg_documents') }} as documents on prints.document_no = documents.document_no
    left join {{ ref('stg_tables') }} as tables on prints.document_no = tables.document_no and prints.table_no = tables.table_no
    left join {{ ref('stg_names') }} as kinds on documents.document_kind = kinds.code and kinds.vocabulary = 'document_kind'
    left join {{ ref('stg_names') }} as statements on prints.statement = statements.code and statements.vocabulary = 'statement_in_text'
),

lined as (
    select
        *,
        {{ line_in_words("source_line", "column_no", "heading") }} as line_text
    from placed
),

told as (
    select
        *,
        {{ filled("t_in_statement", {"statement": "statement_name"}) }} as statement_text,
        {{ filled("t_stands_at", {
            "label": "coalesce(label, '')", "statement": "statement_name", "line": "coalesce(line_text, '')", "period": "other_period", "amount": "amount_text"
        }) }} as other_text,
        {{ filled("t_stands", {
            "label": "coalesce(label, '')",
            "period": "own_period",
            "statement": "case when is_of_table then '' else " ~ filled("t_in_statement", {"statement": "statement_name"}) ~ " end",
            "line": "coalesce(line_text, '')"
        }) }} as place_text
    from lined
)

select
    cast(told.finding_key as string) as finding_key,
    cast(told.language as string) as language,
    cast(max(case when told.part = 'other' then told.other_text end) as string) as counterpart_text,
    cast(max(case when told.part = 'other' then told.statement_text end) as string) as counterpart_statement,
    cast(max(case when told.part = 'evidence' then told.place_text end) as string) as evidence_text,
    cast(max(case when told.part = 'evidence' then told.fiscal_year end) as integer) as evidence_year,
    cast(max(case when told.part = 'second' then told.place_text end) as string) as second_text,
    -- the first line is all that the two scopes differ by
    cast(coalesce(max(case when scopes.left_over > scopes.bound then 0 else 1 end), 1) = 1 as boolean) as is_whole_difference
from told
left join scopes on told.finding_key = scopes.finding_key
group by told.finding_key, told.language
