{# The words of a finding in `sv` or `en`; the facts and their order are the same in both. #}
{% macro finding_words(language) -%}
    {%- set words = {
        'plan': ('verksamhetsplan', 'plan'),
        'annual_report': ('årsredovisning', 'annual report'),
        'line': ('rad', 'line'),
        'missing': ('talet saknas', 'the number is missing'),
        'nothing': ('inget tal anges', 'no number is printed'),
        'gives': ('relationerna ger', 'the relations give'),
        'row_lacks': ('enligt summan saknas en rad på', 'by its total a row is missing:'),
        'no_total': ('tabellen saknar summarad; raderna ger', 'the table has no total row; its rows give'),
        'prints': ('rapporten anger', 'the report prints'),
        'law_gives': ('lagens utgångspunkt ger', 'the starting point of the law gives'),
        'scope_gives': ('med samma omfattning som jämförelsen', 'with the scope of what it is compared with'),
        'with': ('med', 'with'),
        'would_hold': ('skulle relationen gå ihop', 'the relation would hold'),
        'need': ('relationerna kräver', 'the relations need'),
        'after_others': ('när de tal som andra fynd pekar ut är ändrade', 'once the figures that other findings name are changed'),
        'difference': ('skillnad', 'difference'),
        'tests': ('prövar', 'tests'),
        'must_be_after': ('ska vara efter', 'must be after'),
        'must_be_by': ('ska vara senast', 'must be no later than'),
        'at_least': ('ska vara minst', 'must be at least'),
        'at_most': ('ska vara högst', 'must be at most'),
        'but_verdict': ('men bedömningen är', 'but the verdict is'),
        'heading_prints': ('rubriken anger', 'the heading prints'),
        'ties_in': ('men beloppen stämmer med rapportens övriga tabeller i', 'but the amounts agree with the other tables of the report in'),
        'compared': ('det jämförda talet är', 'the figure compared is'),
        'within_rounding': ('förslaget ligger inom avrundningen', 'the suggestion lies within the rounding'),
        'but': ('men', 'but'),
        'is_printed': ('anges till', 'is printed as'),
        'differs_in': ('Samma rad skiljer sig', 'The same row differs in'),
        'by': ('med', 'by'),
        'equals': ('Skillnaden är lika med', 'The difference equals'),
        'possible': ('Möjlig orsak', 'Possible cause'),
        'likely': ('Trolig orsak', 'Likely cause'),
        'change_makes': ('Ändringen får', 'The change makes'),
        'relations_hold': ('relationer att gå ihop', 'relations hold'),
        'undecided': (
            'Siffrorna avgör inte vilket tal som är fel; jämför även (rad)',
            'The figures do not decide which number is wrong; compare also (line)',
        ),
        'check': ('Kontrollera', 'Check'),
        'add_total': ('lägg till en summarad', 'add a total row'),
        'source': ('Källa', 'Source'),
    } -%}
    {%- if language not in ('sv', 'en') -%}
        {{ exceptions.raise_compiler_error("finding_words: language must be sv or en, not " ~ language) }}
    {%- endif -%}
    {%- set chosen = {} -%}
    {%- for key, pair in words.items() -%}{%- do chosen.update({key: pair[0] if language == 'sv' else pair[1]}) -%}{%- endfor -%}
    {{ return(chosen) }}
{%- endmacro %}


{# What a finding says. Reads facts (finding_facts with the texts of its numbers) and others (candidates in words). #}
{% macro finding_message(language) -%}
    {%- set words = finding_words(language) -%}
    {%- set named = "facts.cause in ('printed_unit', 'date', 'goal_not_met', 'verdict_contradicts')" -%}
    {%- set limit = "facts.told_operator in ('>=', '<=')" -%}
    {%- set slip = "facts.slip_" ~ language -%}
    {%- set after_others = "case when facts.is_after_others then ' " ~ words.after_others ~ "' else '' end" -%}
    {%- set difference = "', " ~ words.difference ~ " ' || "
        ~ ("facts.difference_text" if language == "sv" else "replace(facts.difference_text, '%-enheter', 'percentage points')") -%}
    coalesce(facts.association_name, facts.association_id)
    || case facts.document_kind when 'plan' then ', {{ words.plan }} ' else ', {{ words.annual_report }} ' end
    || coalesce(cast(facts.document_year as string), '')
    || ', ' || {{ statement_name("facts.statement", language) }} || coalesce(', {{ words.line }} ' || facts.source_line, '')
    || ', "' || facts.place_label || '"'
    || case
        when facts.fiscal_year is null or facts.place_label like '%' || cast(facts.fiscal_year as string) || '%' then ''
        else ' ' || cast(facts.fiscal_year as string)
    end || ': '
    -- what is printed and what should be
    || case
        when {{ named }} then {{ slip }}
        when facts.cause = 'row_not_printed' then '{{ words.row_lacks }} ' || coalesce(facts.suggested_text, '–')
        when facts.cause = 'missing_number' and facts.line_item = 'table' then '{{ words.no_total }} ' || coalesce(facts.suggested_text, '–')
        when facts.cause = 'missing_number' and facts.certainty = 'unknown'
            then '{{ words.nothing }}' || coalesce('; {{ words.with }} ' || facts.suggested_text || ' {{ words.would_hold }}', '')
        when facts.cause = 'missing_number'
            then '{{ words.missing }}' || coalesce('; {{ words.gives }} ' || facts.suggested_text || {{ after_others }}, '')
        else
            '{{ words.prints }} ' || coalesce(facts.printed_text, '–')
            || coalesce(
                case
                    when facts.cause = 'legal_share' then '; {{ words.law_gives }} ' || facts.suggested_text
                    when facts.cause = 'scope_differs' then '; {{ words.scope_gives }} ' || facts.suggested_text
                    when facts.certainty = 'unknown' then '; {{ words.with }} ' || facts.suggested_text || ' {{ words.would_hold }}'
                    else '; {{ words.need }} ' || facts.suggested_text || {{ after_others }}
                end || {{ difference }},
                ''
            )
    end || '. '
    -- the relation in numbers
    || facts.told_rule_id || ' {{ words.tests }} "' || coalesce(facts.title_{{ language }}, '') || '": '
    || case
        when facts.cause = 'date'
            then
                facts.told_left || case facts.told_operator when '>' then ' {{ words.must_be_after }} ' else ' {{ words.must_be_by }} ' end
                || facts.told_right
        when facts.cause in ('goal_not_met', 'verdict_contradicts')
            then
                facts.told_left
                || case facts.told_operator
                    when '>=' then ' {{ words.at_least }} ' when '<=' then ' {{ words.at_most }} ' else ' ' || facts.told_operator || ' '
                end || facts.told_right || coalesce(', {{ words.but_verdict }} "' || facts.told_remark || '"', '')
        when facts.cause = 'printed_unit'
            then
                '{{ words.heading_prints }} ' || facts.told_left || ', {{ words.ties_in }} ' || facts.told_right
        when {{ limit }}
            then
                coalesce(facts.told_printed_text, '–')
                || case
                    when facts.told_printed_amount > facts.told_computed_amount then ' {{ words.at_most }} '
                    else ' {{ words.at_least }} '
                end || coalesce(facts.told_computed_text, '–')
        else
            case
                when facts.told_left = facts.told_right
                    then '{{ words.compared }} ' || coalesce(facts.told_computed_text, '–')
                else coalesce(facts.told_formula, '–') || case when facts.is_rounded then ' ({{ words.within_rounding }})' else '' end
            end
            || case
                when facts.cause = 'missing_number' then ''
                else
                    ', {{ words.but }} "' || coalesce(facts.told_label, '') || '" {{ words.is_printed }} '
                    || coalesce(facts.told_printed_text, '–')
            end
    end || '. '
    -- how it may have come about
    || case
        when {{ named }} or facts.cause in ('missing_number', 'legal_share') then ''
        when facts.cause = 'unknown' and {{ limit }} then ''
        when facts.cause = 'unknown' then upper(substr({{ slip }}, 1, 1)) || substr({{ slip }}, 2) || '. '
        when facts.cause = 'scope_differs'
            then
                case
                    when facts.evidence_year <> facts.fiscal_year
                        then '{{ words.differs_in }} ' || cast(facts.evidence_year as string) || ' {{ words.by }} "'
                    else '{{ words.equals }} "'
                end || coalesce(facts.slip_label, '–') || '": ' || {{ slip }} || '. '
        else
            case facts.certainty when 'unknown' then '{{ words.possible }}: ' else '{{ words.likely }}: ' end
            || {{ slip }} || coalesce(' ("' || facts.slip_label || '")', '') || '. '
    end
    || case
        when facts.repaired_count >= 2
            then '{{ words.change_makes }} ' || cast(facts.repaired_count as string) || ' {{ words.relations_hold }}. '
        else ''
    end
    || case
        when facts.certainty = 'unknown' and others.cells_text is not null then '{{ words.undecided }}: ' || others.cells_text || '. '
        else ''
    end
    -- what to do
    || '{{ words.check }}: '
    || case when facts.cause = 'missing_number' and facts.line_item = 'table' then '{{ words.add_total }}' else facts.check_{{ language }} end || '.'
    || coalesce(' {{ words.source }}: ' || facts.law || case when facts.law like '%.' then '' else '.' end, '')
{%- endmacro %}
