{# A number in a message: no-break spaces between thousands, a true minus sign. #}
{% macro message_number(value) -%}
    replace(replace({{ swedish_number(value) }}, ' ', ' '), '-', '−')
{%- endmacro %}


{# The sign that follows an amount of a unit. #}
{% macro unit_sign(unit) -%}
    case {{ unit }} when 'percent' then ' %' when 'count' then '' else coalesce(' ' || {{ unit }}, '') end
{%- endmacro %}


{# What a statement is called in a message, in `sv` or `en`. #}
{% macro statement_name(statement, language) -%}
    {%- set names = {
        'income_statement': ('resultaträkningen', 'the income statement'),
        'balance_sheet': ('balansräkningen', 'the balance sheet'),
        'cash_flow': ('kassaflödesanalysen', 'the cash flow statement'),
        'operating_account': ('driftredovisningen', 'the operating account'),
        'note_income': ('intäktsnoten', 'the income note'),
        'note_costs': ('kostnadsnoten', 'the cost note'),
        'note_receivables': ('fordringsnoten', 'the receivables note'),
        'note_current_liabilities': ('skuldnoten', 'the note on current liabilities'),
        'note_equity': ('noten om eget kapital', 'the equity note'),
        'note_fixed_assets': ('noten om anläggningstillgångar', 'the note on fixed assets'),
        'note_other': ('noterna', 'the notes'),
        'investments': ('investeringsredovisningen', 'the account of investments'),
        'multi_year_overview': ('flerårsöversikten', 'the multi-year overview'),
        'contributions_overview': ('bidragsöversikten', 'the overview of contributions'),
        'cost_by_purpose': ('kostnaderna per ändamål', 'the costs by purpose'),
        'balance_requirement': ('balanskravsutredningen', 'the balance requirement'),
        'budget_plan': ('budgeten', 'the budget'),
        'goals': ('måluppföljningen', 'the follow-up of goals'),
        'participants': ('deltagarredovisningen', 'the participants'),
        'narrative': ('den löpande texten', 'the running text'),
        'cover': ('försättsbladet', 'the cover'),
        'context': ('rapporten', 'the report'),
    } -%}
    {%- if language not in ('sv', 'en') -%}
        {{ exceptions.raise_compiler_error("statement_name: language must be sv or en, not " ~ language) }}
    {%- endif -%}
    case {{ statement }}
        {%- for code, (swedish, english) in names.items() %}
        when '{{ code }}' then '{{ swedish if language == 'sv' else english }}'
        {%- endfor %}
        else {{ statement }}
    end
{%- endmacro %}
