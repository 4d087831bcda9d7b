-- The unit of the income statement of a document: what it prints, unless other tables that print their unit repeat its figures
-- in another one, or its size is absurd: an association turns over between 0.1 and 500 million.
with units as (
    {{ money_units() }}
),

figures as (
    select * from {{ ref('money_figures') }}
),

-- a table votes for the unit under which two figures of the statement are its own
votes as (
    select
        stated.document_no,
        units.unit,
        others.table_no
    from figures as stated
    inner join units on units.unit in ('kr', 'tkr') or stated.table_unit = units.unit
    inner join figures as others
        on
            stated.document_no = others.document_no
            and stated.fiscal_year = others.fiscal_year
            and others.statement not in ('income_statement', 'goals')
    inner join units as other_units on others.printed_unit = other_units.unit
    where
        stated.statement = 'income_statement'
        and abs(stated.size * units.unit_size - others.size * other_units.unit_size)
        <= {{ tie_tolerance("units.unit_size", "other_units.unit_size") }}
        and stated.size * units.unit_size >= 50 * {{ tie_tolerance("units.unit_size", "other_units.unit_size") }}
    group by stated.document_no, units.unit, others.table_no
    having count(distinct stated.size) >= 2
),

statements as (
    select
        document_no,
        min(table_unit) as printed_unit,
        max(table_size) as size
    from figures
    where table_statement = 'income_statement'
    group by document_no
),

vote_counts as (
    select
        votes.document_no,
        votes.unit,
        count(*) as vote_count
    from votes
    inner join units on votes.unit = units.unit
    inner join statements on votes.document_no = statements.document_no
    where statements.size * units.unit_size between 100000 and 500000000
    group by votes.document_no, votes.unit
),

elected as (
    select
        document_no,
        max_by(unit, vote_count * 10 + case unit when 'kr' then 2 when 'tkr' then 1 else 0 end) as unit,
        max(vote_count) as vote_count
    from vote_counts
    group by document_no
)

select
    cast(statements.document_no as integer) as document_no,
    cast(statements.printed_unit as string) as printed_unit,
    cast(case
        when printed_votes.vote_count >= 1 then statements.printed_unit
        when elected.vote_count >= 2 or (statements.printed_unit is null and elected.vote_count >= 1) then elected.unit
        when statements.size * units.unit_size between 100000 and 500000000 then statements.printed_unit
        when statements.size >= 100000 then 'kr'
        when statements.size >= 100 then 'tkr'
        else coalesce(statements.printed_unit, 'mkr')
    end as string) as unit,
    cast(coalesce(elected.vote_count, 0) as integer) as vote_count
from statements
left join elected on statements.document_no = elected.document_no
left join vote_counts as printed_votes
    on statements.document_no = printed_votes.document_no and statements.printed_unit = printed_votes.unit
left join units on statements.printed_unit = units.unit
