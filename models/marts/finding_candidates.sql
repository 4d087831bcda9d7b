-- The cells that could be changed instead of the one named: per finding, ranked, the named one first. An edit whose relations all follow
-- from another finding is none.
select
    cast(candidates.finding_key as string) as finding_key,
    cast(candidates.rank_no as integer) as rank_no,
    cast(numbers.cell as string) as cell,
    cast(numbers.document_id as string) as document_id,
    cast(numbers.source_line as string) as source_line,
    cast(numbers.column_no as integer) as column_no,
    cast(numbers.number_no as integer) as number_no,
    cast(candidates.amount * numbers.sign_factor as decimal(18, 2)) as suggested_amount,
    cast(candidates.cause as string) as cause,
    cast(candidates.log_odds as integer) as log_odds
from {{ ref('candidates') }} as candidates
inner join {{ ref('finding_facts') }} as facts on candidates.finding_key = facts.finding_key
inner join {{ ref('addressed_numbers') }} as numbers on candidates.cell_no = numbers.cell_no
