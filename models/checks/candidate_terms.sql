-- Every cell of every relation, one row per cell and definition: the rules' terms met with the cells they name.
with wanted as (
    select
        anchors.relation_id,
        anchors.rule_id,
        anchors.variant,
        terms.term_no,
        terms.role,
        terms.weight,
        terms.presence,
        anchors.cell as anchor_cell,
        case when terms.statement = '=' then anchors.statement else terms.statement end as statement,
        case when terms.line_item = '=' then anchors.line_item else terms.line_item end as line_item,
        terms.match,
        terms.document_kind,
        case when terms.measure = '=' then anchors.measure else terms.measure end as measure,
        case
            when terms.document_match = 'same' then anchors.document_id
            else anchors.association_id || '#' || cast(anchors.document_year + terms.document_offset as string)
        end as document_key,
        terms.document_match,
        case when terms.match = 'span_start' then anchors.first_year else anchors.fiscal_year + terms.period_offset end as fiscal_year,
        case terms.match
            when 'table' then cast(anchors.table_no as string)
            when 'row' then cast(anchors.table_no as string) || '#' || anchors.source_line
            when 'member' then coalesce(anchors.member, '-')
            when 'child' then coalesce(anchors.member, '-')
            when 'family' then coalesce(anchors.member, '-')
            when 'member_or_none' then coalesce(anchors.member, '')
            when 'item' then anchors.line_item
            when 'first_print' then anchors.plain_cell
            when 'siblings' then cast(anchors.table_no as string) || '#' || anchors.line_item
            else ''
        end as place
    from {{ ref('relation_anchors') }} as anchors
    inner join {{ ref('rule_terms') }} as terms
        on anchors.rule_id = terms.rule_id and anchors.variant = terms.variant
    where terms.role not in ('total', 'constant')
),

cells as (
    select
        numbers.*,
        members.kind as member_kind,
        members.parent as member_parent,
        coarser.parent as member_grandparent
    from {{ ref('printed_numbers') }} as numbers
    left join {{ input_relation('members') }} as members
        on numbers.association_id = members.association_id and numbers.member = members.member
    left join {{ input_relation('members') }} as coarser
        on members.association_id = coarser.association_id and members.parent = coarser.member
    where numbers.value_kind in ('number', 'dash') and numbers.fiscal_year is not null
),

places as (
    select distinct
        statement,
        match,
        document_match
    from {{ ref('rule_terms') }}
    where role not in ('total', 'constant')
),

levels as (
    select
        cell,
        member_parent as place
    from cells
    where member_parent is not null
    union all
    select
        cell,
        member_grandparent as place
    from cells
    where member_grandparent is not null
),

-- each cell under each kind of place that a term may name
placed as (
    select
        cells.*,
        places.match,
        places.document_match,
        case places.document_match
            when 'same' then cells.document_id
            else cells.association_id || '#' || cast(cells.document_year as string)
        end as document_key,
        case places.match
            when 'table' then cast(cells.table_no as string)
            when 'row' then cast(cells.table_no as string) || '#' || cells.source_line
            when 'member' then coalesce(cells.member, '')
            when 'child' then coalesce(cells.member_parent, '')
            when 'family' then coalesce(cells.member, '')
            when 'member_or_none' then coalesce(cells.member, '')
            when 'item' then cells.line_item
            when 'first_print' then cells.plain_cell
            when 'siblings' then cast(cells.table_no as string) || '#' || cells.line_item
            else ''
        end as place,
        case when places.match like 'kind:%' then places.match = 'kind:' || cells.member_kind else true end as is_of_kind
    from cells
    inner join places on places.statement in (cells.statement, '=')
    union all
    -- a row stands in the families of its coarser rows too, two levels up
    select
        cells.*,
        places.match,
        places.document_match,
        case places.document_match
            when 'same' then cells.document_id
            else cells.association_id || '#' || cast(cells.document_year as string)
        end as document_key,
        levels.place,
        true as is_of_kind
    from cells
    inner join places on cells.statement = places.statement and places.match = 'family'
    inner join levels on cells.cell = levels.cell
),

found as (
    select
        wanted.relation_id,
        wanted.rule_id,
        wanted.variant,
        wanted.role,
        wanted.weight,
        wanted.term_no,
        placed.document_id,
        placed.source_line,
        placed.column_no,
        placed.number_no,
        placed.cell,
        placed.label,
        placed.printed,
        placed.amount,
        case when wanted.presence = 'exact_zero' and placed.amount = 0 then 0 else placed.half_width end as half_width,
        placed.is_approximate,
        placed.value_kind
    from wanted
    inner join placed
        on
            wanted.document_key = placed.document_key
            and wanted.document_match = placed.document_match
            and wanted.match = placed.match
            and wanted.place = placed.place
            and wanted.statement = placed.statement
            and wanted.fiscal_year = placed.fiscal_year
            and wanted.measure = placed.measure
    where
        placed.is_of_kind
        and wanted.line_item in (placed.line_item, '%', case when placed.is_total then '-' else '*' end)
        and (placed.print_no = 1 or wanted.match in ('table', 'row', 'siblings'))
        and (wanted.match <> 'siblings' or placed.cell <> wanted.anchor_cell)
        and coalesce(wanted.document_kind, '') in ('', placed.document_kind)
),

totals as (
    select
        anchors.relation_id,
        anchors.rule_id,
        anchors.variant,
        'total' as role,
        1 as weight,
        0 as term_no,
        numbers.document_id,
        numbers.source_line,
        numbers.column_no,
        numbers.number_no,
        numbers.cell,
        numbers.label,
        numbers.printed,
        numbers.amount,
        numbers.half_width,
        numbers.is_approximate,
        numbers.value_kind
    from {{ ref('relation_anchors') }} as anchors
    inner join {{ ref('printed_numbers') }} as numbers on anchors.cell = numbers.cell
)

select * from totals
union all
select * from found
