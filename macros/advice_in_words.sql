{# The last sentence of a message: how a finding may have come about, and what to do. Reads the columns of `spoken` in finding_messages. #}
{% macro advice_in_words() -%}
case
    when lacks_total then t_add_total
    when lacks_part then t_add_part
    when (cause = 'unknown' and is_limit) or cause = 'date' then fix
    when cause = 'text_differs' and is_of_two_prints and is_of_other_name then t_same_thing
    -- what the table says beside the text, where it goes with the rest
    when cause = 'text_differs' and certainty <> 'unknown' and suggested_text is not null
        then {{ filled("t_change_text", {"amount": "suggested_text"}) }}
    when is_named or is_event or cause in ('missing_number', 'legal_share') or (cause = 'text_differs' and cells_text is null) then {{ capitalised("advice") }} || '.'
    when cause = 'restated' and is_elsewhere
        then {{ filled("t_restated_in", {"year": "cast(coalesce(fiscal_year, told_year) as string)"}) }}
    when cause = 'scope_differs'
        then
            {%- set parts = {
                "year": "cast(evidence_year as string)", "place": "coalesce(" ~ filled("t_of_amount", {
                    "place": "evidence_text", "amount": "evidence_size_text"
                }) ~ ", '–')", "second": "coalesce(second_text, '')", "amount": "coalesce(excess_text, '')",
                "slip": capitalised("slip"), "check": "advice"
            } %}
            case
                when evidence_year <> fiscal_year then {{ filled("t_differs_in", parts) }}
                -- the line, or the two, that one of the figures takes in
                when is_own_line is not null and evidence_text is not null
                    then {{ filled("case when is_own_line then t_scope_own else t_scope_other end", {
                        "lines": filled("t_of_amount", {"place": "evidence_text", "amount": "evidence_size_text"})
                            ~ " || case when is_whole_difference then '' else coalesce(" ~ filled("t_and_line", {"line": "second_text", "amount": "excess_text"}) ~ ", '') end",
                        "other": "case when is_elsewhere then " ~ filled("t_the_other", {"where": "counterpart_statement"}) ~ " else coalesce(counterpart_place, t_the_compared) end",
                        "check": "advice"
                    }) }}
                when is_whole_difference then {{ filled("t_equals", parts) }}
                when second_text is not null then {{ filled("t_equals_with", parts) }}
                else {{ filled("t_equals_more", parts) }}
            end
    when resigned_terms_text is not null and cause = 'row_missing' and turned_text is null and omitted_text is not null
        then {{ filled("t_without_rows", {"rows": "omitted_text", "check": "advice"}) }}
    when resigned_terms_text is not null and cause = 'row_missing'
        then {{ filled("t_added_without", {"printed": "printed_text", "slip": "slip", "formula": "resigned_terms_text", "how": "how_resigned", "check": "advice"}) }}
    when resigned_terms_text is not null and cause in ('stale_subtotal', 'unknown')
        then {{ filled("t_resigned", {"printed": "printed_text", "formula": "resigned_terms_text", "how": "how_resigned"}) }}
    when is_of_two_prints and cause in ('stale_subtotal', 'unknown') then t_two_prints
    when is_of_two_prints and certainty = 'unknown' and cause <> 'text_differs' then {{ filled("t_two_prints_slip", {"slip": "slip_at"}) }}
    when certainty = 'unknown' and is_told_at_its_total and before_text is not null then t_then_again
    when certainty = 'unknown' and cells_text is not null and cause in ('unknown', 'text_differs')
        then {{ filled("t_undecided", {"check": "advice", "cells": "cells_text"}) }}
    when certainty = 'unknown' and cells_text is not null
        then {{ filled("t_undecided_slip", {"slip": "slip_at", "check": "advice", "cells": "cells_text"}) }}
    when cause = 'stale_subtotal' and is_other_borne_out and certainty <> 'unknown' and suggested_text is not null
        then {{ filled("t_change_unknown", {"amount": "suggested_text"}) }}
    when cause = 'unknown' and applied_unit = 'percent' and share_text is not null and suggested_text is not null and not is_goal
        then {{ filled("t_change_ratio", {"amount": "suggested_text"}) }}
    when cause = 'unknown' and suggested_text is not null and not is_of_two_prints and (certainty = 'likely' or (is_goal and told_operator = '='))
        then {{ filled("t_change_unknown", {"amount": "suggested_text"}) }}
    when cause = 'row_not_printed' and evidence_text is not null and certainty <> 'unknown'
        then {{ filled("t_print_the_row", {"place": "evidence_text"}) }}
    when cause = 'row_not_printed' and certainty <> 'unknown' then {{ capitalised("advice") }} || '.'
    when cause = 'unknown' then {{ filled("t_unexplained", {"slip": capitalised("slip"), "check": "advice"}) }}
    -- one figure to write, and nothing else to be put right first
    when certainty <> 'unknown' and suggested_text is not null and not is_after_others and cause in (
        'digit_added', 'digit_omitted', 'digit_replaced', 'digits_transposed', 'neighbouring_cell', 'note_number', 'other_column', 'prior_year',
        'row_counted_twice', 'row_missing', 'scale', 'sign_flipped', 'split_number'
    )
        then
            case
                -- that the sign is the other one stands beside the amount
                when cause = 'sign_flipped' then {{ filled("case when certainty = 'certain' then t_change_sign else t_change_sign_if end", {"amount": "suggested_text"}) }}
                when certainty = 'certain' then {{ filled("t_change_to", {"slip": "slip_at", "amount": "suggested_text"}) }}
                else {{ filled("t_change_to_if", {"slip": "slip_at", "amount": "suggested_text"}) }}
            end
    -- no row is known that the amount was not added up from
    when certainty = 'unknown' or (cause = 'stale_subtotal' and evidence_no is null) then {{ filled("t_possible", {"slip": "slip_at", "check": "advice"}) }}
    else {{ filled("t_likely", {"slip": "slip_at", "check": "advice"}) }}
end
{%- endmacro %}
