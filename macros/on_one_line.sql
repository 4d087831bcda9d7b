{# A text as the console may show it: a line and nothing that hides or turns others. What cannot be printed is shown as such. #}
{% macro on_one_line(text) -%}
    {%- set letters = [] -%}
    {%- for letter in text | string -%}
        {%- do letters.append(letter if letter.isprintable() else ' ' if letter.isspace() else '\ufffd') -%}
    {%- endfor -%}
    {{- return(letters | join) -}}
{%- endmacro %}
