{# Subqueries `bare_totals` to `other_prints`: the prints that a message names beside its own, in words of each language: the other one of a
   relation of two, the one that shows the slip, what the two scopes of a row differ by, the terms of a short sum or of a share, the first
   and the last of a long one, the terms that other findings change, those that the total is the sum of as it stands, and what
   `prints_beside` finds.
   Reads `words` and `repeated_names` of the query that it stands in. #}
{% macro other_prints() -%}
{%- set goal_parts = ('goal_value', 'goal_base', 'goal_limit') -%}
-- a total that is called nothing but that, in the words of the chart
bare_totals as (
    select
        chart.statement,
        chart.line_item,
        totals.phrase,
        chart.name_sv,
        chart.name_en
    from {{ ref('stg_chart') }} as chart
    inner join {{ ref('stg_tree_words') }} as totals on totals.match = 'word' and totals.says = 'total'
    where chart.is_total and chart.line_item not in ('total', 'subtotal', 'line_of_statement', 'of_which')
),

-- what the other scope takes in: one line, or two of which this is the first
other_scopes as (
    select
        facts.finding_key,
        evidence.cell_no as first_no,
        evidence.document_no,
        evidence.statement,
        evidence.fiscal_year,
        abs(abs(abs(facts.told_printed_amount) - abs(facts.told_computed_amount)) - abs(evidence.amount)) as left_over,
        evidence.amount,
        -- the total is what its terms come to with that line, or without it; the total stands in the row of the finding, or a term does
        sign((facts.told_printed_amount - facts.told_computed_amount) * totals.sign_factor) * sign(evidence.amount)
        * case
            when totals.document_no = facts.document_no and totals.table_no = facts.table_no and totals.source_line = facts.source_line then 1
            else -1
        end > 0 as is_own_line,
        facts.told_bound + evidence.half_width as bound
    from {{ ref('finding_facts') }} as facts
    inner join {{ ref('addressed_numbers') }} as evidence on facts.evidence_no = evidence.cell_no
    left join {{ ref('results') }} as told on facts.told_relation_no = told.relation_no
    left join {{ ref('addressed_numbers') }} as totals on told.cell_no = totals.cell_no
    where facts.cause = 'scope_differs'
),

second_rows as (
    select
        other_scopes.finding_key,
        min(lines.cell_no) as second_no,
        min_by(sign(lines.amount) = sign(other_scopes.amount), lines.cell_no) as is_of_one_sign
    from other_scopes
    inner join {{ ref('addressed_numbers') }} as lines
        on other_scopes.document_no = lines.document_no and other_scopes.statement = lines.statement and other_scopes.fiscal_year = lines.fiscal_year
    where
        other_scopes.left_over > other_scopes.bound and lines.cell_no <> other_scopes.first_no and not lines.is_total
        and abs(abs(lines.amount) - other_scopes.left_over) <= other_scopes.bound + lines.half_width
    group by other_scopes.finding_key
),

{{ told_terms() }},

{{ prints_beside() }},

{{ pointed_prints() }},

{{ placed_prints() }},

{{ mended_texts() }},

gathered as (
    select
        finding_key,
        language,
        -- a sum that a text tells begins with what is added
        {% for name, parts in {'terms': "('term')", 'resigned_terms': "('turned', 'kept')"}.items() %}
        {{ ordered_text(
            "case when part in " ~ parts ~ " then case when value > 0 and part = 'term' and is_printed_negative then ' − (−' || " ~ message_number("value")
            ~ " || ')' else case when value < 0 then ' − ' else ' + ' end || " ~ message_number("abs(value)")
            ~ " end || ' (' || place_text || ')' end",
            "case when is_of_text_finding and value < 0 then 100000000000000000 else 0 end + term_no * 100000000000000 + cell_no", ""
        ) }} as signed_{{ name }},
        {% endfor %}
        {% for part in ('omitted', 'turned') %}
        {{ ordered_text("case when part = '" ~ part ~ "' then place_text end", "term_no * 100000000000000 + cell_no", ", ") }} as {{ part }}_text,
        {% endfor %}
        {{ ordered_text(
            "case when part = 'changed' then " ~ filled("case when is_of_event then t_event_changes else t_changes end", {"place": "place_text", "printed": "own_text", "amount": "changed_text"}) ~ " end",
            "term_no * 100000000000000 + cell_no", "; "
        ) }} as changed_text,
        {{ ordered_text(
            "case when part = 'candidate' then coalesce("
            ~ filled("t_in_that_case", {"place": "place_text", "printed": "own_text", "amount": "changed_text"}) ~ ", place_text) end",
            "term_no * 100000000000000 + cell_no", "; "
        ) }} as candidates_text,
        max(case when part = 'other' then other_text end) as counterpart_text,
        max(case when part = 'other' then statement_text end) as counterpart_statement,
        max(case when part = 'other' then place_text end) as counterpart_place,
        max(case when part = 'other' then lower(label) end) as counterpart_label,
        max(case when part = 'other' then amount_text end) as counterpart_amount,
        max(case when part = 'other' then own_rounded_text end) as counterpart_rounded,
        max(case when part = 'other' then rounded_difference_text end) as rounded_difference_text,
        max(case when part = 'other' then size end) as counterpart_size,
        max(case when part = 'other' and is_elsewhere then 1 else 0 end) = 1 as is_elsewhere,
        max(case when part = 'outcome' then other_text end) as outcome_text,
        max(case when part = 'limit' then own_text end) as printed_limit_text,
        max(case when part = 'before' then own_text end) as printed_before_text,
        max(case when part = 'before_sum' then {{ filled("t_counted_in", {"label": "label_text", "period": "period_text"}) }} end) as before_sum_text,
        {% for part in ('numerator', 'denominator') %}
        {{ ordered_text(
            "case when part = '" ~ part ~ "' then case when value < 0 then ' − ' else ' + ' end || " ~ message_number("abs(value)") ~ " || ' (' || place_text || ')' end",
            "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_{{ part }},
        max(case when part = '{{ part }}' then {{ message_number("value") }} end) as {{ part }}_value,
        max(case when part = '{{ part }}' then place_text end) as {{ part }}_place,
        sum(case when part = '{{ part }}' then 1 else 0 end) as {{ part }}_count,
        {% endfor %}
        {% for part in ('one_of_two', 'other_of_two') %}
        max(case when part = '{{ part }}' then {{ filled("t_in_brackets", {"amount": "own_text", "place": "place_text"}) }} end) as {{ part }}_text,
        {% endfor %}
        {% for part in ('first', 'last', 'early', 'limit', 'before') %}
        max(case when part = '{{ part }}' then place_text end) as {{ part }}_text,
        {% endfor %}
        {% for part in goal_parts %}
        {% for place in ('', '_last', '_end') %}
        max(case when part = '{{ part ~ place }}' then place_text end) as {{ part ~ place }}_text,
        {% endfor %}
        max(case when part = '{{ part }}_last' then term_no end) as {{ part }}_count,
        {{ ordered_text(
            "case when part = '" ~ part ~ "_term' then case when value < 0 then ' − ' else ' + ' end || size_text || ' (' || place_text || ')' end",
            "term_no * 100000000000000 + cell_no", ""
        ) }} as signed_{{ part }}_terms,
        {% endfor %}
        max(case when part = 'alike' then {{ filled("t_alike", {"year": "cast(fiscal_year as string)", "amount": "size_text"}) }} end) as alike_text,
        {% for part in ('witness', 'witnessed') %}
        max(case when part = '{{ part }}' then {{ filled("t_of_amount", {"place": "place_text", "amount": "own_text"}) }} end) as {{ part }}_text,
        {% endfor %}
        max(case when part = 'evidence' then place_text end) as evidence_text,
        max(case when part = 'evidence' then label_text end) as evidence_label,
        max(case when part = 'last' then cast(value as integer) end) as reach_count,
        max(case when part = 'evidence' then own_text end) as evidence_amount,
        max(case when part = 'evidence' then size_text end) as evidence_size_text,
        max(case when part = 'evidence' then fiscal_year end) as evidence_year,
        max(case when part = 'second' then {{ filled("t_of_amount", {"place": "place_text", "amount": "size_text"}) }} end) as second_text
    from columned_prints
    group by finding_key, language
),

other_prints as (
    select
        gathered.*,
        mended_texts.mended_text,
        nullif(candidates_text, '') as cells_text,
        findings_before.first_amount_text,
        findings_before.final_amount_text,
        -- of two numbers of one place it is told once
        case
            when numerator_count = 1 and denominator_count = 1 and numerator_place = denominator_place
                then numerator_value || ' / ' || denominator_value || ' (' || denominator_place || ')'
            when numerator_count > 0 and denominator_count > 0
                then {{ side_of_share("numerator") }} || ' / ' || {{ side_of_share("denominator") }}
        end as share_text,
        nullif(changed_text, '') as changes_text,
        {% for name in ('terms', 'resigned_terms', 'goal_value_terms', 'goal_base_terms', 'goal_limit_terms') %}
        case when signed_{{ name }} like ' + %' then substr(signed_{{ name }}, 4) when signed_{{ name }} <> '' then '−' || substr(signed_{{ name }}, 4) end
            as {{ name }}_text,
        {% endfor %}
        {% for part in goal_parts %}
        coalesce(
            {{ filled("words.t_sum_of_rows", {"count": "cast(" ~ part ~ "_count as string)", "first": within_comma(part ~ "_text"), "last": part ~ "_last_text"}) }},
            {{ filled("words.t_span", {"first": within_comma(part ~ "_text"), "last": part ~ "_end_text"}) }},
            {{ part }}_text
        ) as {{ part }}_place,
        {% endfor %}
        -- the first line is all that the two scopes differ by
        coalesce(other_scopes.left_over <= other_scopes.bound, true) as is_whole_difference,
        case when other_scopes.left_over <= other_scopes.bound or second_rows.is_of_one_sign then other_scopes.is_own_line end as is_own_line
    from gathered
    inner join words on gathered.language = words.language
    left join other_scopes on gathered.finding_key = other_scopes.finding_key
    left join second_rows on gathered.finding_key = second_rows.finding_key
    left join mended_texts on gathered.finding_key = mended_texts.finding_key and gathered.language = mended_texts.language
    left join findings_before on gathered.finding_key = findings_before.finding_key
)
{%- endmacro %}

{# One side of a share in words: of several terms their sum in brackets. Reads `gathered` of `other_prints`. #}
{% macro side_of_share(part) -%}
    case when {{ part }}_count > 1 then '(' else '' end
    || case when signed_{{ part }} like ' − %' then '−' else '' end || substr(signed_{{ part }}, 4)
    || case when {{ part }}_count > 1 then ')' else '' end
{%- endmacro %}
