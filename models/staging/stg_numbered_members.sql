-- Members, activities and rows of the associations, each with a number, its coarser row and that row's own.
with rows_in as (
    {{ line_item_rows() }}
),

documents as (
    {{ numbered_documents() }}
),

named as (
    select distinct
        documents.association_no,
        items.member
    from rows_in as items
    inner join documents on items.document_id = documents.document_id
    where coalesce(items.member, '') <> ''
    union
    select distinct
        documents.association_no,
        members.member
    from {{ input_relation('members') }} as members
    inner join documents on members.association_id = documents.association_id
),

numbered as (
    select
        association_no,
        member,
        row_number() over (order by association_no, member) as member_no
    from named
),

described as (
    select
        numbered.association_no,
        numbered.member,
        numbered.member_no,
        members.kind,
        nullif(members.parent, '') as parent
    from numbered
    inner join (
        select distinct
            association_id,
            association_no
        from documents
    ) as associations
        on numbered.association_no = associations.association_no
    left join {{ input_relation('members') }} as members
        on associations.association_id = members.association_id and numbered.member = members.member
)

select
    cast(own.association_no as integer) as association_no,
    cast(own.member as string) as member,
    cast(own.member_no as integer) as member_no,
    cast(own.kind as string) as kind,
    cast(coarser.member_no as integer) as parent_no,
    cast(coarsest.member_no as integer) as grandparent_no
from described as own
left join described as coarser on own.association_no = coarser.association_no and own.parent = coarser.member
left join described as coarsest on coarser.association_no = coarsest.association_no and coarser.parent = coarsest.member
