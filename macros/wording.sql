{# A number in a message: no-break spaces between thousands, a true minus sign. #}
{% macro message_number(value) -%}
    replace({{ formula_number(value) }}, ' ', '{{ "\u00a0" }}')
{%- endmacro %}


{# The sign that follows an amount of a unit. #}
{% macro unit_sign(unit) -%}
    case {{ unit }} when 'percent' then '{{ "\u00a0" }}%' when 'count' then '' else coalesce('{{ "\u00a0" }}' || {{ unit }}, '') end
{%- endmacro %}


{# An amount of SEK in the unit that it is printed in, with its sign. #}
{% macro amount_in_words(amount, unit) -%}
    {{ message_number(amount ~ " / " ~ unit_size(unit)) }} || {{ unit_sign(unit) }}
{%- endmacro %}


{# A difference of amounts of a unit; between percentages it is percentage points, one of them in the singular. Reads `words`. #}
{% macro difference_in_words(difference, unit) -%}
    {%- set size = message_number("abs(" ~ difference ~ ") / " ~ unit_size(unit)) -%}
    {{ size }} || case
        when {{ unit }} <> 'percent' or {{ unit }} is null then {{ unit_sign(unit) }}
        when {{ size }} = '1' then words.t_percentage_point
        else words.t_percentage_points
    end
{%- endmacro %}


{# A template with what goes in: `values` are expressions by the name that stands in braces. #}
{% macro filled(template, values) -%}
    {%- set state = namespace(text=template) -%}
    {%- for name, value in values.items() -%}
        {%- set state.text = "replace(" ~ state.text ~ ", '{" ~ name ~ "}', " ~ value ~ ")" -%}
    {%- endfor -%}
    {{ return(state.text) }}
{%- endmacro %}


{# Subqueries `languages` and `words`: every template beside the others, one row per language. #}
{% macro worded(templates) -%}
languages as (
    select 'sv' as language
    union all
    select 'en' as language
),

words as (
    select
        languages.language,
        {% for template in templates -%}
            max(case when parts.template = '{{ template }}' then case languages.language when 'sv' then parts.text_sv else parts.text_en end end)
                as t_{{ template }}{% if not loop.last %},
            {% endif %}
        {%- endfor %}
    from languages
    cross join {{ ref('stg_message_templates') }} as parts
    group by languages.language
)
{%- endmacro %}


{# Whether a finding is what happened to several figures, of which no one is the wrong one. `facts` is where its cause stands. #}
{% macro is_event(facts) -%}
    ({{ facts }}.cause in ('cells_exchanged', 'columns_exchanged', 'column_shifted', 'rows_exchanged', 'printed_twice') and {{ facts }}.printed_amount is null)
{%- endmacro %}


{# A place within a sentence: where it says more than a name and its table a comma ends it. #}
{% macro within_comma(place) -%}
    {{ place }} || case when {{ first_match(place, '^"[^"]*"(.*)$', 1) }} like '%, %' then ',' else '' end
{%- endmacro %}


{# A text that opens a sentence. #}
{% macro capitalised(text) -%}
    upper(substr({{ text }}, 1, 1)) || substr({{ text }}, 2)
{%- endmacro %}


{# A sentence as a part of another: without its capital and its stop. #}
{% macro within_sentence(text) -%}
    lower(substr({{ text }}, 1, 1)) || substr({{ text }}, 2, length({{ text }}) - 2)
{%- endmacro %}


{# The letter of a column of a sheet, counted from 0. #}
{% macro column_letter(column_no) -%}
    {%- set letters = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ'" -%}
    case
        when {{ column_no }} >= 26 then substr({{ letters }}, cast(floor({{ column_no }} / 26) as integer), 1)
        else ''
    end || substr({{ letters }}, cast({{ column_no }} % 26 as integer) + 1, 1)
{%- endmacro %}


{# Whether a table goes by the name of its statement, which every reader of a report knows; the others are called by the headings that they have there. #}
{% macro has_common_name(statement) -%}
    {{ statement }} in (
        'balance_requirement', 'balance_sheet', 'budget_plan', 'cash_flow', 'cover', 'income_statement', 'multi_year_overview', 'narrative', 'operating_account'
    )
{%- endmacro %}


{# The page of an address, empty where it has none. #}
{% macro page_of(source_line) -%}
    {{ first_match(source_line, "^p([0-9]+)r", 1) }}
{%- endmacro %}


{# Where a line stands, in words: a line of a text, or of a page where its address says one; the cell of a sheet; the heading of a table of a Word file,
   whose blocks nobody can count, and its row where the label alone does not tell it. Of a table that the message has named already its name is left out.
   `words` is the prefix of the templates' columns; `line` is the template of a line of a text file. #}
{% macro line_in_words(
    source_line, column_no='null', heading='null', words='', is_of_named_table='false', is_of_named_page='false', is_text='false', is_namesake='false', line='line'
) -%}
    {%- set pattern = "^([pbs])([0-9]+)r([0-9]+)(?:k[0-9]+)?$" -%}
    {%- set values = {"part": first_match(source_line, pattern, 2), "line": first_match(source_line, pattern, 3)} -%}
    case {{ first_match(source_line, pattern, 1) }}
        -- nobody can count the lines of a page: its table tells where to look
        when 'p'
            then case
                when {{ is_of_named_page }} then ''
                when ({{ is_of_named_table }}) then {{ filled(words ~ "t_page", values) }}
                else coalesce(
                    {{ filled(words ~ "t_page_of_heading", {"heading": "nullif(" ~ heading ~ ", '')", "part": values.part}) }},
                    {{ filled(words ~ "t_line_of_page", values) }}
                )
            end
        when 'b'
            then case
                when ({{ is_of_named_table }}) and {{ is_namesake }} then {{ filled(words ~ "t_row_of_table", {"line": values.line}) }}
                when ({{ is_of_named_table }}) then ''
                -- nobody counts paragraphs, or rows that have names
                when ({{ is_text }} or not {{ is_namesake }}) and {{ heading }} <> '' then {{ filled(words ~ "t_text_of_heading", {"heading": heading}) }}
                else coalesce(
                    {{ filled(words ~ "t_line_of_heading", {"heading": "nullif(" ~ heading ~ ", '')", "line": values.line}) }},
                    -- running text is a paragraph of one row
                    case when {{ values.line }} = '1' then {{ filled(words ~ "t_paragraph", values) }} end,
                    {{ filled(words ~ "t_line_of_block", values) }}
                )
            end
        when 's'
            then coalesce(
                case when ({{ is_of_named_table }}) then {{ filled(words ~ "t_cell", {"cell": column_letter(column_no) ~ " || " ~ values.line}) }} end,
                {{ filled(words ~ "t_cell_of_heading", {
                    "part": values.part, "heading": "nullif(" ~ heading ~ ", '')", "cell": column_letter(column_no) ~ " || " ~ values.line
                }) }},
                {{ filled(words ~ "t_cell_of_sheet", {"part": values.part, "cell": column_letter(column_no) ~ " || " ~ values.line}) }},
                {{ filled(words ~ "t_line_of_sheet", values) }}
            )
        else {{ filled(words ~ "t_" ~ line, {"line": source_line}) }}
    end
{%- endmacro %}


{# A label in quotation marks. What is called nothing but a total is named by the chart beside it: reads `bare_totals` and `words`. #}
{% macro label_in_words(label) -%}
    coalesce(
        {{ filled("words.t_total_of", {
            "label": label, "name": "case words.language when 'sv' then bare_totals.name_sv else bare_totals.name_en end"
        }) }},
        '"' || {{ label }} || '"'
    )
{%- endmacro %}


{# A label as it is looked up: small letters, no colon. #}
{% macro bare_label(label) -%}
    lower(trim(replace({{ label }}, ':', '')))
{%- endmacro %}
