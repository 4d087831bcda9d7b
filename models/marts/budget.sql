-- The printed numbers of this part of the reports, with address and amount.
{{ printed_rows("statement = 'budget_plan'") }}
