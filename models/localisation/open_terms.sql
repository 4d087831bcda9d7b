-- What the search gets: the relations that deviate and do not name their place themselves, those that hold and share a cell with one of
-- them, and those that share one with these; each with its cells under every definition; and the empty cells that may be a missing row of
-- a sum that deviates.
with added_up as (
    -- rules that add up all rows below a member: a tie between a line and the rows that it consists of
    select distinct rule_no
    from {{ ref('stg_rule_terms') }}
    where match in ('child', 'family') and presence = 'optional' and document_match = 'same'
),

rules as (
    select
        rules.rule_no,
        rules.kind,
        rules.severity,
        -- rows may be missing from a total or from what a line is the sum of, not from a tie of two prints or a roll-forward
        (rules.kind = 'sum' and rules.tick = 'footed') or (rules.kind = 'tie' and added_up.rule_no is not null) as is_footing
    from {{ ref('stg_rules') }} as rules
    left join added_up on rules.rule_no = added_up.rule_no
    where rules.severity in ('error', 'warning') and rules.class = 'error' and rules.cause is null
),

-- only what stands in the documents of a deviation can be near it
deviating as (
    select distinct totals.association_no
    from {{ ref('evaluations') }} as evaluations
    inner join rules on evaluations.rule_no = rules.rule_no
    inner join {{ ref('amounts') }} as totals on evaluations.cell_no = totals.cell_no
    where evaluations.is_chosen and evaluations.state = 'deviation'
),

judged as (
    select
        evaluations.relation_no,
        evaluations.definition_no,
        evaluations.rule_no,
        evaluations.state,
        evaluations.is_chosen,
        evaluations.is_evaluated,
        cells.association_no
    from {{ ref('evaluations') }} as evaluations
    inner join {{ ref('amounts') }} as cells on evaluations.cell_no = cells.cell_no
    inner join deviating on cells.association_no = deviating.association_no
),

searched as (
    select
        judged.relation_no,
        judged.association_no,
        judged.state = 'deviation' as deviates,
        rules.kind,
        rules.severity,
        rules.is_footing
    from judged
    inner join rules on judged.rule_no = rules.rule_no
    where judged.is_chosen and judged.state in ('exact', 'rounding', 'unlikely_rounding', 'deviation')
),

-- under every definition: a change may make another one hold
cells_of as (
    select
        searched.relation_no,
        searched.association_no,
        searched.kind,
        searched.severity,
        searched.deviates,
        searched.is_footing,
        evaluations.definition_no,
        terms.cell_no,
        terms.role,
        terms.weight
    from searched
    inner join judged as evaluations on searched.relation_no = evaluations.relation_no and evaluations.is_evaluated
    inner join {{ ref('relation_cells') }} as terms
        on evaluations.relation_no = terms.relation_no and evaluations.definition_no = terms.definition_no
),

suspects as (
    select distinct cell_no
    from cells_of
    where deviates
),

beside as (
    select distinct cells_of.relation_no
    from cells_of
    inner join suspects on cells_of.cell_no = suspects.cell_no
),

-- what is near them may be changed too: what else holds of it must go on to hold
reached as (
    select distinct cells_of.cell_no
    from cells_of
    inner join beside on cells_of.relation_no = beside.relation_no
),

near as (
    select distinct cells_of.relation_no
    from cells_of
    inner join reached on cells_of.cell_no = reached.cell_no
),

-- where the cells that a deviating relation adds up stand
sums as (
    select distinct
        cells_of.relation_no,
        cells_of.association_no,
        cells_of.kind,
        cells_of.severity,
        cells_of.is_footing,
        cells_of.definition_no,
        cells.document_no,
        cells.table_no,
        cells.fiscal_year
    from cells_of
    inner join {{ ref('amounts') }} as cells on cells_of.cell_no = cells.cell_no
    where cells_of.deviates and cells_of.kind in ('sum', 'tie') and cells_of.role <> 'total'
),

-- the empty totals there that the rule, or the table's own structure, would count: other rows of empty cells are meant to be empty
blanks as (
    select distinct
        sums.relation_no,
        sums.definition_no,
        cells.cell_no,
        terms.weight
    from sums
    inner join {{ ref('anchors') }} as anchors
        on sums.relation_no = anchors.relation_no and sums.definition_no = anchors.definition_no
    inner join {{ ref('term_kinds') }} as terms
        on anchors.definition_no = terms.definition_no and anchors.kind_no = terms.anchor_kind_no
    inner join {{ ref('amounts') }} as cells
        on
            sums.document_no = cells.document_no
            and sums.table_no = cells.table_no
            and sums.fiscal_year = cells.fiscal_year
            and terms.kind_no = cells.kind_no
    left join {{ ref('stg_numbered_members') }} as members on cells.member_no = members.member_no
    where
        cells.value_kind = 'blank' and cells.is_total and not cells.is_gap
        and case terms.place_match
            when 'member' then cells.member_no = anchors.member_no
            when 'member_or_none' then cells.member_no = anchors.member_no
            when 'child' then members.parent_no = anchors.member_no
            when 'family' then anchors.member_no in (members.member_no, members.parent_no, members.grandparent_no)
            else true
        end
    union
    select
        sums.relation_no,
        sums.definition_no,
        trees.cell_no,
        trees.weight
    from sums
    inner join {{ ref('tree_terms') }} as trees
        on sums.relation_no = trees.relation_no and sums.definition_no = trees.definition_no
    inner join {{ ref('amounts') }} as cells on trees.cell_no = cells.cell_no
    where trees.amount is null and cells.is_total
),

terms as (
    select
        cells_of.association_no,
        cells_of.relation_no,
        cells_of.kind,
        cells_of.severity,
        cells_of.deviates,
        cells_of.is_footing,
        cells_of.definition_no,
        cells_of.cell_no,
        case cells_of.role when 'total' then 't' when 'denominator' then 'd' else 'n' end as side,
        cells_of.weight
    from cells_of
    inner join near on cells_of.relation_no = near.relation_no
    union all
    select
        sums.association_no,
        sums.relation_no,
        sums.kind,
        sums.severity,
        true as deviates,
        sums.is_footing,
        sums.definition_no,
        blanks.cell_no,
        'n' as side,
        blanks.weight
    from sums
    inner join blanks on sums.relation_no = blanks.relation_no and sums.definition_no = blanks.definition_no
)

select
    association_no,
    relation_no,
    cast(kind as string) as kind,
    cast(severity as string) as severity,
    cast(deviates as boolean) as deviates,
    cast(is_footing as boolean) as is_footing,
    definition_no,
    cell_no,
    cast(side as string) as side,
    cast(weight as integer) as weight
from terms
