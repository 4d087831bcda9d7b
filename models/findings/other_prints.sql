{%- set templates = [
    'line', 'line_of_page', 'line_of_block', 'line_of_sheet', 'line_of_heading', 'cell_of_sheet', 'column_of', 'stands', 'stands_at', 'in_statement',
    'of_document'
] -%}
-- The prints that a message names beside its own, in words of each language: the other one of a relation of two, the one that shows the
-- slip, and what the two scopes of a row differ by.
with facts as (
    select
        finding_key,
        document_no,
        table_no,
        statement,
        source_line,
        period,
        other_no,
        is_other_a_term,
        evidence_no,
        told_relation_no,
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

-- the terms of the relation told, where they are few, in the unit and with the sign of its total
terms as (
    select
        facts.finding_key,
        terms.cell_no,
        terms.term_no,
        cast(terms.weight * terms.amount * totals.sign_factor / totals.unit_size as decimal(18, 2)) as value,
        count(*) over (partition by facts.finding_key) as term_count
    from facts
    inner join {{ ref('results') }} as results on facts.told_relation_no = results.relation_no
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no and rules.kind in ('sum', 'tie')
    inner join {{ ref('definitions') }} as meant on results.definition_no = meant.definition_no and not meant.has_constant
    inner join {{ ref('amounts') }} as totals on results.cell_no = totals.cell_no
    inner join {{ ref('relation_cells') }} as terms
        on results.relation_no = terms.relation_no and results.definition_no = terms.definition_no and terms.role <> 'total'
),

pointed as (
    select
        finding_key,
        'other' as part,
        other_no as cell_no,
        0 as term_no,
        cast(null as decimal(18, 2)) as value
    from facts
    union all
    select
        finding_key,
        'evidence' as part,
        evidence_no as cell_no,
        0 as term_no,
        cast(null as decimal(18, 2)) as value
    from facts
    union all
    select
        finding_key,
        'second' as part,
        second_no as cell_no,
        0 as term_no,
        cast(null as decimal(18, 2)) as value
    from seconds
    union all
    select
        finding_key,
        'term' as part,
        cell_no,
        term_no,
        value
    from terms
    where term_count between 2 and 4
),

{{ worded(templates) }},

placed as (
    select
        pointed.finding_key,
        pointed.part,
        pointed.cell_no,
        pointed.term_no,
        pointed.value,
        words.*,
        prints.label,
        prints.source_line,
        prints.column_no,
        prints.fiscal_year,
        tables.heading,
        headed.heading as own_heading,
        coalesce(prints.table_no = facts.table_no and prints.document_no = facts.document_no and prints.source_line = facts.source_line, false)
        and pointed.part = 'term' and upper(headed.heading) <> lower(headed.heading) as is_of_row,
        count(*) over (partition by pointed.finding_key, pointed.part, words.language, prints.label) > 1 as is_namesake,
        case
            when prints.label like '%' || prints.period || '%' or (pointed.part = 'term' and prints.period = facts.period) then ''
            else ' ' || prints.period
        end as period_text,
        -- of several columns of a year the one that is meant
        case
            when prints.source_line not like 's%' and prints.measure <> 'actual' and upper(headed.heading) <> lower(headed.heading) then headed.heading
        end as column_heading,
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
        {{ amount_in_words(
            "case when facts.is_other_a_term and facts.told_computed_amount < 0 then -abs(prints.amount)"
            ~ " when facts.is_other_a_term then abs(prints.amount) else prints.amount * prints.sign_factor end", "prints.applied_unit"
        ) }} as amount_text
    from pointed
    inner join facts on pointed.finding_key = facts.finding_key
    inner join {{ ref('addressed_numbers') }} as prints on pointed.cell_no = prints.cell_no
    cross join words
    left join {{ ref('stg_documents') }} as documents on prints.document_no = documents.document_no
    left join {{ ref('stg_tables') }} as tables on prints.document_no = tables.document_no and prints.table_no = tables.table_no
    left join {{ ref('stg_table_columns') }} as headed
        on prints.document_no = headed.document_no and prints.table_no = headed.table_no and prints.column_no = headed.column_no
    left join {{ ref('stg_names') }} as kinds on documents.document_kind = kinds.code and kinds.vocabulary = 'document_kind'
    left join {{ ref('stg_names') }} as statements on prints.statement = statements.code and statements.vocabulary = 'statement_in_text'
),

lined as (
    select
        *,
        coalesce({{ line_in_words("source_line", "column_no", "heading") }}, '')
        || coalesce({{ filled("t_column_of", {"heading": "column_heading"}) }}, '') as line_text
    from placed
),

told as (
    select
        *,
        {{ filled("t_in_statement", {"statement": "statement_name"}) }} as statement_text,
        {{ filled("t_stands_at", {
            "label": "coalesce(label, '')", "statement": "statement_name", "line": "line_text", "period": "period_text", "amount": "amount_text"
        }) }} as other_text,
        {{ filled("t_stands", {
            "label": "coalesce(label, '')",
            "period": "period_text",
            "statement": "case when is_of_table then '' else " ~ filled("t_in_statement", {"statement": "statement_name"}) ~ " end",
            "line": "case when is_of_table and part = 'term' and not is_namesake then '' else line_text end"
        }) }} as named_place
    from lined
),

-- of a number of the finding's own row its column says more than its label
columned as (
    select
        *,
        case when is_of_row then substr({{ filled("t_column_of", {"heading": "own_heading"}) }}, 3) else named_place end as place_text
    from told
),

added as (
    select
        finding_key,
        language,
        {{ ordered_text(
            "case when value < 0 then ' − ' else ' + ' end || " ~ message_number("abs(value)") ~ " || ' (' || place_text || ')'",
            "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_text
    from columned
    where part = 'term'
    group by finding_key, language
)

select
    cast(told.finding_key as string) as finding_key,
    cast(told.language as string) as language,
    cast(max(
        case when added.signed_text like ' + %' then substr(added.signed_text, 4) else '−' || substr(added.signed_text, 4) end
    ) as string) as terms_text,
    cast(max(case when told.part = 'other' then told.other_text end) as string) as counterpart_text,
    cast(max(case when told.part = 'other' then told.statement_text end) as string) as counterpart_statement,
    cast(max(case when told.part = 'evidence' then told.place_text end) as string) as evidence_text,
    cast(max(case when told.part = 'evidence' then told.fiscal_year end) as integer) as evidence_year,
    cast(max(case when told.part = 'second' then told.place_text end) as string) as second_text,
    -- the first line is all that the two scopes differ by
    cast(coalesce(max(case when scopes.left_over > scopes.bound then 0 else 1 end), 1) = 1 as boolean) as is_whole_difference
from columned as told
left join scopes on told.finding_key = scopes.finding_key
left join added on told.finding_key = added.finding_key and told.language = added.language
group by told.finding_key, told.language
