"""The second evaluator: readable expectation suites on the marts, run by Great Expectations, reported offline."""

import os

# releases of Great Expectations that send what they are used for ask this before they are loaded
os.environ["GX_ANALYTICS_ENABLED"] = "false"
