-- The cash flow of every document and year, in SEK and in the marts' signs.
{{ statement_pivot('cash_flow', ['net_result', 'non_cash_adjustments', 'funds_before_working_capital', 'change_in_receivables', 'change_in_current_liabilities', 'operating_cash_flow', 'investing_cash_flow', 'financing_cash_flow', 'net_cash_flow', 'change_in_cash', 'opening_cash', 'closing_cash']) }}
