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


{# The documents that were read, with the numbers that stand for them and their associations inside this build: ranks over the
   documents alone. #}
{% macro numbered_documents() -%}
    select
        cast(document_id as string) as document_id,
        cast(dense_rank() over (order by document_id) as integer) as document_no,
        cast(association_id as string) as association_id,
        cast(dense_rank() over (order by association_id) as integer) as association_no,
        cast(document_kind as string) as document_kind,
        cast(fiscal_year as integer) as fiscal_year,
        cast(source_file as string) as source_file,
        cast(sha256 as string) as sha256
    from {{ input_relation('documents') }}
{%- endmacro %}


{# The published id of a relation: its rule and the address of its total, or the key of the place where no number stands. Reads rules,
   documents, totals (the line items) and checks (place_checks). #}
{% macro relation_id() -%}
    cast(
        rules.rule_id || ':' || coalesce(
            documents.document_id || '/' || totals.source_line || '/' || cast(totals.column_no as string) || '/' || cast(totals.number_no as string),
            checks.place_key
        ) as string
    )
{%- endmacro %}


{# How far from the statements themselves a print stands: statement, note, operating account, overview or participants, text. #}
{% macro remoteness(statement) -%}
    cast(
        case
            when {{ statement }} in ('income_statement', 'balance_sheet', 'cash_flow') then 0
            when {{ statement }} like 'note_%' or {{ statement }} = 'investments' then 1
            when {{ statement }} in ('operating_account', 'cost_by_purpose', 'balance_requirement', 'budget_plan') then 2
            when {{ statement }} in ('multi_year_overview', 'contributions_overview', 'participants') then 3
            else 4
        end as integer
    )
{%- endmacro %}


{# The place of a statement in the closed list of statements. #}
{% macro statement_place(statement) -%}
    {%- set statements = [
        'income_statement', 'balance_sheet', 'cash_flow', 'operating_account', 'note_income', 'note_costs', 'note_receivables',
        'note_current_liabilities', 'note_equity', 'note_fixed_assets', 'note_other', 'investments', 'multi_year_overview',
        'contributions_overview', 'cost_by_purpose', 'balance_requirement', 'budget_plan', 'goals', 'participants', 'narrative', 'cover',
        'context'
    ] -%}
    case {{ statement }}{% for name in statements %} when '{{ name }}' then {{ loop.index0 }}{% endfor %} end
{%- endmacro %}
