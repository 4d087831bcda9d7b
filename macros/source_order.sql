{# The place of a source line in its document, by which lines are ordered and ranges compare: the line of a text ('99'), page and
   row of a PDF ('p3r12'), block and row of a document ('b17r3'), sheet and row of a workbook ('s2r7'). #}
{% macro line_order(source_line) -%}
    coalesce(
        try_cast({{ source_line }} as bigint),
        try_cast({{ first_match(source_line, "^[a-z]+([0-9]+)") }} as bigint) * 1000000
        + coalesce(try_cast({{ first_match(source_line, "[a-z]([0-9]+)$") }} as bigint), 0)
    )
{%- endmacro %}


{# The inner key of a number: its document and its position there, in one whole number. #}
{% macro cell_no(document_no, position) -%}
    cast({{ document_no }} as bigint) * 10000000 + {{ position }}
{%- endmacro %}
