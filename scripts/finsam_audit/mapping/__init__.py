"""The mapping: what the rows of a report are, from labels, headings and prints alone; words propose, arithmetic confirms."""
