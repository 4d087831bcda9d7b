{# Subqueries `placed_prints` to `columned_prints`: every print that a message points at with its place in words, as briefly as what stands before it
   allows, and its amount in the unit and sign that the message speaks in. Reads `pointed_at`, `words`, `bare_totals` and `repeated_names`. #}
{% macro placed_prints() -%}
{%- set other_amount = "case when facts.is_other_a_term and facts.told_computed_amount < 0 then -abs(prints.amount)"
    ~ " when facts.is_other_a_term then abs(prints.amount) else prints.amount * prints.sign_factor end" -%}
{#- several prints of a finding that are told after one another -#}
{%- set series = "replace(replace(replace(pointed_at.part, '_term', ''), '_last', ''), '_end', '')" -%}
{%- set before = "over (partition by pointed_at.finding_key, words.language, " ~ series ~ " order by pointed_at.term_no, pointed_at.cell_no)" -%}
placed_prints as (
    select
        pointed_at.finding_key,
        pointed_at.part,
        pointed_at.cell_no,
        pointed_at.term_no,
        pointed_at.value,
        words.*,
        coalesce(prints.document_no = lag(prints.document_no) {{ before }} and prints.table_no = lag(prints.table_no) {{ before }}, false)
            as is_next_of_table,
        -- of a table that goes on over pages each of them is told
        {{ page_of("prints.source_line") }} <> '' and (
            coalesce(prints.document_no = facts.document_no and prints.table_no = facts.table_no and {{ page_of("prints.source_line") }} = {{ page_of("facts.source_line") }}, false)
            or coalesce(
                prints.document_no = lag(prints.document_no) {{ before }} and prints.table_no = lag(prints.table_no) {{ before }}
                and {{ page_of("prints.source_line") }} = lag({{ page_of("prints.source_line") }}) {{ before }}, false
            )
        ) as is_of_named_page,
        repeated_names.label is not null as is_of_repeated_name,
        coalesce(
            pointed_at.part = 'mended' and prints.applied_unit = facts.applied_unit
            and abs(abs(prints.amount) - abs(facts.suggested_amount)) between 0.005 and facts.told_bound, false
        ) as is_close_to_suggestion,
        abs(prints.amount) as size,
        prints.amount * prints.sign_factor < 0 as is_printed_negative,
        prints.label,
        coalesce({{ label_in_words("prints.label") }}, prints.line_item) as label_text,
        prints.source_line,
        prints.column_no,
        prints.fiscal_year,
        tables.heading,
        headed.heading as own_heading,
        coalesce(prints.table_no = facts.table_no and prints.document_no = facts.document_no and prints.source_line = facts.source_line, false)
        and (
            pointed_at.part in ('term', 'numerator', 'denominator', 'evidence', 'candidate', 'mended', 'first', 'last', 'one_of_two', 'other_of_two')
            or pointed_at.part like 'goal%'
        )
        -- what adds up a column is called by its rows
        and (
            pointed_at.part not in ('term', 'first', 'last', 'one_of_two', 'other_of_two')
            or count(*) over (
                partition by
                    pointed_at.finding_key, case when pointed_at.part in ('term', 'first', 'last') then 1 when pointed_at.part like '%_of_two' then 2 else 0 end,
                    words.language, prints.table_no, prints.source_line
            ) > 1
        )
        and upper(headed.heading) <> lower(headed.heading) as is_of_row,
        count(*) over (
            partition by pointed_at.finding_key, case when pointed_at.part in ('turned', 'omitted') then 'kept' else pointed_at.part end, words.language, prints.label
        ) > 1 as is_namesake,
        case
            when prints.period is null or prints.label like '%' || prints.period || '%' or (pointed_at.part not in ('other', 'outcome', 'evidence', 'second', 'candidate', 'witnessed', 'one_of_two', 'other_of_two') and prints.period = facts.period
                -- beside one of another year each says its own
                and (
                    pointed_at.part <> 'term'
                    or min(prints.period) over (partition by pointed_at.finding_key, pointed_at.part, words.language)
                    = max(prints.period) over (partition by pointed_at.finding_key, pointed_at.part, words.language)
                ))
                then ''
            else ' ' || prints.period
        end as period_text,
        -- of several columns of a year the one that is meant
        case
            when (prints.source_line not like 's%' or prints.measure in ('count', 'share')) and (prints.measure <> 'actual' or pointed_at.part = 'early' or pointed_at.part like '%_of_two') and upper(headed.heading) <> lower(headed.heading) then headed.heading
        end as column_heading,
        coalesce(prints.table_no = facts.table_no and prints.document_no = facts.document_no, false) as is_of_table,
        prints.statement <> facts.statement or prints.document_no <> facts.document_no as is_elsewhere,
        prints.statement = 'narrative' as is_of_text,
        -- what bears a suggestion out may be the same row in another column
        pointed_at.part = 'mended' and lower(prints.label) = lower(coalesce(facts.told_label, '')) and upper(headed.heading) <> lower(headed.heading) as is_other_column,
        {{ is_event("facts") }} as is_of_event,
        facts.statement = 'narrative' as is_of_text_finding,
        -- of another document its kind and year
        case
            when prints.document_no = facts.document_no then ''
            else {{ filled("words.t_of_document", {
                "kind": "coalesce(case words.language when 'sv' then kinds.name_sv else kinds.name_en end, '')",
                "year": "coalesce(cast(documents.fiscal_year as string), '')"
            }) }}
        end || coalesce(
            case
                when not ({{ has_common_name("prints.statement") }})
                    then {{ filled("words.t_table_named", {"heading": "nullif(tables.heading, '')"}) }}
            end,
            case words.language when 'sv' then statements.name_sv else statements.name_en end, ''
        ) as statement_name,
        not ({{ has_common_name("prints.statement") }}) and tables.heading <> '' as is_of_told_heading,
        -- of a statement that every reader knows its name is enough
        {{ has_common_name("prints.statement") }} and prints.statement <> 'narrative' as is_of_common_name,
        {{ amount_in_words("prints.amount * prints.sign_factor", "prints.applied_unit") }} as own_text,
        {{ amount_in_words("abs(prints.amount)", "prints.applied_unit") }} as size_text,
        {{ amount_in_words("pointed_at.value * prints.sign_factor", "prints.applied_unit") }} as changed_text,
        -- in its own unit, and in the sign of the total that it is held against
        {{ amount_in_words(other_amount, "prints.applied_unit") }} as amount_text,
        -- as it is in the coarser unit of the finding
        case
            when prints.applied_unit in ('kr', 'tkr') and facts.applied_unit in ('tkr', 'mkr') and prints.applied_unit <> facts.applied_unit and facts.half_width > 0 and facts.cause <> 'scale'
                then {{ amount_in_words("round((" ~ other_amount ~ ") / (2 * facts.half_width)) * 2 * facts.half_width", "facts.applied_unit") }}
        end as rounded_text,
        -- the finding's own print as it is in the coarser unit of the other
        case
            when facts.applied_unit in ('kr', 'tkr') and prints.applied_unit in ('tkr', 'mkr') and prints.applied_unit <> facts.applied_unit and prints.half_width > 0
                then {{ amount_in_words("round(facts.printed_amount / (2 * prints.half_width)) * 2 * prints.half_width", "prints.applied_unit") }}
        end as own_rounded_text,
        -- and by how much the two then differ
        case
            when facts.applied_unit in ('kr', 'tkr') and prints.applied_unit in ('tkr', 'mkr') and prints.applied_unit <> facts.applied_unit and prints.half_width > 0
                then {{ amount_in_words(
                    "nullif(abs(abs(round(facts.printed_amount / (2 * prints.half_width)) * 2 * prints.half_width) - abs(prints.amount)), 0)", "prints.applied_unit"
                ) }}
        end as rounded_difference_text
    from pointed_at
    inner join {{ ref('finding_facts') }} as facts on pointed_at.finding_key = facts.finding_key
    inner join {{ ref('addressed_numbers') }} as prints on pointed_at.cell_no = prints.cell_no
    cross join words
    left join {{ ref('stg_documents') }} as documents on prints.document_no = documents.document_no
    left join {{ ref('stg_tables') }} as tables on prints.document_no = tables.document_no and prints.table_no = tables.table_no
    left join {{ ref('stg_table_columns') }} as headed
        on prints.document_no = headed.document_no and prints.table_no = headed.table_no and prints.column_no = headed.column_no
    left join repeated_names
        on prints.document_no = repeated_names.document_no and prints.table_no = repeated_names.table_no and lower(prints.label) = repeated_names.label
    left join {{ ref('stg_names') }} as kinds on documents.document_kind = kinds.code and kinds.vocabulary = 'document_kind'
    left join {{ ref('stg_names') }} as statements on prints.statement = statements.code and statements.vocabulary = 'statement_in_text'
    left join bare_totals
        on prints.statement = bare_totals.statement and prints.line_item = bare_totals.line_item and {{ bare_label("prints.label") }} = bare_totals.phrase
),

lined_prints as (
    select
        *,
        coalesce({{ line_in_words(
            "source_line", "column_no", "case when not is_of_told_heading or is_of_table then heading end",
            is_of_named_table="is_of_table or is_next_of_table or ((is_of_told_heading or is_of_common_name) and source_line not like 's%')", is_of_named_page="is_of_named_page",
            is_text="is_of_text", is_namesake="is_of_repeated_name"
        ) }}, '')
        || coalesce(
            ', ' || {{ filled("t_column_of", {"heading": "case when part not in ('first', 'last') and not is_next_of_table then column_heading end"}) }}, ''
        ) as line_text
    from placed_prints
),

told_prints as (
    select
        *,
        {{ filled("t_in_statement", {"statement": "statement_name"}) }} as statement_text,
        {{ filled("t_stands_at", {
            "label": "label_text", "statement": "statement_name", "line": "line_text || case when line_text <> '' then ',' else '' end", "period": "period_text",
            "amount": "coalesce(" ~ filled("t_rounds_to", {"amount": "amount_text", "rounded": "rounded_text"}) ~ ", amount_text)"
        }) }} as other_text,
        {{ filled("t_stands", {
            "label": "label_text",
            "period": "period_text",
            "statement": "case when is_of_table or is_next_of_table or (part = 'mended' and not is_elsewhere) then '' else " ~ filled("t_in_statement", {"statement": "statement_name"}) ~ " end",
            "line": "case when part = 'mended' and is_other_column then ', ' || " ~ filled("t_column_of", {"heading": "own_heading"}) ~ " when part = 'mended' or (is_of_table and part in ('term', 'numerator', 'denominator', 'turned', 'kept', 'omitted') and not is_namesake) then '' else line_text end"
        }) }} as named_place
    from lined_prints
),

-- of a number of the finding's own row its column says more than its label
columned_prints as (
    select
        *,
        case when is_of_row then {{ filled("t_column_of", {"heading": "own_heading"}) }} else named_place end as place_text
    from told_prints
)
{%- endmacro %}
