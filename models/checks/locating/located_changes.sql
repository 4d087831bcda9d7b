-- What the four rounds settled: one row per cell and relation of it that was still open, with the change and what it repairs.
with taken as (
    {%- for round_no in range(1, 5) %}
    select *
    from {{ ref('locating_round_' ~ round_no) }}
    where is_taken
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

firsts as (
    select
        cell,
        min(round_no) as first_round
    from taken
    group by cell
)

select
    taken.*,
    -- a cell explained in one round and changed in a later one is one finding, told as it was first found
    taken.round_no = firsts.first_round as is_first
from taken
inner join firsts on taken.cell = firsts.cell
