{{ config(alias='members') }}
-- One row per member of an association: parties, activities and rows, with the coarser row that each belongs to.
select
    cast(association_id as string) as association_id,
    cast(member as string) as member,
    cast(name as string) as name,
    cast(kind as string) as kind,
    cast(parent as string) as parent
from {{ ref('stg_members') }}
