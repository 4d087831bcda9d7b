-- One row per relation and definition of it: its state, and which definition counts. A rule may define a quantity in several accepted
-- ways (with or without financial items, equity as one row or two): a complete one comes before one with an absent row, one that
-- holds before one that does not, then the one that the table shows in its other years, then order. A sum by code is no definition of a
-- total that the table adds up otherwise, where the table's own sums hold.
with {{ rounding_chances() }},

-- where a definition may lack what other statements print: what holds, and the row of the table that it holds in, called by the first
-- of its relations
held as (
    select
        sums.relation_no,
        sums.definition_no,
        min(sums.relation_no) over (
            partition by cells.document_no, cells.table_no, cells.kind_no, cells.member_no, sums.rule_no
        ) as row_no,
        coalesce(sums.is_complete and abs(sums.difference + sums.centre_shift) <= sums.rounding_bound, false) as holds,
        coalesce(sums.is_complete and sums.difference = 0, false) as is_exact,
        sums.is_evaluated
    from {{ ref('relation_sums') }} as sums
    inner join {{ ref('stg_rules') }} as rules on sums.rule_no = rules.rule_no and rules.needs_all_definitions
    inner join {{ ref('amounts') }} as cells on sums.cell_no = cells.cell_no
),

rows_held as (
    select
        row_no,
        count(distinct case when is_evaluated then relation_no end) as year_count,
        count(distinct case when holds then relation_no end) as held_count
    from held
    group by row_no
),

-- what holds wherever anything does, in most years of the row and in two at least, is how the table means it; to the digit in most of
-- them, as rounding alone leaves it: a small item that is not printed moves the last digit more often. To the digit in all of them half of
-- the years are enough: one wrong figure stands in two years of a row that goes on from year to year
settled as (
    select
        held.row_no,
        held.definition_no
    from rows_held
    inner join held on rows_held.row_no = held.row_no
    group by held.row_no, held.definition_no, rows_held.year_count, rows_held.held_count
    having
        count(distinct case when held.holds then held.relation_no end) = rows_held.held_count
        and rows_held.held_count >= 2
        and (
            (
                2 * rows_held.held_count > rows_held.year_count
                and 2 * count(distinct case when held.holds and held.is_exact then held.relation_no end) > rows_held.held_count
            )
            or (
                2 * rows_held.held_count = rows_held.year_count
                and count(distinct case when held.holds and held.is_exact then held.relation_no end) = rows_held.held_count
            )
        )
),

meant as (
    select
        held.relation_no,
        held.definition_no
    from held
    inner join settled on held.row_no = settled.row_no and held.definition_no = settled.definition_no
),

-- the table's own sums of a total all hold; the sum by code beside them holds or not
rivalries as (
    select
        rivals.relation_no,
        rivals.definition_no,
        rivals.document_no,
        rivals.table_no,
        rivals.axis,
        rivals.place,
        sums.difference = 0 or abs(sums.difference + sums.centre_shift) <= sums.rounding_bound as holds
    from {{ ref('rival_sums') }} as rivals
    inner join {{ ref('relation_sums') }} as sums
        on rivals.relation_no = sums.relation_no and rivals.definition_no = sums.definition_no and sums.is_evaluated
    inner join {{ ref('relation_sums') }} as trees on rivals.tree_relation_no = trees.relation_no
    where sums.printed_amount is not null
    group by
        rivals.relation_no, rivals.definition_no, rivals.document_no, rivals.table_no, rivals.axis, rivals.place,
        sums.difference, sums.centre_shift, sums.rounding_bound
    having
        min(
            case when trees.difference = 0 or abs(trees.difference + trees.centre_shift) <= trees.rounding_bound then 1 else 0 end
        ) = 1
),

-- in more columns of the row (rows of the column) against it than with it
refuted_places as (
    select
        document_no,
        table_no,
        axis,
        place,
        definition_no
    from rivalries
    group by document_no, table_no, axis, place, definition_no
    having count(case when not holds then 1 end) > count(case when holds then 1 end)
),

refuted as (
    select distinct
        rivals.relation_no,
        rivals.definition_no
    from {{ ref('rival_sums') }} as rivals
    inner join refuted_places as places
        on
            rivals.document_no = places.document_no
            and rivals.table_no = places.table_no
            and rivals.axis = places.axis
            and rivals.place = places.place
            and rivals.definition_no = places.definition_no
),

-- relations that lack what other statements print under one definition at least, and whether their table shows one
lacking as (
    select
        sums.relation_no,
        bool_or(sums.is_complete and meant.definition_no is not null) as is_shown
    from {{ ref('relation_sums') }} as sums
    inner join {{ ref('stg_rules') }} as rules on sums.rule_no = rules.rule_no and rules.needs_all_definitions
    left join meant on sums.relation_no = meant.relation_no and sums.definition_no = meant.definition_no
    group by sums.relation_no
    having bool_or(sums.lacks_others)
),

differences as (
    select
        sums.*,
        refuted.relation_no is not null as is_refuted,
        sums.is_complete and meant.definition_no is not null as is_meant,
        lacking.relation_no is not null as is_lacking,
        coalesce(lacking.is_shown, false) as is_shown,
        cast(rules.unproven_share * cast(sums.largest as double) as decimal(28, 6)) as unproven_bound,
        cast(chances.probability as decimal(18, 6)) as chance
    from {{ ref('relation_sums') }} as sums
    inner join {{ ref('stg_rules') }} as rules on sums.rule_no = rules.rule_no
    left join meant on sums.relation_no = meant.relation_no and sums.definition_no = meant.definition_no
    left join refuted on sums.relation_no = refuted.relation_no and sums.definition_no = refuted.definition_no
    left join lacking on sums.relation_no = lacking.relation_no
    left join counted
        on sums.relation_no = counted.relation_no and sums.definition_no = counted.definition_no
    left join chances on counted.rounded_count = chances.rounded_count and counted.excess = chances.excess
),

-- what an unprinted item could explain is no deviation; where other years show the definition it is small, a tenth of that
bounded as (
    select
        differences.*,
        is_lacking and not is_shown as is_unproven,
        is_lacking and (
            (not is_shown and coalesce(abs(difference) <= unproven_bound, true))
            or (is_shown and coalesce(abs(difference) <= cast(cast(unproven_bound as double) / 10 as decimal(28, 6)), false))
        ) as is_explainable
    from differences
),

stated as (
    select
        *,
        case
            when not is_evaluated or printed_amount is null or computed_amount is null then null
            when has_approximate then case when abs(difference + centre_shift) <= rounding_bound then 1 else 0 end
            when difference = 0 or (kind = 'ratio' and abs(difference) <= printed_half_width) then 1
            when excess <= 0 then 1
            else coalesce(chance, 0)
        end as probability,
        case
            when not is_evaluated or computed_amount is null then 'not_evaluated'
            -- an empty cell in a labelled row, where the terms give a number; another report only suggests it
            when printed_amount is null
                then
                    case
                        when
                            kind in ('sum', 'tie', 'ratio') and (kind = 'sum' or is_of_one_document)
                            and abs(computed_amount) > rounding_bound and not is_unproven and not is_refuted
                            then 'deviation'
                        else 'not_evaluated'
                    end
            when kind = 'at_most' and difference <= 0 then 'exact'
            when kind = 'at_least' and difference >= 0 then 'exact'
            when kind in ('at_most', 'at_least') then case when abs(difference + centre_shift) <= rounding_bound then 'undecided' else 'deviation' end
            when difference = 0 then 'exact'
            when kind = 'ratio' and abs(difference + centre_shift) <= printed_half_width then 'exact'
            when abs(difference + centre_shift) > rounding_bound
                then
                    case
                        when is_explainable or is_refuted then 'not_evaluated'
                        else 'deviation'
                    end
            when kind = 'ratio' or has_approximate then 'rounding'
            when kind = 'tie' and term_count = 1
                then case when rounding_bound = 2 * printed_half_width then 'unlikely_rounding' else 'rounding' end
            when excess <= 0 or coalesce(chance, 0) >= 0.01 then 'rounding'
            else 'unlikely_rounding'
        end as state
    from bounded
)

select
    relation_no,
    definition_no,
    rule_no,
    definition,
    kind,
    cell_no,
    printed_amount,
    term_sum,
    denominator,
    term_count,
    missing_bits,
    is_complete,
    is_evaluated,
    cast(is_unproven as boolean) as is_unproven,
    cast(is_refuted as boolean) as is_refuted,
    unproven_bound,
    computed_amount,
    rounding_bound,
    difference,
    centre_shift,
    cast(probability as decimal(18, 6)) as probability,
    cast(state as string) as state,
    cast(
        row_number() over (
            partition by relation_no
            order by
                case when computed_amount is null then 2 when is_complete then 0 when is_evaluated then 1 else 2 end,
                case state when 'exact' then 0 when 'rounding' then 1 when 'unlikely_rounding' then 2 else 3 end,
                case when is_meant then 0 else 1 end,
                definition
        ) = 1 as boolean
    ) as is_chosen
from stated
