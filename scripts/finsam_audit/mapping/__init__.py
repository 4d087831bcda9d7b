"""The mapping: what the rows of a report are, from labels, headings and prints; words propose, arithmetic confirms."""
