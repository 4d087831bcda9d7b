"""The benchmark: consistent reports from a ledger, errors planted in copies, and what the checks make of them."""
