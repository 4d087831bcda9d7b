{#- a thousand times too much: the digits are those of the finer unit -#}
{%- set is_of_finer_unit = "coalesce(facts.cause = 'scale' and facts.applied_unit in ('tkr', 'mkr')"
    ~ " and abs(facts.printed_amount / 1000 - facts.suggested_amount) <= facts.half_width, false)" -%}
{#- in running text the digits may be those of the coarser unit as well -#}
{%- set is_of_coarser_unit = "coalesce(facts.cause = 'scale' and facts.statement = 'narrative' and facts.applied_unit in ('kr', 'tkr')"
    ~ " and abs(facts.printed_amount - facts.suggested_amount / 1000) <= facts.half_width, false)" -%}
{#- an amount is suggested as coarse as the print that it replaces -#}
{%- set as_coarse = "case when facts.applied_unit in ('kr', 'tkr', 'mkr', 'percent') and facts.half_width > 0"
    ~ " then round(facts.suggested_amount / (2 * facts.half_width)) * 2 * facts.half_width else facts.suggested_amount end" -%}
-- What a finding says, in three sentences: where, what is printed and what should be; the check with its numbers; the likely slip and what to do. Its rule and
-- law stand last.
with {{ mended_relations() }},

{{ message_tables() }},

facts as (
    select
        facts.*,
        repeated_names.label is not null or facts.label is null or facts.label = '' as is_of_repeated_name,
        associations.name as association_name,
        documents.document_kind,
        documents.fiscal_year as document_year,
        rules.title_sv,
        rules.title_en,
        rules.law,
        rules.is_law_read,
        coalesce(documents.fiscal_year < laws.first_year, false) as is_later_law,
        rules.kind = 'goal' as is_goal,
        coalesce(rules.kind = 'sum' and facts.told_left = facts.told_right and meant.wanted_count > 1, false) as is_sum_of_one,
        rules.kind = 'unit' as is_of_heading,
        rules.kind in ('at_most', 'at_least') or coalesce(facts.told_operator in ('>=', '<='), false) as is_limit,
        facts.cause in ('printed_unit', 'printed_year', 'truncated', 'date', 'verdict_contradicts') or rules.kind = 'sign' as is_named,
        {{ is_event("facts") }} as is_event,
        facts.cause = 'missing_number' and facts.line_item = 'table' as lacks_total,
        facts.cause = 'missing_number' and facts.line_item = 'section' as lacks_part,
        facts.cause = 'row_not_printed' and rules.kind = 'table' as is_of_nothing,
        slips.slip_sv,
        slips.slip_en,
        slips.check_sv,
        slips.check_en,
        tables.heading,
        rules.problem_sv,
        rules.problem_en,
        rules.fix_sv,
        rules.fix_en,
        coalesce(facts.printed_amount = -facts.suggested_amount, false) as is_turned,
        -- the other sign, and a difference that is small beside the amount
        coalesce(
            sign(facts.printed_amount) = -sign(facts.suggested_amount)
            and 10 * abs(facts.printed_amount + facts.suggested_amount) < abs(facts.suggested_amount), false
        ) as is_nearly_turned,
        -- the print of the suggestion in whole tens of its unit: no digit of it need be wrong
        coalesce(
            facts.certainty <> 'certain' and facts.cause = 'digit_replaced' and mod(facts.printed_amount, 10 * {{ unit_size("facts.applied_unit") }}) = 0
            and 2 * abs(facts.printed_amount - facts.suggested_amount) <= 10 * {{ unit_size("facts.applied_unit") }}, false
        ) as is_in_tens,
        facts.told_printed_amount > facts.told_computed_amount as is_above,
        case facts.told_operator
            when '<=' then facts.told_printed_amount > facts.told_computed_amount
            when '>=' then facts.told_printed_amount < facts.told_computed_amount
            else facts.told_printed_amount <> facts.told_computed_amount
        end as is_short,
        -- a number whose column has words tells them: a budget, a deviation, a share
        case
            when upper(headed.heading) <> lower(headed.heading) or headed.measure in ('share', 'ratio')
                then headed.heading
        end as column_heading,
        {{ amount_in_words("facts.printed_amount", "facts.applied_unit") }} as printed_text,
        -- in running text the unit is put right, and the digits stay
        case
            when {{ is_of_finer_unit }} and facts.statement = 'narrative'
                then {{ message_number("facts.printed_amount / 1000 / " ~ unit_size(finer_unit("facts.applied_unit"))) }} || '{{ "\u00a0" }}' || {{ finer_unit("facts.applied_unit") }}
            when {{ is_of_coarser_unit }}
                then {{ message_number("facts.printed_amount / " ~ unit_size("facts.applied_unit")) }} || '{{ "\u00a0" }}' || {{ coarser_unit("facts.applied_unit") }}
            else {{ amount_in_words(as_coarse, "facts.applied_unit") }}
        end as suggested_text,
        {{ is_of_coarser_unit }} as is_of_coarser_unit,
        case when {{ is_of_finer_unit }} then {{ finer_unit("facts.applied_unit") }} end as finer_unit,
        facts.printed_amount - ({{ as_coarse }}) as difference,
        facts.printed_amount + ({{ as_coarse }}) as size_difference,
        {{ amount_in_words("facts.told_printed_amount", "facts.told_unit") }} as told_printed_text,
        -- a part of a thousand is told in kronor
        {{ amount_in_words("facts.told_computed_amount * coalesce(table_turns.turn, 1)", "case when facts.told_unit = 'tkr' and facts.told_computed_amount % 100 <> 0 then 'kr' else facts.told_unit end") }} as told_computed_text,
        mended.mended_count,
        changed.suggested_formula as told_changed_formula,
        case when totals.document_no <> facts.document_no or totals.table_no <> facts.table_no then totals.statement end as told_statement,
        case
            when (totals.document_no <> facts.document_no or totals.table_no <> facts.table_no) and not ({{ has_common_name("totals.statement") }})
                then nullif(told_tables.heading, '')
        end as told_heading,
        -- of a relation told in another column of the finding's own row, that column says more than the row
        case
            when
                totals.document_no = facts.document_no and totals.table_no = facts.table_no and totals.source_line = facts.source_line
                and totals.column_no <> facts.column_no and upper(total_columns.heading) <> lower(total_columns.heading)
                then total_columns.heading
        end as told_column
    from {{ ref('finding_facts') }} as facts
    left join repeated_names
        on facts.document_no = repeated_names.document_no and facts.table_no = repeated_names.table_no and lower(facts.label) = repeated_names.label
    left join table_turns on facts.finding_key = table_turns.finding_key
    left join mended on facts.finding_key = mended.finding_key and facts.class in ('error', 'missing')
    left join {{ ref('evidence_relations') }} as changed
        on facts.finding_key = changed.finding_key and facts.told_relation_no = changed.relation_no and changed.is_met_by_suggestion
    left join {{ ref('results') }} as told on facts.told_relation_no = told.relation_no
    left join {{ ref('definitions') }} as meant on told.definition_no = meant.definition_no
    left join {{ ref('addressed_numbers') }} as totals on told.cell_no = totals.cell_no
    left join {{ ref('stg_table_columns') }} as total_columns
        on totals.document_no = total_columns.document_no and totals.table_no = total_columns.table_no and totals.column_no = total_columns.column_no
    left join {{ ref('stg_documents') }} as documents on facts.document_id = documents.document_id
    left join {{ ref('stg_associations') }} as associations on facts.association_id = associations.association_id
    left join {{ ref('stg_rules') }} as rules on facts.told_rule_id = rules.rule_id
    left join {{ ref('stg_laws') }} as laws on split_part(rules.law, ' ', 1) = laws.law
    left join {{ ref('stg_causes') }} as slips on facts.cause = slips.cause
    left join {{ ref('stg_tables') }} as tables on facts.document_no = tables.document_no and facts.table_no = tables.table_no
    left join {{ ref('stg_tables') }} as told_tables on totals.document_no = told_tables.document_no and totals.table_no = told_tables.table_no
    left join {{ ref('stg_table_columns') }} as headed
        on facts.document_no = headed.document_no and facts.table_no = headed.table_no and facts.column_no = headed.column_no
),

{{ worded(templates_of_findings()) }},

{{ other_prints() }},

-- what has a name in each language; nothing is decided here
spoken as (
    select
        facts.*,
        words.*,
        -- of a date the rule says what is wrong with it
        case
            when facts.cause = 'date'
                then {{ within_sentence("case words.language when 'sv' then facts.problem_sv else facts.problem_en end") }}
            when words.language = 'sv' then facts.slip_sv
            else facts.slip_en
        end as slip,
        case words.language when 'sv' then facts.check_sv else facts.check_en end as advice,
        -- a check of this project's own cites nothing; a law whose text was not read is cited where the finding rests on it, as that
        coalesce({{ filled("words.t_rule_titled", {
            "rule": "facts.told_rule_id", "title": "case words.language when 'sv' then facts.title_sv else facts.title_en end"
        }) }}, facts.told_rule_id) || case
            when sources.code is not null then ''
            when facts.is_law_read then coalesce('; ' || case when facts.is_later_law then words.t_law_now else '' end || facts.law, '')
            when facts.class = 'legal' then coalesce('; ' || {{ filled("words.t_law_unread", {"law": "facts.law"}) }}, '')
            else ''
        end as rule_text,
        case words.language when 'sv' then kinds.name_sv else kinds.name_en end as document_kind_name,
        coalesce(
            '"' || case words.language when 'sv' then parts.name_sv else parts.name_en end || '"',
            case when facts.cause in ('printed_unit', 'printed_year') then '"' || nullif(facts.heading, '') || '"' end,
            texts.differing_names,
            {{ label_in_words("facts.label") }},
            '"' || coalesce(case words.language when 'sv' then places.name_sv else places.name_en end, facts.line_item) || '"'
        ) as place_label,
        coalesce(case words.language when 'sv' then statements.name_sv else statements.name_en end, facts.statement) as statement_name,
        coalesce({{ filled("words.t_in_statement", {
            "statement": "coalesce(" ~ filled("words.t_table_named", {"heading": "facts.told_heading"}) ~ ", case words.language when 'sv' then told_statements.name_sv else told_statements.name_en end)"
        }) }}, '') as told_in,
        case
            when not facts.is_after_others then ''
            else coalesce(
                {{ filled("words.t_after_other", {"place": "case when facts.told_left = facts.told_right then " ~ within_comma("prints.counterpart_place") ~ " end"}) }},
                words.t_after_others
            )
        end as once_others,
        {{ difference_in_words("facts.told_printed_amount - facts.told_computed_amount", "facts.told_unit") }} as excess_text,
        {{ difference_in_words("abs(facts.told_computed_amount) - abs(facts.suggested_amount)", "facts.applied_unit") }} as rounding_text,
        {{ difference_in_words("facts.difference", "facts.applied_unit") }} as difference_text,
        {{ difference_in_words("facts.size_difference", "facts.applied_unit") }} as size_difference_text,
        case words.language when 'sv' then facts.fix_sv else facts.fix_en end as fix,
        prints.counterpart_text,
        prints.counterpart_amount,
        prints.counterpart_rounded,
        prints.rounded_difference_text,
        prints.share_text,
        facts.member is not null and prints.counterpart_label <> lower(facts.label) as is_of_other_name,
        -- one relation of two prints in two places and no slip of digits: nothing but where they stand tells which is wrong
        coalesce(
            facts.told_operator = '=' and facts.told_left = facts.told_right and not facts.is_goal and not facts.is_after_others
            and (facts.certainty = 'unknown' or facts.cause = 'text_differs')
            and coalesce(facts.mended_count, 0) = 0 and abs(abs(facts.suggested_amount) - prints.counterpart_size) <= facts.told_bound, false
        ) as is_of_two_prints,
        coalesce(prints.is_elsewhere, false) as is_elsewhere,
        coalesce(prints.terms_text, prints.share_text) as terms_text,
        prints.resigned_terms_text,
        nullif(prints.omitted_text, '') as omitted_text,
        nullif(prints.turned_text, '') as turned_text,
        coalesce({{ filled("words.t_omitted", {"rows": "nullif(prints.omitted_text, '')"}) }}, '')
        || coalesce({{ filled("words.t_turned", {"rows": "nullif(prints.turned_text, '')"}) }}, '') as how_resigned,
        prints.counterpart_place,
        prints.early_text,
        prints.before_text,
        prints.printed_before_text,
        prints.before_sum_text,
        prints.first_amount_text,
        prints.final_amount_text,
        prints.limit_text,
        prints.printed_limit_text,
        coalesce({{ filled("words.t_with_changes", {"changes": "prints.changes_text"}) }}, '') as with_changes_text,
        {% for part in ('goal_value', 'goal_base', 'goal_limit') %}
            prints.{{ part }}_place,
            prints.{{ part }}_terms_text,
        {% endfor %}
        prints.first_text as reach_first_text,
        prints.last_text as reach_last_text,
        prints.reach_count,
        prints.one_of_two_text,
        prints.other_of_two_text,
        prints.outcome_text,
        coalesce(prints.counterpart_statement, words.t_in_comparison) as counterpart_statement,
        prints.evidence_text,
        prints.evidence_label,
        prints.evidence_size_text,
        prints.cells_text,
        prints.evidence_year,
        prints.second_text,
        prints.is_whole_difference,
        prints.is_own_line,
        prints.mended_text,
        prints.alike_text,
        coalesce({{ filled("words.t_witness", {"own": "prints.witness_text", "other": "prints.witnessed_text"}) }}, '') as witness,
        case
            when facts.is_of_coarser_unit or (facts.finer_unit is not null and facts.statement = 'narrative') then words.t_wrong_unit
            when facts.finer_unit is not null then {{ filled("words.t_in_finer_unit", {"unit": "facts.finer_unit"}) }}
            when facts.is_in_tens then words.t_rounded
            when words.language = 'sv' then facts.slip_sv
            else facts.slip_en
        end || coalesce(
            ' ('
            || case
                when facts.cause = 'row_not_printed' then {{ filled("words.t_printed_as", {"place": "prints.evidence_text"}) }}
                else {{ filled("words.t_of_amount", {"place": "prints.evidence_text", "amount": "prints.evidence_amount"}) }}
            end || ')', ''
        ) as slip_at,
        texts.differing_text,
        texts.lacking_text,
        coalesce({{ unit_of_size("facts.printed_amount") }}, {{ unit_of_size("texts.moved_size") }}) as heading_unit,
        coalesce(
            {{ unit_of_size("facts.suggested_amount") }},
            {{ unit_of_size("round(texts.moved_size * power(10, 3 * round(log10(texts.moved_factor) / 3)))") }}
        ) as table_unit
    from facts
    cross join words
    left join {{ ref('edit_texts') }} as texts on facts.finding_key = texts.finding_key and words.language = texts.language
    left join other_prints as prints on facts.finding_key = prints.finding_key and words.language = prints.language
    left join {{ ref('stg_names') }} as kinds
        on facts.document_kind = kinds.code and kinds.vocabulary = 'document_kind'
    left join {{ ref('stg_names') }} as statements
        on facts.statement = statements.code and statements.vocabulary = 'statement_in_text'
    left join {{ ref('stg_names') }} as told_statements
        on facts.told_statement = told_statements.code and told_statements.vocabulary = 'statement_in_text'
    left join {{ ref('stg_names') }} as places
        on facts.line_item = places.code and places.vocabulary = 'place'
    left join {{ ref('stg_names') }} as parts
        on facts.lacks_part and facts.member = parts.code and parts.vocabulary = 'section'
    left join bare_totals
        on facts.statement = bare_totals.statement and facts.line_item = bare_totals.line_item and {{ bare_label("facts.label") }} = bare_totals.phrase
    left join {{ ref('stg_names') }} as sources
        on facts.law = sources.code and sources.vocabulary = 'law'
),

told as (
    select
        finding_key,
        language,
        coalesce(association_name, association_id)
        || ', ' || document_kind_name || ' ' || coalesce(cast(document_year as string), '')
        -- a table without a common name goes by its heading, which a file with pages, sheets or blocks tells with the line
        || case
            when lacks_part then ''
            when line_item = 'table' or heading = '' or heading is null or {{ has_common_name("statement") }} then ', ' || statement_name
            when {{ first_match("source_line", "^([0-9]+)$", 1) }} = '' then ''
            else {{ filled("t_text_of_heading", {"heading": "heading"}) }}
        end
        -- of a heading in a file without pages or lines its own words are the place, and its sheet
        || coalesce(
            case
                when line_item = 'table' and source_line like 's%' then {{ filled("t_of_sheet", {"part": first_match("source_line", "^s([0-9]+)r", 1)}) }}
                when line_item = 'table' and source_line like 'p%' then {{ filled("t_page", {"part": page_of("source_line")}) }}
                when line_item <> 'table' or source_line not like 'b%'
                    then {{ line_in_words("source_line", "column_no", "heading", is_text="statement = 'narrative'", is_namesake="is_of_repeated_name", line="line_of_file") }}
            end, ''
        )
        || ', ' || place_label
        || case
            -- of running text its own words tell where to look
            when statement = 'narrative' and printed <> '' then ', "' || printed || '"'
            when
                fiscal_year is null or cause = 'printed_year' or place_label like '%' || cast(fiscal_year as string) || '%'
                or column_heading like '%' || cast(fiscal_year as string) || '%' then ''
            else ' ' || cast(fiscal_year as string)
        end || coalesce(', ' || {{ filled("t_column_of", {"heading": "column_heading"}) }}, '') || ': ' as place_text,
        {{ print_in_words() }}
        || '. ' as print_text,
        {{ relation_in_words() }}
        || {{ mended_in_words() }}
        || '. ' as relation_text,
        -- how it may have come about, and what to do
        {{ advice_in_words() }}
        || coalesce({{ filled("t_of_rule", {"rule": "rule_text"}) }}, '') as advice_text
    from spoken
)

select
    finding_key,
    cast(max(case when language = 'sv' then place_text || print_text || {{ capitalised('relation_text') }} || advice_text end) as string) as message_sv,
    cast(max(case when language = 'en' then place_text || print_text || {{ capitalised('relation_text') }} || advice_text end) as string) as message_en
from told
group by finding_key
