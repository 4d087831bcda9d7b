"""The rules: their language, the suites that state them, the seeds and pages made of them."""
