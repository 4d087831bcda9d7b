"""Which cells of a group of deviating relations are wrong: a pure function from text to text.

Standard library alone, and no import of the rest of the package: Spark ships this folder by itself.
"""

from .call import locate_group

__all__ = ["locate_group"]
