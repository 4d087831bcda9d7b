{# Subqueries `bare_totals` to `other_prints`: the prints that a message names beside its own, in words of each language: the other one of a
   relation of two, the one that shows the slip, what the two scopes of a row differ by, the terms of a short sum or of a share, the first
   and the last of a long one, the terms that other findings change, those that the total is the sum of as it stands, and what
   `prints_beside` finds.
   Reads `words` and `repeated_names` of the query that it stands in. #}
{% macro other_prints() -%}
{%- set goal_parts = ('goal_value', 'goal_base', 'goal_limit') -%}
{%- set other_amount = "case when facts.is_other_a_term and facts.told_computed_amount < 0 then -abs(prints.amount)"
    ~ " when facts.is_other_a_term then abs(prints.amount) else prints.amount * prints.sign_factor end" -%}
{#- several prints of a finding that are told after one another -#}
{%- set series = "replace(replace(replace(pointed_at.part, '_term', ''), '_last', ''), '_end', '')" -%}
{%- set before = "over (partition by pointed_at.finding_key, words.language, " ~ series ~ " order by pointed_at.term_no, pointed_at.cell_no)" -%}
-- a total that is called nothing but that, in the words of the chart
bare_totals as (
    select
        chart.statement,
        chart.line_item,
        totals.phrase,
        chart.name_sv,
        chart.name_en
    from {{ ref('stg_chart') }} as chart
    inner join {{ ref('stg_tree_words') }} as totals on totals.match = 'word' and totals.says = 'total'
    where chart.is_total and chart.line_item not in ('total', 'subtotal', 'line_of_statement')
),

-- what the other scope takes in: one line, or two of which this is the first
other_scopes as (
    select
        facts.finding_key,
        evidence.cell_no as first_no,
        evidence.document_no,
        evidence.statement,
        evidence.fiscal_year,
        abs(abs(abs(facts.told_printed_amount) - abs(facts.told_computed_amount)) - abs(evidence.amount)) as left_over,
        evidence.amount,
        -- the total is what its terms come to with that line, or without it; the total stands in the row of the finding, or a term does
        sign((facts.told_printed_amount - facts.told_computed_amount) * totals.sign_factor) * sign(evidence.amount)
        * case
            when totals.document_no = facts.document_no and totals.table_no = facts.table_no and totals.source_line = facts.source_line then 1
            else -1
        end > 0 as is_own_line,
        facts.told_bound + evidence.half_width as bound
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('addressed_numbers') }} as evidence on facts.evidence_no = evidence.cell_no
    left join {{ ref('results') }} as told on facts.told_relation_no = told.relation_no
    left join {{ ref('addressed_numbers') }} as totals on told.cell_no = totals.cell_no
    where facts.cause = 'scope_differs'
),

second_rows as (
    select
        other_scopes.finding_key,
        min(lines.cell_no) as second_no,
        min_by(sign(lines.amount) = sign(other_scopes.amount), lines.cell_no) as is_of_one_sign
    from other_scopes
    inner join {{ ref('addressed_numbers') }} as lines
        on other_scopes.document_no = lines.document_no and other_scopes.statement = lines.statement and other_scopes.fiscal_year = lines.fiscal_year
    where
        other_scopes.left_over > other_scopes.bound and lines.cell_no <> other_scopes.first_no and not lines.is_total
        and abs(abs(lines.amount) - other_scopes.left_over) <= other_scopes.bound + lines.half_width
    group by other_scopes.finding_key
),

{{ told_terms() }},

{{ prints_beside() }},

{{ pointed_prints() }},

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
            when prints.period is null or prints.label like '%' || prints.period || '%' or (pointed_at.part not in ('other', 'outcome', 'evidence', 'second', 'candidate', 'witnessed', 'one_of_two', 'other_of_two') and prints.period = facts.period)
                then ''
            else ' ' || prints.period
        end as period_text,
        -- of several columns of a year the one that is meant
        case
            when prints.source_line not like 's%' and (prints.measure <> 'actual' or pointed_at.part = 'early' or pointed_at.part like '%_of_two') and upper(headed.heading) <> lower(headed.heading) then headed.heading
        end as column_heading,
        coalesce(prints.table_no = facts.table_no and prints.document_no = facts.document_no, false) as is_of_table,
        prints.statement <> facts.statement or prints.document_no <> facts.document_no as is_elsewhere,
        prints.statement = 'narrative' as is_of_text,
        -- what bears a suggestion out may be the same row in another column
        pointed_at.part = 'mended' and lower(prints.label) = lower(coalesce(facts.told_label, '')) and upper(headed.heading) <> lower(headed.heading) as is_other_column,
        {{ is_event("facts") }} as is_of_event,
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
            is_of_named_table="is_of_table or is_next_of_table or (is_of_told_heading and source_line not like 's%')", is_of_named_page="is_of_named_page",
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
            "label": "label_text", "statement": "statement_name", "line": "line_text", "period": "period_text",
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
),

{{ mended_texts() }},

gathered as (
    select
        finding_key,
        language,
        {% for name, parts in {'terms': "('term')", 'resigned_terms': "('turned', 'kept')"}.items() %}
        {{ ordered_text(
            "case when part in " ~ parts ~ " then case when value > 0 and part = 'term' and is_printed_negative then ' − (−' || " ~ message_number("value")
            ~ " || ')' else case when value < 0 then ' − ' else ' + ' end || " ~ message_number("abs(value)")
            ~ " end || ' (' || place_text || ')' end", "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_{{ name }},
        {% endfor %}
        {% for part in ('omitted', 'turned') %}
        {{ ordered_text("case when part = '" ~ part ~ "' then place_text end", "term_no * 100000000000000 + cell_no", ", ") }} as {{ part }}_text,
        {% endfor %}
        {{ ordered_text(
            "case when part = 'changed' then " ~ filled("case when is_of_event then t_event_changes else t_changes end", {"place": "place_text", "printed": "own_text", "amount": "changed_text"}) ~ " end",
            "term_no * 100000000000000 + cell_no", "; "
        ) }} as changed_text,
        {{ ordered_text(
            "case when part = 'candidate' then coalesce("
            ~ filled("t_in_that_case", {"place": "place_text", "printed": "own_text", "amount": "changed_text"}) ~ ", place_text) end",
            "term_no * 100000000000000 + cell_no", "; "
        ) }} as candidates_text,
        max(case when part = 'other' then other_text end) as counterpart_text,
        max(case when part = 'other' then statement_text end) as counterpart_statement,
        max(case when part = 'other' then place_text end) as counterpart_place,
        max(case when part = 'other' then lower(label) end) as counterpart_label,
        max(case when part = 'other' then amount_text end) as counterpart_amount,
        max(case when part = 'other' then own_rounded_text end) as counterpart_rounded,
        max(case when part = 'other' then rounded_difference_text end) as rounded_difference_text,
        max(case when part = 'other' then size end) as counterpart_size,
        max(case when part = 'other' and is_elsewhere then 1 else 0 end) = 1 as is_elsewhere,
        max(case when part = 'outcome' then other_text end) as outcome_text,
        max(case when part = 'limit' then own_text end) as printed_limit_text,
        max(case when part = 'before' then own_text end) as printed_before_text,
        max(case when part = 'before_sum' then {{ filled("t_counted_in", {"label": "label_text", "period": "period_text"}) }} end) as before_sum_text,
        {% for part in ('numerator', 'denominator') %}
        {{ ordered_text(
            "case when part = '" ~ part ~ "' then case when value < 0 then ' − ' else ' + ' end || " ~ message_number("abs(value)") ~ " || ' (' || place_text || ')' end",
            "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_{{ part }},
        max(case when part = '{{ part }}' then {{ message_number("value") }} end) as {{ part }}_value,
        max(case when part = '{{ part }}' then place_text end) as {{ part }}_place,
        sum(case when part = '{{ part }}' then 1 else 0 end) as {{ part }}_count,
        {% endfor %}
        {% for part in ('one_of_two', 'other_of_two') %}
        max(case when part = '{{ part }}' then {{ filled("t_in_brackets", {"amount": "own_text", "place": "place_text"}) }} end) as {{ part }}_text,
        {% endfor %}
        {% for part in ('first', 'last', 'early', 'limit', 'before') %}
        max(case when part = '{{ part }}' then place_text end) as {{ part }}_text,
        {% endfor %}
        {% for part in goal_parts %}
        {% for place in ('', '_last', '_end') %}
        max(case when part = '{{ part ~ place }}' then place_text end) as {{ part ~ place }}_text,
        {% endfor %}
        max(case when part = '{{ part }}_last' then term_no end) as {{ part }}_count,
        {{ ordered_text(
            "case when part = '" ~ part ~ "_term' then case when value < 0 then ' − ' else ' + ' end || size_text || ' (' || place_text || ')' end",
            "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_{{ part }}_terms,
        {% endfor %}
        max(case when part = 'alike' then {{ filled("t_alike", {"year": "cast(fiscal_year as string)", "amount": "size_text"}) }} end) as alike_text,
        {% for part in ('witness', 'witnessed') %}
        max(case when part = '{{ part }}' then {{ filled("t_of_amount", {"place": "place_text", "amount": "own_text"}) }} end) as {{ part }}_text,
        {% endfor %}
        max(case when part = 'evidence' then place_text end) as evidence_text,
        max(case when part = 'evidence' then label_text end) as evidence_label,
        max(case when part = 'last' then cast(value as integer) end) as reach_count,
        max(case when part = 'evidence' then own_text end) as evidence_amount,
        max(case when part = 'evidence' then size_text end) as evidence_size_text,
        max(case when part = 'evidence' then fiscal_year end) as evidence_year,
        max(case when part = 'second' then {{ filled("t_of_amount", {"place": "place_text", "amount": "size_text"}) }} end) as second_text
    from columned_prints
    group by finding_key, language
),

other_prints as (
    select
        gathered.*,
        mended_texts.mended_text,
        nullif(candidates_text, '') as cells_text,
        findings_before.first_amount_text,
        findings_before.final_amount_text,
        -- of two numbers of one place it is told once
        case
            when numerator_count = 1 and denominator_count = 1 and numerator_place = denominator_place
                then numerator_value || ' / ' || denominator_value || ' (' || denominator_place || ')'
            when numerator_count > 0 and denominator_count > 0
                then {{ side_of_share("numerator") }} || ' / ' || {{ side_of_share("denominator") }}
        end as share_text,
        nullif(changed_text, '') as changes_text,
        {% for name in ('terms', 'resigned_terms', 'goal_value_terms', 'goal_base_terms', 'goal_limit_terms') %}
        case when signed_{{ name }} like ' + %' then substr(signed_{{ name }}, 4) when signed_{{ name }} <> '' then '−' || substr(signed_{{ name }}, 4) end
            as {{ name }}_text,
        {% endfor %}
        {% for part in goal_parts %}
        coalesce(
            {{ filled("words.t_sum_of_rows", {"count": "cast(" ~ part ~ "_count as string)", "first": within_comma(part ~ "_text"), "last": part ~ "_last_text"}) }},
            {{ filled("words.t_span", {"first": within_comma(part ~ "_text"), "last": part ~ "_end_text"}) }},
            {{ part }}_text
        ) as {{ part }}_place,
        {% endfor %}
        -- the first line is all that the two scopes differ by
        coalesce(other_scopes.left_over <= other_scopes.bound, true) as is_whole_difference,
        case when other_scopes.left_over <= other_scopes.bound or second_rows.is_of_one_sign then other_scopes.is_own_line end as is_own_line
    from gathered
    inner join words on gathered.language = words.language
    left join other_scopes on gathered.finding_key = other_scopes.finding_key
    left join second_rows on gathered.finding_key = second_rows.finding_key
    left join mended_texts on gathered.finding_key = mended_texts.finding_key and gathered.language = mended_texts.language
    left join findings_before on gathered.finding_key = findings_before.finding_key
)
{%- endmacro %}


{# One side of a share in words: of several terms their sum in brackets. Reads `gathered` of `other_prints`. #}
{% macro side_of_share(part) -%}
    case when {{ part }}_count > 1 then '(' else '' end
    || case when signed_{{ part }} like ' − %' then '−' else '' end || substr(signed_{{ part }}, 4)
    || case when {{ part }}_count > 1 then ')' else '' end
{%- endmacro %}
