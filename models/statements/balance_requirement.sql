-- The printed numbers of this part of the reports, with address and amount.
select * from {{ ref('printed_numbers') }}
where statement = 'balance_requirement'
