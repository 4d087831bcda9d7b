-- Rules met with kinds of cell: for every definition and kind of total the kinds of its terms, and where to look for them: which
-- document (`step_no`), which year, which place.
with compiled as (
    select
        anchors.definition_no,
        anchors.kind_no as anchor_kind_no,
        terms.term_no,
        terms.role,
        terms.weight,
        terms.presence,
        terms.match,
        terms.period_offset,
        terms.document_match,
        terms.document_offset,
        terms.document_kind,
        kinds.kind_no
    from {{ ref('anchor_kinds') }} as anchors
    inner join {{ ref('stg_cell_kinds') }} as anchor_kinds on anchors.kind_no = anchor_kinds.kind_no
    inner join {{ ref('stg_rule_terms') }} as terms on anchors.definition_no = terms.definition_no
    inner join {{ ref('stg_cell_kinds') }} as kinds
        on
            kinds.statement = case terms.statement when '=' then anchor_kinds.statement else terms.statement end
            and kinds.measure = case terms.measure when '=' then anchor_kinds.measure else terms.measure end
            and case
                when terms.match = 'first_print' then anchors.kind_no = kinds.kind_no
                when terms.line_item = '=' then anchor_kinds.line_item = kinds.line_item
                when terms.line_item = '%' then true
                when terms.line_item = '*' then not kinds.is_total
                else terms.line_item = kinds.line_item
            end
    where terms.role not in ('total', 'constant')
),

looked_for as (
    select
        *,
        -- what is of no member stands under member 0; so does the start of a span, of which the total alone is meant
        cast(
            case
                when match in ('span_start', 'without_member') then 'member'
                when match like 'others:%' then replace(match, 'others:', 'kind:')
                else match
            end as string
        ) as place_match
    from compiled
)

select
    cast(definition_no as integer) as definition_no,
    cast(anchor_kind_no as integer) as anchor_kind_no,
    cast(term_no as integer) as term_no,
    cast(power(2, term_no) as bigint) as term_bit,
    cast(role as string) as role,
    cast(weight as integer) as weight,
    cast(presence = 'exact_zero' as boolean) as is_exact_zero,
    cast(kind_no as integer) as kind_no,
    cast(match as string) as match,
    place_match,
    -- the kind and the kind of place that it is looked for in, as one whole number
    cast(dense_rank() over (order by kind_no, place_match) as integer) as look_no,
    cast(
        case match
            when 'kind:state' then 1 when 'kind:region' then 2 when 'kind:municipality' then 3
            when 'others:state' then 1 when 'others:region' then 2
            when 'statement' then 0 when 'span_start' then 0 when 'without_member' then 0
        end as bigint
    ) as fixed_place,
    cast(period_offset as integer) as period_offset,
    cast(document_match as string) as document_match,
    cast(document_offset as integer) as document_offset,
    cast(document_kind as string) as document_kind,
    cast(dense_rank() over (order by document_match, document_offset, document_kind) as integer) as step_no
from looked_for
