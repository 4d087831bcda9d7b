"""Copies of the synthetic association that tests of several modules look at, built in one run.

Each module says its own: the copies stand in its tuple COPIES, with suffixes that no other module has.
"""

from pathlib import Path

import test_expectation_agreement
import test_goals
import test_optional_rows
import test_prints
import test_words
from association import ROOT
from finsam_audit.rules.fixture import Copy, build

MODULES = (test_expectation_agreement, test_goals, test_optional_rows, test_prints, test_words)


def build_variants(folder: Path) -> Path:
    """Build the association and the copies of all modules.

    Returns:
        The database.

    """
    return build(ROOT, folder, [Copy(""), *(copy for module in MODULES for copy in module.COPIES)])
