"""The second evaluator: readable expectation suites on the marts, run by Great Expectations, reported offline."""

import os
import sys

# releases of Great Expectations that send what they are used for ask this before they are loaded
os.environ["GX_ANALYTICS_ENABLED"] = "false"

# where PySpark is installed Great Expectations loads it, and it takes a main module without a file (`python -c`, a
# worker of pytest) for doctests and ends the process with 0
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = "finsam"
