-- The unit of the income statement of a document: what it prints, unless other tables that print their unit repeat its figures in
-- another one, those of the association's other reports among them; where it prints none, what those tables bear out, then what they
-- print, then its size. An association mostly turns over between 0.1 and 500 million; a new or a dormant one less, so that size alone
-- never contradicts a print.
with units as (
    {{ money_units() }}
),

figures as (
    select
        figures.*,
        documents.association_no
    from {{ ref('money_figures') }} as figures
    inner join {{ ref('stg_documents') }} as documents on figures.document_no = documents.document_no
),

-- a table votes for the unit under which two figures of the statement are its own
votes as (
    select
        stated.document_no,
        units.unit,
        others.document_no as other_document_no,
        others.table_no
    from figures as stated
    inner join units on units.unit in ('kr', 'tkr') or stated.table_unit = units.unit
    inner join figures as others
        on
            stated.association_no = others.association_no
            and stated.fiscal_year = others.fiscal_year
            and others.statement <> 'goals'
            and (stated.document_no <> others.document_no or others.statement <> 'income_statement')
    inner join units as other_units on others.printed_unit = other_units.unit
    where
        stated.statement = 'income_statement'
        and abs(stated.size * units.unit_size - others.size * other_units.unit_size)
        <= {{ tie_tolerance("units.unit_size", "other_units.unit_size") }}
        and stated.size * units.unit_size >= 50 * {{ tie_tolerance("units.unit_size", "other_units.unit_size") }}
    group by stated.document_no, units.unit, others.document_no, others.table_no
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
        statements.size * units.unit_size between 100000 and 500000000 as is_usual,
        count(*) as vote_count
    from votes
    inner join units on votes.unit = units.unit
    inner join statements on votes.document_no = statements.document_no
    group by votes.document_no, votes.unit, statements.size, units.unit_size
),

-- a usual size first: a report in thousands under headings in kronor agrees with itself
elected as (
    select
        document_no,
        unit,
        is_usual,
        vote_count
    from vote_counts
    qualify row_number() over (
        partition by document_no
        order by case when is_usual then 0 else 1 end, vote_count desc, case unit when 'kr' then 1 when 'tkr' then 2 else 3 end
    ) = 1
),

-- the unit that most of the other tables print
others_counts as (
    select
        document_no,
        table_unit as unit,
        count(distinct table_no) as table_count
    from figures
    where table_unit is not null and table_statement not in ('income_statement', 'narrative', 'goals')
    group by document_no, table_unit
),

others_units as (
    select
        document_no,
        unit
    from others_counts
    qualify row_number() over (
        partition by document_no
        order by table_count desc, case unit when 'kr' then 1 when 'tkr' then 2 else 3 end
    ) = 1
)

select
    cast(statements.document_no as integer) as document_no,
    cast(statements.printed_unit as string) as printed_unit,
    cast(case
        when printed_votes.vote_count >= 1 then statements.printed_unit
        when elected.is_usual and elected.vote_count >= 2 then elected.unit
        -- one table that repeats its figures, where the print gives an unusual size
        when
            elected.is_usual and statements.printed_unit is not null
            and statements.size * units.unit_size not between 100000 and 500000000
            then elected.unit
        when statements.printed_unit is not null then statements.printed_unit
        when elected.vote_count >= 1 then elected.unit
        when others_units.unit is not null and statements.size * other_sizes.unit_size <= 500000000 then others_units.unit
        when statements.size >= 100000 then 'kr'
        when statements.size >= 100 then 'tkr'
        else 'mkr'
    end as string) as unit,
    cast(coalesce(elected.vote_count, 0) as integer) as vote_count
from statements
left join elected on statements.document_no = elected.document_no
left join vote_counts as printed_votes
    on statements.document_no = printed_votes.document_no and statements.printed_unit = printed_votes.unit and printed_votes.is_usual
left join units on statements.printed_unit = units.unit
left join others_units on statements.document_no = others_units.document_no
left join units as other_sizes on others_units.unit = other_sizes.unit
