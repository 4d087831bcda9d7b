"""The second evaluator: readable expectation suites on the marts, run by Great Expectations, reported offline."""
