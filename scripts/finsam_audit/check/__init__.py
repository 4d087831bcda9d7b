"""`finsam check`: a report to its findings, a page and a copy with its ticks."""
