-- The income statement of every document and year, in SEK and in the marts' signs.
{{ statement_pivot('income_statement', ['operating_income', 'operating_costs', 'depreciation', 'net_cost', 'operating_result', 'financial_income', 'financial_costs', 'result_after_financial_items', 'extraordinary_items', 'net_result']) }}
