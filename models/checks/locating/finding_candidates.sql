-- The cells that could be changed instead of the one named: per finding, ranked, the named one first. A rival is another
-- candidate of the round on a relation of the finding.
with named as (
    select distinct
        cell,
        value,
        cause,
        is_explanation,
        repaired,
        broken,
        score,
        round_no
    from {{ ref('located_changes') }}
    where is_first
),

rounds as (
    {{ across_rounds() }}
),

met as (
    select distinct
        changes.cell as finding_cell,
        rivals.cell,
        rivals.value,
        rivals.cause,
        rivals.repaired,
        rivals.broken,
        rivals.score,
        cells.remoteness,
        cells.fiscal_year
    from {{ ref('located_changes') }} as changes
    inner join rounds as rivals
        on changes.relation_id = rivals.relation_id and changes.round_no = rivals.round_no
    inner join {{ ref('suspect_cells') }} as cells on rivals.cell = cells.cell
    where
        changes.is_first and changes.is_repaired
        and not (rivals.cell = changes.cell and rivals.value = changes.value and rivals.cause = changes.cause)
),

listed as (
    select
        cell as finding_cell,
        cell,
        value,
        cause,
        repaired,
        broken,
        score,
        true as is_named,
        0 as remoteness,
        0 as fiscal_year
    from named
    union all
    select
        finding_cell,
        cell,
        value,
        cause,
        repaired,
        broken,
        score,
        false as is_named,
        remoteness,
        fiscal_year
    from met
    union all
    select
        finding_cell,
        cell,
        value,
        'unknown' as cause,
        repaired,
        broken,
        score,
        is_named,
        remoteness,
        fiscal_year
    from {{ ref('unlocated_cells') }}
)

select
    cast(finding_cell as string) as finding_cell,
    cast(row_number() over (
        partition by finding_cell
        order by
            case when is_named then 0 else 1 end, score desc, fiscal_year desc nulls last, remoteness desc, cell asc, value asc nulls last,
            cause asc
    ) as integer) as rank_no,
    cast(cell as string) as cell,
    cast(value as decimal(18, 2)) as amount,
    cast(cause as string) as cause,
    cast(repaired as integer) as repaired,
    cast(broken as integer) as broken,
    cast(score as decimal(18, 6)) as score
from listed
qualify
    row_number() over (
        partition by finding_cell
        order by
            case when is_named then 0 else 1 end, score desc, fiscal_year desc nulls last, remoteness desc, cell asc, value asc nulls last,
            cause asc
    ) <= 12
