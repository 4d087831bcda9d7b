-- The cells that could be changed instead of the one named: per finding, ranked, the named one first. Of a group's candidates those stand
-- under a finding that a relation reads which the finding mends.
with told as (
    {{ answer_rows(ref('searched_groups'), 'candidates') }}
),

others as (
    select
        association_no,
        {{ answer_value(0, 'integer') }} as group_no,
        {{ answer_value(1, 'integer') }} as rank_no,
        {{ answer_value(2, 'bigint') }} as cell_no,
        {{ answer_value(3, 'bigint') }} as value,
        {{ answer_value(4, 'string') }} as cause,
        {{ answer_value(5, 'integer') }} as log_odds
    from told
),

named as (
    select
        finding_key,
        cell_no,
        association_no,
        edit_no,
        group_no,
        amount,
        cause
    from {{ ref('edits') }}
    where cell_no is not null
),

asked as (
    select distinct
        named.finding_key,
        cells.cell_no
    from named
    inner join {{ ref('edit_relations') }} as mends on named.association_no = mends.association_no and named.edit_no = mends.edit_no
    inner join {{ ref('relation_cells') }} as cells on mends.relation_no = cells.relation_no
),

listed as (
    select
        finding_key,
        cell_no,
        amount,
        cause,
        0 as rank_no,
        0 as log_odds
    from named
    union all
    select
        named.finding_key,
        others.cell_no,
        cast(cast(others.value as decimal(28, 2)) / 100 as decimal(18, 2)) as amount,
        others.cause,
        others.rank_no,
        others.log_odds
    from named
    inner join others on named.association_no = others.association_no and named.group_no = others.group_no
    inner join asked on named.finding_key = asked.finding_key and others.cell_no = asked.cell_no
),

-- a cell with one amount once, whichever slips would explain it
each_once as (
    select *
    from listed
    qualify row_number() over (partition by finding_key, cell_no, amount order by rank_no, log_odds, cause) = 1
)

select
    cast(finding_key as string) as finding_key,
    cast(row_number() over (partition by finding_key order by rank_no, cell_no, amount nulls last, cause) as integer) as rank_no,
    cell_no,
    amount,
    cast(cause as string) as cause,
    log_odds
from each_once
