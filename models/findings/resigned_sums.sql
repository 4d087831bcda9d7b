{%- set most_terms = 4 -%}
{%- set places = range(1, most_terms + 1) | list -%}
-- Of sums that do not come out the signs with which their own terms give what is printed: a total added up with other signs, or without
-- some of its terms. Told where one choice of signs does it and chance would not: two to four terms give at most eighty choices, each of
-- which meets a print within its rounding by chance; a thousand times that width must lie within the print.
with terms as (
    select
        results.relation_no,
        results.printed_amount,
        results.rounding_bound,
        cells.cell_no,
        cells.weight * cells.amount as amount,
        totals.unit_size,
        row_number() over (partition by results.relation_no order by cells.term_no, cells.cell_no) as place_no,
        count(*) over (partition by results.relation_no) as term_count
    from {{ ref('results') }} as results
    inner join {{ ref('stg_rules') }} as rules on results.rule_no = rules.rule_no
    inner join {{ ref('definitions') }} as meant on results.definition_no = meant.definition_no
    inner join {{ ref('amounts') }} as totals on results.cell_no = totals.cell_no
    inner join {{ ref('relation_cells') }} as cells
        on results.relation_no = cells.relation_no and results.definition_no = cells.definition_no and cells.role <> 'total'
    where results.state = 'deviation' and rules.kind = 'sum' and not meant.has_constant and cells.amount <> 0
),

sums as (
    select
        relation_no,
        min(printed_amount) as printed_amount,
        min(rounding_bound) as rounding_bound,
        min(unit_size) as unit_size,
        {% for place in places -%}
            coalesce(sum(case when place_no = {{ place }} then amount end), 0) as amount_{{ place }}{% if not loop.last %},
            {% endif %}
        {%- endfor %}
    from terms
    where term_count between 2 and {{ most_terms }}
    group by relation_no
),

signs as (
    select -1 as sign
    union all
    select 0 as sign
    union all
    select 1 as sign
),

chosen as (
    select
        sums.relation_no,
        {% for place in places -%}
            signs_{{ place }}.sign as sign_{{ place }}{% if not loop.last %},
            {% endif %}
        {%- endfor %}
    from sums
    {% for place in places %}
        inner join signs as signs_{{ place }} on sums.amount_{{ place }} <> 0 or signs_{{ place }}.sign = 0
    {% endfor %}
    where
        abs(
            {% for place in places %}
                {{ "+ " if not loop.first }}sums.amount_{{ place }} * signs_{{ place }}.sign
            {% endfor %}
            - sums.printed_amount
        ) <= sums.rounding_bound
        and abs(sums.printed_amount) >= 1000 * (2 * sums.rounding_bound + sums.unit_size)
        -- one term alone is another slip
        and {% for place in places %}{{ " + " if not loop.first }}abs(signs_{{ place }}.sign){% endfor %} > 1
    qualify count(*) over (partition by sums.relation_no) = 1
)

select
    terms.relation_no,
    terms.cell_no,
    cast(case terms.place_no {% for place in places %}when {{ place }} then chosen.sign_{{ place }} {% endfor %}end as integer) as sign
from chosen
inner join terms on chosen.relation_no = terms.relation_no
