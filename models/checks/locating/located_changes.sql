-- What the four rounds settled: one row per cell and relation of it that was still open, with the change and what it repairs.
with rounds as (
    {{ across_rounds() }}
),

taken as (
    select *
    from rounds
    where is_taken
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
