{# Rows (n, value = n!) for n from 0 to `last`. #}
{% macro factorials(last) -%}
    {%- set state = namespace(value=1.0) -%}
    {%- for n in range(last + 1) -%}
        {%- if n > 0 -%}{%- set state.value = state.value * n -%}{%- endif %}
    select
        {{ n }} as n,
        cast('{{ state.value }}' as double) as value
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor %}
{%- endmacro %}


{# Irwin-Hall: the chance that the roundings of a relation add up to its difference, for every relation of `relation_sums` in which that
   is a question. P(|U1 + ... + Uk| >= x) = 2 * sum over j of (-1)^j * (k/2 - x - j)^k / (j! * (k - j)!), for 0 <= j < k/2 - x.
   Leaves `counted` (relation_no, definition_no, rounded_count, excess) and `chances` (rounded_count, excess, probability). #}
{% macro rounding_chances() -%}
asked as (
    select
        relation_no,
        definition_no,
        coarsest,
        excess
    from {{ ref('relation_sums') }}
    where excess > 0 and is_evaluated and abs(difference + centre_shift) <= rounding_bound
),

counted as (
    -- terms that count: last digit at least a tenth of the coarsest, no zero, no dash
    select
        asked.relation_no,
        asked.definition_no,
        asked.excess,
        count(*) as rounded_count
    from asked
    inner join {{ ref('relation_cells') }} as terms
        on asked.relation_no = terms.relation_no and asked.definition_no = terms.definition_no
    where terms.role <> 'total' and terms.amount <> 0 and terms.half_width * 20 >= asked.coarsest
    group by asked.relation_no, asked.definition_no, asked.excess
),

pairs as (
    select distinct
        rounded_count,
        excess
    from counted
    where rounded_count between 1 and 60
),

factorials as (
    {{ factorials(60) }}
),

parts as (
    select
        pairs.rounded_count,
        pairs.excess,
        case when j.n % 2 = 0 then 1 else -1 end
        * power(cast(pairs.rounded_count as double) / 2 - cast(pairs.excess as double) - j.n, pairs.rounded_count)
        / (j.value * rest.value) as part
    from pairs
    inner join factorials as j on j.n < cast(pairs.rounded_count as double) / 2 - cast(pairs.excess as double)
    inner join factorials as rest on rest.n = pairs.rounded_count - j.n
),

chances as (
    select
        rounded_count,
        excess,
        2 * sum(part) as probability
    from parts
    group by rounded_count, excess
)
{%- endmacro %}
