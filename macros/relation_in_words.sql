{# The second sentence of a message: the relation in numbers. Reads the columns of `spoken` in finding_messages. #}
{% macro relation_in_words() -%}
{#- where the amounts of a goal stand: a sum of a few with them all, a share after it -#}
{%- set shares = "coalesce(" ~ filled("t_divided", {
    "above": "coalesce(goal_value_terms_text, goal_value_place)", "below": "coalesce(goal_base_terms_text, goal_base_place)"
}) ~ ", '')" -%}
{%- set unbroken = "replace(told_right, ' ', '\u00a0')" -%}
{#- the amounts themselves; a place of many words comes after both -#}
{%- set is_short = "length(goal_{}_place) <= 60" -%}
{%- set has_base = "(goal_base_terms_text is not null or goal_base_place is not null)" -%}
{%- set amounts_of_goal = {
    "left": "case when not " ~ has_base ~ " and goal_value_terms_text is null and " ~ is_short.format("value") ~ " then "
        ~ filled("t_goal_value", {"amount": "told_left", "place": "goal_value_place"}) ~ " else "
        ~ filled("t_goal_value_alone", {"amount": "told_left"}) ~ " end",
    "right": "coalesce(case when goal_limit_terms_text is null and " ~ is_short.format("limit") ~ " then "
        ~ filled("t_goal_limit", {"amount": "told_right", "place": "goal_limit_place"}) ~ " end, "
        ~ filled("t_goal_limit_alone", {"amount": "case when goal_limit_terms_text is not null or goal_limit_place is not null then told_right end"}) ~ ", told_right)"
} -%}
{%- set where_of_goal = "case when " ~ has_base ~ " then '' else coalesce(" ~ filled("t_goal_value_is", {
    "place": "coalesce(goal_value_terms_text, case when not (" ~ is_short.format("value") ~ ") then goal_value_place end)"
}) ~ ", '') end || coalesce(" ~ filled("t_goal_limit_is", {
    "place": "coalesce(goal_limit_terms_text, case when not (" ~ is_short.format("limit") ~ ") then goal_limit_place end)"
}) ~ ", '')" -%}
{#- what the figures of the report give beside what it prints, where other findings change the limit; a limit may take a print in the other sign -#}
{%- set amounts_of_limit = {
    "left": "coalesce(told_printed_text, '–')",
    "right": "coalesce(case when replace(printed_limit_text, '−', '') = replace(told_computed_text, '−', '') then "
        ~ filled("t_limit_at", {"amount": "told_computed_text", "place": "limit_text"}) ~ " else "
        ~ filled("t_limit_printed", {"amount": "told_computed_text", "place": "limit_text", "printed": "printed_limit_text"})
        ~ " end, told_computed_text, '–')"
} -%}
{#- told at another total, which a print elsewhere contradicts -#}
{%- set is_of_other_total = "(not is_told_at_its_total and told_label is not null and told_printed_text is not null)" -%}
{#- what is put in: the suggestion alone, or what other findings change as well -#}
{%- set is_no_suggestion = "certainty = 'unknown' or cause in ('text_differs', 'unknown')" -%}
{%- set once = "case when with_changes_text <> '' or is_event then t_once_changed when " ~ is_no_suggestion ~ " then t_once_other else t_once_suggested end" -%}
{%- set once_sum = "case when with_changes_text <> '' or is_event then t_once_changed_sum when " ~ is_no_suggestion ~ " then t_once_other_sum"
    ~ " else t_once_suggested_sum end" -%}
case
    when lacks_total and told_computed_text is not null
        then {{ filled("t_rows_give", {"count": first_match("told_left", "([0-9]+)", 1), "amount": "told_computed_text"}) }}
    when is_of_nothing then t_of_nothing
    when is_goal and told_operator = '=' and told_right like '%/%'
        then coalesce(
            {{ filled("t_share_is", {
                "numerator": first_match(unbroken, "^(.*)\u00a0/\u00a0", 1), "denominator": first_match(unbroken, "\u00a0/\u00a0(.*)\u00a0=\u00a0", 1), "formula": "told_right",
                "above": "coalesce(goal_value_terms_text, goal_value_place)", "below": "coalesce(goal_base_terms_text, goal_base_place)"
            }) }}, told_right
        )
    when is_goal and told_operator = '=' and counterpart_text is not null then counterpart_text
    when is_goal and told_operator = '='
        then
            {{ filled("t_computed", {"amount": "coalesce(told_computed_text, '–')"}) }}
            || coalesce(' = ' || goal_value_terms_text, ' (' || goal_value_place || ')', '')
    -- another relation than that of the heading tells of amounts
    when cause = 'printed_unit' and not is_of_heading
        then
            {{ filled("t_compared", {"amount": "coalesce(told_computed_text, '–')"}) }}
            || {{ filled("t_but_printed", {"label": "coalesce(told_label, '')", "period": "''", "amount": "coalesce(told_printed_text, '–')"}) }}
    when cause = 'sign_convention' and is_named
        then {{ filled("t_sign_holds", {"left": "told_left", "right": "told_right"}) }}
    when cause = 'printed_year' then {{ filled("t_heading_year", {"right": "told_right"}) }} || witness
    when is_named and told_left is not null and cause <> 'printed_unit'
        then
            case
                when cause = 'date' and told_operator = '>'
                    then
                        {{ filled("t_must_be_after", {"left": "told_left", "right": "told_right"}) }}
                        || coalesce({{ filled("t_early", {"place": "early_text"}) }}, '')
                when cause = 'date' then {{ filled("t_must_be_by", {"left": "told_left", "right": "told_right"}) }}
                when told_operator = '>=' then {{ filled("t_at_least", amounts_of_goal) }} || {{ where_of_goal }}
                when told_operator = '<=' then {{ filled("t_at_most", amounts_of_goal) }} || {{ where_of_goal }}
                else told_left || ' ' || told_operator || ' ' || told_right
            end || case when is_goal then {{ shares }} else '' end || coalesce({{ filled("t_outcome_printed", {"amount": "told_left", "print": "outcome_text"}) }}, '')
    when cause = 'printed_unit' then {{ filled("t_heading", {"left": "told_left", "right": "told_right"}) }} || witness
    when is_named then told_formula
    when lacks_part then t_part_not_found
    when is_limit and is_above
        then {{ filled("t_at_most", amounts_of_limit) }}
    when is_limit
        then {{ filled("t_at_least", amounts_of_limit) }}
    -- the suggestion counts on changes that other findings name
    when is_after_others and told_changed_formula is not null and told_left <> told_right
        then
            {{ filled("t_once_changed", {"formula": "told_changed_formula"}) }} || with_changes_text
            || coalesce({{ filled("t_gives_as_printed", {"amount": "told_computed_text"}) }}, '')
    when is_after_others and told_changed_formula is not null and counterpart_text is not null
        then
            {{ filled("t_also_changes", {"counterpart": "counterpart_text", "amount": "suggested_text"}) }}
            || case when is_sum_of_one then t_no_other_terms else '' end
    else
        case when is_after_others then t_as_printed else '' end
        || case
            -- both have been told with their places
            when is_of_two_prints and is_of_other_name and counterpart_place is not null then t_other_names || coalesce(alike_text, '')
            when is_of_two_prints and counterpart_place is not null and counterpart_rounded is not null then t_must_be_equal_rounded
            when is_of_two_prints and counterpart_place is not null then t_must_be_equal
            when told_operator = '=' and told_left = told_right and counterpart_text is not null
                then counterpart_text || case when is_other_borne_out and certainty <> 'unknown' and cause = 'stale_subtotal' then t_borne_out else '' end
            when told_operator = '=' and told_left = told_right and is_after_others then coalesce(told_computed_text, '–')
            when told_operator = '=' and told_left = told_right and {{ is_of_other_total }}
                then {{ filled("t_compared_total", {
                    "label": "told_label", "printed": "told_printed_text", "amount": "told_computed_text"
                }) }}
            when told_operator = '=' and told_left = told_right then {{ filled("t_compared", {"amount": "coalesce(told_computed_text, '–')"}) }}
            else coalesce(
                terms_text || ' = ' || told_right,
                -- nobody adds up more than a few numbers without names: where they stand says more
                {{ filled("t_reach_gives", {"count": "cast(reach_count as string)", "first": within_comma("reach_first_text"), "last": within_comma("reach_last_text"), "amount": "told_right"}) }},
                told_formula, '–'
            ) || case when is_rounded and applied_unit <> 'percent' then {{ filled("t_within_rounding", {"amount": "rounding_text"}) }} else '' end
        end
        || case
            when is_told_at_its_total and (cause = 'missing_number' or told_printed_amount = printed_amount) then ''
            when told_operator = '=' and told_left = told_right and (counterpart_text is not null or {{ is_of_other_total }}) then ''
            else coalesce({{ filled("t_but_column", {
                "column": filled("t_column_of", {"heading": "told_column"}), "amount": "coalesce(told_printed_text, '–')"
            }) }}, {{ filled("t_but_printed", {
                "label": "coalesce(told_label, '')",
                "period": "case when told_year <> fiscal_year then ' ' || cast(told_year as string) else '' end || told_in",
                "amount": "coalesce(told_printed_text, '–')"
            }) }})
        end
        -- a term that is wrong, once it and what else is named are changed
        || case
            when
                not is_told_at_its_total and told_operator = '=' and told_left <> told_right
                and cause not in ('scope_differs', 'restated', 'row_not_printed')
                then coalesce(
                    '; '
                    || case
                        when {{ first_match("told_left", "(( [+−] .*){4})", 1) }} <> ''
                            then {{ filled(once_sum, {"sum": first_match("told_changed_formula", " = (.*)$", 1), "amount": "coalesce(suggested_text, '')"}) }}
                        else {{ filled(once, {"formula": "told_changed_formula", "amount": "coalesce(suggested_text, '')"}) }}
                    end
                    || with_changes_text, ''
                )
            else ''
        end
        || case
            when is_sum_of_one and counterpart_text is not null then t_no_other_terms
            else ''
        end
        || coalesce(
            {{ filled("t_correct_first_with", {
                "place": "before_text || coalesce(before_sum_text, '')", "printed": "printed_before_text", "amount": "first_amount_text", "final": "final_amount_text"
            }) }},
            {{ filled("t_correct_first", {"place": "before_text"}) }}, ''
        )
end
{%- endmacro %}
