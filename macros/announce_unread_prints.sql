{# One line per print of which nothing was read, at most 50, on the console, also under -q: relation, document, place, column, what stands
   there and what to write. `finsam build` has told them with their rows of the seeds before. #}
{% macro announce_unread_prints(line_items, approximations, number_words, print_words, months) -%}
    {%- if execute and flags.WHICH == 'build' and load_relation(line_items) is not none -%}
        {%- set query -%}
            with {{ reading_steps(line_items, approximations, number_words, print_words, months) }}
            select
                document_id, source_line, column_no, number_no,
                case when reading is null then 'printed' else 'reading' end, text_read, {{ refusal() }}
            from read_prints
            where value_kind = 'unread'
            order by document_no nulls first, line_order nulls first, source_line, column_no, number_no
        {%- endset -%}
        {%- set rows = run_query(query).rows -%}
        {%- set relation = var('input_relations').get('line_items') -%}
        {%- for row in rows[:50] -%}
            {%- do print(on_one_line(
                (relation or 'seeds/line_items/' ~ row[0] ~ '.csv') ~ ': ' ~ row[0] ~ ' line ' ~ row[1] ~ ', cell ' ~ row[2] ~ ', number ' ~ row[3]
                ~ ': column ' ~ row[4] ~ ': ' ~ "%r" | format(row[5]) ~ ' ' ~ row[6]
            )) -%}
        {%- endfor -%}
        {%- if rows | length > 50 -%}
            {%- do print('… and ' ~ (rows | length - 50) ~ ' more prints that cannot be read') -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
