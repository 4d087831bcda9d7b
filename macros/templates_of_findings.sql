{# The templates of seeds/reference/message_templates.csv that the messages of findings are made of. #}
{% macro templates_of_findings() -%}
{{ return([
    'page', 'page_of_heading', 'change_to', 'change_to_if', 'change_sign', 'change_sign_if', 'change_unknown', 'change_text', 'borne_out',
    'line', 'line_of_file', 'line_of_page', 'line_of_block', 'line_of_sheet', 'line_of_heading', 'row_of_table', 'cell_of_sheet', 'cell_of_heading', 'of_sheet', 'cell', 'column_of', 'stands', 'stands_at', 'in_statement',
    'of_document', 'no_unit', 'row_lacks', 'row_lacks_named', 'no_total', 'no_cast', 'nothing', 'missing', 'gives', 'prints', 'text_prints', 'plan_prints', 'law_gives', 'would_hold',
    'need', 'need_likely', 'in_comparison', 'would_hold_as_printed', 'after_others', 'exceeds', 'falls_short', 'difference', 'opposite_sign',
    'percentage_points', 'percentage_point', 'rule_titled', 'law_unread', 'law_now', 'must_be_after', 'must_be_by', 'at_least', 'at_most', 'verdict_met',
    'verdict_not_met', 'heading', 'outcome_printed', 'reach_gives', 'compared', 'compared_total', 'unit_prints', 'year_prints', 'heading_year',
    'sign_holds', 'comparison_gives', 'computed', 'rows_give', 'within_rounding', 'but_printed', 'but_column', 'as_printed', 'once_changed',
    'once_changed_sum', 'once_suggested', 'once_suggested_sum', 'rounds_to', 'also_changes', 'change_makes',
    'and_last', 'check_of', 'and_more', 'and_one_more', 'differs_in', 'equals', 'equals_with', 'equals_more', 'restated_in', 'printed_as', 'print_the_row',
    'possible', 'likely', 'unexplained', 'undecided', 'undecided_slip', 'add_total', 'no_part', 'part_not_found', 'add_part', 'changes', 'event_changes',
    'with_changes', 'turned_and', 'goal_value', 'goal_value_alone', 'goal_limit', 'span', 'early', 'resigned', 'two_prints', 'limit_at',
    'limit_printed', 'divided', 'goal_value_is', 'goal_limit_is', 'goal_limit_alone', 'omitted', 'turned', 'other_print', 'total_of', 'sum_of_rows', 'correct_first',
    'correct_first_with', 'counted_in', 'gives_as_printed', 'rounded', 'of_amount', 'no_other_terms', 'other_names', 'alike', 'witness',
    'in_brackets', 'tables_give', 'verdict_not_met_here', 'works_out', 'change_ratio', 'printed_close', 'rounds_as', 'two_places', 'wrong_unit', 'in_finer_unit', 'table_named', 'must_be_equal', 'same_thing', 'added_without', 'then_again', 'without_rows', 'once_other', 'once_other_sum', 'one_gives', 'share_is', 'text_prints_change', 'of_nothing', 'one_place', 'after_other', 'by_rounding', 'in_figures', 'must_be_equal_rounded', 'without_makes', 'two_prints_slip', 'in_that_case', 'computation', 'in_numbers', 'of_rule',
    'scope_own', 'scope_other', 'and_line', 'the_compared', 'the_other', 'paragraph', 'text_of_heading', 'column_year_prints', 'others_give'
]) }}
{%- endmacro %}
