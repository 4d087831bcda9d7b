{# The first sentence of a message after its place: what is printed and what should be. Reads the columns of `spoken` in finding_messages. #}
{% macro print_in_words() -%}
case
    when cause = 'printed_unit' and heading_unit is not null and table_unit is not null
        then {{ filled("t_unit_prints", {"left": "heading_unit", "right": "table_unit"}) }}
    -- a heading that is the year alone says it already
    when cause = 'printed_year' and told_remark <> told_left
        then {{ filled("t_column_year_prints", {"heading": "told_remark", "left": "told_left", "right": "told_right"}) }}
    when cause = 'printed_year' then {{ filled("t_year_prints", {"left": "told_left", "right": "told_right"}) }}
    when cause = 'verdict_contradicts' and told_remark is not null
        then
            case
                when is_short
                    then {{ filled("case when outcome_text is null then t_verdict_not_met else t_verdict_not_met_here end", {"verdict": "told_remark"}) }}
                else {{ filled("t_verdict_met", {"verdict": "told_remark"}) }}
            end
    when is_named or is_event
        then
            slip
            -- two rows that nothing tells apart are told once
            || coalesce({{ filled("case when one_of_two_text = other_of_two_text then t_one_place else t_two_places end", {
                "one": "one_of_two_text", "other": "other_of_two_text"
            }) }}, '')
    when cause = 'row_not_printed'
        then coalesce(
            {{ filled("t_row_lacks_named", {"label": "evidence_label", "amount": "coalesce(lacking_text, suggested_text, '–')"}) }},
            {{ filled("t_row_lacks", {"amount": "coalesce(lacking_text, suggested_text, '–')"}) }}
        )
    -- of a whole statement no one sum is lacking
    when lacks_total and suggested_text is null then t_no_cast
    when lacks_total then t_no_total
    when lacks_part then t_no_part
    when cause = 'missing_number' and certainty = 'unknown'
        then t_nothing || coalesce({{ filled("t_would_hold", {"amount": "suggested_text"}) }}, '')
    when cause = 'missing_number'
        then t_missing || coalesce({{ filled("t_gives", {"amount": "suggested_text"}) }} || once_others, '')
    else
        {{ filled("case when statement = 'narrative' and line_item like '%change' then t_text_prints_change when statement = 'narrative' then t_text_prints when document_kind = 'plan' then t_plan_prints else t_prints end", {
            "amount": "coalesce(printed_text || case when applied_unit is null then t_no_unit when is_of_two_prints then "
                ~ "coalesce(" ~ filled("t_rounds_as", {"amount": "counterpart_rounded"}) ~ ", '') else '' end, "
                ~ filled("differing_text", {"where": "counterpart_statement"}) ~ ", '–')"
        }) }}
        || coalesce(
            case
                when cause = 'legal_share' then {{ filled("t_law_gives", {"amount": "suggested_text"}) }}
                when cause in ('restated', 'scope_differs')
                    then {{ filled("t_comparison_gives", {"where": "counterpart_statement", "amount": "suggested_text"}) }}
                when certainty = 'unknown' and is_limit and is_above
                    then {{ filled("t_exceeds", {"amount": "excess_text"}) }}
                when certainty = 'unknown' and is_limit then {{ filled("t_falls_short", {"amount": "excess_text"}) }}
                when is_of_two_prints and counterpart_place is not null
                    then {{ filled("t_other_print", {"place": within_comma("counterpart_place"), "amount": "counterpart_amount"}) }}
                when certainty = 'unknown' and is_told_at_its_total and before_text is not null
                    then {{ filled("t_would_hold_as_printed", {"amount": "suggested_text"}) }}
                when certainty = 'unknown' and cells_text is not null and not is_of_two_prints
                    then {{ filled("t_others_give", {"amount": "suggested_text"}) }}
                when applied_unit = 'percent' and share_text is not null and cause = 'unknown' then {{ filled("t_works_out", {"amount": "suggested_text"}) }}
                -- what another check bears out is told as that
                when certainty = 'likely' and cause = 'unknown' and mended_count is not null and not is_goal
                    then {{ filled("t_need_likely", {"amount": "suggested_text"}) }} || once_others
                -- of a text and a table the report does not say which one is right, and where no slip explains the print the figures alone speak
                when certainty = 'unknown' or cause in ('text_differs', 'unknown')
                    then {{ filled("case when (told_left = told_right or (is_goal and counterpart_text is not null)) and not is_after_others and mended_count is null then t_one_gives when is_goal then t_tables_give else t_would_hold end", {"amount": "suggested_text"}) }}
                else {{ filled("case certainty when 'certain' then t_need else t_need_likely end", {"amount": "suggested_text"}) }} || once_others
            end
            || case
                when certainty = 'unknown' and is_limit then ''
                when is_of_two_prints then {{ filled("t_difference", {"amount": "coalesce(rounded_difference_text, excess_text)"}) }}
                -- that the unit is another one says it
                when finer_unit is not null or is_of_coarser_unit then ''
                when is_turned then t_opposite_sign
                when is_nearly_turned then {{ filled("t_turned_and", {"amount": "size_difference_text"}) }}
                else {{ filled("t_difference", {"amount": "difference_text"}) }}
            end,
            -- no amount is suggested: what the others of the check come to
            case
                when is_told_at_its_total and told_operator = '=' and not is_goal
                    then {{ filled("case when told_left = told_right then t_one_gives else t_others_give end", {
                        "amount": "case when told_right like '%kr' then told_right else told_computed_text end"
                    }) }}
            end,
            ''
        )
end
{%- endmacro %}
