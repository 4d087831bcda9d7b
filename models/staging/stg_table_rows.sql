-- The rows of the tables and what each adds into, from the seed or from what `vars: input_relations` puts in its place. A row that says
-- that it is taken away and prints no sign is subtracted, also where its weight was not given so.
with deducted as (
    select
        items.document_no,
        items.table_no,
        items.line_order
    from {{ ref('stg_line_items') }} as items
    inner join ({{ labels_that_say(ref('stg_line_items'), 'subtracted', ref('tree_words')) }}) as words on items.label = words.label
    where items.measure not like '%deviation' and items.measure <> 'note_number' and items.printed <> ''
    group by items.document_no, items.table_no, items.line_order
    having count(*) filter (where {{ first_match(plain_signs_and_spaces("items.printed"), "^ *([-(]) *[0-9]") }} <> '') = 0
)

select
    documents.document_no,
    cast(rows_in.document_id as string) as document_id,
    cast(rows_in.table_no as integer) as table_no,
    cast(rows_in.source_line as string) as source_line,
    cast({{ line_order("rows_in.source_line") }} as bigint) as line_order,
    cast(rows_in.role as string) as role,
    cast(nullif(rows_in.parent_line, '') as string) as parent_line,
    cast({{ line_order("rows_in.parent_line") }} as bigint) as parent_order,
    cast(case when deducted.line_order is not null then -abs(cast(rows_in.weight as integer)) else cast(rows_in.weight as integer) end as integer) as weight
from {{ input_relation('table_rows') }} as rows_in
left join {{ ref('stg_documents') }} as documents on rows_in.document_id = documents.document_id
left join deducted
    on
        documents.document_no = deducted.document_no
        and cast(rows_in.table_no as integer) = deducted.table_no
        and {{ line_order("rows_in.source_line") }} = deducted.line_order
