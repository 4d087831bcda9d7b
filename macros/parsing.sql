{# A text with ordinary spaces for every space of Unicode, one minus sign for its hyphens, dashes and minus signs, one apostrophe for its
   apostrophes. Written as escapes: in an editor all spaces look alike, and one that normalises them would undo the parsing. What cannot
   be seen (a soft hyphen, a space of no width) is no sign of a number and stays, so that a print with it is refused. #}
{% macro plain_signs_and_spaces(text) -%}
    {%- set spaces = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000" -%}
    {%- set dashes = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d" -%}
    {%- set apostrophes = "\u2018\u2019\u02bc" -%}
    translate({{ text }}, '{{ spaces ~ dashes ~ apostrophes }}', '{{ " " * spaces | length ~ "-" * dashes | length ~ "''" * apostrophes | length }}')
{%- endmacro %}


{# Regular expressions differ between engines in the default of replace (first match against all); one macro each. #}
{% macro replace_all(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_all')(text, pattern, replacement)) }}
{%- endmacro %}
{% macro duckdb__replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}
{% macro spark__replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}


{# A group of the first match, the first group where none is named; an empty text without a match. #}
{% macro first_match(text, pattern, group=1) -%}
    regexp_extract({{ text }}, '{{ pattern }}', {{ group }})
{%- endmacro %}


{# How many words a verdict may have; what is longer is running text. A whole number, so it is no SQL. #}
{% macro longest_verdict() -%}
    {{ return(60) }}
{%- endmacro %}


{# A text in small letters, its words between single spaces: numbers become #, what ends a clause becomes |, other signs go. #}
{% macro words_and_clauses(text) -%}
    {%- set numbers = replace_all("lower(replace(" ~ text ~ ", '\ufe0f', ''))", "[0-9]+([ .,][0-9]+)*", " # ") -%}
    {#- Spark has no pattern without a backslash for a bracket of this kind -#}
    {%- set breaks = replace_all("translate(" ~ numbers ~ ", '[]', ',,')", "[,.;!?()/]| - ", " | ") -%}
    {%- set spaces = replace_all(breaks, "[:%*_\u201c\u201d\"\u2019+=<>-]|\'\'", " ") -%}
    trim({{ replace_all(spaces, "[ ]+", " ") }})
{%- endmacro %}


{# Ordered, comma-joined list of distinct texts inside a group. #}
{% macro text_list(expression) -%}
    {{ return(adapter.dispatch('text_list')(expression)) }}
{%- endmacro %}
{% macro duckdb__text_list(expression) -%}
    string_agg(distinct {{ expression }}, ', ' order by {{ expression }})
{%- endmacro %}
{% macro spark__text_list(expression) -%}
    array_join(array_sort(collect_set({{ expression }})), ', ')
{%- endmacro %}


{# Texts of a group in the order of a sort text, joined by a separator. #}
{% macro ordered_text(expression, sort_text, separator) -%}
    {{ return(adapter.dispatch('ordered_text')(expression, sort_text, separator)) }}
{%- endmacro %}
{% macro duckdb__ordered_text(expression, sort_text, separator) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ sort_text }})
{%- endmacro %}
{% macro spark__ordered_text(expression, sort_text, separator) -%}
    array_join(transform(array_sort(collect_list(struct({{ sort_text }} as k, {{ expression }} as v))), x -> x.v), '{{ separator }}')
{%- endmacro %}


{# A number as a Swede reads it: 1 234 567,5, with at most so many decimals and a minus sign where it is negative. #}
{% macro swedish_number(value, decimals=2) -%}
    {{ return(adapter.dispatch('swedish_number')(value, decimals)) }}
{%- endmacro %}
{% macro duckdb__swedish_number(value, decimals) -%}
    replace(replace(regexp_replace(format('{:,.{{ decimals }}f}', cast({{ value }} as double)), '[.]?0*$', ''), ',', ' '), '.', ',')
{%- endmacro %}
{% macro spark__swedish_number(value, decimals) -%}
    replace(replace(regexp_replace(format_number(cast({{ value }} as double), {{ decimals }}), '[.]?0*$', ''), ',', ' '), '.', ',')
{%- endmacro %}


{# A percentage with two decimals; with three where the second one would round on to another number than the percentage does: 21.848, not 21.85,
   is 21.8. #}
{% macro swedish_percentage(value) -%}
    case
        when round(round({{ value }}, 2), 1) <> round({{ value }}, 1) or round(round({{ value }}, 2), 0) <> round({{ value }}, 0)
            then {{ swedish_number(value, 3) }}
        else {{ swedish_number(value) }}
    end
{%- endmacro %}


{# A number of a formula, with a true minus sign. #}
{% macro formula_number(value) -%}
    replace({{ swedish_number(value) }}, '-', '−')
{%- endmacro %}


{# Days from one date to another. #}
{% macro days_between(start_date, end_date) -%}
    {{ return(adapter.dispatch('days_between')(start_date, end_date)) }}
{%- endmacro %}
{% macro duckdb__days_between(start_date, end_date) -%}
    date_diff('day', {{ start_date }}, {{ end_date }})
{%- endmacro %}
{% macro spark__days_between(start_date, end_date) -%}
    datediff({{ end_date }}, {{ start_date }})
{%- endmacro %}
