"""The audit report: the casting file as pages, and the workbook."""
