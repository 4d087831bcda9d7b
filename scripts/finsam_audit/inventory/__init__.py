"""What the seeds, rules, suites and tests hold: a committed count of it, so that none of it goes or changes unseen."""
